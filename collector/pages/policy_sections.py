"""What the generated sections of a policy say of it, in words of their own."""

from collections.abc import Iterable, Iterator
from typing import Any

from policy.banner import wordings
from policy.countries import country
from policy.dimensions import DIMENSIONS, PAIRS, TYPED_PAIRS
from policy.document import Cookie, Policy, Processor, Service
from policy.own_visits import MARK, MARK_DAYS
from policy.phrases import fill
from policy.statistics import STATISTICS, TRANSIENT, UPKEEP
from policy.words import Language, lifetime_in_words, listed, months_in_words, sentences


def generated(policy: Policy, language: Language) -> dict[str, Any]:
    """What of the policy the generated sections say in words of their own."""
    named = [row for name, row in STATISTICS.items() if name in policy.statistics]
    return {
        "statistics": [row.words[language] for row in named],
        "types_text": any(dimension.values == "typed" for row in named for dimension in row.dimensions),
        "together": list(_together(policy, language, PAIRS, "together")),
        "typed_together": list(_together(policy, language, TYPED_PAIRS.values(), "threshold_together")),
        "websites": listed([site.host for site in policy.site], language),
        "searches_site": any(search.parameters for search in policy.statistics.values()),
        "upkeep": [row.words(language, bool(policy.service)) for row in UPKEEP.values()],
        "transient": TRANSIENT[language],
        "purpose": policy.legal.purpose.in_(language).rstrip(". "),
        "named_months": months_in_words(policy.retention.named, language),
        "total_months": months_in_words(policy.retention.totals, language),
        "answer_months": months_in_words(policy.retention.answers, language),
        "sensitive": _sensitive(policy, language),
        "processors": _processors(policy, language),
        "providers": [
            f"{row.name}, {country(row.country, language)}: {row.gives.in_(language)}" for row in policy.provider
        ],
        "storage": storage(policy, language),
        "services": services(policy, language),
    }


def _together(policy: Policy, language: Language, both: Iterable[tuple[str, str]], sentence: str) -> Iterator[str]:
    """A sentence for each statistic that is counted together with others."""
    pairs: dict[str, dict[str, None]] = {}
    for dimensions in both:
        one, other = (DIMENSIONS[name].statistic for name in dimensions)
        if {one, other} <= policy.statistics.keys():
            pairs.setdefault(one, {})[other] = None
    for one, others in pairs.items():
        words = [STATISTICS[name].words[language] for name in others]
        yield sentences(language)[sentence].format(one=STATISTICS[one].words[language], others=listed(words, language))


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


def storage(policy: Policy, language: Language) -> list[list[str]]:
    """A row for each thing that is stored on the device: name, kind, purpose, lifetime, when, by whom. The mark of own
    visits is no visitor's, and so in no document; but whoever opens its link has it."""
    t = sentences(language)
    titles = {service.name: service.title for service in policy.service}
    days = lifetime_in_words(MARK_DAYS, language)
    mark = [MARK, t["kind_cookie"], t["mark_purpose"], days, t["needs_mark"], t["set_by_site"]]
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
    ] + [mark]


def _kind(row: Cookie, t: dict[str, str]) -> str:
    """What it is, and whatever keeps a script on the site from deleting it."""
    marks = {row.domain: True, "HttpOnly": row.http_only, t["partitioned"]: row.partitioned}
    named = ", ".join(mark for mark, holds in marks.items() if mark and holds)
    kind = t[f"kind_{row.kind}"]
    return f"{kind} ({named})" if named else kind


def services(policy: Policy, language: Language) -> list[list[str]]:
    """A row for each service: title, category, purpose, recipient, hosts, what it stores."""
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
