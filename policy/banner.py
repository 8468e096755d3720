"""What the script that a website embeds is told of the policy, and the words with which it asks."""

from collections.abc import Iterable
from typing import Final

from policy.document import Policy, Sensitive
from policy.domains import registrable_domain
from policy.site import Site
from policy.words import Language, listed

SHORT: Final[dict[str, dict[str, str]]] = {
    "visits": {"sv": "besök", "en": "visits"},
    "pages": {"sv": "lästa sidor", "en": "pages read"},
    "referrers": {"sv": "varifrån besökare kommer", "en": "where visitors come from"},
    "search_terms": {"sv": "sökord", "en": "search terms"},
    "search_engines": {"sv": "sökmotorer", "en": "search engines"},
    "visitors": {"sv": "besökare per dag, vecka och månad", "en": "visitors by day, week and month"},
    "campaigns": {"sv": "kampanjlänkar", "en": "campaign links"},
    "browsers": {"sv": "webbläsare", "en": "browsers"},
    "systems": {"sv": "operativsystem", "en": "operating systems"},
    "devices": {"sv": "sorts enhet", "en": "kinds of device"},
}
"""Each statistic in as few words as a banner has room for, completing "we count …"."""

_FIXED: Final = {
    "sv": {
        "title": "Får vi räkna ditt besök?",
        "accept": "Godkänn",
        "refuse": "Neka",
        "policy": "Integritetspolicy",
        "language": "Svenska: så använder vi kakor",
        "yes": "Just nu: du har godkänt att vi räknar dina besök.",
        "no": "Just nu: du har nekat, och vi räknar inte dina besök.",
        "signal": "Just nu: din webbläsare ber oss att låta bli, så vi räknar inte dina besök.",
    },
    "en": {
        "title": "May we count your visit?",
        "accept": "Accept",
        "refuse": "Decline",
        "policy": "Privacy policy",
        "language": "English: how we use cookies",
        "yes": "At present: you have agreed that we count your visits.",
        "no": "At present: you have declined, and we do not count your visits.",
        "signal": "At present: your browser asks us not to, so we do not count your visits.",
    },
}

_COUNT: Final = {
    "sv": "{controller} vill räkna {statistics}, {purpose}.",
    "en": "{controller} would like to count {statistics}, {purpose}.",
}

_HEALTH: Final = {
    "sv": "Vad du läser kan säga något om din hälsa, så vi ber om ditt uttryckliga samtycke.",
    "en": "What you read can say something about your health, so we ask for your explicit consent.",
}

_KEPT: Final = {
    "sv": "Vi sparar antal, inte vem du är. Säger du ja minns webbläsaren {kept}. Säger du nej minns den bara det.",
    "en": "We keep counts, not who you are. If you say yes, your browser remembers {kept}. If you say no, it remembers "
    "only that.",
}

_MEMORIES: Final = {
    "": {"sv": "när du var här", "en": "when you were here"},
    "referrer": {"sv": "varifrån du kom", "en": "where you came from"},
    "page": {"sv": "vad du läste", "en": "what you read"},
    "search": {"sv": "vad du sökte på webbplatsen", "en": "what you searched for on the website"},
}
"""What the script keeps on the device between page views, by the input that it is kept for ("" always)."""

_WITHDRAWAL: Final = {
    "sv": "Du kan ändra dig när du vill under Kakor längst ned.",
    "en": "You can change your mind at any time under Kakor (cookies) at the bottom.",
}

CHOICE: Final = "rv_choice"
"""The cookie that keeps the answer."""

CHOICE_DAYS: Final = 182
"""How long an answer is kept where the document has no row for its cookie."""

_CAMPAIGNS: Final = ("utm_source", "utm_medium", "utm_campaign", "gclid", "msclkid")
"""Query parameters that say which campaign a link belongs to."""

_TERMS: Final = (
    "q", "query", "p", "text", "wd", "word", "s", "search", "search_word", "searchTerm", "k", "keyword", "keywords",
)  # fmt: skip
"""Query parameters in which search engines put the words; of a referrer's others nothing is sent."""

_INPUTS: Final = ("visit", "page", "referrer", "query", "search")
"""Inputs that the script itself reads; it is told of the others by `visitors` and `campaigns`."""


def texts(policy: Policy, language: Language) -> dict[str, str]:
    """The banner's words by the keys that the script knows."""
    return _FIXED[language] | {"body": _body(policy, language)}


def _body(policy: Policy, language: Language) -> str:
    """What the law wants said comes first, where a small screen shows it without scrolling."""
    named = [words[language] for name, words in SHORT.items() if name in policy.statistics]
    kept = [words[language] for name, words in _MEMORIES.items() if not name or name in _permitted(policy)]
    purpose = policy.legal.purpose.in_(language).rstrip(". ")
    return "\n".join(
        [
            _COUNT[language].format(
                controller=policy.controller.name, statistics=listed(named, language), purpose=purpose
            ),
            " ".join([*([_HEALTH[language]] if policy.sensitive.health_care else []), _WITHDRAWAL[language]]),
            _KEPT[language].format(kept=listed(kept, language)),
        ]
    )


def configuration(site: Site) -> dict[str, object]:
    """What takes the place of the script's argument.

    version     of the policy; `material` is the oldest version whose answers still hold
    domains     registrable domains of the site; `linked`: those of all sites under the same policy
    days        that an answer is kept
    inputs      what may be read: "visit", "page", "referrer", "query" (of the referrer), "search" (on site)
    parameters  query parameters that hold on-site search words; `campaigns`: those that name a campaign;
                `terms`: of a referrer, those in which search engines put the words
    sensitive   [path, "page", "section" or "nothing"]: what is counted below it; the longest that fits holds
    visitors    whether first today, this week and this month may be told, in the IANA time zone `zone`
    policy      the policy page: a path on the service
    texts       by language, the preferred one first: `title` (the question), `body` (a new line begins a paragraph),
                `accept`, `refuse`, `policy`, `language` (this language's link in the others), and what holds when
                the banner is asked for again: `yes`, `no`, `signal` (the browser's no)
    """
    policy = site.policy
    permitted = _permitted(policy)
    return {
        "site": site.host,
        "version": policy.version,
        "material": site.material_since,
        "domains": _domains(site.hosts),
        "linked": _domains(host for each in policy.site for host in (each.host, *each.aliases)),
        "days": _days(policy),
        "inputs": [name for name in _INPUTS if name in permitted],
        "terms": list(_TERMS) if "query" in permitted else [],
        "parameters": _parameters(policy),
        "campaigns": list(_CAMPAIGNS) if "campaign" in permitted else [],
        "visitors": "visitors" in permitted,
        "zone": site.timezone.key,
        "sensitive": _sensitive(policy.sensitive),
        "policy": f"/policy/{site.host}",
        "texts": {"sv": texts(policy, "sv"), "en": texts(policy, "en")},
    }


def _domains(hosts: Iterable[str]) -> list[str]:
    return sorted(set(map(registrable_domain, hosts)))


def _sensitive(sensitive: Sensitive) -> list[list[str]]:
    """Path and what is counted there; of two that fit, the longer holds. "page" is named only as an exception."""
    paths = [row.path for row in sensitive.paths]
    return [
        [row.path, row.count]
        for row in sensitive.paths
        if row.count != "page" or any(row.path != path and row.path.startswith(path) for path in paths)
    ]


def _days(policy: Policy) -> int:
    return next((row.lifetime for row in policy.cookie if row.name == CHOICE), CHOICE_DAYS)


def _parameters(policy: Policy) -> list[str]:
    return [name for search in policy.statistics.values() for name in search.parameters]


def _permitted(policy: Policy) -> frozenset[str]:
    """The policy's inputs; on-site search only where the document says which parameters carry it."""
    return policy.inputs if _parameters(policy) else policy.inputs - {"search"}
