"""The description of the API: valid, whole, and the same table as the routes."""

import re
from pathlib import Path
from typing import Any, Final

import httpx
import msgspec
import pytest

from dashboard.api.document import document, refusals
from dashboard.api.operations import BASE, OPERATIONS
from dashboard.api.problems import KINDS
from dashboard.numbers import attention
from store.tokens import SCOPES

pytestmark = pytest.mark.quick

PAGE: Final = (Path(__file__).parents[3] / "docs" / "api.md").read_text(encoding="utf-8")


def _references(node: Any) -> set[str]:
    if isinstance(node, dict):
        own = {node["$ref"]} if isinstance(node.get("$ref"), str) else set()
        return own.union(*(_references(each) for each in node.values()))
    return set().union(*(_references(each) for each in node)) if isinstance(node, list) else set()


@pytest.mark.anyio
async def test_it_is_served_to_everyone(visitor: httpx.AsyncClient) -> None:
    answer = await visitor.get(f"{BASE}/openapi.json")
    assert (answer.status_code, answer.content) == (200, msgspec.json.encode(document()))
    assert answer.json()["openapi"].startswith("3.1")


def test_whatever_it_refers_to_is_there() -> None:
    made = document()
    known = {f"#/components/schemas/{name}" for name in made["components"]["schemas"]}
    assert _references(made) <= known
    assert len(known) > 20


def test_every_operation_has_a_name_of_its_own_and_says_all_that_it_refuses() -> None:
    paths = document()["paths"]
    assert len({each.name for each in OPERATIONS}) == len(OPERATIONS)
    for operation in OPERATIONS:
        described = paths[operation.path][operation.method.lower()]
        assert described["operationId"] == operation.name
        statuses = {str(KINDS[name].status) for name in refusals(operation)} | {str(operation.status)}
        assert described["responses"].keys() == statuses
        assert {each["name"] for each in described["parameters"] if each["in"] == "path"} == set(
            re.findall(r"\{(\w+)\}", operation.path)
        )


def test_what_changes_something_needs_a_scope_for_it() -> None:
    for operation in OPERATIONS:
        assert not operation.writes or operation.scope == "notes:write"
        assert operation.scope or not operation.is_of_site


def test_the_page_tells_of_every_operation_problem_scope_and_sign() -> None:
    for operation in OPERATIONS:
        assert f"| `{operation.method} {operation.path}` |" in PAGE, operation.name
    for kind in KINDS.values():
        assert f"| `{kind.name}` | {kind.status} |" in PAGE
    for scope in SCOPES:
        assert f"| `{scope}` |" in PAGE
    for sign in attention.URGENCY:
        assert f"| `{sign}` |" in PAGE
