"""Personal data out at the door: what stands in addresses, titles and terms and leads to a person is replaced.

Names in free text are not recognised, nor street addresses or car plates.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from collector import numbers, tokens
from collector.decoding import (
    ESCAPES,
    View,
    decoded,
    decodings,
    distinct,
    legible,
    path_end,
    rewritten,
    spaced,
    unaccented,
    view_of,
)
from collector.parameters import is_sensitive
from policy.statistics import CUT

LIMIT = 2_000  # characters
KINDS = CUT

# Letters of western Europe, as addresses have them. In these nothing is hidden.
_LETTERS = re.compile(r"%C3%[89AB][0-9A-F]", re.IGNORECASE)
# Without one of these a text holds nothing that the rules look for.
_SUSPECT = re.compile(r"[\d@＠﹫%=]|&commat|[(\[{] ?(?:at|a|snabel-?a) ?[)\]}]", re.IGNORECASE)
_PASSES = 8

_PARAMETER = re.compile(r"(?:^|(?<=[?&;#/]))([^?&;#=/]++)(=|(?=[&#])|$)")
_PIECE = re.compile(r"[^?&#]+")
_SEGMENT = re.compile(r"[^/;?#]+")
_HAS_VALUES = re.compile(r"[?#=%]")
_PATH_VALUE = re.compile(r"[^;/?#&]*")
_QUERY_VALUE = re.compile(r"[^&#]*")

_NON_SPACE = re.compile(r"\S+")
_USERINFO = re.compile(r"//(?<![^:]//)([^/?#&\s]*@)")
_HOST = re.compile(r"^(?:[A-Za-z][A-Za-z0-9+.-]*:)?//[^/?#]*")
_EMAIL = re.compile(r"(?<![\w.+'~-])[\w.+'~-]++@(?=([\w.-]++))")
_DOMAIN = re.compile(r"(?:[^\W_][\w-]{0,62}\.)+(?:xn--[a-z0-9-]{2,59}|[^\W\d_]{2,63})", re.IGNORECASE)
# As people write it where they hope that no machine reads: anna(at)example.se, anna [at] example [punkt] se.
_AT = re.compile(r" ?[(\[{] ?(?:at|snabel-?a) ?[)\]}] ?|(?<=\w)[(\[{]a[)\]}](?=\w)", re.IGNORECASE)
_BRACKET = re.compile(r"[(\[{]")
_DOT = re.compile(r" ?[(\[{] ?(?:dot|punkt) ?[)\]}] ?", re.IGNORECASE)
# What stands behind the @ of `pkg@1.2.3` and `logo@2x.png`.
_VERSION = re.compile(r"v?\d+\.\d(?![\w.-]*\.(?:se|nu|com|net|org|eu|dk|no|fi|de)$)", re.IGNORECASE)
_SCALE = re.compile(r"[\d.]+x\.", re.IGNORECASE)
_FILE_TYPES = frozenset(
    re.findall(
        r"\w+",
        """
    png jpg jpeg gif svg webp avif ico bmp tif tiff css scss js mjs cjs jsx ts tsx json map min html htm php
    asp aspx jsp xml pdf txt csv woff woff2 ttf eot mp4 webm mp3
    """,
    )
)
# Lists write the receiver into the sender: bounce+anna=example.se@list.example.
_RECEIVER = re.compile(r"(?<![?&;\w.+'~-])[\w.'~-]+[+-][\w.+'~-]*+=\Z")


class Scrubbed(NamedTuple):
    text: str
    kinds: tuple[str, ...]  # of `KINDS`, sorted, each once


class Finding(NamedTuple):
    """What is to be replaced, as places in the raw text."""

    start: int
    end: int
    kind: str


def scrub_url(text: str, *, today: date | None = None) -> Scrubbed:
    """A whole URL or a path; a personnummer is of someone born by `today`, by the clock if it is not said."""
    return _scrub(text, _in_url, today)


def scrub_title(text: str, *, today: date | None = None) -> Scrubbed:
    return _scrub(text, _in_title, today)


def scrub_term(text: str, *, today: date | None = None) -> Scrubbed:
    return _scrub(text, _in_term, today)


def _scrub(text: str, find: Callable[[str, date, numbers.Validity], Iterable[Finding]], today: date | None) -> Scrubbed:
    """Until nothing more is found; a text that does not come to rest, which none does by chance, goes whole."""
    text = text[:LIMIT]
    if not _SUSPECT.search(_LETTERS.sub("", text)):
        return Scrubbed(text, ())
    # It may be tomorrow already where the number was given.
    born_by = today or (datetime.now(UTC) + timedelta(days=1)).date()
    valid = numbers.Validity()
    kinds: set[str] = set()
    for _ in range(_PASSES):
        findings = _merged(find(text, born_by, valid))
        scrubbed = _replaced(text, findings)[:LIMIT]
        if scrubbed == text:
            return Scrubbed(text, tuple(sorted(kinds)))
        kinds.update(finding.kind for finding in findings)
        text = scrubbed
    return Scrubbed("[removed]", tuple(sorted(kinds | {"removed"})))


def _merged(findings: Iterable[Finding]) -> list[Finding]:
    """Findings that overlap become one, of the kind of the longest, but "removed" comes before all."""
    groups: list[list[Finding]] = []
    end = 0
    for finding in sorted(findings):
        if finding.start >= end:
            groups.append([])
        groups[-1].append(finding)
        end = max(end, finding.end)
    return [Finding(group[0].start, max(found.end for found in group), min(group, key=_rank).kind) for group in groups]


def _rank(finding: Finding) -> tuple[bool, int, int]:
    return finding.kind != "removed", finding.start - finding.end, KINDS.index(finding.kind)


def _replaced(text: str, findings: Iterable[Finding]) -> str:
    parts: list[str] = []
    rest = 0
    for start, end, kind in findings:
        parts += text[rest:start], "" if kind == "userinfo" else f"[{kind}]"
        rest = end
    return "".join(parts) + text[rest:]


def _in_url(text: str, born_by: date, valid: numbers.Validity) -> list[Finding]:
    raw = view_of(text)
    # In a form + is a space, but people also write it as it is: numbers are sought both ways, and e-mail addresses
    # with a + in the text as it stands or where it was encoded.
    form = decodings(spaced(raw))
    plain = decodings(raw) if "+" in text else []
    views = distinct([*form, *plain, *map(spaced, plain)]) if plain else form
    userinfo = [_finding(view, match.span(1), "userinfo") for view in views for match in _USERINFO.finditer(view.text)]
    if userinfo:
        return userinfo  # alone: with the host it reads as an e-mail address
    findings = list(_values(raw, valid))
    views = list(map(legible, views))
    for view in map(legible, distinct([raw, *form])) if plain else views:
        findings += _emails(view)
    for view in views:
        findings += (_finding(view, span, "token") for span in tokens.in_path(view.text) + tokens.known(view.text))
        for kind, span in numbers.found(view.text, born_by, valid):
            finding = _finding(view, span, kind)
            if kind != "ip" or not _HOST.fullmatch(text, 0, finding.end):
                findings.append(finding)
    # Last, when nothing is left in a segment that says more of what it is.
    return findings or _errands(views)


def _in_title(text: str, born_by: date, valid: numbers.Validity) -> Iterator[Finding]:
    for view in map(legible, decodings(view_of(text))):
        yield from _emails(view)
        yield from (_finding(view, span, "token") for span in tokens.known(view.text))
        yield from (_finding(view, span, kind) for kind, span in numbers.found(view.text, born_by, valid))
        words = _NON_SPACE.finditer(view.text)
        yield from (_finding(view, word.span(), "token") for word in words if tokens.is_long(word[0]))


def _in_term(text: str, born_by: date, valid: numbers.Validity) -> list[Finding]:
    raw = view_of(text)
    findings = list(_in_title(text, born_by, valid))
    if "=" in text or "%3" in text:  # an address, or what was filled in
        findings += _values(raw, valid)
    views = decodings(raw)
    for view in views:
        findings += (_finding(view, span, "phone") for span in numbers.unbroken_landline(view.text, valid))
        findings += (_finding(view, span, "token") for span in [*tokens.in_path(view.text), *tokens.in_host(view.text)])
    return findings or _errands(views)


def _errands(views: Iterable[View]) -> list[Finding]:
    return [_finding(view, span, "token") for view in views for span in tokens.behind_errand(view.text)]


def _emails(view: View) -> Iterator[Finding]:
    if _BRACKET.search(view.text) and _AT.search(view.text):
        view = rewritten(rewritten(view, _AT, _as_at), _DOT, _as_dot)
    for match in _EMAIL.finditer(view.text) if "@" in view.text else ():
        local = match[0][:-1]
        start = match.end() - 1 - len(local.lstrip(".+'~-"))
        domain = _DOMAIN.match(match[1])
        host = _host(domain[0]) if domain and not _VERSION.match(match[1]) else ""
        if "." not in host or start == match.end() - 1:
            continue
        receiver = view.text[start - 1 : start] == "=" and _DOMAIN.fullmatch(local)
        before = receiver and _RECEIVER.search(view.text[max(0, start - 80) : start])
        yield _finding(view, (start - len(before[0]) if before else start, match.end() + len(host)), "email")


def _host(domain: str) -> str:
    """The domain without the end of a file's name; nothing of what is a file's alone."""
    host = domain
    while host.rpartition(".")[2].lower() in _FILE_TYPES:
        host = host.rpartition(".")[0]
    return "" if host != domain and _SCALE.match(domain) else host


def _as_at(text: str) -> tuple[tuple[str, int]]:
    return (("@", len(text)),)


def _as_dot(text: str) -> tuple[tuple[str, int]]:
    return ((".", len(text)),)


def _values(raw: View, valid: numbers.Validity) -> Iterator[Finding]:
    for view in _levels(raw, 2) if _HAS_VALUES.search(raw.text) else ():
        parameters = list(_parameters(view))
        names = {unaccented(name) for name, _ in parameters}
        signing_in = {"code", "state"} if {"code", "state"} <= names else set[str]()
        for name, value in parameters:
            span = (0, len(value.text))
            if value.text in {"", "[removed]"}:
                continue
            if unaccented(name) in signing_in or is_sensitive(name):
                yield _finding(value, span, "removed")
            elif tokens.is_long(value.text):
                yield _finding(value, span, "token")
            else:
                for place in numbers.unbroken_landline(value.text.replace("+", " "), valid):
                    yield _finding(value, place, "phone")


def _levels(view: View, depth: int) -> Iterator[View]:
    """The view and, decoded each by itself, its parts: their own delimiters are not those around them."""
    yield view
    end = path_end(view.text)
    if not depth or "%" not in view.text:
        return
    for part in (*_SEGMENT.finditer(view.text, 0, end), *_PIECE.finditer(view.text, end)):
        if ESCAPES.search(part[0]):
            yield from _levels(decoded(view.part(*part.span())), depth - 1)


def _parameters(view: View) -> Iterator[tuple[str, View]]:
    """Those of the query, of a fragment or path that has the form, and query parts without a name."""
    text = view.text
    end = path_end(text)
    for match in _PARAMETER.finditer(text):
        start = match.start()
        before = text[start - 1 : start]
        if before == "/" and start > end:
            continue
        if match[2]:
            in_path = before in {";", "/"} and start <= end
            value = (_PATH_VALUE if in_path else _QUERY_VALUE).match(text, match.end())
            yield match[1], view.part(*(value or match).span())
        elif before and before in "?&#":
            yield "", view.part(*match.span(1))


def _finding(view: View, span: tuple[int, int], kind: str) -> Finding:
    return Finding(view.places[span[0]], view.places[span[1]], kind)
