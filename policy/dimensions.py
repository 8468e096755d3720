"""The registry of dimensions: what page views may be broken down by, and what each of them reads.

One row of facts for each; no behaviour. Permitted inputs, what is counted, the API's enumeration, the panels and
their titles, retention and the policy page's list derive from it, and no second list of dimensions exists.
"""

from typing import Final, Literal, NamedTuple

NONE: Final = "(none)"
"""A hit without a value for the dimension."""

NOT_ASKED: Final = "(not asked)"
"""A hit whose agreed policy did not permit the dimension."""

RARE: Final = "(rare)"
"""Typed text that fewer visits than the threshold have shared."""

TOGETHER: Final = "\x1f"
"""Between the two texts of a typed pair. What a person typed never holds it: control characters are cut."""

Input = Literal[
    "url", "visit", "page", "search", "previous", "found", "referrer", "query", "campaign", "user-agent", "visitors",
    "status", "screen", "language", "timezone", "act", "leave",
]  # fmt: skip
"""What may be read of a page view: its path; whether it is the first of its visit, the first of its page or of its
on-site search in the visit; the search words in the URL; the page before it on the site; whether anything was found;
the referrer's address; the referrer's query; the campaign parameters; the user agent's families; whether it is the
visitor's first today, this week and this month; whether the page exists; the class of the screen's width; the browser's
first language and its time zone; what is clicked on it, or happens there; and, when it is left, what was measured."""

Belongs = Literal["visit", "page", "search", "event", "measurement"]
"""What the metric *visits* counts; see `Dimension`."""


class Dimension(NamedTuple):
    """`values`: `closed` names are ours, `open` ones come from the site or the web, `typed` ones a person wrote.

    `classes` are ours and have an order.

    `belongs` says what the metric *visits* means here: the first page view of a visit (`visit`), or the first view of
    this page (`page`) or search (`search`) in the visit, or the first time in it that this happened (`event`). Of a
    `measurement` there are no visits: what counts page views elsewhere counts the measurements.

    `pairs` are counted together with it `pairs_by` the day, or by the window: under one digest of both texts, named
    once enough visits share them. So is what a person typed, and what somebody else may know of by name and day, such
    as whoever answers a call. Languages, countries and screens have none: a rare one beside a page could say who read
    it.

    `counts` of `all` means that every page view counts under some value, so that they add up to the total. Of what is
    `valued` only what has a value is counted, alone and in pairs, whose sums are its own on its side alone.
    """

    name: str
    statistic: str
    reads: tuple[Input, ...]
    title: dict[str, str]
    values: Literal["closed", "open", "typed", "classes"]
    belongs: Belongs
    pairs: tuple[str, ...] = ()
    counts: Literal["all", "valued"] = "all"
    pairs_by: Literal["day", "window"] = "day"


_SOURCES: Final = ("medium", "referrer", "search_engine", "campaign")

_ROWS: Final = (
    Dimension("page", "pages", ("url", "page"), {"sv": "Sidor", "en": "Pages"}, "open", "page",
              pairs=("medium", "referrer", "search_engine")),
    Dimension("medium", "referrers", ("referrer",), {"sv": "Vägar hit", "en": "Channels"}, "closed", "visit",
              pairs=("referrer",)),
    Dimension("referrer", "referrers", ("referrer",), {"sv": "Källor", "en": "Referrers"}, "open", "visit"),
    Dimension("search_engine", "search_engines", ("referrer",), {"sv": "Sökmotorer", "en": "Search engines"},
              "closed", "visit"),
    Dimension("search_term", "search_terms", ("referrer", "query"), {"sv": "Sökord", "en": "Search terms"},
              "typed", "visit", pairs=("search_engine",), pairs_by="window"),
    Dimension("site_search", "search_terms", ("search",), {"sv": "Sökt på webbplatsen", "en": "Searched on the site"},
              "typed", "search", pairs=("search_page", "search_result"), pairs_by="window"),
    Dimension("campaign", "campaigns", ("campaign",), {"sv": "Kampanjer", "en": "Campaigns"}, "open", "visit"),
    Dimension("browser", "browsers", ("user-agent",), {"sv": "Webbläsare", "en": "Browsers"}, "closed", "visit"),
    Dimension("system", "systems", ("user-agent",), {"sv": "Operativsystem", "en": "Systems"}, "closed", "visit"),
    Dimension("device", "devices", ("user-agent",), {"sv": "Enheter", "en": "Devices"}, "closed", "visit"),
    Dimension("search_page", "search_outcomes", ("search", "previous"),
              {"sv": "Sidor där besökare söker", "en": "Pages where visitors search"}, "open", "search"),
    Dimension("search_result", "search_outcomes", ("search", "found"),
              {"sv": "Sökningarnas resultat", "en": "Outcomes of searches"}, "closed", "search"),
    Dimension("entry_page", "entry_pages", ("url", "visit"), {"sv": "Första sidan", "en": "Entry pages"},
              "open", "visit", pairs=_SOURCES, counts="valued"),
    Dimension("previous_page", "flow", ("url", "page", "previous"), {"sv": "Sidan före", "en": "Pages before"},
              "open", "page", pairs=("page",), counts="valued"),
    Dimension("missing_page", "missing_pages", ("url", "page", "status"),
              {"sv": "Sidor som saknas", "en": "Missing pages"}, "open", "page", pairs=("referrer",), counts="valued"),
    Dimension("screen", "screens", ("screen",), {"sv": "Skärmbredd", "en": "Screen width"}, "classes", "visit"),
    Dimension("language", "languages", ("language",), {"sv": "Språk", "en": "Languages"}, "open", "visit"),
    Dimension("country", "countries", ("timezone",), {"sv": "Länder", "en": "Countries"}, "closed", "visit"),
    Dimension("outbound", "outbound_links", ("act",), {"sv": "Länkar till andra", "en": "Outbound links"},
              "open", "event", pairs=("page",), counts="valued"),
    Dimension("download", "downloads", ("act",), {"sv": "Nedladdningar", "en": "Downloads"},
              "open", "event", pairs=("page",), counts="valued"),
    Dimension("contact", "contact_clicks", ("act",), {"sv": "Kontaktklick", "en": "Contact clicks"},
              "closed", "event", pairs=("page", *_SOURCES), counts="valued", pairs_by="window"),
    Dimension("event", "events", ("act",), {"sv": "Händelser", "en": "Events"},
              "open", "event", pairs=("page", *_SOURCES), counts="valued", pairs_by="window"),
    Dimension("engaged", "engaged_time", ("leave",), {"sv": "Tid med sidan framme", "en": "Time in view"},
              "classes", "measurement", pairs=("page",), counts="valued"),
    Dimension("scroll", "scroll_depth", ("leave",), {"sv": "Nådd del av sidan", "en": "Scroll depth"},
              "classes", "measurement", pairs=("page",), counts="valued"),
    Dimension("lcp", "web_vitals", ("leave",), {"sv": "Laddning (LCP)", "en": "Loading (LCP)"},
              "classes", "measurement", pairs=("page",), counts="valued"),
    Dimension("cls", "web_vitals", ("leave",), {"sv": "Hopp i sidan (CLS)", "en": "Layout shift (CLS)"},
              "classes", "measurement", pairs=("page",), counts="valued"),
    Dimension("inp", "web_vitals", ("leave",), {"sv": "Svarstid (INP)", "en": "Responsiveness (INP)"},
              "classes", "measurement", pairs=("page",), counts="valued"),
)  # fmt: skip

DIMENSIONS: Final[dict[str, Dimension]] = {row.name: row for row in _ROWS}

PAIRS: Final[tuple[tuple[str, str], ...]] = tuple(
    (row.name, other) for row in _ROWS for other in row.pairs if row.pairs_by == "day"
)
"""What is counted together day by day."""

WINDOW_PAIRS: Final[dict[str, tuple[str, str]]] = {
    f"{row.name}+{other}": (row.name, other) for row in _ROWS for other in row.pairs if row.pairs_by == "window"
}
"""What is counted together window by window: by the name under which stores keep both as one value."""
