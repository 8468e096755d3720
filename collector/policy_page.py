"""The policy page of a site: the owner's sections with the generated ones between them, in each version there was."""

import hashlib
import itertools
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import Response

from policy.banner import wordings
from policy.countries import country
from policy.dimensions import DIMENSIONS, PAIRS
from policy.document import Cookie, Policy, Processor, Section, Service, material_changes
from policy.phrases import fill
from policy.site import Site
from policy.statistics import STATISTICS, TRANSIENT, UPKEEP
from policy.words import Language, lifetime_in_words, listed, months_in_words, part, sentences

HERE: Final = Path(__file__).parent

STYLE: Final = (HERE / "assets" / "policy.css").read_text(encoding="utf-8")
STYLE_PATH: Final = f"assets/policy.{hashlib.sha256(STYLE.encode()).hexdigest()[:12]}.css"
"""Relative to the page, so that any prefix works."""

AFTER: Final = "cookies"
"""The generated sections follow the owner's section of this id; where there is none, the last."""

_environment = Environment(
    loader=FileSystemLoader(HERE / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


class UnknownVersion(KeyError):
    """The site has had no policy of this version; `known` are those that it has had."""

    def __init__(self, version: int, known: Sequence[int]) -> None:
        super().__init__(version)
        self.version = version
        self.known = tuple(known)

    def __str__(self) -> str:
        return f"There is no version {self.version} of this policy; there are {', '.join(map(str, self.known))}."


class Block(NamedTuple):
    """A paragraph of one text, or the items of a list."""

    kind: Literal["paragraph", "list"]
    texts: tuple[str, ...]


class Edition(NamedTuple):
    """A version in the list of versions; `changed` is empty for the first."""

    version: int
    day: date
    changed: str
    asks_again: bool


def render_policy(site: Site, language: Language, version: int | None = None) -> str:
    """The page as HTML; without a version, of the policy in force. Raises `UnknownVersion`."""
    present = site.policy.version
    shown = present if version is None else version
    if shown not in site.history:
        raise UnknownVersion(shown, list(site.history))
    policy, day = site.history[shown]
    before, after = _split(policy.section)
    return _environment.get_template("policy.html").render(
        t=sentences(language),
        language=language,
        other="en" if language == "sv" else "sv",
        style=STYLE_PATH,
        site=site,
        policy=policy,
        day=day,
        until=next((later.day for number, later in site.history.items() if number > shown), None),
        pinned=None if shown == present else shown,
        before=before,
        after=after,
        blocks=blocks,
        editions=list(_editions(site, language)),
        **_generated(policy, language),
    )


def blocks(text: str) -> list[Block]:
    """An owner's plain text: an empty line ends a paragraph, a line that begins with "- " begins an item of a list."""
    found: list[Block] = []
    joins = False
    for line in map(str.strip, text.splitlines()):
        kind: Literal["paragraph", "list"] = "list" if line.startswith("- ") else "paragraph"
        content = line.removeprefix("- ").strip()
        if kind == "list" and found and found[-1].kind == "list":
            found[-1] = Block("list", (*found[-1].texts, content))
        elif kind == "paragraph" and joins and line:
            *most, last = found[-1].texts
            found[-1] = Block(found[-1].kind, (*most, f"{last} {line}"))
        elif line:
            found.append(Block(kind, (content,)))
        joins = bool(line)
    return found


def language_of(asked: str | None, accepted: str) -> Language:
    """What was asked for, English in the place of a third language; else English for a browser that prefers it, by its
    Accept-Language; else Swedish."""
    if asked:
        return "sv" if asked == "sv" else "en"
    weights = {"sv": 0.0, "en": 0.0}
    for entry in accepted.lower().split(","):
        tag, _, quality = entry.partition(";")
        name = tag.strip().partition("-")[0]
        if name in weights:
            weights[name] = max(weights[name], _quality(quality))
    return "en" if weights["en"] > weights["sv"] else "sv"


async def style(request: Request) -> Response:
    """Answers for `/policy/` and `STYLE_PATH`."""
    headers = {"Cache-Control": "max-age=31536000, immutable", "X-Content-Type-Options": "nosniff"}
    return Response(STYLE, media_type="text/css", headers=headers)


def _quality(parameter: str) -> float:
    """The weight in an entry of Accept-Language (RFC 9110, 12.4.2); 1 where none is given, 0 where it is not one."""
    name, _, value = parameter.strip().partition("=")
    if not name:
        return 1.0
    return float(value) if name == "q" and value.replace(".", "", 1).isdecimal() else 0.0


def _split(sections: tuple[Section, ...]) -> tuple[tuple[Section, ...], tuple[Section, ...]]:
    """What stands before the generated sections, and what after."""
    end = next((index for index, section in enumerate(sections, 1) if section.id == AFTER), len(sections))
    return sections[:end], sections[end:]


def _generated(policy: Policy, language: Language) -> dict[str, Any]:
    """What of the policy the generated sections say in words of their own."""
    named = [row for name, row in STATISTICS.items() if name in policy.statistics]
    return {
        "statistics": [row.words[language] for row in named],
        "types_text": any(dimension.values == "typed" for row in named for dimension in row.dimensions),
        "together": list(_together(policy, language)),
        "websites": listed([site.host for site in policy.site], language),
        "searches_site": any(search.parameters for search in policy.statistics.values()),
        "upkeep": [row.words(language, bool(policy.service)) for row in UPKEEP.values()],
        "transient": TRANSIENT[language],
        "purpose": policy.legal.purpose.in_(language).rstrip(". "),
        "named_months": months_in_words(policy.retention.named, language),
        "total_months": months_in_words(policy.retention.totals, language),
        "sensitive": _sensitive(policy, language),
        "processors": _processors(policy, language),
        "providers": [
            f"{row.name}, {country(row.country, language)}: {row.gives.in_(language)}" for row in policy.provider
        ],
        "storage": _storage(policy, language),
        "services": _services(policy, language),
    }


def _together(policy: Policy, language: Language) -> Iterator[str]:
    """A sentence for each statistic that is counted together with others."""
    pairs: dict[str, dict[str, None]] = {}
    for dimensions in PAIRS:
        one, other = (DIMENSIONS[name].statistic for name in dimensions)
        if {one, other} <= policy.statistics.keys():
            pairs.setdefault(one, {})[other] = None
    for one, others in pairs.items():
        words = [STATISTICS[name].words[language] for name in others]
        yield sentences(language)["together"].format(
            one=STATISTICS[one].words[language], others=listed(words, language)
        )


def _sensitive(policy: Policy, language: Language) -> list[list[str]]:
    t = sentences(language)
    return [[row.path, t[f"count_{row.count}"]] for row in policy.sensitive.paths]


def _processors(policy: Policy, language: Language) -> list[list[str]]:
    t = sentences(language)
    return [[row.name, t[f"task_{row.task}"], _country(row, language), row.agreement] for row in policy.processor]


def _country(party: Service | Processor, language: Language) -> str:
    """With what protects the data there, where that must be said."""
    name = country(party.country, language)
    if not party.safeguard:
        return name
    return fill(sentences(language)["safeguard"], country=name, safeguard=party.safeguard.in_(language))


def _storage(policy: Policy, language: Language) -> list[list[str]]:
    t = sentences(language)
    titles = {service.name: service.title for service in policy.service}
    return [
        [
            row.name,
            _kind(row, t),
            row.purpose.in_(language),
            lifetime_in_words(row.lifetime, language),
            t[f"needs_{row.needs}"],
            titles.get(row.set_by, t["set_by_site"]),
        ]
        for row in policy.cookie
    ]


def _kind(row: Cookie, t: dict[str, str]) -> str:
    """What it is, and whatever keeps a script on the site from deleting it."""
    marks = {row.domain: True, "HttpOnly": row.http_only, t["partitioned"]: row.partitioned}
    named = ", ".join(mark for mark, holds in marks.items() if mark and holds)
    kind = t[f"kind_{row.kind}"]
    return f"{kind} ({named})" if named else kind


def _services(policy: Policy, language: Language) -> list[list[str]]:
    categories = wordings(policy)[language].phrases.services
    assert categories is not None, "the languages of the page come with the service and lack nothing"
    return [
        [
            row.title,
            categories.categories[row.category].title,
            _purpose(row, language),
            f"{row.recipient}, {_country(row, language)}",
            ", ".join(row.hosts),
            ", ".join(dict.fromkeys((*row.cookies, *row.storage))) or "–",
        ]
        for row in policy.service
    ]


def _purpose(service: Service, language: Language) -> str:
    purpose = service.purpose.in_(language).rstrip(". ")
    if not service.consent_mode:
        return purpose
    t = sentences(language)
    signals = [f"{t[signal]} ({signal})" for signal in service.consent_mode]
    return fill(t["consent_mode"], purpose=purpose, signals=listed(signals, language))


def _editions(site: Site, language: Language) -> Iterator[Edition]:
    """Newest first."""
    pairs = list(itertools.pairwise([None, *site.history.values()]))
    for older, newer in reversed(pairs):
        assert newer is not None, "only the first has nothing before it"
        if older is None:
            yield Edition(newer.policy.version, newer.day, "", asks_again=False)
            continue
        again = bool(material_changes(older.policy, newer.policy))
        yield Edition(newer.policy.version, newer.day, _changed(older.policy, newer.policy, language), again)


def _changed(old: Policy, new: Policy, language: Language) -> str:
    parts = [
        name for name in Policy.__struct_fields__ if name != "version" and getattr(old, name) != getattr(new, name)
    ]
    return listed([part(name, language) for name in parts], language) if parts else part("layout", language)
