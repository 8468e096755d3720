"""Google's own description of the Search Console API, and what it says of a request or an answer."""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple
from urllib.parse import unquote

_DOCUMENT: Final = Path(__file__).parents[3] / "data" / "searchconsole.v1.json"

_KINDS: Final[dict[str, type | tuple[type, ...]]] = {
    "string": str,
    "integer": int,
    "number": (int, float),
    "array": list,
    "object": dict,
    "boolean": bool,
}


class Method(NamedTuple):
    """One of the API's, and the parameters that stood in the path."""

    id: str
    request: str
    response: str
    parameters: Mapping[str, str]


class Discovery:
    """Schemas and path templates of the document."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._schemas: Mapping[str, Any] = document["schemas"]
        self._methods = list(_methods(document))

    def method(self, verb: str, raw_path: str) -> Method | None:
        """`raw_path` as it came, percent-encoded: a slash within a parameter is written %2F."""
        for described in self._methods:
            pattern = re.sub(r"\\{([A-Za-z]+)\\}", r"(?P<\1>[^/]+)", re.escape(described["path"]))
            found = re.fullmatch(pattern, raw_path.removeprefix("/"))
            if found and described["httpMethod"] == verb:
                parameters = {name: unquote(value) for name, value in found.groupdict().items()}
                request, response = (described.get(side, {}).get("$ref", "") for side in ("request", "response"))
                return Method(described["id"], request, response, parameters)
        return None

    def problems(self, schema: str, value: Any) -> list[str]:
        """What of a value is not as the schema says, worded as Google does."""
        return list(self._of({"$ref": schema}, value, ""))

    def _of(self, schema: Mapping[str, Any], value: Any, place: str) -> Iterator[str]:
        if "$ref" in schema:
            schema = self._schemas[schema["$ref"]]
        kind = schema["type"]
        if not _is_a(kind, value):
            yield f"Invalid value at '{place}' ({schema.get('format', kind)}), {json.dumps(value)}"
        elif kind == "object":
            for name, each in value.items():
                if name in schema["properties"]:
                    yield from self._of(schema["properties"][name], each, f"{place}.{name}".lstrip("."))
                else:
                    yield f'Invalid JSON payload received. Unknown name "{name}": Cannot find field.'
        elif kind == "array":
            for index, each in enumerate(value):
                yield from self._of(schema["items"], each, f"{place}[{index}]")
        elif "enum" in schema and value not in schema["enum"]:
            yield f"Invalid value at '{place}' (TYPE_ENUM), \"{value}\""


def _is_a(kind: str, value: Any) -> bool:
    return isinstance(value, _KINDS[kind]) and (kind == "boolean" or not isinstance(value, bool))


@cache
def discovery() -> Discovery:
    return Discovery(json.loads(_DOCUMENT.read_text(encoding="utf-8")))


def _methods(part: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield from part.get("methods", {}).values()
    for resource in part.get("resources", {}).values():
        yield from _methods(resource)
