"""Whether a policy document is sound: every problem with its key, what was expected and how to mend it."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, Final, NamedTuple

import msgspec

from policy.document import Cookie, OnSiteSearch, Policy, decode
from policy.statistics import STATISTICS

PLACEHOLDER: Final = re.compile(r"\{\{[^{}]*\}\}")
"""What stands in a document until its owner fills it in: {{the organisation number}}."""

NECESSARY: Final = frozenset({"choice", "login", "basket", "load-balancing", "language", "security"})

YEAR: Final = 365
"""Days for which an answer may be kept at most; it is given again at least once a year."""


class Kept(NamedTuple):
    """What the script keeps on the visitor's device, which the document must therefore declare."""

    name: str
    kind: str
    needs: str
    statistic: str = ""
    """The statistic that it is kept for alone; "" if it is kept whatever is counted."""


KEPT: Final = (
    Kept("rv_choice", "cookie", "choice"),
    Kept("rv_visit", "local-storage", "statistics"),
    Kept("rv_queue", "local-storage", "statistics"),
    Kept("rv_dates", "local-storage", "statistics", "visitors"),
)


class Problem(NamedTuple):
    """`key` is dotted as in the document; `line` is known where the TOML itself is broken."""

    key: str
    expected: str
    fix: str

    def __str__(self) -> str:
        return f"{self.key}: expected {self.expected}. {self.fix}"


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
    keys, value = _walk(re.findall(r"\w+|\.\.\.", where), document)
    if unknown := re.match(r"Object contains unknown field `(.*)`", what):
        known = ", ".join(_fields(_schema(keys)))
        return Problem(_dotted([*keys, unknown[1]]), f"one of the keys {known}", "Correct or remove this key.")
    if missing := re.match(r"Object missing required field `(.*)`", what):
        keys.append(missing[1])
        return Problem(_dotted(keys), _hint(_schema(keys)), "Add this key.")
    shown = msgspec.json.encode(value).decode()
    return Problem(_dotted(keys), _hint(_schema(keys)), f"The document has {shown[:60]}: correct it.")


def _walk(steps: Iterable[str], value: Any) -> tuple[list[str | int], Any]:
    """The keys, counted from 0, and the value that msgspec's path leads to in the document."""
    keys: list[str | int] = []
    for step in steps:
        # The path does not say which value of a table is meant: it is the first that cannot be read.
        key = _unreadable(value) if step == "..." else int(step) if isinstance(value, list) else step
        keys.append(key)
        value = value[key]
    return keys, value


def _unreadable(statistics: dict[str, Any]) -> str:
    for name, value in statistics.items():
        try:
            msgspec.convert(value, OnSiteSearch)
        except msgspec.ValidationError:
            return name
    raise AssertionError("msgspec refused one of these")


def _dotted(keys: Iterable[str | int]) -> str:
    return "".join(f"[{key + 1}]" if isinstance(key, int) else f".{key}" for key in keys).lstrip(".")


def _fields(kind: Any) -> dict[str, Any]:
    inner = getattr(kind, "type", kind)
    return {field.encode_name: field.type for field in getattr(inner, "fields", ())}


def _schema(keys: Iterable[Any]) -> Any:
    """The type at a path of keys, with its hint if it has one."""
    kind: Any = msgspec.inspect.type_info(Policy)
    for key in keys:
        inner = getattr(kind, "type", kind)
        item = getattr(inner, "item_type", None) or getattr(inner, "value_type", None)
        kind = item or _fields(inner)[key]
    return kind


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
    yield from _cookies(policy)
    yield from _kept(policy)
    yield from _health_care(policy)


def _statistics(policy: Policy) -> Iterator[Problem]:
    known = ", ".join(STATISTICS)
    for name, search in policy.statistics.items():
        if name not in STATISTICS:
            yield Problem(
                f"statistics.{name}",
                f"one of {known}",
                f'There is no statistic "{name}": rename or remove it.',
            )
        elif search.parameters and name != "search_terms":
            yield Problem(f"statistics.{name}.parameters", "no such key here", "Move it to [statistics.search_terms].")
    if not policy.statistics:
        yield Problem("statistics", f"at least one of {known}", "Add a line such as: visits = {}")


def _names(policy: Policy) -> Iterator[Problem]:
    lists = {
        "site": [name for site in policy.site for name in (site.host, *site.aliases)],
        "cookie": [row.name for row in policy.cookie],
        "service": [row.name for row in policy.service],
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


def _cookies(policy: Policy) -> Iterator[Problem]:
    services = {service.name for service in policy.service}
    for index, cookie in enumerate(policy.cookie, 1):
        if cookie.needs == "service" and cookie.set_by not in services:
            yield Problem(f"cookie[{index}].set_by", "the name of a [[service]]",
                          f'"{cookie.name}" waits for a service: name the one that sets it.')  # fmt: skip
        if cookie.set_by and cookie.needs in NECESSARY:
            yield Problem(f"cookie[{index}].needs", '"service"',
                          f'"{cookie.name}" is set by a third party and so is not necessary.')  # fmt: skip


def _kept(policy: Policy) -> Iterator[Problem]:
    for kept in KEPT:
        index = next((index for index, row in enumerate(policy.cookie) if row.name == kept.name), None)
        if index is not None:
            yield from _declared(kept, f"cookie[{index + 1}]", policy.cookie[index])
        elif not kept.statistic or kept.statistic in policy.statistics:
            yield Problem("cookie", f'a row for {kept.name} with kind = "{kept.kind}" and needs = "{kept.needs}"',
                          "The script keeps it on the visitor's device: add a [[cookie]] for it.")  # fmt: skip


def _declared(kept: Kept, key: str, row: Cookie) -> Iterator[Problem]:
    """What a row says that is not as the script does it."""
    for field, found, done in (("kind", row.kind, kept.kind), ("needs", row.needs, kept.needs)):
        if found != done:
            yield Problem(
                f"{key}.{field}", f'"{done}"', f'That is what the script does with "{kept.name}": correct it.'
            )
    if kept.needs == "choice" and not 1 <= row.lifetime <= YEAR:
        yield Problem(f"{key}.lifetime", f"a whole number of days from 1 to {YEAR}",
                      "An answer is remembered, and asked for again within a year: correct it.")  # fmt: skip


def _health_care(policy: Policy) -> Iterator[Problem]:
    if policy.sensitive.health_care and policy.legal.basis != "explicit-consent":
        yield Problem(
            "legal.basis",
            '"explicit-consent"',
            "What is read on a health care site can tell about health (GDPR Art. 9): ask for explicit consent.",
        )
