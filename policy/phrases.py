"""The phrases that the banner is composed of, in the languages that come with the service."""

import re
from collections.abc import Iterator, Sequence
from typing import Annotated, Final, Literal, NamedTuple

import msgspec

from policy.schema import Label, Phrase, Table, field

Category = Literal["functional", "media", "analytics", "marketing"]
CATEGORIES: Final[tuple[Category, ...]] = ("functional", "media", "analytics", "marketing")
"""What the services of other companies are for, in the order in which visitors read them."""

_FIELD: Final = re.compile(r"(?<!\{)\{(\w+)\}(?!\})")
"""A word in braces; what stands in two pairs of them waits for the owner."""


class CategoryPhrases(Table, frozen=True, kw_only=True):
    """A category in the settings, and in the middle of the first layer's sentence."""

    title: Label
    within: Annotated[Phrase, field('what completes "we would like to use other companies\' services …"')]
    sentence: Phrase


class Memories(Table, frozen=True, kw_only=True):
    """What the browser remembers after a yes, completing "your browser remembers …"; `act` where what happens on a
    page is counted, `queue` where what waits to be sent is more than the others name."""

    receipt: Phrase
    visit: Phrase
    referrer: Phrase
    page: Phrase
    search: Phrase
    act: Phrase | None = None
    queue: Phrase | None = None


class ServicePhrases(Table, frozen=True, kw_only=True):
    """What is said where the policy has services: of other companies, and in the settings."""

    title: Phrase
    accept: Label
    refuse: Label
    yes: Phrase
    some: Phrase
    no: Phrase
    signal: Phrase
    labelled: Phrase
    use: Phrase
    health: Phrase
    withdrawal: Phrase
    kept: Phrase
    service: Phrase
    blocked: Phrase
    closed: Phrase
    remains: Phrase
    left: Phrase
    settings: Label
    save: Label
    once: Label
    always: Phrase
    visit: Phrase
    statistics: Label
    categories: Annotated[dict[str, CategoryPhrases], field("a table with a key for each category")]


class Phrases(Table, frozen=True, kw_only=True):
    """All that the banner says in one language; in braces stands what the document fills in."""

    title: Phrase
    count: Phrase
    health: Phrase
    withdrawal: Phrase
    kept: Phrase
    accept: Label
    refuse: Label
    withdraw: Label
    policy: Label
    language: Phrase
    button: Label
    yes: Phrase
    no: Phrase
    signal: Phrase
    notice: Phrase
    again: Phrase
    dismiss: Label
    comma: Annotated[str, field("how a list goes on", max_length=100)]
    last: Annotated[str, field("how a list ends", max_length=100)]
    memories: Memories
    statistics: Annotated[dict[str, Phrase], field("a table with a few words for each statistic")]
    services: Annotated[
        ServicePhrases | None, field("a table with the phrases for services; needed where the document has any")
    ] = None

    def listed(self, items: Sequence[str]) -> str:
        """ "a, b och c"."""
        text = ""
        for index, item in enumerate(items):
            pattern = self.comma if index + 1 < len(items) else self.last
            text = fill(pattern, before=text, item=item) if text else item
        return text


def fill(phrase: str, **values: str) -> str:
    """The phrase with the values in the place of their names in braces; braces with another name stay."""
    return _FIELD.sub(lambda found: values.get(found[1], found[0]), phrase)


def fields(phrase: str) -> frozenset[str]:
    """The names in braces."""
    return frozenset(_FIELD.findall(phrase))


class Leaf(NamedTuple):
    """One phrase with its dotted key."""

    key: str
    phrase: str


def leaves(table: msgspec.Struct, prefix: str = "") -> Iterator[Leaf]:
    """The phrases of a table and of the tables in it."""
    for name in table.__struct_fields__:
        yield from _leaves(getattr(table, name), f"{prefix}{name}")


def _leaves(value: object, key: str) -> Iterator[Leaf]:
    if isinstance(value, str):
        yield Leaf(key, value)
    elif isinstance(value, dict):
        for name, item in value.items():
            yield from _leaves(item, f"{key}.{name}")
    elif isinstance(value, msgspec.Struct):
        yield from leaves(value, f"{key}.")


SWEDISH: Final = Phrases(
    title="Får vi räkna ditt besök?",
    count="{controller} vill räkna {statistics}, {purpose}.",
    health="Det kan säga något om din hälsa, så vi ber om ditt uttryckliga samtycke.",
    withdrawal="Du kan ändra dig när du vill under Kakor längst ned. Det som räknats ligger kvar.",
    kept="Vi sparar antal, inte vem du är. Säger du ja minns webbläsaren {kept}. Säger du nej minns den bara det.",
    accept="Godkänn",
    refuse="Neka",
    withdraw="Ta tillbaka allt",
    policy="Integritetspolicy",
    language="Svenska",
    button="Kakor",
    yes="Just nu: du har godkänt att vi räknar dina besök.",
    no="Just nu: du har nekat, så vi räknar inte dina besök.",
    signal="Just nu: din webbläsare ber oss att låta bli, så vi räknar inte dina besök.",
    notice="Integritetspolicyn ändrades den {day}. Har du svarat gäller svaret fortfarande.",
    again="Vi frågar igen, för integritetspolicyn ändrades den {day}.",
    dismiss="Stäng",
    comma="{before}, {item}",
    last="{before} och {item}",
    memories=Memories(
        receipt="ditt kvitto",
        visit="när du var här",
        referrer="varifrån du kom",
        page="vad du läste",
        search="vad du sökte på webbplatsen",
        act="vad du klickade på",
        queue="det som väntar på att skickas",
    ),
    statistics={
        "visits": "besök",
        "pages": "lästa sidor",
        "referrers": "varifrån besökare kommer",
        "search_terms": "sökord",
        "search_engines": "sökmotorer",
        "visitors": "besökare per dag, vecka och månad",
        "campaigns": "kampanjlänkar",
        "browsers": "webbläsare",
        "systems": "operativsystem",
        "devices": "typ av enhet",
        "search_outcomes": "var på webbplatsen besökare söker och vad de inte hittar",
        "entry_pages": "vilken sida besöket börjar på",
        "flow": "vägen mellan sidorna",
        "missing_pages": "sidor som saknas",
        "screens": "skärmens bredd",
        "languages": "webbläsarens språk",
        "countries": "land",
        "outbound_links": "klick på länkar till andra webbplatser",
        "downloads": "nedladdningar",
        "contact_clicks": "klick för att ringa, mejla eller boka, och beställningar",
        "events": "några andra händelser",
        "engaged_time": "hur länge sidor är framme",
        "scroll_depth": "hur långt ned på sidorna besökare kommer",
        "web_vitals": "hur snabba sidorna är",
    },
    services=ServicePhrases(
        title="Får vi räkna ditt besök och använda tjänster från andra företag?",
        accept="Godkänn alla",
        refuse="Neka alla",
        yes="Just nu: du har godkänt allt.",
        some="Just nu: du har godkänt en del.",
        no="Just nu: du har nekat allt.",
        signal="Just nu: din webbläsare ber oss att låta bli, så vi räknar inte dina besök och laddar inget från "
        "andra företag.",
        labelled="{title}: {sentence}",
        use="Vi vill också använda andra företags tjänster {categories}. Företagen får då din IP-adress, kan få veta "
        "vilken sida du läser och kan spara kakor hos dig.",
        health="Ditt besök kan säga något om din hälsa. Därför ber vi om ditt uttryckliga samtycke, också till att "
        "företagen får veta det.",
        withdrawal="Du kan ändra dig när du vill under Kakor längst ned. Det som räknats, eller skickats till "
        "företagen, ligger kvar.",
        kept="I vår statistik sparar vi antal, inte vem du är. Säger du ja minns webbläsaren {kept}. Säger du nej "
        "minns den bara det.",
        service="Används {purpose}. {recipient} ({country}) får din IP-adress, kan få veta vilken sida du läser och "
        "kan spara kakor hos dig.",
        blocked="Det här kommer från {recipient} ({country}) och används {purpose}. Om du visar det får företaget din "
        "IP-adress, kan få veta vilken sida du läser och kan spara kakor hos dig.",
        closed="På den här sidan laddas inget från andra företag, vad du än har svarat.",
        remains="Om du ändrar dig kan vi inte radera: {names}. Du kan göra det i webbläsarens inställningar.",
        left="Det här kan vi inte radera åt dig: {names}. Du kan göra det i webbläsarens inställningar.",
        settings="Inställningar",
        save="Spara valet",
        once="Visa en gång",
        always="Tillåt {title}",
        visit="Öppna hos {title}",
        statistics="Statistik",
        categories={
            "functional": CategoryPhrases(
                title="Funktioner",
                within="för till exempel bokning och chatt",
                sentence="Delar av webbplatsen som andra företag sköter, till exempel bokning eller chatt.",
            ),
            "media": CategoryPhrases(
                title="Film och kartor",
                within="för film och kartor",
                sentence="Film, ljud, kartor och annat innehåll som hämtas från andra företag.",
            ),
            "analytics": CategoryPhrases(
                title="Andra företags statistik",
                within="för andra företags statistik",
                sentence="Andra företag mäter hur webbplatsen används.",
            ),
            "marketing": CategoryPhrases(
                title="Marknadsföring",
                within="för marknadsföring",
                sentence="Andra företag får veta vad du gör här, för att visa annonser eller mäta vilken effekt "
                "annonser har.",
            ),
        },
    ),
)

ENGLISH: Final = Phrases(
    title="May we count your visit?",
    count="{controller} would like to count {statistics}, {purpose}.",
    health="This can say something about your health, so we ask for your explicit consent.",
    withdrawal="You can change your mind at any time under Kakor (cookies) at the bottom. What was counted stays.",
    kept="We keep counts, not who you are. If you say yes, your browser remembers {kept}. If you say no, it remembers "
    "only that.",
    accept="Accept",
    refuse="Decline",
    withdraw="Withdraw everything",
    policy="Privacy policy: how we use cookies",
    language="English: how we use cookies",
    button="Cookies",
    yes="At present: you have agreed that we count your visits.",
    no="At present: you have declined, so we do not count your visits.",
    signal="At present: your browser asks us not to, so we do not count your visits.",
    notice="Our privacy policy was changed on {day}. If you have answered, your answer still holds.",
    again="We ask again, because our privacy policy was changed on {day}.",
    dismiss="Close",
    comma="{before}, {item}",
    last="{before} and {item}",
    memories=Memories(
        receipt="your receipt",
        visit="when you were here",
        referrer="where you came from",
        page="what you read",
        search="what you searched for on the website",
        act="what you clicked",
        queue="what waits to be sent",
    ),
    statistics={
        "visits": "visits",
        "pages": "pages read",
        "referrers": "where visitors come from",
        "search_terms": "search terms",
        "search_engines": "search engines",
        "visitors": "visitors by day, week and month",
        "campaigns": "campaign links",
        "browsers": "browsers",
        "systems": "operating systems",
        "devices": "kinds of device",
        "search_outcomes": "where on the website visitors search and what they do not find",
        "entry_pages": "which page the visit begins on",
        "flow": "the way between the pages",
        "missing_pages": "pages that do not exist",
        "screens": "the screen's width",
        "languages": "your browser's language",
        "countries": "country",
        "outbound_links": "clicks on links to other websites",
        "downloads": "downloads",
        "contact_clicks": "clicks to call, mail or book, and orders",
        "events": "some other events",
        "engaged_time": "for how long pages are in view",
        "scroll_depth": "how far down the pages visitors get",
        "web_vitals": "how fast the pages are",
    },
    services=ServicePhrases(
        title="May we count your visit and use services from other companies?",
        accept="Accept all",
        refuse="Reject all",
        yes="At present: you have accepted everything.",
        some="At present: you have accepted some of it.",
        no="At present: you have declined everything.",
        signal="At present: your browser asks us not to, so we do not count your visits and load nothing from other "
        "companies.",
        labelled="{title}: {sentence}",
        use="We would also like to use other companies' services {categories}. The companies then receive your IP "
        "address, may learn which page you are reading and may store cookies on your device.",
        health="Your visit can say something about your health. That is why we ask for your explicit consent, also "
        "for the companies to learn it.",
        withdrawal="You can change your mind at any time under Kakor (cookies) at the bottom. What was counted, or "
        "sent to the companies, stays.",
        kept="In our statistics we keep counts, not who you are. If you say yes, your browser remembers {kept}. If you "
        "say no, it remembers only that.",
        service="Used {purpose}. {recipient} ({country}) receives your IP address, may learn which page you are "
        "reading and may store cookies on your device.",
        blocked="This comes from {recipient} ({country}) and is used {purpose}. If you show it, the company receives "
        "your IP address, may learn which page you are reading and may store cookies on your device.",
        closed="On this page nothing is loaded from other companies, whatever you have answered.",
        remains="If you change your mind, we cannot delete: {names}. You can do it in your browser's settings.",
        left="These we cannot delete for you: {names}. You can do it in your browser's settings.",
        settings="Settings",
        save="Save choice",
        once="Show once",
        always="Allow {title}",
        visit="Open at {title}",
        statistics="Statistics",
        categories={
            "functional": CategoryPhrases(
                title="Functions",
                within="for things such as booking and chat",
                sentence="Parts of the website that other companies run, such as booking or chat.",
            ),
            "media": CategoryPhrases(
                title="Video and maps",
                within="for video and maps",
                sentence="Video, sound, maps and other content that is fetched from other companies.",
            ),
            "analytics": CategoryPhrases(
                title="Statistics by other companies",
                within="for statistics by other companies",
                sentence="Other companies measure how the website is used.",
            ),
            "marketing": CategoryPhrases(
                title="Marketing",
                within="for marketing",
                sentence="Other companies learn what you do here, to show advertisements or measure what effect "
                "advertisements have.",
            ),
        },
    ),
)
