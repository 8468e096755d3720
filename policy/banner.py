"""What the script that a website embeds is told of the policy, and the words with which it asks."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from typing import Any, Final, NamedTuple

from policy.campaigns import CLICK_IDS, TAGS
from policy.countries import country
from policy.document import Cookie, Policy, Sensitive, Service
from policy.domains import registrable_domain
from policy.kept import remembered
from policy.phrases import CATEGORIES, ENGLISH, SWEDISH, Phrases, ServicePhrases, fill
from policy.site import Site
from policy.words import Language, day_in_words

BUILT_IN: Final[dict[Language, Phrases]] = {"sv": SWEDISH, "en": ENGLISH}

CHOICE: Final = "rv_choice"
"""The cookie that keeps the answer."""

CHOICE_DAYS: Final = 182
"""How long an answer is kept where the document has no row for its cookie."""

NOTICE: Final = timedelta(days=30)
"""For how long a change is told of."""

_TERMS: Final = (
    "q", "query", "p", "text", "wd", "word", "s", "search", "search_word", "searchTerm", "k", "keyword", "keywords",
)  # fmt: skip
"""Query parameters in which search engines put the words; of a referrer's others nothing is sent."""

_INPUTS: Final = ("visit", "page", "referrer", "query", "search")
"""Inputs that the script itself reads; it is told of the others by `visitors`, `campaigns` and `outcomes`."""

_SIMPLE: Final = {
    "flow": "flow",
    "missing_pages": "missing",
    "screens": "screen",
    "languages": "language",
    "countries": "timezone",
    "outbound_links": "outbound",
    "downloads": "downloads",
    "engaged_time": "engaged",
    "scroll_depth": "scroll",
    "web_vitals": "vitals",
}
"""By statistic, what the script is told by its mere presence."""


class Wording(NamedTuple):
    """One language's phrases, and what the document says in that language: the purpose of the statistics, those of the
    services by their names, and the names of their countries."""

    phrases: Phrases
    purpose: str
    purposes: Mapping[str, str]
    countries: Mapping[str, str]


def wordings(policy: Policy) -> dict[str, Wording]:
    """By language: those that come with the service, then those that the policy adds."""
    own = {
        language: Wording(
            phrases,
            policy.legal.purpose.in_(language),
            {service.name: service.purpose.in_(language) for service in policy.service},
            {service.country: country(service.country, language, "{}, {}") for service in policy.service},
        )
        for language, phrases in BUILT_IN.items()
    }
    return own | {row.code: Wording(row, row.purpose, row.purposes, row.countries) for row in policy.language}


def texts(policy: Policy, language: str, noticed: date | None = None, voided: date | None = None) -> dict[str, Any]:
    """The banner's words by the keys that the script knows; `noticed` is the day of a change that earlier answers
    outlive, `voided` that of one that they did not, where they are to be told of."""
    wording = wordings(policy)[language]
    phrases = wording.phrases
    said: dict[str, Any] = {
        "title": phrases.title,
        "body": list(_body(policy, wording)),
        "accept": phrases.accept,
        "refuse": phrases.refuse,
        "withdraw": phrases.withdraw,
        "policy": phrases.policy,
        "language": phrases.language,
        "button": phrases.button,
        "yes": phrases.yes,
        "no": phrases.no,
        "signal": phrases.signal,
    }
    if noticed:
        said |= {"notice": fill(phrases.notice, day=day_in_words(noticed, language)), "dismiss": phrases.dismiss}
    if voided:
        said["again"] = fill(phrases.again, day=day_in_words(voided, language))
    if policy.service and phrases.services:
        said |= _of_services(policy, wording, phrases.services)
    return said


def _body(policy: Policy, wording: Wording) -> Iterable[str]:
    """What the law wants said comes first, where a small screen shows it without scrolling."""
    phrases = wording.phrases
    count = _count(policy, wording)
    if policy.service and phrases.services:
        of = phrases.services
        within = phrases.listed([of.categories[name].within for name in categories(policy)])
        yield f"{fill(of.labelled, title=of.statistics, sentence=count)} {fill(of.use, categories=within)}"
    else:
        yield count
    yield from _terms(policy, wording)


def _terms(policy: Policy, wording: Wording) -> Iterable[str]:
    """What is said wherever a yes can be given: what the visit can tell, the way back, and what is kept."""
    phrases = wording.phrases
    said = phrases.services if policy.service and phrases.services else phrases
    yield " ".join([*([said.health] if policy.sensitive.health_care else []), said.withdrawal])
    memories = phrases.memories
    kept = [memories.receipt, memories.visit, *(getattr(memories, name) for name in remembered(policy))]
    yield fill(said.kept, kept=phrases.listed(kept))


def _count(policy: Policy, wording: Wording) -> str:
    phrases = wording.phrases
    named = [phrases.statistics[name] for name in SWEDISH.statistics if name in policy.statistics]
    return fill(
        phrases.count,
        controller=policy.controller.name,
        statistics=phrases.listed(named),
        purpose=wording.purpose.rstrip(". "),
    )


def _of_services(policy: Policy, wording: Wording, phrases: ServicePhrases) -> dict[str, Any]:
    """What is said where other companies take part."""
    of = {name: phrases.categories[name] for name in categories(policy)}
    return {
        "title": phrases.title,
        "terms": list(_terms(policy, wording)),
        "accept": phrases.accept,
        "refuse": phrases.refuse,
        "yes": phrases.yes,
        "some": phrases.some,
        "no": phrases.no,
        "signal": phrases.signal,
        "settings": phrases.settings,
        "dismiss": wording.phrases.dismiss,
        "save": phrases.save,
        "categories": {
            "statistics": [phrases.statistics, _count(policy, wording)],
            **{name: [row.title, row.sentence] for name, row in of.items()},
        },
        "services": {row.name: _service_texts(row, wording, phrases) for row in policy.service},
        "once": phrases.once,
        "closed": phrases.closed,
        "remains": phrases.remains,
        "left": phrases.left,
    }


def _service_texts(service: Service, wording: Wording, phrases: ServicePhrases) -> list[str]:
    """Its title, its sentence in the settings, the one where it is blocked, and the words of a link to it and of the
    button that always allows it."""
    facts = {
        "title": service.title,
        "recipient": service.recipient,
        "country": wording.countries[service.country],
        "purpose": wording.purposes[service.name].rstrip(". "),
    }
    said = (phrases.service, phrases.blocked, phrases.visit, phrases.always)
    return [service.title, *(fill(each, **facts) for each in said)]


def categories(policy: Policy) -> list[str]:
    """Those of the policy's services, in the order in which visitors read them."""
    used = {service.category for service in policy.service}
    return [name for name in CATEGORIES if name in used]


def configuration(site: Site, today: date) -> dict[str, Any]:
    """What takes the place of the script's argument.

    version     of the policy; `material` is the oldest version whose answers still hold
    domains     registrable domains of the site; `linked`: those of all sites under the same policy
    days        that an answer is kept
    inputs      what may be read: "visit", "page", "referrer", "query" (of the referrer), "search" (on site)
    parameters  query parameters that hold on-site search words; `terms`: of a referrer, those in which search engines
                put the words
    campaigns   there only where they may be told: query parameters that name a campaign; `clicks`: those of which
                nothing is told but that they are there
    outcomes    there if of an on-site search it may be told on which page it was made, and that it found nothing
    flow        and the further ones of `_SIMPLE`, there if that may be told: the page before on the site, that the page
                does not exist, the class of the screen's width, the browser's first language, its time zone; a link to
                another website or a file that is clicked; for how long and how far down the page was read, and how
                fast it was
    contacts    there if clicks to call, mail or book may be told: where addresses of the booking service begin
    events      there if events may be told: their names
    sensitive   [path, "page", "section" or "nothing"]: what is counted below it; the longest that fits holds
    visitors    there if first today, this week and this month may be told, in the IANA time zone `zone`
    services    only where there are some: each with its `name`, `category`, `hosts`, `cookies` and `storage`
                ([kind, name]) that a script can delete, what is `left` after that, and the `signals` of Google's
                Consent Mode that a yes to it gives
    closed      with them: paths below which no third party loads at all
    texts       by language, the preferred one first: `title` (the question), `body` (paragraphs),
                `accept`, `refuse`, or `withdraw` where something is accepted, `policy`, `language` (this language's
                link in the others), `button` (that opens the banner again), and what holds when it is asked for again:
                `yes`, `no`, `signal` (the browser's no). For 30 days after a change: `notice` and `dismiss` that
                closes it where earlier answers hold, `again` (why it is asked anew) where they do not.
                With services always `dismiss`, and `settings`, `save`, `terms` (what of `body` is said wherever a yes
                can be given), what holds where a part is accepted: `some`, by name `categories` [title, sentence] and
                `services` [title, sentence, sentence where it is blocked, link to the company, button that always
                allows it], and for what is blocked `once`, `closed`; before a yes `remains` names what cannot be
                deleted, after it `left` what was not
    """
    policy = site.policy
    permitted = _permitted(policy)
    return {
        "site": site.host,
        "version": policy.version,
        "material": site.material_since,
        "domains": _domains(site.hosts),
        "linked": _domains(policy.hosts),
        "days": choice_days(policy),
        "inputs": [name for name in _INPUTS if name in permitted],
        "terms": list(_TERMS) if "query" in permitted else [],
        "parameters": _parameters(policy),
        **({"campaigns": _campaigns(permitted), "clicks": list(CLICK_IDS)} if "campaign" in permitted else {}),
        **({"visitors": True, "zone": site.timezone.key} if "visitors" in permitted else {}),
        **({"outcomes": True} if {"previous", "found"} <= permitted else {}),
        **_optional(policy),
        "sensitive": _sensitive(policy.sensitive),
        **_of_companies(policy, site.hosts),
        "texts": {language: texts(policy, language, *_told(site, today)) for language in wordings(policy)},
    }


def _optional(policy: Policy) -> dict[str, Any]:
    named = policy.statistics
    told: dict[str, Any] = {key: True for statistic, key in _SIMPLE.items() if statistic in named}
    if "contact_clicks" in named:
        told["contacts"] = list(named["contact_clicks"].booking)
    if "events" in named:
        told["events"] = list(named["events"].names)
    return told


def _campaigns(permitted: Collection[str]) -> list[str]:
    """The parameters whose values may be told of the landing page."""
    return [name for name, said in TAGS.items() if said != "term" or "query" in permitted]


def _of_companies(policy: Policy, hosts: Iterable[str]) -> dict[str, Any]:
    if not policy.service:
        return {}
    return {
        "services": [_service(service, policy, hosts) for service in policy.service],
        "closed": [row.path for row in policy.sensitive.paths],
    }


def _told(site: Site, today: date) -> tuple[date | None, date | None]:
    """The days of a change that earlier answers outlive and of one that they do not, for as long as each is told of.
    The first version is no change."""
    first, newest, voiding = min(site.history), max(site.history), site.material_since
    days = {version: site.history[version].day for version in (newest, voiding)}
    recent = {version: day for version, day in days.items() if today - day < NOTICE}
    return recent.get(newest) if newest > voiding else None, recent.get(voiding) if voiding > first else None


def _service(service: Service, policy: Policy, hosts: Iterable[str]) -> dict[str, object]:
    stored = [row for row in policy.cookie if row.set_by == service.name]
    own = [row for row in stored if _is_erasable(row, hosts)]
    return {
        "name": service.name,
        "category": service.category,
        "hosts": list(service.hosts),
        "cookies": [row.name for row in own if row.kind == "cookie"],
        "storage": [[row.kind, row.name] for row in own if row.kind != "cookie"],
        "left": [f"{row.name} ({row.domain})" if row.domain else row.name for row in stored if row not in own],
        "signals": list(service.consent_mode),
    }


def _is_erasable(row: Cookie, hosts: Iterable[str]) -> bool:
    """Whether a script can delete it, whichever of the site's hosts the visitor is on."""
    own = not row.domain or all(f".{host}".endswith(f".{row.domain}") for host in hosts)
    return own and not (row.http_only or row.partitioned)


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


def choice_days(policy: Policy) -> int:
    """For how many days an answer to this policy is kept."""
    return next((row.lifetime for row in policy.cookie if row.name == CHOICE), CHOICE_DAYS)


def _parameters(policy: Policy) -> list[str]:
    return [name for search in policy.statistics.values() for name in search.parameters]


def _permitted(policy: Policy) -> frozenset[str]:
    """The policy's inputs; on-site search only where the document says which parameters carry it."""
    return policy.inputs if _parameters(policy) else policy.inputs - {"search"}
