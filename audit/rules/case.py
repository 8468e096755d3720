"""What the rules judge, and the words in which they say where something was seen."""

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from audit.declaration import Declaration
from audit.evidence import Evidence, Layer, PhaseName, Request, Stored, View
from audit.finding import Unchecked, Words, plain
from audit.rules.gap import because
from audit.seen import Party, Thing, parties, things

PHASES: Final[dict[PhaseName, Words]] = {
    "before": Words("före svar", "before an answer"),
    "signal": Words("med webbläsarens signal GPC", "with the browser's GPC signal"),
    "refused": Words("efter ett nej", "after a no"),
    "accepted": Words("efter ett ja", "after a yes"),
    "withdrawn": Words("efter att ett ja tagits tillbaka", "after a yes was taken back"),
    "sensitive": Words("efter ett ja, på känsliga sidor", "after a yes, on sensitive pages"),
}

VIEWS: Final = {
    "small": Words("telefon, 320×568", "phone, 320×568"),
    "large": Words("dator, 1280×800", "computer, 1280×800"),
    "small-dark": Words("telefon, mörkt läge", "phone, dark mode"),
    "large-dark": Words("dator, mörkt läge", "computer, dark mode"),
    "small-200": Words("telefon, text i 200 %", "phone, text at 200%"),
}

KINDS: Final = {
    "cookie": Words("kaka", "cookie"),
    "local-storage": Words("localStorage", "localStorage"),
    "session-storage": Words("sessionStorage", "sessionStorage"),
    "indexed-db": Words("IndexedDB", "IndexedDB"),
    "cache": Words("cachelagring", "cache storage"),
    "service-worker": Words("service worker", "service worker"),
}

_SHOWN: Final = 3
"""Pages that are named; of the others, how many."""

_NO_BANNER: Final = Words(
    "Ingen fråga om kakor hittades på sidan, så det finns inget att pröva.",
    "No cookie banner was found on the page, so there is nothing to check.",
)


class Case(NamedTuple):
    """One audited website."""

    evidence: Evidence
    declaration: Declaration | None
    things: tuple[Thing, ...]
    parties: tuple[Party, ...]

    @property
    def banners(self) -> tuple[tuple[View, Layer], ...]:
        return tuple((view, view.banner) for view in self.evidence.views if view.banner)

    @property
    def layers(self) -> tuple[tuple[View, Layer], ...]:
        """The banner and the settings of every view."""
        settings = tuple((view, view.settings) for view in self.evidence.views if view.settings)
        return (*self.banners, *settings)

    @property
    def language(self) -> str:
        """The page's, by its first letters; "" if it does not say."""
        return self.evidence.language.lower().partition("-")[0]

    @property
    def text(self) -> str:
        """Of the first layer, in whatever view."""
        return " ".join(dict.fromkeys(layer.text for _, layer in self.banners))

    def unless_banner(self) -> Iterator[Unchecked]:
        """The reason, where there is no banner to judge."""
        if not self.banners:
            yield next(self.gaps("banner"), Unchecked(_NO_BANNER))

    def gaps(self, *names: str) -> Iterator[Unchecked]:
        """What could not be seen."""
        return (Unchecked(because(gap)) for gap in self.evidence.gaps if gap.what in names)


def case_of(evidence: Evidence, declaration: Declaration | None) -> Case:
    return Case(evidence, declaration, things(evidence), parties(evidence))


def on_pages(pages: Iterable[str]) -> Words:
    """The first few addresses, and how many there are besides."""
    unique = list(dict.fromkeys(pages))
    more = len(unique) - _SHOWN
    named = ", ".join(unique[:_SHOWN])
    if more <= 0:
        return plain(named)
    return Words(f"{named} och {more} till", f"{named} and {more} more")


def in_phases(phases: Iterable[PhaseName]) -> Words:
    return listed(PHASES[phase] for phase in dict.fromkeys(phases))


def in_views(views: Iterable[View]) -> Words:
    return listed(VIEWS[view.name] for view in views)


def listed(parts: Iterable[Words]) -> Words:
    unique = tuple(dict.fromkeys(parts))
    return Words("; ".join(part.sv for part in unique), "; ".join(part.en for part in unique))


def where_of(thing: Thing) -> Words:
    """In which phases, and on which pages."""
    return _both(in_phases(thing.phases), on_pages(thing.pages))


def where_asked(requests: Iterable[Request]) -> Words:
    return on_pages(request.page for request in requests)


def _both(first: Words, second: Words) -> Words:
    return Words(f"{first.sv}: {second.sv}", f"{first.en}: {second.en}")


def named(stored: Stored) -> Words:
    """Its name, what it is and, if that is another's, where it lies."""
    kind = KINDS[stored.kind]
    host = "" if stored.own else f", {stored.host}"
    return Words(f"{stored.name} ({kind.sv}{host})", f"{stored.name} ({kind.en}{host})")


def plain_list(parts: Iterable[Words]) -> Words:
    """ "a, b, c"."""
    unique = tuple(dict.fromkeys(parts))
    return Words(", ".join(part.sv for part in unique), ", ".join(part.en for part in unique))


def names(stored: Iterable[Stored]) -> Words:
    return plain_list(named(each) for each in stored)
