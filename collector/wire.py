"""What a browser may send: its form on the wire, read and refused here and nowhere else."""

import re
from typing import Annotated, Final, Literal

import msgspec
from msgspec import Meta, Struct

from collector.hits import First
from collector.urls import web_address

VERSION: Final = 1
"""The wire format that this collector speaks."""

LONGEST: Final = 16_384
"""Bytes of a body; what is longer is refused unread."""

OLDEST: Final = 2_700
"""Seconds after its page view that a hit is still taken."""

UNREADABLE: Final = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
"""What decoding raises; the last for brackets in brackets."""

_CONTROL: Final = re.compile(r"[\x00-\x20\x7f-\x9f]")

Url = Annotated[str, Meta(max_length=8_000)]
"""As long as a web server takes one: a whole letter that is pasted in the field for searches is still a page view."""

Code = Annotated[str, Meta(max_length=8)]
Zone = Annotated[str, Meta(max_length=64)]
Event = Annotated[str, Meta(pattern=r"^[a-z0-9-]{0,40}\Z")]
Number = Annotated[int, Meta(ge=0)]


class WireHit(Struct, frozen=True):
    """One page view as the script reports it, or an act on a page. `referrer` is what the visit began with, or
    "unknown", `campaign` the parameters of its landing page that name a campaign; `previous` the page before on the
    site, on which also a search was made, and `found` whether it found anything; `automated` says that a program drives
    the browser, `own` that its owner asked for its visits to be left out.

    `missing` says that there is no such page; `screen` is the class of its width, `language` the first part of a tag,
    `timezone` a name of the IANA's. An act has addresses of links in `outbound` and `download`, whole seconds in
    `engaged`, per cent in `scroll`, milliseconds in `lcp` and `inp`, and thousandths in `cls`."""

    v: Annotated[int, Meta(ge=1)]
    site: Annotated[str, Meta(max_length=253)]
    url: Url
    id: Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]{16,64}\Z")]
    policy: Annotated[int, Meta(ge=1)]
    age: Annotated[int, Meta(ge=0)] = 0
    referrer: Url = ""
    first: Annotated[tuple[First, ...], Meta(max_length=6)] = ()
    previous: Url = ""
    found: bool = True
    automated: bool = False
    own: bool = False
    kind: Literal["view", "act"] = "view"
    campaign: Url = ""
    missing: bool = False
    screen: Code = ""
    language: Code = ""
    timezone: Zone = ""
    outbound: Url = ""
    download: Url = ""
    contact: Literal["", "telephone", "mail", "booking"] = ""
    event: Event = ""
    engaged: Number | None = None
    scroll: Annotated[int, Meta(ge=0, le=100)] | None = None
    lcp: Number | None = None
    cls: Number | None = None
    inp: Number | None = None


_ADDRESSES: Final = tuple(field.name for field in msgspec.structs.fields(WireHit) if field.type == Url)


class WireChoice(Struct, frozen=True):
    """An answer to the banner. `accepted` is the part that "some" accepts, in the cookie's form; `signal` is true where
    the browser asks not to be counted and the visitor accepts all the same."""

    v: Annotated[int, Meta(ge=1)]
    site: Annotated[str, Meta(max_length=253)]
    policy: Annotated[int, Meta(ge=1)]
    answer: Literal["yes", "no", "some"]
    accepted: Annotated[tuple[Annotated[str, Meta(max_length=40)], ...], Meta(max_length=200)] = ()
    signal: bool = False


class _StrictHit(WireHit, frozen=True, forbid_unknown_fields=True):
    pass


class _StrictChoice(WireChoice, frozen=True, forbid_unknown_fields=True):
    pass


class _Versioned(Struct, frozen=True):
    v: Annotated[int, Meta(ge=1)]


_version = msgspec.json.Decoder(_Versioned)
_hit, _strict_hit = msgspec.json.Decoder(WireHit), msgspec.json.Decoder(_StrictHit)
_choice, _strict_choice = msgspec.json.Decoder(WireChoice), msgspec.json.Decoder(_StrictChoice)


class Unreadable(Exception):
    """The body is not of the wire's form; the message says where."""


def read_hit(body: bytes) -> WireHit:
    """Raises `Unreadable`. Keys that only a newer script knows are passed over; others are refused."""
    try:
        hit = _decoded(body)
    except UNREADABLE as error:
        raise Unreadable(str(error)) from None
    if web_address(hit.url) is None:
        raise Unreadable("Expected the address of a page, such as https://example.se/ - at `$.url`")
    told = f"{hit.url}{hit.referrer}{hit.previous}{hit.campaign}{hit.outbound}{hit.download}"
    # Nearly all that is told can be printed and has no space, which is told much sooner.
    if not (told.isprintable() and " " not in told) and _CONTROL.search(told):
        key = next(name for name in _ADDRESSES if _CONTROL.search(getattr(hit, name)))
        raise Unreadable(f"A URL holds no spaces or control characters; browsers encode them - at `$.{key}`")
    return hit


def _decoded(body: bytes) -> WireHit:
    try:
        return _strict_hit.decode(body)
    except msgspec.ValidationError:
        if not _is_newer(body):
            raise
    return _hit.decode(body)


def read_choice(body: bytes) -> WireChoice:
    """Raises `Unreadable`."""
    try:
        choice = (_choice if _is_newer(body) else _strict_choice).decode(body)
    except UNREADABLE as error:
        raise Unreadable(str(error)) from None
    if choice.accepted and choice.answer != "some":
        raise Unreadable('Only of the answer "some" is it said what was accepted - at `$.accepted`')
    if choice.signal and choice.answer == "no":
        raise Unreadable("A refusal is the same with a browser's signal and without it - at `$.signal`")
    return choice


def _is_newer(body: bytes) -> bool:
    return _version.decode(body).v > VERSION
