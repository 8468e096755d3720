"""The policy document: its schema, which changes of it are material, and its digest."""

import hashlib
import re
import tomllib
from collections.abc import Hashable, Iterator
from functools import cache
from typing import Annotated, Any, Final, Literal, get_args

import msgspec

from policy.phrases import CATEGORIES, Category, Phrases
from policy.schema import Beginning, Country, Domain, Host, Hosts, Material, PagePath, Phrase, Table, Text, Words, field
from policy.statistics import STATISTICS

LANGUAGES: Final = ("sv", "en")
"""The languages that every text a visitor reads exists in."""

_MONTHS: Final = {"month": 1, "quarter": 3}

Necessary = Literal["choice", "login", "basket", "load-balancing", "language", "security"]
NECESSARY: Final[tuple[str, ...]] = get_args(Necessary)
"""The closed list of what may be stored without a yes (Article 29 Working Party, opinion 04/2012)."""

Signal = Literal[
    "ad_storage", "ad_user_data", "ad_personalization", "analytics_storage",
    "functionality_storage", "personalization_storage", "security_storage",
]  # fmt: skip
"""What Google's Consent Mode can be told."""


Safeguard = Annotated[
    Words | None, field("what protects the data outside the EEA (GDPR Art. 44–49), in each language", "changed")
]


class Controller(Table, frozen=True, kw_only=True):
    """Who answers for the personal data (GDPR Art. 4.7), and how to reach them."""

    name: Annotated[str, field("the controller's name", "changed", min_length=1)]
    organisation_number: Annotated[str, field("the organisation number", min_length=1)]
    address: Annotated[str, field("a postal address", min_length=1)]
    contact: Annotated[str, field("whom to ask: a name, or a role", min_length=1)]
    telephone: Annotated[str, field("a telephone number", min_length=1)] = ""
    email: Annotated[str, field("an e-mail address", pattern=r"^\Z|^[^@\s]+@[^@\s]+\Z|^\{\{.*\}\}\Z")] = ""


class GovernedSite(Table, frozen=True, kw_only=True):
    """A website that the document governs."""

    host: Host
    aliases: Annotated[tuple[Host, ...], field("a list of the site's other host names")] = ()
    service: Annotated[
        Host | None, field('the host name under which the site reaches the service, such as "stats.example.se"')
    ] = None


class Legal(Table, frozen=True, kw_only=True):
    """On what ground the statistics are kept."""

    basis: Annotated[
        Literal["consent", "explicit-consent"],
        field('"consent" or, for health care, "explicit-consent"', "changed"),
    ]
    purpose: Annotated[
        Words,
        field(
            'what the statistics are for, in each language, as it follows "we count …": "to improve the website"',
            "changed",
        ),
    ]


class Particulars(Table, frozen=True, kw_only=True):
    """What a statistic is told besides its name: the query parameters that carry what a visitor searched for on the
    site; where the booking service's addresses and those of the page after an order begin; and the events that count,
    in words."""

    parameters: Annotated[
        tuple[Text, ...], field('names of query parameters, such as ["s", "q"]', "added", max_length=20)
    ] = ()
    booking: Annotated[
        tuple[Beginning, ...],
        field('beginnings of addresses, such as ["https://boka.example/kliniken/"]', "added", max_length=20),
    ] = ()
    order: Annotated[
        tuple[PagePath, ...], field('paths of the page after an order, such as ["/tack/"]', "added", max_length=20)
    ] = ()
    names: Annotated[
        dict[str, Words], field("a table with a text in each language for each event", "added", max_length=50)
    ] = msgspec.field(default_factory=dict)

    @property
    def unsaid(self) -> frozenset[str]:
        """The keys that have come since the first documents were published, where they say nothing."""
        return frozenset(name for name in self.__struct_fields__[1:] if not getattr(self, name))


class Threshold(Table, frozen=True, kw_only=True):
    """How many visits must share what a person typed before it is kept by name."""

    visits: Annotated[int, field("a whole number of at least 2", "lower", ge=2, le=1000)] = 3
    window: Annotated[Literal["month", "quarter"], field('"month" or "quarter"', "longer")] = "quarter"


class Retention(Table, frozen=True, kw_only=True):
    """Months until counts are deleted: those with a name, the bare totals, and how many answered what."""

    named: Annotated[int, field("a whole number of months from 1 to 120", "longer", ge=1, le=120)] = 12
    totals: Annotated[int, field("a whole number of months from 1 to 120", "longer", ge=1, le=120)] = 12
    answers: Annotated[int, field("a whole number of months from 1 to 120", "longer", ge=1, le=120)] = 60


class Cookie(Table, frozen=True, kw_only=True):
    """One thing that is stored on the visitor's device; `lifetime` in days, 0 until the browser closes. A `name` that
    ends in "*" stands for all that begin so."""

    name: Annotated[str, field('a name; only its last character may be "*"', pattern=r"^[^*\s]([^*]*[^*\s])?\*?\Z")]
    purpose: Annotated[Words, field("what it is for, in each language", "consented")]
    lifetime: Annotated[int, field("a whole number of days, at most 400", "longer", ge=0, le=400)]
    kind: Annotated[
        Literal["cookie", "local-storage", "session-storage", "indexed-db"],
        field('"cookie", "local-storage", "session-storage" or "indexed-db"', "changed"),
    ]
    needs: Annotated[
        Necessary | Literal["yes", "statistics", "service"],
        field(f'why it is set; "necessary" is a closed list: {", ".join(NECESSARY)}', "changed",
              fix='If it serves the site\'s own statistics, write "statistics"; if another company sets it, declare a '
              '[[service]] and write "service". Both wait for a yes. What fits nowhere may not be set.'),
    ]  # fmt: skip
    set_by: Annotated[str, field("the name of the [[service]] that sets it, if not the site itself", "changed")] = ""
    domain: Annotated[Domain, field('a host name such as "video.example", or "" for the site\'s own', "changed")] = ""
    http_only: Annotated[bool, field("true or false: whether scripts are kept from it")] = False
    partitioned: Annotated[bool, field("true or false: whether it is kept apart for each website (CHIPS)", "false")] = (
        False
    )

    @property
    def identity(self) -> str:
        """The site's own have names that differ; two services may use the same, also in several places."""
        where = (self.set_by, self.domain, self.kind if self.set_by and self.kind != "cookie" else "")
        return " ".join((self.name, *(f"({each})" for each in where if each)))


class Service(Table, frozen=True, kw_only=True):
    """A third party's embed or script. `name` is what markup and the visitor's answer refer to; `title`, a brand, what
    visitors read in each language."""

    name: Annotated[str, field('a short name of a-z, 0-9 and hyphens, such as "video"',
                               pattern=r"^[a-z0-9][a-z0-9-]{0,39}\Z")]  # fmt: skip
    title: Annotated[str, field("the name that visitors know it by", pattern=r"[^\W_]", max_length=60)]
    category: Annotated[Category, field(f"one of {', '.join(CATEGORIES)}", "changed")]
    purpose: Annotated[
        Words, field('what it is used for, in each language, as it follows "used …": "to show films"', "changed")
    ]
    recipient: Annotated[str, field("the company that receives what is sent", "changed", min_length=1)]
    country: Annotated[Country, field('a country by its two letters, such as "SE"', "changed")]
    safeguard: Safeguard = None
    hosts: Annotated[tuple[Hosts, ...], field("the host names that it loads from", "added", min_length=1)]
    cookies: Annotated[tuple[Text, ...], field("names of cookies, each with a [[cookie]]")] = ()
    storage: Annotated[tuple[Text, ...], field("names of what else is stored, each with a [[cookie]]")] = ()
    consent_mode: Annotated[
        tuple[Annotated[Signal, field(f"one of {', '.join(get_args(Signal))}")], ...],
        field("a list of signals of Google's Consent Mode that a yes gives", "added"),
    ] = ()


class Language(Phrases, frozen=True, kw_only=True):
    """A language that the policy adds to those that come with the service: all that the banner says in it, and of the
    document's own texts those that stand in the banner."""

    code: Annotated[str, field('a language by its letters in lower case, such as "fi"', pattern=r"^[a-z]{2,3}\Z")]
    purpose: Annotated[Phrase, field("what the statistics are for, in this language, as in [legal]")]
    purposes: Annotated[dict[str, Phrase], field("a table with the purpose of each service")] = msgspec.field(
        default_factory=dict
    )
    countries: Annotated[dict[str, Phrase], field("a table with the name of each country of a service")] = (
        msgspec.field(default_factory=dict)
    )


class Processor(Table, frozen=True, kw_only=True):
    """Who handles the data on the controller's behalf (GDPR Art. 28), under which agreement."""

    name: Annotated[str, field("the processor's name", "changed", min_length=1)]
    task: Annotated[Literal["operation", "hosting", "mail"], field('"operation", "hosting" or "mail"', "changed")]
    country: Annotated[Country, field('a country by its two letters, such as "SE"', "changed")]
    safeguard: Safeguard = None
    agreement: Annotated[str, field("the data processing agreement, such as its date", min_length=1)]

    @property
    def identity(self) -> str:
        """One company may have several tasks, each with a row."""
        return f"{self.name} ({self.task})"


class Provider(Table, frozen=True, kw_only=True):
    """A search engine that gives the controller figures of its own: a source, not a recipient. They are not of the
    visit, so no consent covers them and no answer is voided for their sake."""

    engine: Annotated[Literal["google", "bing"], field('"google" or "bing"')]
    name: Annotated[str, field("the name that visitors know it by", min_length=1)]
    country: Country
    gives: Annotated[Words, field("what it gives, in each language")]


class Section(Table, frozen=True, kw_only=True):
    """A part of the policy that the owner wrote. Plain text; a line that begins with "- " is an item of a list."""

    id: Annotated[str, field("a short name of a-z, 0-9 and hyphens", pattern=r"^[a-z0-9-]{1,40}\Z")]
    title: Annotated[Words, field("the heading, in each language")]
    sv: Annotated[Text, field("the text in Swedish")]
    en: Annotated[Text, field("the text in English")]


class SensitivePath(Table, frozen=True, kw_only=True):
    """Pages that say something about whoever reads them, and what is counted there."""

    path: Annotated[str, field('the beginning of a path, such as "/behandlingar/"',
                               pattern=r"^/[^?#\s\\{}\x00-\x1f\x7f]*\Z")]  # fmt: skip
    count: Annotated[Literal["page", "section", "nothing"], field('"page", "section" or "nothing"')]


class Sensitive(Table, frozen=True, kw_only=True):
    """Whether reading the site can tell something about a person's health, and where."""

    health_care: Annotated[bool, field("true or false", "changed")] = False
    paths: Annotated[tuple[SensitivePath, ...], field("a list of paths and what is counted there", "finer")] = ()

    def rule(self, path: str) -> SensitivePath | None:
        """The row that speaks of a decoded `path`, in whatever case: of those that it begins with, the longest."""
        path = re.sub("/+", "/", path.lower())
        fitting = (row for row in self.paths if path.startswith(row.path.lower()))
        return max(fitting, key=lambda row: len(row.path), default=None)


class Policy(Table, frozen=True, kw_only=True):
    """A whole document. Which of its fields are material stands beside each of them."""

    version: Annotated[int, field("a whole number, 1 for the first and one more for each that follows", ge=1)]
    controller: Controller
    site: Annotated[tuple[GovernedSite, ...], field("at least one [[site]]", min_length=1)]
    legal: Legal
    statistics: Annotated[dict[str, Particulars], field("a table with a key for each statistic", "added")]
    threshold: Threshold = Threshold()
    retention: Retention = Retention()
    cookie: Annotated[tuple[Cookie, ...], field("what is stored on the device", "added")] = ()
    service: Annotated[tuple[Service, ...], field("third parties", "added")] = ()
    processor: Annotated[tuple[Processor, ...], field("processors", "added")] = ()
    provider: Annotated[tuple[Provider, ...], field("search engines that give figures of their own")] = ()
    sensitive: Sensitive = Sensitive()
    language: Annotated[
        tuple[Language, ...], field("languages that the banner speaks besides Swedish and English")
    ] = ()
    section: tuple[Section, ...] = ()

    @property
    def digest(self) -> str:
        """SHA-256 of the document's content, the same however the TOML is laid out; 64 hex digits."""
        content = msgspec.to_builtins(self, order="deterministic")
        for name, row in self.statistics.items():  # what was published before there were such keys keeps its digest
            content["statistics"][name] = {
                key: value for key, value in content["statistics"][name].items() if key not in row.unsaid
            }
        for language in content["language"]:
            language["memories"] = {key: words for key, words in language["memories"].items() if words is not None}
        return hashlib.sha256(msgspec.json.encode(content)).hexdigest()

    @property
    def inputs(self) -> frozenset[str]:
        """What of a page view may be read."""
        return frozenset().union(*(STATISTICS[name].inputs for name in self.statistics))

    def may_tell(self, engine: str) -> bool:
        """Whether figures of that search engine's may be taken in: it names search terms, and tells visitors of the
        engine."""
        return "search_terms" in self.statistics and engine in self.engines

    @property
    def engines(self) -> frozenset[str]:
        """The search engines whose own figures it tells visitors of."""
        return frozenset(row.engine for row in self.provider)

    @property
    def hosts(self) -> frozenset[str]:
        """All names of all sites that it governs."""
        return frozenset(name for site in self.site for name in (site.host, *site.aliases))

    def governs(self, host: str) -> GovernedSite | None:
        return next((site for site in self.site if site.host == host), None)


def decode(text: str) -> Policy:
    """Reads a document; raises `tomllib.TOMLDecodeError` or `msgspec.ValidationError`. `policy.check` explains both."""
    return msgspec.convert(tomllib.loads(text), Policy)


def material_changes(old: Policy, new: Policy) -> tuple[str, ...]:
    """The keys whose difference voids earlier consent, such as `retention.named`, in the document's order."""
    # Which pages are closed to the services is said in another table than the services are.
    opened = _opened(old.sensitive, new.sensitive) if new.service else ()
    return tuple(dict.fromkeys((*_differences(old, new, ""), *opened)))


def _differences(old: Any, new: Any, prefix: str) -> Iterator[str]:
    for row in _fields(new.__class__):
        before, after = getattr(old, row.name), getattr(new, row.name)
        if before != after:
            material = _material(row.type)
            if material == "consented":
                material = None if new.needs in NECESSARY else "changed"
            yield from _difference(material, before, after, prefix + row.encode_name)


@cache
def _fields(kind: Hashable) -> tuple[msgspec.inspect.Field, ...]:
    return getattr(msgspec.inspect.type_info(kind), "fields", ())


def _difference(material: Material | None, before: Any, after: Any, key: str) -> Iterator[str]:
    if material == "added":
        yield from _additions(before, after, key)
    elif material == "finer":
        yield from _refinements(before, after, key)
    elif material == "changed" or _has_moved(material, before, after):
        yield key
    elif material is None and isinstance(after, msgspec.Struct):
        yield from _differences(before, after, key + ".")


def _additions(before: Any, after: Any, key: str) -> Iterator[str]:
    old, new = _named(before), _named(after)
    for name, item in new.items():
        if name not in old or (isinstance(item, Words) and item != old[name]):
            yield f"{key}.{name}"
        else:
            yield from _differences(old[name], item, f"{key}.{name}.")


def _refinements(before: tuple[SensitivePath, ...], after: tuple[SensitivePath, ...], key: str) -> Iterator[str]:
    """Where more is counted than before: if anywhere, then at the path of some row."""
    old, new = Sensitive(paths=before), Sensitive(paths=after)
    for path in dict.fromkeys(row.path for row in (*before, *after)):
        if _detail(new.rule(path)) > _detail(old.rule(path)):
            yield f"{key}.{path}"


def _opened(old: Sensitive, new: Sensitive) -> Iterator[str]:
    """Paths whose pages other companies were kept away from, and no longer are."""
    return (f"sensitive.paths.{row.path}" for row in old.paths if not new.rule(row.path))


def _detail(rule: SensitivePath | None) -> int:
    return ("nothing", "section", "page").index(rule.count if rule else "page")


def _named(items: Any) -> dict[str, Any]:
    return items if isinstance(items, dict) else {_identity(item): item for item in items}


def _identity(item: Any) -> str:
    """What tells an item of a list from the others: a name in a list of names is its own."""
    name: str = item if isinstance(item, str) else getattr(item, "identity", None) or item.name
    return name


def _material(kind: Any) -> Material | None:
    extra = getattr(kind, "extra", None) or {}
    material: Material | None = extra.get("material")
    return material


def _has_moved(material: Material | None, before: Any, after: Any) -> bool:
    if material == "longer":
        return _length(after) > _length(before)
    return bool(material in ("lower", "false") and after < before)


def _length(value: Any) -> int:
    """Of a number or a window."""
    length: int = _MONTHS.get(value, value)
    return length
