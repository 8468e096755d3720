"""What a page view would write and raise, told to whoever would make it: nothing of it is kept or counted."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Annotated, Any, Final, NamedTuple

import msgspec
from msgspec import Meta, Struct

from collector.hits import Counted, First, Ignored
from collector.tally import Tally
from collector.wire import UNREADABLE, Code, Unreadable, Url, WireHit, Zone, read_hit
from policy.dimensions import DIMENSIONS, NONE, NOT_ASKED, TOGETHER, WINDOW_PAIRS
from policy.rights import rights
from policy.site import Site, Sites
from policy.statistics import ADDRESS, SERVICE
from policy.values import VALUES
from policy.words import Language
from store.counts import Counters, Key
from store.periods import Grain

_NUMBER: Final = "0" * 24
"""In the place of the random number that a script makes for each page view."""


class Shown(NamedTuple):
    """In words: when, what all is raised by the same, and by what."""

    when: str
    what: list[str]
    by: str


class _Question(Struct, frozen=True, forbid_unknown_fields=True):
    url: Url
    referrer: Url = ""
    first: Annotated[tuple[First, ...], Meta(max_length=6)] = ()
    previous: Url = ""
    found: bool = True
    missing: bool = False
    screen: Code = ""
    language: Code = ""
    timezone: Zone = ""


class _Raised(Struct, frozen=True):
    """A row of the counts as the fold adds to it; `value` of what a person typed is the text, where `typed`: it would
    be counted under a keyed digest, and that is not told."""

    site: str
    basis: str
    grain: str
    period: str
    dimension: str
    value: str
    dimension2: str
    value2: str
    typed: bool
    counters: dict[str, int]


class Preview(Struct, frozen=True):
    """`line` is the entry as the journal has it, as JSON and with zeros for its random number; `fields` and `counts`
    are it and the counters in words."""

    outcome: str
    line: str
    counters: tuple[_Raised, ...]
    fields: tuple[tuple[str, str], ...]
    counts: tuple[Shown, ...]


def read_question(body: bytes, site: Site, version: int) -> WireHit:
    """The report that the script would send, which passes the same door. Raises `Unreadable`."""
    try:
        asked = msgspec.json.decode(body, type=_Question)
    except UNREADABLE as error:
        raise Unreadable(str(error)) from None
    report = {"v": 1, "site": site.host, "id": _NUMBER, "policy": version} | msgspec.structs.asdict(asked)
    return read_hit(msgspec.json.encode(report))


def preview(site: Site, entry: Counted | Ignored, language: Language) -> Preview:
    tally = Tally(_InTheOpen(), Sites([site]))
    tally.add(entry)
    raised = [(key, counters, key in tally.typed) for key, counters in tally.counts.items()]
    return Preview(
        outcome="counted" if isinstance(entry, Counted) else "ignored",
        line=msgspec.json.encode(_with_zeros(entry)).decode(),
        counters=tuple(_raised(*each) for each in raised),
        fields=tuple(_fields(entry, language)),
        counts=tuple(_in_words(site, raised, language)),
    )


class _InTheOpen:
    """Typed text by itself: to make its digest for all who ask would let anyone try what others have typed."""

    def digest(self, window: str, start: str, site: str, dimension: str, text: str) -> str:
        return text


def _with_zeros(entry: Counted | Ignored) -> list[Any]:
    values: list[Any] = msgspec.to_builtins(entry)
    return [_NUMBER if value == msgspec.to_builtins(entry.number) else value for value in values]


def _raised(key: Key, counters: Counters, typed: bool) -> _Raised:
    names = key._asdict() | {"grain": key.grain.name.lower()}
    return _Raised(**names, typed=typed, counters=_raises(counters))


def _raises(counters: Counters) -> dict[str, int]:
    return {name: int(number) for name, number in counters._asdict().items() if number}


def _fields(entry: Counted | Ignored, language: Language) -> Iterator[tuple[str, str]]:
    t = rights(language)
    yield t["field_site"], entry.site
    yield t["field_day"], entry.day
    if isinstance(entry, Ignored):
        yield t["field_number"], t["number"]
        yield t["field_reason"], t[f"reason_{entry.reason}"]
        return
    yield t["field_hour"], _hour(entry.hour, t)
    yield t["field_number"], t["number"]
    yield t["field_first"], ", ".join(t[f"first_{name}"] for name in entry.first) or t["nothing"]
    for name, row in DIMENSIONS.items():
        yield row.title[language], _value(name, getattr(entry.hit, name), language)
    yield t["field_scrubbed"], ", ".join(entry.scrubbed) or t["nothing"]
    yield t["field_in_address"], ", ".join(entry.in_address) or t["nothing"]


def _hour(hour: int, t: dict[str, str]) -> str:
    start = datetime.fromtimestamp(hour * 3600, UTC)
    return t["hour"].format(start=f"{start:%Y-%m-%d %H:00}", end=f"{(start.hour + 1) % 24:02d}:00")


def _value(dimension: str, value: str, language: Language) -> str:
    t = rights(language)
    if words := VALUES.get((dimension, value)):
        return words[language]
    return {NONE: t["nothing"], NOT_ASKED: t["not_read"]}.get(value, value)


def _in_words(site: Site, raised: list[tuple[Key, Counters, bool]], language: Language) -> Iterator[Shown]:
    t = rights(language)
    together: dict[tuple[str, str], list[str]] = {}
    for key, counters, typed in raised:
        if NOT_ASKED in (*key.value.split(TOGETHER), key.value2):  # it tells of what is not read
            continue
        row = _when(site, key, t), ", ".join(_by(key, counters, t))
        together.setdefault(row, []).append(_what(key, typed, language))
    for (when, by), what in together.items():
        yield Shown(when, what, by)


def _when(site: Site, key: Key, t: dict[str, str]) -> str:
    if key.grain is Grain.WINDOW:
        return t[f"window_{site.policy.threshold.window}"].format(day=key.period)
    if key.grain is Grain.HOUR:
        return _hour(int(datetime.fromisoformat(f"{key.period[11:]}:00+00:00").timestamp()) // 3600, t)
    return key.period


def _what(key: Key, typed: bool, language: Language) -> str:
    t = rights(language)
    if not key.dimension:
        return t["total"]
    if key.dimension in WINDOW_PAIRS:
        (one, two), (text, _, value) = WINDOW_PAIRS[key.dimension], key.value.partition(TOGETHER)
        both = key._replace(dimension=one, value=text, dimension2=two, value2=value)
        return _what(both, typed, language)
    if key.basis == SERVICE:
        value = t[f"reason_{key.value}"] if key.dimension == "ignored" else key.value
        one = t["dimension"].format(title=t[key.dimension], value=value)
    else:
        value = (
            t["coded"].format(text=_value(key.dimension, key.value, language))
            if typed
            else _value(key.dimension, key.value, language)
        )
        one = t["dimension"].format(title=DIMENSIONS[key.dimension].title[language], value=value)
    if not key.dimension2:
        return one
    dimension2 = "page" if key.dimension2 == ADDRESS else key.dimension2
    other = t["dimension"].format(
        title=DIMENSIONS[dimension2].title[language], value=_value(dimension2, key.value2, language)
    )
    return t["pair"].format(one=one, other=other)


def _by(key: Key, counters: Counters, t: dict[str, str]) -> Iterator[str]:
    if key.basis == SERVICE:
        yield f"{counters.pageviews} {t['occurrence']}"
        return
    name, _ = WINDOW_PAIRS.get(key.dimension, (key.dimension, ""))
    belongs = DIMENSIONS[name].belongs if name in DIMENSIONS else ""
    for name, number in _raises(counters).items():
        yield f"{number} {t.get(f'{name}_{belongs}', t[name])}"
