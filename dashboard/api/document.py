"""The description of the API, OpenAPI 3.1: made from the table of operations and the types that it names."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

import msgspec

from dashboard.api.operations import BASE, OPERATIONS, Operation
from dashboard.api.problems import KINDS, MEDIA, Kind, ProblemDocument
from store.tokens import PREFIX

_TEXT: Final = f"""\
All that the dashboard's pages show. Days are those of the site's time zone, ISO dates, both included.

Ask with `Authorization: Bearer {PREFIX}...`, a token that an owner makes at `/tokens` or the operator with `rakneverk
token add`; or, in a browser, by the cookie of a session, which is enough to read. Lists come as CSV where `format=csv`,
or the header Accept, asks for it. What goes wrong is told by a problem document (RFC 9457), whose `type` is an address
that explains it."""

_HOST: Final = {
    "name": "host",
    "in": "path",
    "required": True,
    "description": "The site, by its host.",
    "schema": {"type": "string"},
}
_HEADERS: Final = {401: {"WWW-Authenticate": "How to say who asks (RFC 6750)."}}

Json = dict[str, Any]


def document() -> Json:
    types: set[type[msgspec.Struct]] = {ProblemDocument, *_types()}
    ordered = sorted(types, key=lambda type_: type_.__name__)
    _, schemas = msgspec.json.schema_components(ordered, ref_template="#/components/schemas/{name}")
    paths: dict[str, Json] = {}
    for operation in OPERATIONS:
        paths.setdefault(operation.path, {})[operation.method.lower()] = _operation(operation)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Räkneverk", "version": "1", "description": _TEXT},
        "servers": [{"url": BASE}],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer", "bearerFormat": f"{PREFIX}..."}},
        },
    }


def _types() -> Iterable[type[msgspec.Struct]]:
    for operation in OPERATIONS:
        if operation.gives:
            yield operation.gives
        if operation.has_body:
            yield operation.asks


def _operation(operation: Operation) -> Json:
    described: Json = {
        "operationId": operation.name,
        "summary": operation.text,
        "parameters": [*_places(operation), *([] if operation.has_body else _query(operation.asks))],
        "responses": {str(operation.status): _success(operation), **_failures(operation)},
        "security": [{"token": [operation.scope]}] if operation.scope else [],
    }
    if operation.has_body:
        content = {"application/json": {"schema": _reference(operation.asks)}}
        described["requestBody"] = {"required": True, "content": content}
    return described


def _places(operation: Operation) -> list[Json]:
    """What stands in the path."""
    parts = [_parameter(name, "path", schema, required=True) for name, schema in _properties(operation.place).items()]
    return [_HOST, *parts] if operation.is_of_site else parts


def _query(asks: type[msgspec.Struct]) -> list[Json]:
    return [_parameter(name, "query", schema) for name, schema in _properties(asks).items()]


def _parameter(name: str, where: str, schema: Json, *, required: bool = False) -> Json:
    typed = {key: value for key, value in schema.items() if key != "description"}
    described = {"description": schema["description"]} if "description" in schema else {}
    return {"name": name, "in": where, "required": required, **described, "schema": typed}


def _properties(type_: type[msgspec.Struct]) -> Mapping[str, Json]:
    _, components = msgspec.json.schema_components([type_])
    properties: Mapping[str, Json] = components[type_.__name__]["properties"]
    return properties


def _success(operation: Operation) -> Json:
    if operation.gives is None:
        return {"description": "It is done."}
    content: Json = {"application/json": {"schema": _reference(operation.gives)}}
    if operation.has_table:
        content["text/csv"] = {"schema": {"type": "string"}}
    made: Json = {"description": operation.text, "content": content}
    below = [each for each in OPERATIONS if each.path == operation.path + "/{number}"]
    if operation.method == "POST" and below:
        parameters = {"host": "$request.path.host", "number": "$response.body#/number"}
        made["links"] = {each.name: {"operationId": each.name, "parameters": parameters} for each in below}
    return made


def _failures(operation: Operation) -> Json:
    by_status: dict[int, list[Kind]] = {}
    for name in refusals(operation):
        by_status.setdefault(KINDS[name].status, []).append(KINDS[name])
    return {str(status): _failure(status, kinds) for status, kinds in sorted(by_status.items())}


def refusals(operation: Operation) -> tuple[str, ...]:
    """The names of all that can go wrong with an operation."""
    found = ["not-authenticated", "missing-scope"] if operation.scope else []
    found += ["owners-only", "stale-form"] if operation.writes else []
    found += ["not-found"] if "{" in operation.path else []
    found += ["bad-parameter"]
    found += ["not-acceptable"] if operation.gives else []
    return (*found, *operation.refuses)


def _failure(status: int, kinds: Iterable[Kind]) -> Json:
    made: Json = {
        "description": " ".join(f"`{kind.name}`: {kind.title}." for kind in kinds),
        "content": {MEDIA: {"schema": _reference(ProblemDocument)}},
    }
    if headers := _HEADERS.get(status):
        made["headers"] = {
            name: {"required": True, "description": text, "schema": {"type": "string"}}
            for name, text in headers.items()
        }
    return made


def _reference(type_: type[msgspec.Struct]) -> Json:
    return {"$ref": f"#/components/schemas/{type_.__name__}"}
