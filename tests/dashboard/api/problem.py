"""Problem documents, as every error of the API must be one."""

from typing import Any

import httpx

from dashboard.api.problems import KINDS


def problem(answer: httpx.Response, status: int) -> Any:
    """What it says, when it is whole."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    found = answer.json()
    kind = KINDS[found["type"].removeprefix("/api/v1/problems/")]
    assert (found["status"], found["title"]) == (status, kind.title)
    assert found["detail"]
    assert "\n" not in found["detail"]
    return found
