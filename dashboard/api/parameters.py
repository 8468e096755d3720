"""What programs may ask with, as types: by them a request is read, refused and described."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Final, Literal, TypeVar, get_args, get_origin, get_type_hints

import msgspec
from msgspec import UNSET, Meta, UnsetType
from starlette.requests import Request

from dashboard.api.problems import Problem
from dashboard.numbers.listing import FIND, Order
from dashboard.numbers.ranges import DEFAULT, LONGEST, PRESETS, Asked, Compare, asked
from dashboard.numbers.series import Step
from policy.dimensions import DIMENSIONS
from policy.statistics import UPKEEP
from store import notes

LARGEST: Final = 10_000
"""Bytes of a body."""

LONGEST_TEXT: Final = 4_000
"""Characters of a parameter."""

Read = TypeVar("Read", bound=msgspec.Struct)

_First = Annotated[date, Meta(description="The first day, of the site's time zone. With it goes `to`.")]
_Last = Annotated[date, Meta(description=f"The last day, included; at most {LONGEST} days in all.")]
_Period = Annotated[
    str, Meta(description=f"Days by name, where `from` and `to` are not given ({DEFAULT}).",
              extra_json_schema={"enum": [*PRESETS]})
]  # fmt: skip
_Dimension = Annotated[
    str, Meta(description="What to break it down by, of what the site's policy names.",
              extra_json_schema={"enum": [*DIMENSIONS, *UPKEEP]})
]  # fmt: skip
_Filter = Annotated[
    str, Meta(min_length=1, max_length=LONGEST_TEXT, examples=["page=/", "scrubbed=email"],
              description="Only what has a value: NAME=VALUE, with the name of a dimension that is counted together.")
]  # fmt: skip
_Compare = Annotated[
    Compare, Meta(description="What to hold it against: the days right before, or the same of the year before.")
]
_Format = Annotated[
    Literal["json", "csv"], Meta(description="The form of the answer, rather than by the header Accept.")
]


class Nothing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """No parameters."""


class Days(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"start": "from", "end": "to"}):
    """Which days are asked for; the last 28 where none are."""

    start: _First | UnsetType = UNSET
    end: _Last | UnsetType = UNSET
    period: _Period | UnsetType = UNSET

    def asked(self, today: date, compare: Compare = "none") -> Asked:
        """Raises `BadRange`."""
        query = {"from": self.start, "to": self.end, "period": self.period}
        given = {name: str(value) for name, value in query.items() if value is not UNSET}
        return asked({**given, "compare": compare}, today)


class Filtered(Days, frozen=True, forbid_unknown_fields=True):
    """Days, and what alone is counted."""

    filter: _Filter | UnsetType = UNSET


class Totals(Filtered, frozen=True, forbid_unknown_fields=True):
    """Totals, with those before."""

    compare: _Compare = "previous"


class Stats(Filtered, frozen=True, forbid_unknown_fields=True):
    """A dimension's values; without one the total alone."""

    dimension: _Dimension | UnsetType = UNSET
    compare: _Compare = "none"
    format: _Format | UnsetType = UNSET


class Listed(Filtered, frozen=True, forbid_unknown_fields=True):
    """A leaf of a dimension's values."""

    find: Annotated[str, Meta(max_length=FIND, description="Only values that hold this text, whatever the case.")] = ""
    sort: Annotated[
        Literal["value", "visits", "pageviews", "visitors"] | UnsetType,
        Meta(description="By which column; the list's own order without."),
    ] = UNSET
    order: Annotated[Order, Meta(description="Upwards or downwards, with `sort`.")] = "desc"
    page: Annotated[
        int, Meta(ge=1, le=1_000_000, description="Which leaf of the list; the last where there are fewer.")
    ] = 1
    format: _Format | UnsetType = UNSET


class Searched(Filtered, frozen=True, forbid_unknown_fields=True):
    """Search terms: a filter is one of page alone."""

    format: _Format | UnsetType = UNSET


class Goals(Filtered, frozen=True, forbid_unknown_fields=True):
    """Goals: a filter is a goal, or of what they are counted together with."""

    format: _Format | UnsetType = UNSET


class Flow(Filtered, frozen=True, forbid_unknown_fields=True):
    """Steps: a filter is one of page, around which they are then."""

    format: _Format | UnsetType = UNSET


class Series(Days, frozen=True, forbid_unknown_fields=True):
    """Counts over time."""

    step: Annotated[Step | UnsetType, Meta(description="How long each count is; what suits the range without.")] = UNSET
    format: _Format | UnsetType = UNSET


class NoteWritten(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A note on a day, or on the days up to another. No names of visitors or patients belong in it."""

    day: date
    text: Annotated[str, Meta(min_length=1, max_length=notes.LONGEST)]
    until: Annotated[date, Meta(description="The last day; `day` itself without.")] | UnsetType = UNSET


def read_query(request: Request, type_: type[Read]) -> Read:
    """Raises `Problem`."""
    pairs = request.query_params.multi_items()
    given = dict(pairs)
    if len(given) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise Problem("bad-parameter", f"{twice!r} is given twice.", parameter=twice)
    known = _names(type_)
    if unknown := sorted(given.keys() - known):
        raise Problem("bad-parameter", f"There is no parameter {unknown[0]!r} here.", parameter=unknown[0], known=known)
    return _converted(given, type_)


async def read_body(request: Request, type_: type[Read]) -> Read:
    """Raises `Problem`."""
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media != "application/json":
        raise Problem("unsupported-media-type", "Send the body as application/json.")
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST:
            raise Problem("too-large", f"A body has at most {LARGEST} bytes.")
    try:
        return msgspec.json.decode(body, type=type_)
    except msgspec.ValidationError as error:
        raise _wrong("bad-body", error, type_) from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Problem("bad-body", f"It is not JSON: {error}.") from None


def read_place(place: Mapping[str, str], type_: type[Read]) -> Read:
    """What stands in the path. Raises `Problem`, as of what is not there."""
    try:
        return msgspec.convert(dict(place), type_, strict=False)
    except msgspec.ValidationError:
        raise Problem("not-found", "There is nothing at this address.") from None


_AT: Final = re.compile(r"(.*) - at `\$\.(.+)`")


def _names(type_: type[msgspec.Struct]) -> tuple[str, ...]:
    return tuple(field.encode_name for field in msgspec.structs.fields(type_))


def _converted(given: dict[str, Any], type_: type[Read]) -> Read:
    try:
        return msgspec.convert(given, type_, strict=False)
    except msgspec.ValidationError as error:
        raise _wrong("bad-parameter", error, type_) from None


def _wrong(kind: str, error: msgspec.ValidationError, type_: type[msgspec.Struct]) -> Problem:
    """With the name of the parameter, where it is one that is wrong, and its values, where they are few."""
    found = _AT.fullmatch(str(error))
    if found is None:
        return Problem(kind, f"{error}.")
    values = _values(type_, found[2])
    facts: dict[str, Any] = {"known": values} if values else {}
    return Problem(kind, f"{found[2]}: {found[1]}.", parameter=found[2], **facts)


def _values(type_: type[msgspec.Struct], name: str) -> tuple[str, ...]:
    """Those that a parameter can have, where its type lists them."""
    given = get_type_hints(type_)
    fields = [field.name for field in msgspec.structs.fields(type_) if field.encode_name == name]
    kinds = [kind for field in fields for kind in (given[field], *get_args(given[field]))]
    return tuple(value for kind in kinds if get_origin(kind) is Literal for value in get_args(kind))
