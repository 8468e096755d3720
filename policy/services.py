"""Whether what a document says of other companies' services holds together."""

from collections.abc import Iterator
from typing import Final

from policy.document import Cookie, Policy, Service
from policy.domains import suffixes
from policy.phrases import CATEGORIES
from policy.problem import Problem

RESERVED: Final = ("statistics", "necessary", *CATEGORIES)
"""Names that an answer or a mark in a page gives a meaning of their own."""


def problems(policy: Policy) -> Iterator[Problem]:
    for index, service in enumerate(policy.service, 1):
        key = f"service[{index}]"
        if service.name in RESERVED:
            yield Problem(f"{key}.name", f"another name than {', '.join(RESERVED)}",
                          f'"{service.name}" already means something in an answer: rename it.')  # fmt: skip
        yield from _hosts(service, key)
        for name in ("cookies", "storage"):
            yield from _stored(service, f"{key}.{name}", name == "cookies", policy)


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
