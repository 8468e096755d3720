"""How a text reads after some decoding, and where each of its characters stands in the text that it was read from."""

import html
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, NamedTuple

ESCAPES: Final = re.compile(r"(?:%[0-9A-Fa-f]{2})+|%u[0-9A-Fa-f]{4}", re.IGNORECASE)
"""Of RFC 3986, and of the JavaScript function `escape`."""

_ENTITY: Final = re.compile(r"&(?:#[0-9]{1,7}|#x[0-9A-F]{1,6}|commat|period|plus);?", re.I)
# Of text that is pasted; and NUL, which stands between Latin letters in UTF-16.
_INVISIBLE: Final = re.compile("[\0\xad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_QUERY_START: Final = re.compile(r"[?#]")
_PLAIN: Final = str.maketrans(
    {char: str(unicodedata.decimal(char)) for char in map(chr, range(0x660, 0x1E000)) if char.isdecimal()}
    | {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    | dict.fromkeys("\xa0\u2007\u2008\u2009\u202f\u3000", " ")
    | dict.fromkeys("‐‑‒—―−﹘﹣－\x96\x97", "–")  # the last two are dashes in cp1252
    | dict.fromkeys("﹫", "@")
    | dict.fromkeys("。｡․", ".")
)


class View(NamedTuple):
    """`places` are one more than characters: the last is the end."""

    text: str
    places: Sequence[int]

    def part(self, start: int, end: int) -> "View":
        return View(self.text[start:end], self.places[start : end + 1])


def view_of(text: str) -> View:
    """The text as it is."""
    return View(text, range(len(text) + 1))


def decodings(view: View) -> list[View]:
    """The view, and where it is percent-encoded also decoded once and twice."""
    views = [view]
    while len(views) < 3 and ESCAPES.search(views[-1].text):
        views.append(decoded(views[-1]))
    return views


def decoded(view: View) -> View:
    return rewritten(view, ESCAPES, _unescaped)


def rewritten(view: View, pattern: re.Pattern[str], write: Callable[[str], Iterable[tuple[str, int]]]) -> View:
    """The view with each match written anew: as texts, each with the number of characters that it stands for."""
    parts: list[str] = []
    places: list[int] = []
    rest = 0
    for match in pattern.finditer(view.text):
        at = match.start()
        parts.append(view.text[rest:at])
        places += view.places[rest:at]
        for text, width in write(match[0]):
            parts.append(text)
            places += [view.places[at]] * len(text)
            at += width
        rest = match.end()
    return View("".join(parts) + view.text[rest:], [*places, *view.places[rest:]])


def spaced(view: View) -> View:
    """The view with + as a space, as forms write it, behind the path."""
    if "+" not in view.text:
        return view
    start = path_end(view.text)
    return View(view.text[:start] + view.text[start:].replace("+", " "), view.places)


def path_end(text: str) -> int:
    found = _QUERY_START.search(text)
    return found.start() if found else len(text)


def distinct(views: Iterable[View]) -> list[View]:
    return list({view.text: view for view in views}.values())


def legible(view: View) -> View:
    """The view with typographic characters as the plain ones, without those that nobody sees and HTML's entities, and
    with no digits or letters of what is still percent-encoded."""
    text = view.text
    if "&" in text and _ENTITY.search(text):
        view = rewritten(view, _ENTITY, _named)
    if (not text.isascii() or "\0" in text) and _INVISIBLE.search(view.text):
        view = rewritten(view, _INVISIBLE, _nothing)
    text = view.text
    if "%" in text:
        text = ESCAPES.sub(lambda run: "\0" * len(run[0]), text)
    return View(text if text.isascii() else text.translate(_PLAIN), view.places)


def unaccented(text: str) -> str:
    if text.isascii():
        return text.lower()
    return "".join(char for char in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(char))


def _unescaped(run: str) -> Iterator[tuple[str, int]]:
    """Each character and the length of its escapes: UTF-8 where it is, single bytes as Latin-1 where it is not."""
    if run[1] in "uU":
        yield chr(int(run[2:], 16)), len(run)
        return
    octets = bytes.fromhex(run.replace("%", ""))
    at = 0
    while at < len(octets):
        lead = octets[at]
        width = 1 if lead < 0xC0 else 2 if lead < 0xE0 else 3 if lead < 0xF0 else 4
        try:
            char = octets[at : at + width].decode()
        except UnicodeDecodeError:
            char, width = chr(lead), 1
        yield char, 3 * width
        at += width


def _named(entity: str) -> Iterator[tuple[str, int]]:
    yield html.unescape(entity.lower().rstrip(";") + ";"), len(entity)


def _nothing(_: str) -> tuple[tuple[str, int], ...]:
    return ()
