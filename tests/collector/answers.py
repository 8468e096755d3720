"""What every answer of the visitors' side has in common, as a page of another origin sees it."""

import httpx


def assert_refused(answer: httpx.Response, status: int, because: str = "") -> None:
    """A problem document (RFC 9457) that a page of another origin may read."""
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    problem = answer.json()
    assert (problem["type"], problem["status"]) == ("about:blank", status)
    assert problem["title"]
    assert because in problem.get("detail", "")
    assert_readable_by_any_site(answer)


def assert_readable_by_any_site(answer: httpx.Response) -> None:
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    exposed = answer.headers["Access-Control-Expose-Headers"]
    assert {name.strip() for name in exposed.split(",")} == {"Rakneverk-Ignored", "Retry-After"}
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers
