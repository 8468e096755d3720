"""The statistics that a policy can name, in words; and the closed list of what the service itself counts."""

from typing import Final, NamedTuple

from policy.dimensions import DIMENSIONS, Dimension, Input


class Statistic(NamedTuple):
    """What a policy promises: `words` complete the sentence "we count …"; `reads` is what it needs of its own."""

    name: str
    words: dict[str, str]
    reads: tuple[Input, ...] = ()

    @property
    def dimensions(self) -> tuple[Dimension, ...]:
        return tuple(row for row in DIMENSIONS.values() if row.statistic == self.name)

    @property
    def inputs(self) -> frozenset[Input]:
        return frozenset(self.reads).union(*(row.reads for row in self.dimensions))


_STATISTICS: Final = (
    Statistic("visits", {"sv": "antal besök", "en": "the number of visits"}, ("visit",)),
    Statistic("pages", {"sv": "vilka sidor som besöks", "en": "which pages are visited"}),
    Statistic("referrers", {"sv": "vilka webbadresser och länkar besökare kommer ifrån",
                            "en": "which web addresses and links visitors come from"}),
    Statistic("search_terms", {"sv": "vilka sökord som använts", "en": "which search terms were used"}),
    Statistic("search_engines", {"sv": "vilka sökmotorer som använts", "en": "which search engines were used"}),
    Statistic("visitors", {"sv": "antal besökare per dag, vecka och månad",
                           "en": "the number of visitors a day, week and month"}, ("visitors",)),
    Statistic("campaigns", {"sv": "vilka kampanjlänkar som använts", "en": "which campaign links were used"}),
    Statistic("browsers", {"sv": "vilka webbläsare som används", "en": "which browsers are used"}),
    Statistic("systems", {"sv": "vilka operativsystem som används", "en": "which operating systems are used"}),
    Statistic("devices", {"sv": "om besöket sker med dator, mobil eller surfplatta",
                          "en": "whether a computer, telephone or tablet is used"}),
)  # fmt: skip

STATISTICS: Final[dict[str, Statistic]] = {row.name: row for row in _STATISTICS}


class Upkeep(NamedTuple):
    """A count that the service needs for itself, with the fixed sentence that every policy carries."""

    name: str
    sentence: dict[str, str]


_UPKEEP: Final = (
    Upkeep("choice", {
        "sv": "Hur många som svarar ja och nej på frågan om kakor räknas per dag och version av policyn.",
        "en": "How many answer yes and no to the question about cookies is counted by day and policy version.",
    }),
    Upkeep("ignored", {
        "sv": "Sidvisningar som inte räknas, till exempel från sökrobotar, räknas per dag och orsak.",
        "en": "Page views that are left out, such as those of robots, are counted by day and reason.",
    }),
    Upkeep("scrubbed", {
        "sv": "Hur ofta något som ser ut som en personuppgift tas bort ur en adress räknas per dag och sort.",
        "en": "How often something that looks like personal data is cut from an address is counted by day and kind.",
    }),
)  # fmt: skip

UPKEEP: Final[dict[str, Upkeep]] = {row.name: row for row in _UPKEEP}

TRANSIENT: Final = {
    "sv": (
        "Webbläsarens namn och IP-adressen följer med varje anrop, som till alla webbplatser. De finns i minnet medan "
        "anropet besvaras, används där för att känna igen robotar och stoppa överbelastning, och sparas inte."
    ),
    "en": (
        "The browser's name and the IP address come with every request, as to any website. They are in memory while "
        "the request is answered, serve there to recognise robots and stop floods, and are not stored."
    ),
}
