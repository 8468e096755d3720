"""What made-up visitors do besides reading: contacts, orders, events, links and files, and how pages fared."""

import random
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from collector.hits import First
from collector.wire import WireHit
from demo.sites import SiteName

BOOKING: Final = "https://boka.demo.example/kbt-verkstan/"
ORDERED: Final = "/kassa/tack"

EVENTS: Final[dict[str, dict[str, str]]] = {
    "breathing": {"sv": "start av andningsövningen", "en": "start of the breathing exercise"},
    "course": {"sv": "intresseanmälan till en kurs", "en": "interest in a course"},
    "basket": {"sv": "vara lagd i kassan", "en": "goods put in the basket"},
}
"""By their names in the policy."""

_SCREENS: Final[dict[str, tuple[str, ...]]] = {
    "iPhone": ("small",), "Android": ("small", "small", "small", "medium"), "Windows": ("large", "large", "wide"),
    "Macintosh": ("large", "wide"), "X11": ("wide",), "": ("small",),
}  # fmt: skip
_LANGUAGES: Final = {"sv": 86, "en": 8, "ar": 1.5, "fi": 1, "da": 1, "nb": 0.8, "pl": 0.7, "el": 0.1}
_TIMEZONES: Final = {
    "Europe/Stockholm": 94, "Europe/Oslo": 1.5, "Europe/Copenhagen": 1.4, "Europe/Helsinki": 0.8, "Europe/London": 0.8,
    "Europe/Madrid": 0.6, "Asia/Bangkok": 0.3, "America/New_York": 0.3, "UTC": 0.2,
}  # fmt: skip

_LINKS: Final[dict[SiteName, dict[str, float]]] = {
    "kbt-verkstan.se": {"https://kbtverkstanbutik.se/": 6, "https://www.1177.se/": 3, "https://www.imy.se/": 0.3},
    "kbtverkstanbutik.se": {"https://kbt-verkstan.se/": 6, "https://www.postnord.se/": 1},
}
_FILES: Final[dict[SiteName, dict[str, float]]] = {
    "kbt-verkstan.se": {"/filer/somndagbok.pdf": 5, "/filer/orostid.pdf": 3, "/filer/prislista.pdf": 2},
    "kbtverkstanbutik.se": {"/filer/smakprov-sov-igen.pdf": 4, "/filer/kopvillkor.pdf": 1},
}
_GONE: Final[dict[SiteName, tuple[str, ...]]] = {
    "kbt-verkstan.se": ("/kurser/varen-2024", "/behandling-angest.html", "/personal"),
    "kbtverkstanbutik.se": ("/bocker/angestboken", "/rea"),
}

_MEASURED: Final = 0.17
"""Of all page views, how many are left in a way that lets the browser tell of them."""

_SLOW: Final = {"/": 1.5, "/kurser": 1.2, "/kurspaket": 1.25, "/bocker": 1.2}
"""Pages with many pictures take longer."""

_CONTACTS: Final[dict[str, tuple[tuple[str, float], ...]]] = {
    "/kontakt": (("telephone", 0.16), ("mail", 0.1)),
    "/priser": (("booking", 0.12), ("telephone", 0.04)),
    "/om-oss": (("booking", 0.08),),
    "/behandlingar": (("booking", 0.05),),
    "/frakt-och-retur": (("mail", 0.1),),
}
_HAPPENS: Final[dict[str, tuple[str, float]]] = {
    "/andningsovning": ("breathing", 0.5), "/kurser": ("course", 0.1), "/kurspaket/somnskolan-hemma": ("basket", 0.2),
    "/bocker/sov-igen": ("basket", 0.25), "/bocker/oron-pa-banken": ("basket", 0.18), "/presentkort": ("basket", 0.15),
}  # fmt: skip


class Act(NamedTuple):
    """A report of what was done on a page, at a time in seconds since 1970, as `View` is of the page."""

    at: float
    wire: WireHit
    agent: str


class Traits(NamedTuple):
    """What a browser says of itself with each page view."""

    screen: str
    language: str
    timezone: str


class Measures(NamedTuple):
    """What a browser tells of a page that is left; None where it tells nothing."""

    engaged: int
    scroll: int
    lcp: int
    cls: int | None
    inp: int | None


class Acting:
    """Decides by chances of its own, so that it changes nothing of which pages are read."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(f"{seed} acting")  # noqa: S311 - nothing secret

    def traits(self, agent: str) -> Traits:
        screens = next(classes for name, classes in _SCREENS.items() if name in agent)
        return Traits(self._random.choice(screens), self._one_of(_LANGUAGES), self._one_of(_TIMEZONES))

    def acts(self, site: SiteName, view: WireHit, at: float, agent: str, done: set[str]) -> Iterator[Act]:
        """On a page that is viewed at a time; `done` is what has been done before in the visit, and grows."""
        path = view.url.removeprefix(f"https://{site}").partition("?")[0]
        for contact, chance in _CONTACTS.get(path, ()):
            if self._random.random() < chance:
                yield self._clicked(view, at, agent, done, contact=contact)
        name, chance = _HAPPENS.get(path, ("", 0))
        if self._random.random() < chance:
            yield self._clicked(view, at, agent, done, event=name)
        if self._random.random() < 0.02:
            yield self._clicked(view, at, agent, done, outbound=self._one_of(_LINKS[site]))
        if self._random.random() < 0.015:
            yield self._clicked(view, at, agent, done, download=f"https://{site}{self._one_of(_FILES[site])}")
        if self._random.random() < _MEASURED:
            yield Act(at + 30, self._act(view, (), **self._measures(path, agent)._asdict()), agent)

    def orders(self, path: str, done: set[str]) -> bool:
        """Whether a visit that reads this page goes on to pay, at most once."""
        if path != "/kassa" or "order" in done or self._random.random() >= 0.3:
            return False
        done.add("order")
        return True

    def astray(self, site: SiteName) -> str | None:
        """On some days, the address of a page that no longer is."""
        return self._random.choice(_GONE[site]) if self._random.random() < 0.3 else None

    def number(self) -> str:
        return f"{self._random.getrandbits(96):024x}"

    def moment(self, most: int) -> int:
        return self._random.randrange(most)

    def _clicked(self, view: WireHit, at: float, agent: str, done: set[str], **what: str) -> Act:
        (value,) = what.values()
        first: tuple[First, ...] = () if value in done else ("event",)
        done.add(value)
        return Act(at + self.moment(5) + 1, self._act(view, first, **what), agent)

    def _act(self, view: WireHit, first: tuple[First, ...], **what: Any) -> WireHit:
        url = view.url.partition("?")[0]
        return WireHit(
            1, view.site, url, self.number(), view.policy, 0, view.referrer, first, kind="act", campaign=view.campaign,
            **what,
        )  # fmt: skip

    def _measures(self, path: str, agent: str) -> Measures:
        """Not all browsers tell the layout shift, and a page without a click has no time to answer one."""
        slow, chance = _SLOW.get(path, 1.0) * (1.3 if "Mobile" in agent else 0.8), self._random
        return Measures(
            round(chance.lognormvariate(3.4, 1.2)),
            min(100, round(chance.triangular(15, 130, 70))),
            round(1_250 * slow * chance.lognormvariate(0, 0.45)),
            round(1_000 * chance.betavariate(0.5, 14)) if "Chrome/" in agent else None,
            round(85 * slow * chance.lognormvariate(0, 0.6)) if chance.random() < 0.6 else None,
        )

    def _one_of(self, weights: dict[str, float]) -> str:
        return self._random.choices(list(weights), list(weights.values()))[0]
