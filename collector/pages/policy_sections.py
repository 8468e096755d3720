"""What the generated sections of a policy say of it, in words of their own."""

from collections.abc import Iterable, Iterator
from typing import Any

from policy.banner import wordings
from policy.countries import country
from policy.dimensions import DIMENSIONS, PAIRS, WINDOW_PAIRS
from policy.document import Cookie, Policy, Processor, Service
from policy.kept import contents
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
        "together": list(_together(policy, PAIRS, language)),
        "shared": list(_together(policy, (pair for pair in WINDOW_PAIRS.values() if not _is_typed(pair)), language)),
        "typed_together": list(_typed_together(policy, language)),
        "websites": listed([site.host for site in policy.site], language),
        "readings": list(_readings(policy, language)),
        "apart": list(_apart(policy, language)),
        "searches_site": _searches_site(policy),
        "what_tells": _what_tells(policy, language),
        "upkeep": [row.words(language, bool(policy.service)) for row in UPKEEP.values()],
        "transient": TRANSIENT[language],
        "purpose": policy.legal.purpose.in_(language).rstrip(". "),
        "named_months": months_in_words(policy.retention.named, language),
        "total_months": months_in_words(policy.retention.totals, language),
        "answer_months": months_in_words(policy.retention.answers, language),
        "sensitive": _sensitive(policy, language),
        "sensitive_acts": "act" in policy.inputs and any(row.count == "section" for row in policy.sensitive.paths),
        "processors": _processors(policy, language),
        "providers": [
            f"{row.name}, {country(row.country, language)}: {row.gives.in_(language)}" for row in policy.provider
        ],
        "figures": _figures(policy, language),
        "storage": storage(policy, language),
        "services": services(policy, language),
    }


def _is_typed(pair: tuple[str, str]) -> bool:
    return DIMENSIONS[pair[0]].values == "typed"


def _together(policy: Policy, together: Iterable[tuple[str, str]], language: Language) -> Iterator[str]:
    """A line for each statistic that is counted together with dimensions of others."""
    pairs: dict[str, dict[str, None]] = {}
    for one, other in _named(policy, together):
        if DIMENSIONS[one].statistic != DIMENSIONS[other].statistic:
            pairs.setdefault(DIMENSIONS[one].statistic, {})[DIMENSIONS[other].title[language].lower()] = None
    for statistic, others in pairs.items():
        words = STATISTICS[statistic].words[language]
        yield sentences(language)["divided"].format(one=words, others=listed(list(others), language))


def _readings(policy: Policy, language: Language) -> Iterator[str]:
    """A sentence for each named statistic for which the script reads more than addresses and visits."""
    t, named = sentences(language), policy.statistics
    for name in STATISTICS:
        if name in named and f"reads_{name}" in t:
            events = listed(
                [words.in_(language).rstrip(". ") for words in named[name].names.values()] or [""], language
            )
            orders = t["orders"].format(paths=listed(named[name].order, language)) if named[name].order else ""
            yield f"{fill(t[f'reads_{name}'], events=events)} {orders}".rstrip()


def _apart(policy: Policy, language: Language) -> Iterator[str]:
    """What holds of all that is sent without a page view."""
    t = sentences(language)
    if "act" in policy.inputs:
        yield t["acts"]
    if {"act", "leave"} & policy.inputs:
        yield t["acts_apart"]


def _typed_together(policy: Policy, language: Language) -> Iterator[str]:
    """A sentence for each pair of what is typed; then what holds of all of them, and which of the
    other sides are counted without it."""
    t = sentences(language)
    named = ["+".join(pair) for pair in _named(policy, WINDOW_PAIRS.values()) if _is_typed(pair)]
    yield from (t[pair] for pair in named)
    if named:
        yield t["typed_alike"]
    if "search_outcomes" in policy.statistics:
        yield t["outcomes_alone"]


def _named(policy: Policy, pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Those of which the policy names both sides."""
    return [pair for pair in pairs if {DIMENSIONS[name].statistic for name in pair} <= policy.statistics.keys()]


def _searches_site(policy: Policy) -> bool:
    return any(search.parameters for search in policy.statistics.values())


def _what_tells(policy: Policy, language: Language) -> str:
    """What of a visit can tell something about a person's health."""
    which = "tells_searches" if _searches_site(policy) else "tells_terms"
    return sentences(language)[which if "search_terms" in policy.statistics else "tells_pages"]


def _figures(policy: Policy, language: Language) -> str:
    """What search engines tell, whichever of them it is."""
    t = sentences(language)
    pages = t["providers_pages"] if "pages" in policy.statistics else ""
    return t["providers_figures"].format(pages=pages, months=months_in_words(policy.retention.named, language))


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
            _what_for(row, policy, language),
            lifetime_in_words(row.lifetime, language),
            t[f"needs_{row.needs}"],
            titles.get(row.set_by, t["set_by_site"]),
        ]
        for row in policy.cookie
    ] + [mark]


def _what_for(row: Cookie, policy: Policy, language: Language) -> str:
    """The purpose, and of what the script keeps what lies there."""
    return f"{row.purpose.in_(language)} {'' if row.set_by else contents(row.name, policy, language)}".rstrip()


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
