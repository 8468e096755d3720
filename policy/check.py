"""Whether a policy document is sound: every problem with its key, what was expected and how to mend it."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from copy import copy
from functools import cache
from typing import Any, Final
from urllib.parse import unquote, urlsplit

import msgspec

from policy import device, languages, services
from policy.document import Particulars, Policy, decode
from policy.problem import Problem
from policy.statistics import STATISTICS

PLACEHOLDER: Final = re.compile(r"\{\{[^{}]*\}\}")
"""What stands in a document until its owner fills it in: {{the organisation number}}."""


class PolicyError(Exception):
    """The document is refused; `problems` says why."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


def read(text: str) -> Policy:
    """The document's policy; raises `PolicyError`."""
    try:
        policy = decode(text)
    except tomllib.TOMLDecodeError as error:
        raise PolicyError([_broken_toml(error)]) from None
    except msgspec.ValidationError as error:
        raise PolicyError([_wrong_value(str(error), tomllib.loads(text))]) from None
    if problems := tuple(_problems(policy)):
        raise PolicyError(problems)
    return policy


def placeholders(policy: Policy) -> tuple[Problem, ...]:
    """What must be filled in before the document can be published."""
    return tuple(
        Problem(key, f"{found.strip('{}').strip()} in the place of {found}", "Fill it in, then publish.")
        for key, value in _leaves(msgspec.to_builtins(policy), "")
        for found in PLACEHOLDER.findall(value)
    )


def _broken_toml(error: tomllib.TOMLDecodeError) -> Problem:
    return Problem("(file)", "a TOML document", f"Mend what the reader met: {error}.")


def _wrong_value(message: str, document: Any) -> Problem:
    """msgspec says 'Expected `int`, got `str` - at `$.cookie[0].lifetime`'."""
    what, _, where = message.partition(" - at `")
    keys, value = _walk(re.findall(r"[\w-]+|\.\.\.", where), document, message)
    if unknown := re.match(r"Object contains unknown field `(.*)`", what):
        known = ", ".join(_fields(_schema(keys)))
        return Problem(_dotted([*keys, unknown[1]]), f"one of the keys {known}", "Correct or remove this key.")
    if missing := re.match(r"Object missing required field `(.*)`", what):
        keys.append(missing[1])
        return Problem(_dotted(keys), _hint(_schema(keys)), "Add this key.")
    shown = msgspec.json.encode(value).decode()
    fix = (getattr(_schema(keys), "extra", None) or {}).get("fix")
    shown = f"The document has {shown[:60]}"
    return Problem(_dotted(keys), _hint(_schema(keys)), f"{shown}. {fix}" if fix else f"{shown}: correct it.")


def _walk(steps: Iterable[str], document: Any, message: str) -> tuple[list[str | int], Any]:
    """The keys, counted from 0, and the value that msgspec's path leads to in the document."""
    keys: list[str | int] = []
    value = document
    for step in steps:
        # The path does not say which value of a table is meant.
        key = _unreadable(document, keys, value, message) if step == "..." else step
        keys.append(int(key) if isinstance(value, list) else key)
        value = value[keys[-1]]
    return keys, value


def _unreadable(document: Any, keys: list[str | int], table: dict[str, Any], message: str) -> str:
    """The key of a table whose value alone makes the document as unreadable as it is."""
    for name, value in table.items():
        try:
            msgspec.convert(_with(document, keys, {name: value}), Policy)
        except msgspec.ValidationError as error:
            if str(error) == message:
                return name
    raise AssertionError("msgspec refused one of these")


def _with(document: Any, keys: list[str | int], value: Any) -> Any:
    """The document with another value at a path of keys."""
    if not keys:
        return value
    changed = copy(document)
    changed[keys[0]] = _with(document[keys[0]], keys[1:], value)
    return changed


def _dotted(keys: Iterable[str | int]) -> str:
    return "".join(f"[{key + 1}]" if isinstance(key, int) else f".{key}" for key in keys).lstrip(".")


def _inner(kind: Any) -> Any:
    """Without its hint, and without the None of a table that may be left out."""
    inner = getattr(kind, "type", kind)
    return next((each for each in getattr(inner, "types", ()) if hasattr(each, "fields")), inner)


def _fields(kind: Any) -> dict[str, Any]:
    inner = _inner(kind)
    return {field.encode_name: field.type for field in getattr(inner, "fields", ())}


def _schema(keys: Iterable[Any]) -> Any:
    """The type at a path of keys, with its hint if it has one."""
    kind: Any = _policy()
    for key in keys:
        inner = _inner(kind)
        item = getattr(inner, "item_type", None) or getattr(inner, "value_type", None)
        kind = item or _fields(inner)[key]
    return kind


@cache
def _policy() -> msgspec.inspect.Type:
    return msgspec.inspect.type_info(Policy)


def _hint(kind: Any) -> str:
    if hint := (getattr(kind, "extra_json_schema", None) or {}).get("description"):
        return str(hint)
    fields = ", ".join(_fields(kind))
    return f"a table with the keys {fields}" if fields else "a list"


def _leaves(value: Any, key: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield key, value
    elif isinstance(value, dict):
        for name, item in value.items():
            yield from _leaves(item, f"{key}.{name}" if key else name)
    elif isinstance(value, list | tuple):
        for index, item in enumerate(value, 1):
            yield from _leaves(item, f"{key}[{index}]")


def _problems(policy: Policy) -> Iterator[Problem]:
    yield from _statistics(policy)
    yield from _names(policy)
    yield from _retention(policy)
    for part in (device, services, languages):
        yield from part.problems(policy)
    yield from _health_care(policy)


def _statistics(policy: Policy) -> Iterator[Problem]:
    known = ", ".join(STATISTICS)
    for name, row in policy.statistics.items():
        if name not in STATISTICS:
            yield Problem(
                f"statistics.{name}",
                f"one of {known}",
                f'There is no statistic "{name}": rename or remove it.',
            )
        else:
            yield from _particulars(name, row)
    terms = policy.statistics.get("search_terms")
    if "search_outcomes" in policy.statistics and not (terms and terms.parameters):
        yield Problem(
            "statistics.search_terms.parameters",
            'the names of the query parameters that carry on-site searches, such as ["s", "q"]',
            "search_outcomes says what became of searches on the site: name the parameters, or remove it.",
        )
    for name, row in policy.statistics.items():
        yield from _needed(name, policy)
        yield from _untold(f"statistics.{name}", row, policy)
    if not policy.statistics:
        yield Problem("statistics", f"at least one of {known}", "Add a line such as: visits = {}")


_HOME: Final = {"parameters": "search_terms", "booking": "contact_clicks", "order": "contact_clicks", "names": "events"}
"""The statistic that a particular belongs to."""

_EVENT: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


def _particulars(name: str, row: Particulars) -> Iterator[Problem]:
    for key in row.__struct_fields__:
        if getattr(row, key) and name != _HOME[key]:
            yield Problem(f"statistics.{name}.{key}", "no such key here", f"Move it to [statistics.{_HOME[key]}].")
    if name == "events" and not row.names:
        yield Problem("statistics.events.names", "at least one event, in words that visitors read",
                      'Add a line such as: names.newsletter = { sv = "nyhetsbrev", '
                      'en = "newsletter" }')  # fmt: skip
    for event in row.names:
        if not _EVENT.fullmatch(event):
            yield Problem(f"statistics.events.names.{event}", "a name of 1 to 40 of a-z, 0-9 and hyphens",
                          "The page's mark and the statistics show it: rename it.")  # fmt: skip


def _needed(name: str, policy: Policy) -> Iterator[Problem]:
    needs = STATISTICS[name].needs if name in STATISTICS else ()
    if policy.statistics[name].order:
        needs += ("pages",)
    for need in needs:
        if need not in policy.statistics:
            yield Problem(
                f"statistics.{need}",
                f"{need} = {{}}, which {name} needs",
                f"{name} tells more of what {need} counts: add the line, or remove {name}.",
            )


def _untold(key: str, row: Particulars, policy: Policy) -> Iterator[Problem]:
    """Addresses of the site's own that the script never tells, since what lies there is not counted page by page."""
    own = [urlsplit(address) for address in row.booking]
    paths = [("order", path) for path in row.order]
    paths += [("booking", address.path) for address in own if address.hostname in policy.hosts]
    for name, path in paths:
        rule = policy.sensitive.rule(unquote(path))
        if rule and rule.count != "page":
            yield Problem(f"{key}.{name}", f'paths that are counted by page: of "{path}" it is "{rule.count}"',
                          "What lies there is not told by its address: remove it, or add it to [[sensitive.paths]] "
                          'with count = "page".')  # fmt: skip


def _names(policy: Policy) -> Iterator[Problem]:
    lists = {
        "site": [name for site in policy.site for name in (site.host, *site.aliases)],
        "cookie": [row.identity for row in policy.cookie],
        "service": [row.name for row in policy.service],
        "language": [row.code for row in policy.language],
        "processor": [row.identity for row in policy.processor],
        "provider": [row.name for row in policy.provider],
        "sensitive.paths": [row.path for row in policy.sensitive.paths],
        "section": [row.id for row in policy.section],
    }
    for key, names in lists.items():
        for name, times in Counter(names).items():
            if times > 1:
                yield Problem(key, "names that differ", f'"{name}" stands {times} times: merge or rename.')


def _retention(policy: Policy) -> Iterator[Problem]:
    if policy.retention.totals < policy.retention.named:
        yield Problem("retention.totals", f"at least retention.named ({policy.retention.named})",
                      "Raise it: totals without names are kept as long as counts with them, or longer.")  # fmt: skip


def _health_care(policy: Policy) -> Iterator[Problem]:
    if policy.sensitive.health_care and policy.legal.basis != "explicit-consent":
        yield Problem(
            "legal.basis",
            '"explicit-consent"',
            "A visit to a health care site can tell about health (GDPR Art. 9): ask for explicit consent.",
        )
