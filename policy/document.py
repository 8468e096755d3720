"""The policy document: its schema, which changes of it are material, and its digest."""

import hashlib
import re
import tomllib
from collections.abc import Iterator
from typing import Annotated, Any, Final, Literal

import msgspec
from msgspec import Meta

from policy.statistics import STATISTICS

LANGUAGES: Final = ("sv", "en")
"""The languages that every text a visitor reads exists in."""

Material = Literal["changed", "added", "longer", "lower", "finer"]
"""When a difference in a field voids earlier consent: always; when an item is added to a list, or one of its items has
changed materially (what is taken away asks for nothing new); when a number or a time rises; when it falls; when pages
below some path are counted in more detail than before."""

_MONTHS: Final = {"month": 1, "quarter": 3}


def _field(hint: str, material: Material | None = None, **limits: Any) -> Meta:
    """`hint` completes "… should be" in the message that refuses a bad value."""
    return Meta(description=hint, extra={"material": material}, **limits)


Text = Annotated[str, _field("a text that is not empty", min_length=1)]
Host = Annotated[
    str,
    _field("a host name in lower case without scheme, port or path, such as \"example.se\"",
           pattern=r"^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$"),
]  # fmt: skip
Country = Annotated[str, _field('a country by its two letters, such as "SE"', pattern=r"^[A-Z]{2}$")]


class _Table(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A table of the document: a key that is not in the schema is an error, never ignored."""


class Words(_Table, frozen=True, kw_only=True):
    """The same text in each language."""

    sv: Text
    en: Text

    def in_(self, language: str) -> str:
        text: str = getattr(self, language)
        return text


class Controller(_Table, frozen=True, kw_only=True):
    """Who answers for the personal data (GDPR Art. 4.7), and how to reach them."""

    name: Annotated[str, _field("the controller's name", "changed", min_length=1)]
    organisation_number: Annotated[str, _field("the organisation number", min_length=1)]
    address: Annotated[str, _field("a postal address", min_length=1)]
    contact: Annotated[str, _field("whom to ask: a name, or a role", min_length=1)]
    telephone: Annotated[str, _field("a telephone number", min_length=1)] = ""
    email: Annotated[str, _field("an e-mail address", pattern=r"^$|^[^@\s]+@[^@\s]+$|^\{\{.*\}\}$")] = ""


class GovernedSite(_Table, frozen=True, kw_only=True):
    """A website that the document governs."""

    host: Host
    aliases: Annotated[tuple[Host, ...], _field("a list of the site's other host names")] = ()
    service: Annotated[
        Host | None, _field('the host name under which the site reaches the service, such as "stats.example.se"')
    ] = None


class Legal(_Table, frozen=True, kw_only=True):
    """On what ground the statistics are kept."""

    basis: Annotated[
        Literal["consent", "explicit-consent"],
        _field('"consent" or, for health care, "explicit-consent"', "changed"),
    ]
    purpose: Annotated[
        Words,
        _field(
            'what the statistics are for, in each language, as it follows "we count …": "to improve the website"',
            "changed",
        ),
    ]


class OnSiteSearch(_Table, frozen=True, kw_only=True):
    """The query parameters that carry what a visitor searched for on the site."""

    parameters: Annotated[
        tuple[Text, ...], _field('names of query parameters, such as ["s", "q"]', "added", max_length=20)
    ] = ()


class Threshold(_Table, frozen=True, kw_only=True):
    """How many visits must share what a person typed before it is kept by name."""

    visits: Annotated[int, _field("a whole number of at least 2", "lower", ge=2, le=1000)] = 3
    window: Annotated[Literal["month", "quarter"], _field('"month" or "quarter"', "longer")] = "quarter"


class Retention(_Table, frozen=True, kw_only=True):
    """Months until counts are deleted: those with a name, and the bare totals."""

    named: Annotated[int, _field("a whole number of months from 1 to 120", "longer", ge=1, le=120)] = 12
    totals: Annotated[int, _field("a whole number of months from 1 to 120", "longer", ge=1, le=120)] = 12


class Cookie(_Table, frozen=True, kw_only=True):
    """One thing that is stored on the visitor's device; `lifetime` in days, 0 until the browser closes."""

    name: Text
    purpose: Annotated[Words, _field("what it is for, in each language")]
    lifetime: Annotated[int, _field("a whole number of days, at most 400", "longer", ge=0, le=400)]
    kind: Annotated[
        Literal["cookie", "local-storage", "session-storage"],
        _field('"cookie", "local-storage" or "session-storage"'),
    ]
    needs: Annotated[
        Literal["choice", "login", "basket", "load-balancing", "language", "security", "statistics", "service"],
        _field("why it is set: the closed list of what is necessary (choice, login, basket, load-balancing, language, "
               "security), or \"statistics\" or \"service\", which wait for a yes", "changed"),
    ]  # fmt: skip
    set_by: Annotated[str, _field("who sets it, if not the site itself: a service's name", "changed")] = ""


class Service(_Table, frozen=True, kw_only=True):
    """A third party's embed or script."""

    name: Text
    category: Annotated[Literal["media", "functional", "marketing"], _field(
        '"media", "functional" or "marketing"', "changed")]  # fmt: skip
    recipient: Annotated[str, _field("the company that receives what is sent", "changed", min_length=1)]
    country: Annotated[str, _field('a country by its two letters, such as "SE"', "changed", pattern=r"^[A-Z]{2}$")]
    hosts: Annotated[tuple[Host, ...], _field("the host names that it loads from", "changed", min_length=1)]
    cookies: tuple[Text, ...] = ()
    storage: tuple[Text, ...] = ()


class Processor(_Table, frozen=True, kw_only=True):
    """Who handles the data on the controller's behalf (GDPR Art. 28), under which agreement."""

    name: Annotated[str, _field("the processor's name", "changed", min_length=1)]
    task: Annotated[Literal["operation", "hosting", "mail"], _field('"operation", "hosting" or "mail"', "changed")]
    country: Annotated[str, _field('a country by its two letters, such as "SE"', "changed", pattern=r"^[A-Z]{2}$")]
    agreement: Annotated[str, _field("the data processing agreement, such as its date", min_length=1)]

    @property
    def identity(self) -> str:
        """One company may have several tasks, each with a row."""
        return f"{self.name} ({self.task})"


class Provider(_Table, frozen=True, kw_only=True):
    """A search engine that gives the controller figures of its own (a source, not a recipient)."""

    name: Annotated[str, _field("the search engine's name", "changed", min_length=1)]
    country: Country
    gives: Annotated[Words, _field("what it gives, in each language")]


class Section(_Table, frozen=True, kw_only=True):
    """A part of the policy that the owner wrote. Plain text; a line that begins with "- " is an item of a list."""

    id: Annotated[str, _field("a short name of a-z, 0-9 and hyphens", pattern=r"^[a-z0-9-]{1,40}$")]
    title: Words
    sv: Text
    en: Text


class SensitivePath(_Table, frozen=True, kw_only=True):
    """Pages that say something about whoever reads them, and what is counted there."""

    path: Annotated[str, _field('the beginning of a path, such as "/behandlingar/"', pattern=r"^/[^?#\s]*$")]
    count: Annotated[Literal["page", "section", "nothing"], _field('"page", "section" or "nothing"')]


class Sensitive(_Table, frozen=True, kw_only=True):
    """Whether reading the site can tell something about a person's health, and where."""

    health_care: Annotated[bool, _field("true or false", "changed")] = False
    paths: Annotated[tuple[SensitivePath, ...], _field("a list of paths and what is counted there", "finer")] = ()

    def rule(self, path: str) -> SensitivePath | None:
        """The row that speaks of a decoded `path`, in whatever case: of those that it begins with, the longest."""
        path = re.sub("/+", "/", path.lower())
        fitting = (row for row in self.paths if path.startswith(row.path.lower()))
        return max(fitting, key=lambda row: len(row.path), default=None)


class Policy(_Table, frozen=True, kw_only=True):
    """A whole document. Which of its fields are material stands beside each of them."""

    version: Annotated[int, _field("a whole number, 1 for the first and one more for each that follows", ge=1)]
    controller: Controller
    site: Annotated[tuple[GovernedSite, ...], _field("at least one [[site]]", min_length=1)]
    legal: Legal
    statistics: Annotated[dict[str, OnSiteSearch], _field("a table with a key for each statistic", "added")]
    threshold: Threshold = Threshold()
    retention: Retention = Retention()
    cookie: Annotated[tuple[Cookie, ...], _field("what is stored on the device", "added")] = ()
    service: Annotated[tuple[Service, ...], _field("third parties", "added")] = ()
    processor: Annotated[tuple[Processor, ...], _field("processors", "added")] = ()
    provider: Annotated[tuple[Provider, ...], _field("sources of figures", "added")] = ()
    sensitive: Sensitive = Sensitive()
    section: tuple[Section, ...] = ()

    @property
    def digest(self) -> str:
        """SHA-256 of the document's content, the same however the TOML is laid out; 64 hex digits."""
        return hashlib.sha256(msgspec.json.encode(self, order="deterministic")).hexdigest()

    @property
    def inputs(self) -> frozenset[str]:
        """What of a page view may be read."""
        return frozenset().union(*(STATISTICS[name].inputs for name in self.statistics))

    def governs(self, host: str) -> GovernedSite | None:
        return next((site for site in self.site if site.host == host), None)


def decode(text: str) -> Policy:
    """Reads a document; raises `tomllib.TOMLDecodeError` or `msgspec.ValidationError`. `policy.check` explains both."""
    return msgspec.convert(tomllib.loads(text), Policy)


def material_changes(old: Policy, new: Policy) -> tuple[str, ...]:
    """The keys whose difference voids earlier consent, such as `retention.named`, in the document's order."""
    return tuple(_differences(old, new, ""))


def _differences(old: Any, new: Any, prefix: str) -> Iterator[str]:
    fields = getattr(msgspec.inspect.type_info(type(new)), "fields", ())
    for field in fields:
        before, after = getattr(old, field.name), getattr(new, field.name)
        if before != after:
            yield from _difference(_material(field.type), before, after, prefix + field.encode_name)


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
        if name not in old:
            yield f"{key}.{name}"
        else:
            yield from _differences(old[name], item, f"{key}.{name}.")


def _refinements(before: tuple[SensitivePath, ...], after: tuple[SensitivePath, ...], key: str) -> Iterator[str]:
    """Where more is counted than before: if anywhere, then at the path of some row."""
    old, new = Sensitive(paths=before), Sensitive(paths=after)
    for path in dict.fromkeys(row.path for row in (*before, *after)):
        if _detail(new.rule(path)) > _detail(old.rule(path)):
            yield f"{key}.{path}"


def _detail(rule: SensitivePath | None) -> int:
    return ("nothing", "section", "page").index(rule.count if rule else "page")


def _named(items: Any) -> dict[str, Any]:
    return items if isinstance(items, dict) else {_identity(item): item for item in items}


def _identity(item: Any) -> str:
    """What tells an item of a list from the others: a name in a list of names is its own."""
    name: str = item if isinstance(item, str) else item.identity if isinstance(item, Processor) else item.name
    return name


def _material(kind: Any) -> Material | None:
    extra = getattr(kind, "extra", None) or {}
    material: Material | None = extra.get("material")
    return material


def _has_moved(material: Material | None, before: Any, after: Any) -> bool:
    return bool((material == "longer" and _length(after) > _length(before)) or (material == "lower" and after < before))


def _length(value: Any) -> int:
    """Of a number or a window."""
    length: int = _MONTHS.get(value, value)
    return length
