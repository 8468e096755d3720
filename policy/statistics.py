"""The statistics that a policy can name, in words; and the closed list of what the service itself counts."""

from typing import Final, NamedTuple

from policy.dimensions import DIMENSIONS, Dimension, Input

CONSENTED: Final = "consented"
"""The basis of what is counted after a yes."""

IMPORTED: Final = "imported:"
"""How the basis of a search engine's own figures begins, before the engine's name."""

SERVICE: Final = "service"
"""The basis of the service's own counts."""


class Statistic(NamedTuple):
    """What a policy promises: `words` complete the sentence "we count …"; `reads` is what it needs of its own; `needs`
    are the statistics that it says more of, and that a policy must name beside it."""

    name: str
    words: dict[str, str]
    reads: tuple[Input, ...] = ()
    needs: tuple[str, ...] = ()

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
    Statistic("search_outcomes", {
        "sv": "från vilka sidor besökare söker på webbplatsen, och vilka sökningar som inte gav något",
        "en": "from which pages visitors search the website, and which searches found nothing"}, needs=("pages",)),
    Statistic("entry_pages", {"sv": "på vilka sidor besök börjar", "en": "on which pages visits begin"},
              needs=("visits", "pages")),
    Statistic("flow", {"sv": "hur besökare går från sida till sida",
                       "en": "how visitors go from page to page"}, needs=("pages",)),
    Statistic("missing_pages", {"sv": "vilka adresser på webbplatsen som inte leder till någon sida",
                                "en": "which addresses on the website lead to no page"}, needs=("pages",)),
    Statistic("screens", {"sv": "hur breda skärmar som används, i fyra klasser",
                          "en": "how wide the screens in use are, in four classes"}),
    Statistic("languages", {"sv": "vilka språk webbläsarna är inställda på",
                            "en": "which languages the browsers are set to"}),
    Statistic("countries", {"sv": "vilka länder besök kommer från, efter webbläsarens tidszon",
                            "en": "which countries visits come from, by the browser's time zone"}),
    Statistic("outbound_links", {"sv": "vilka länkar till andra webbplatser som besökare klickar på",
                                 "en": "which links to other websites visitors click"}),
    Statistic("downloads", {"sv": "vilka filer besökare laddar ned", "en": "which files visitors download"}),
    Statistic("contact_clicks", {
        "sv": "hur ofta besökare klickar för att ringa, mejla eller boka, och hur ofta de beställer",
        "en": "how often visitors click to call, mail or book, and how often they place an order"}),
    Statistic("events", {"sv": "hur ofta vissa händelser inträffar på webbplatsen (se nedan)",
                         "en": "how often certain events happen on the website (see below)"}),
    Statistic("engaged_time", {"sv": "hur länge sidor är framme", "en": "for how long pages are in view"}),
    Statistic("scroll_depth", {"sv": "hur långt ned på sidorna besökare kommer",
                               "en": "how far down the pages visitors get"}),
    Statistic("web_vitals", {"sv": "hur snabbt sidorna visas och svarar", "en": "how fast the pages show and respond"}),
)  # fmt: skip

STATISTICS: Final[dict[str, Statistic]] = {row.name: row for row in _STATISTICS}


class Upkeep(NamedTuple):
    """A count that the service needs for itself, with the fixed sentence that every policy carries; `beside` is the
    one of policies with services of other companies, where it is another."""

    name: str
    sentence: dict[str, str]
    beside: dict[str, str] | None = None

    def words(self, language: str, services: bool) -> str:
        return ((self.beside if services else None) or self.sentence)[language]


_UPKEEP: Final = (
    Upkeep("choice", {
        "sv": "Hur många som svarar ja eller nej på frågan om kakor räknas per dag och version av policyn.",
        "en": "How many answer yes or no to the question about cookies is counted by day and policy version.",
    }, {
        "sv": "Hur många som svarar ja, nej eller ja till en del på frågan om kakor räknas per dag, version av "
              "policyn och godkända kategorier.",
        "en": "How many answer yes, no or yes in part to the question about cookies is counted by day, policy version "
              "and accepted categories.",
    }),
    Upkeep("ignored", {
        "sv": "Sidvisningar som inte räknas, till exempel från sökrobotar och från dem som sköter webbplatsen, räknas "
              "per dag och orsak. För att känna igen dem läser skriptet, efter ett ja, om ett program styr webbläsaren "
              "och om den har kakan rv_own, som säger att den inte ska räknas. Det skickas med sidvisningen. "
              "IP-adressen kan jämföras med en lista över datacenters nät: besök därifrån, också genom VPN, räknas då "
              "inte.",
        "en": "Page views that are left out, such as those of robots and of those who run the website, are counted by "
              "day and reason. To recognise them the script reads, after a yes, whether a program drives the browser "
              "and whether it has the cookie rv_own, which says that it is not to be counted. That is sent with the "
              "page view. The IP address may be compared with a list of data centres' networks: visits from there, "
              "also by VPN, are then not counted.",
    }),
    Upkeep("scrubbed", {
        "sv": "Hur ofta något som ser ut som en personuppgift tas bort ur en adress eller ett sökord räknas per "
              "dag och typ. Stod det i sidans egen adress räknas det också per sida, om sidor räknas; det "
              "sparas i högst 60 dagar.",
        "en": "How often something that looks like personal data is removed from an address or search "
              "term is counted by day and kind. What stood in the page's own address is also counted by page, where "
              "pages are counted; this is kept for 60 days at most.",
    }),
    Upkeep("blocked", {
        "sv": "När du har sagt ja till statistik räknas hur ofta webbläsaren har stoppat innehåll som inte är godkänt, "
              "per dag och typ. Webbläsarens rapport innehåller sidans adress; den läses inte och sparas inte.",
        "en": "When you have said yes to statistics, how often the browser has blocked content that is not accepted is "
              "counted by day and kind. The browser's report holds the page's address, which is not read and not "
              "stored.",
    }, {
        "sv": "När du har sagt ja till statistik räknas hur ofta webbläsaren har stoppat innehåll som inte är godkänt, "
              "per dag, tjänst och typ. Webbläsarens rapport innehåller sidans adress; den läses inte och sparas inte.",
        "en": "When you have said yes to statistics, how often the browser has blocked content that is not accepted is "
              "counted by day, service and kind. The browser's report holds the page's address, which is not read and "
              "not stored.",
    }),
)  # fmt: skip

UPKEEP: Final[dict[str, Upkeep]] = {row.name: row for row in _UPKEEP}

CUT: Final = ("removed", "userinfo", "token", "email", "iban", "card", "pnr", "phone", "ip")
"""The kinds of personal data that are cut; where two meet, the first of them is what was found."""

ADDRESS: Final = "address"
"""Beside the kinds of what was cut, the page in whose address it stood: not "page", as it is kept for less time."""

ADDRESS_DAYS: Final = 60
"""For how long it is kept; less where the policy keeps names for less."""

ANSWERS: Final = "choice"
"""The count that shows, with the ledger, that consent was given (GDPR Art. 7(1)): kept as long as that must be."""

TRANSIENT: Final = {
    "sv": (
        "IP-adressen och den text som webbläsaren presenterar sig med (user agent) följer med varje anrop, som till "
        "alla webbplatser. En del webbläsare anger även namn, version och system, och om det är en mobil, i egna fält "
        "(client hints); också de läses. Även webbplatsens kakor och sidans adress kan följa med; de läses inte, utom "
        "ditt svar, kvittot på det och märket för egna besök, på sidorna om kakor och egna besök. Statistiktjänsten "
        "har IP-adressen, user agent och det som webbläsaren i övrigt säger om sig själv och anropet i minnet medan "
        "den svarar, för att känna igen robotar och stoppa överbelastning. Kvar i minnet blir kontrollsummor som är "
        "gjorda med en slumpmässig nyckel: av IP-adressen medan samma minut pågår, och i högst en timme av det som "
        "webbläsaren säger om sig själv och av de adresser som räknas, och bredvid dem vad det visade sig vara "
        "(webbläsare, system, källa, sida). Statistiktjänsten sparar varken IP-adressen, user agent eller "
        "kontrollsummorna; en logg som webbplatsens eget webbhotell för är en annan sak."
    ),
    "en": (
        "The IP address and the text by which the browser introduces itself (the user agent) come with every "
        "request, as to any website. Some browsers also tell their name, version and system, and whether they are on "
        "a mobile, in fields of their own (client hints); these are read too. The website's cookies and the page's "
        "address may come too; they are not read, except your answer, its receipt and the mark of own visits, on the "
        "pages about cookies and own visits. The statistics service has the IP address, the user agent and what else "
        "the browser says of itself and the request in memory while it answers, to recognise robots and stop floods. "
        "What stays in memory are checksums made with a random key: of the IP address while the same minute lasts, "
        "and for at most an hour of what the browser says of itself and of the addresses that are counted, together "
        "with what they turned out to be (browser, system, source, page). The statistics service stores neither the "
        "IP address nor the user agent nor the checksums; a log that the website's own web host keeps is another "
        "matter."
    ),
}
