"""Whether what a document says of other companies holds together and is permitted."""

from collections.abc import Iterator
from typing import Final

from policy.countries import in_eea
from policy.document import Cookie, Policy, Processor, Service
from policy.domains import suffixes
from policy.phrases import CATEGORIES
from policy.problem import Problem

RESERVED: Final = ("statistics", "necessary", *CATEGORIES)
"""Names that an answer or a mark in a page gives a meaning of their own."""

_SIGNALS: Final = {
    "ad_storage": ("marketing",),
    "ad_user_data": ("marketing",),
    "ad_personalization": ("marketing",),
    "analytics_storage": ("analytics", "marketing"),
}
"""The categories whose visitors have read that they accept what a signal gives; the others suit any."""


def problems(policy: Policy) -> Iterator[Problem]:
    for index, service in enumerate(policy.service, 1):
        key = f"service[{index}]"
        if service.name in RESERVED:
            yield Problem(f"{key}.name", f"another name than {', '.join(RESERVED)}",
                          f'"{service.name}" already means something in an answer: rename it.')  # fmt: skip
        yield from _hosts(service, key)
        yield from _signals(service, key)
        for name in ("cookies", "storage"):
            yield from _stored(service, f"{key}.{name}", name == "cookies", policy)
        yield from _safeguard(service, key)
    for index, processor in enumerate(policy.processor, 1):
        yield from _safeguard(processor, f"processor[{index}]")
    if policy.sensitive.health_care and policy.service:
        yield from _health_care(policy)


def _health_care(policy: Policy) -> Iterator[Problem]:
    for index, service in enumerate(policy.service, 1):
        if service.category in ("analytics", "marketing"):
            yield Problem(f"service[{index}].category", '"functional" or "media"',
                          "On a health care site nobody else may learn what visitors read in order to measure or "
                          "advertise: remove the service.")  # fmt: skip
    if not policy.sensitive.paths:
        yield Problem("sensitive.paths", "at least one path",
                      "Others may not learn who reads about a condition: name the pages that tell it.")  # fmt: skip


def _safeguard(party: Service | Processor, key: str) -> Iterator[Problem]:
    if not in_eea(party.country) and not party.safeguard:
        yield Problem(f"{key}.safeguard", "what protects the data there, in each language",
                      f'"{party.country}" is outside the EEA: name the adequacy decision, or the standard contractual '
                      "clauses and what is added to them (GDPR Art. 44-49).")  # fmt: skip


def _signals(service: Service, key: str) -> Iterator[Problem]:
    for index, signal in enumerate(service.consent_mode, 1):
        categories = _SIGNALS.get(signal, CATEGORIES)
        if service.category not in categories:
            named = " or ".join(f'"{each}"' for each in categories)
            yield Problem(f"{key}.consent_mode[{index}]", f"{signal} only with category = {named}",
                          f'A yes to "{service.category}" is none to it: remove it, or move the service.')  # fmt: skip


def _hosts(service: Service, key: str) -> Iterator[Problem]:
    for index, host in enumerate(service.hosts, 1):
        domain = host.removeprefix("*.")
        if host != domain and suffixes().privatesuffix(domain) is None:
            yield Problem(f"{key}.hosts[{index}]", "a domain that one owner has registered",
                          f'Anyone can have a name below "{domain}": name the hosts in full.')  # fmt: skip


def _stored(service: Service, key: str, cookies: bool, policy: Policy) -> Iterator[Problem]:
    """The names that a service stores and the rows that say so, each without the other."""
    rows = [row for row in policy.cookie if row.set_by == service.name and (row.kind == "cookie") == cookies]
    names = service.cookies if cookies else service.storage
    declared = {row.name for row in rows}
    for index, name in enumerate(names, 1):
        if name not in declared:
            kind = 'kind = "cookie"' if cookies else "its kind"
            yield Problem(f"{key}[{index}]", f'a [[cookie]] with name = "{name}", {kind} and set_by = "{service.name}"',
                          "Add it, so that visitors read what it is for.")  # fmt: skip
    yield from (_unlisted(row, service, key) for row in rows if row.name not in names)


def _unlisted(row: Cookie, service: Service, key: str) -> Problem:
    return Problem(key, f'"{row.name}" among them', f'A [[cookie]] says that "{service.name}" sets it: add it here.')
