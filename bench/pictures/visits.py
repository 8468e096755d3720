"""Made-up visits of two more sites: one that hardly anyone visits, and one whose visitors mean no good."""

import random
from collections.abc import Iterator
from datetime import date, datetime
from typing import Final
from urllib.parse import quote
from zoneinfo import ZoneInfo

import msgspec

from collector.hits import First
from collector.wire import WireHit
from demo.acts import Act
from demo.visits import Answer, MadeUp, View

LITTLE: Final = "mottagningen.example"
HOSTILE: Final = "hostile.example"

TEXTS: Final = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "x" * 400,
    "\u202egpj.exe",
    "العربية עברית",
    "\x1b[31m",
    "Z\u0351\u036b" * 40,
    "=1+1",
    "😀" * 30,
)
"""As addresses, search terms and names of campaigns."""

_CLINIC: Final = "kbt-verkstan.se"
_KEPT: Final = 8 / 26
"""Of the clinic's visits, how many are made here: eight a day."""

_ZONE: Final = ZoneInfo("Europe/Stockholm")
_FIREFOX: Final = "Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0"


class Few:
    """Visits of the little site, as those of the demonstration's clinic."""

    def __init__(self, version: int) -> None:
        self._made_up = MadeUp(2, {"kbt-verkstan.se": version})
        self._chance = random.Random(2)  # noqa: S311 - nothing secret

    def day(self, day: date) -> Iterator[View | Act | Answer]:
        is_kept = False
        for event in self._made_up.day("kbt-verkstan.se", day):
            if isinstance(event, Answer) or "visit" in event.wire.first:
                is_kept = self._chance.random() < _KEPT
            if is_kept:
                yield event if isinstance(event, Answer) else event._replace(wire=_moved(event.wire))


def _moved(wire: WireHit) -> WireHit:
    url, previous = (each.replace(f"//{_CLINIC}/", f"//{LITTLE}/") for each in (wire.url, wire.previous))
    return msgspec.structs.replace(wire, site=LITTLE, url=url, previous=previous)


def bad(day: date, version: int) -> Iterator[View]:
    """Of each text some visits of three pages: one by its name, a search for it, and one by a campaign of that name."""
    for number, text in enumerate(TEXTS * 5):
        at = datetime(day.year, day.month, day.day, 8 + number % 12, number % 60, tzinfo=_ZONE).timestamp()
        told = quote(text, safe="")
        first: tuple[First, ...] = ("visit", "page")
        for step, path in enumerate((f"/{told}", f"/sok?q={told}", "/kontakt")):
            wire = WireHit(
                1, HOSTILE, f"https://{HOSTILE}{path}", f"{day:%Y%m%d}{number:08}{step:08}", version,
                referrer=f"https://{'lang' * 14}-{number % 9}.example/{told}",
                first=first if step == 0 else ("page", "search") if step == 1 else ("page",),
                previous=f"https://{HOSTILE}/{told}" if step else "",
                campaign=f"?utm_source={told}&utm_medium=cpc&utm_campaign={told}&utm_term={told}",
                timezone="Europe/Stockholm",
            )  # fmt: skip
            yield View(at + step, wire, _FIREFOX)
