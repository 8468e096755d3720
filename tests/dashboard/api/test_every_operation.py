"""Every operation as its own description has it, asked by a generator of lawful, unlawful and hostile requests."""

import asyncio
from collections.abc import Iterator
from typing import Any, Final

import httpx
import pytest
import schemathesis
from schemathesis import Case, CheckContext, GenerationMode, Response
from schemathesis.engine import events, from_schema

from dashboard.api.operations import BASE, OPERATIONS
from store.tokens import Scope
from tests.dashboard.api.served import Filled, application, fill, token_for
from tests.dashboard.seed import HOST

EXAMPLES: Final = 12
"""For each operation, besides those that go through every border of every parameter."""

UNREADABLE: Final = {"bad-parameter", "bad-body", "unsupported-media-type", "not-found"}


@schemathesis.check
def lawful_requests_are_refused_for_what_they_mean(_: CheckContext, response: Response, case: "Case[Any]") -> None:
    """What the description allows may still be backwards, or not permitted; but it can be read."""
    if case.meta and case.meta.generation.mode is GenerationMode.POSITIVE and response.status_code in {400, 415, 422}:
        kind = response.json()["type"].rpartition("/")[2]
        assert kind not in UNREADABLE, response.json()["detail"]


@schemathesis.check
def problems_are_documents(_: CheckContext, response: Response, case: "Case[Any]") -> None:
    if response.status_code >= 400:
        assert response.headers["content-type"] == ["application/problem+json"]
        assert response.json()["status"] == response.status_code


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Filled:
    return fill(tmp_path_factory.mktemp("filled"))


def _failures(filled: Filled, token: str, examples: int, seed: int) -> Iterator[str]:
    given = {
        "seed": seed,
        "headers": {"Authorization": f"Bearer {token}"},
        "parameters": {"path.host": HOST},
        "generation": {"max-examples": examples, "deterministic": True, "database": "none"},
        "checks": {"positive_data_acceptance": {"expected-statuses": ["2xx", "400", "403", "404", "422"]}},
    }
    config = schemathesis.Config.from_dict(given)
    schema = schemathesis.openapi.from_asgi(f"{BASE}/openapi.json", application(filled.data), config=config)
    schema.validate()
    asked: set[str] = set()
    for event in from_schema(schema).execute():
        match event:
            case events.FatalError() | events.NonFatalError():
                yield str(vars(event))
            case events.ScenarioFinished():
                asked.add(event.recorder.label)
                yield from _failed(event)
    if missing := {f"{each.method} {each.path}" for each in OPERATIONS} - asked:
        yield f"not asked: {missing}"


def _failed(event: events.ScenarioFinished) -> Iterator[str]:
    for checks in event.recorder.checks.values():
        for check in checks:
            if failed := check.failure_info:
                yield f"{event.recorder.label}: {failed.failure.title}: {failed.failure.message}\n{failed.code_sample}"


def test_every_operation_does_what_its_description_says(filled: Filled) -> None:
    assert [*_failures(filled, filled.token, EXAMPLES, seed=1)] == []


@pytest.mark.parametrize("scope", ["sites:read"])
def test_who_lacks_the_scope_is_refused_alike(filled: Filled, scope: Scope) -> None:
    token = asyncio.run(token_for(filled.data, (scope,)))
    assert [*_failures(filled, token, 1, seed=2)] == []


HOSTILE: Final = (
    "' OR 1=1 --", "../../etc/passwd", "%00", "\x00", "\U0001f600" * 50, "{{7*7}}", "${jndi:ldap://x}", "-1", "1e999",
    "9" * 400, "NaN", "null", "[]", "true", "\r\nSet-Cookie: x=1", "<svg onload=alert(1)>", "a" * 3_999, "=cmd|'!A0",
    "2026-11-22T00:00:00Z", "0000-00-00", "page=\x1f", "page=%", "search_term=\x1f", "scrubbed=\x00", "page", "=",
    "ſ", "İ",
)  # fmt: skip


def _hostile() -> Iterator[tuple[str, dict[str, Any]]]:
    for operation in OPERATIONS:
        if not operation.has_body and operation.method == "GET":
            for field in operation.asks.__struct_fields__:
                name = {"start": "from", "end": "to"}.get(field, field)
                for value in HOSTILE:
                    yield operation.path, {name: value}


def test_hostile_parameters_are_answered_or_refused(filled: Filled) -> None:
    async def ask() -> list[tuple[str, dict[str, Any], int]]:
        app = application(filled.data)
        carrying, proof = httpx.ASGITransport(app), {"Authorization": f"Bearer {filled.token}"}
        asking = httpx.AsyncClient(transport=carrying, base_url="http://stats.example", headers=proof)
        wrong = []
        async with app.router.lifespan_context(app), asking as client:
            for path, query in _hostile():
                answer = await client.get(BASE + path.format(host=HOST, number=1, name="page"), params=query)
                if answer.status_code not in {200, 400, 404}:
                    wrong.append((path, query, answer.status_code))
        return wrong

    assert asyncio.run(ask()) == []
