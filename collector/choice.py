"""An answer to the banner: whether it can be given, how it is counted, and the cookies that keep it and its receipt."""

from collections.abc import Collection, Mapping
from typing import Final, NamedTuple

from collector.urls import host_of_header, host_of_origin
from collector.wire import Unreadable, WireChoice
from policy.banner import CHOICE, choice_days
from policy.document import Policy
from policy.domains import registrable_domain
from policy.receipt import RECEIPT, SignedReceipt, to_cookie
from policy.site import Site

_STATISTICS: Final = "statistics"
_DAY: Final = 86_400


class Answer(NamedTuple):
    """`cookie` is the value that the script keeps too; `counted` names categories at most; `accepted` is what the
    receipt names: the canonical part, of a yes that to everything."""

    cookie: str
    counted: str
    accepted: tuple[str, ...]


def answer_of(policy: Policy, wire: WireChoice) -> Answer:
    """`policy` is the version that was asked with. Raises `Unreadable` for a part that nobody can accept."""
    kept = f"{wire.policy}.s" if wire.signal else str(wire.policy)
    items = items_of(policy)
    if wire.answer != "some":
        whole = canonical(items, items) if wire.answer == "yes" else ()
        return Answer(f"{wire.answer}.{kept}", wire.answer, whole)
    accepted = _accepted(items, wire.accepted)
    categories = sorted({items[item] for item in accepted})
    return Answer("+".join((f"yes.{kept}", *wire.accepted)), "+".join(categories), wire.accepted)


def items_of(policy: Policy) -> dict[str, str]:
    """What consent is given to, each item with its category."""
    return {_STATISTICS: _STATISTICS} | {service.name: service.category for service in policy.service}


def canonical(items: Mapping[str, str], accepted: Collection[str]) -> tuple[str, ...]:
    """The one way to write a set of items: a category's name stands for all of its services."""
    lacking = {category for item, category in items.items() if item not in accepted}
    return tuple(sorted({item if items[item] in lacking else items[item] for item in accepted}))


def _accepted(items: Mapping[str, str], names: tuple[str, ...]) -> set[str]:
    unknown = [name for name in names if name not in items and name not in items.values()]
    if unknown:
        known = ", ".join(sorted({*items, *items.values()}))
        raise Unreadable(f"This version of the policy has no {unknown[0]!r}, but {known} - at `$.accepted`")
    accepted = {item for item, category in items.items() if item in names or category in names}
    if not accepted:
        raise Unreadable('Where nothing is accepted, the answer is "no" - at `$.accepted`')
    if accepted == items.keys():
        raise Unreadable('Where everything is accepted, the answer is "yes" - at `$.accepted`')
    if names != (expected := canonical(items, accepted)):
        raise Unreadable(f"Expected this part to be written as {list(expected)} - at `$.accepted`")
    return accepted


def receipt_cookie(site: Site, receipt: SignedReceipt | None, origin: str, host: str) -> str:
    """The header `Set-Cookie` that keeps the receipt where only the cookie page gets it, or that takes an earlier one
    away; "" where nothing is to be done. Under the site's own name the service lies on a path, of which it sees no
    more than its end: there the cookie is for the folder that the request was for (RFC 6265, 5.1.4)."""
    rows = {version: _declares(each.policy) for version, each in site.history.items()}
    if not any(rows.values()):
        return ""
    path = "" if host_of_header(host) in site.hosts else "; Path=/cookies"
    secure = "; Secure" if origin.startswith("https:") else ""
    if receipt and rows[receipt.policy]:
        value, age = to_cookie(receipt), choice_days(site.history[receipt.policy].policy) * _DAY
    else:
        value, age = "", 0
    return f"{RECEIPT}={value}; Max-Age={age}{path}; HttpOnly; SameSite=Lax{secure}"


def _declares(policy: Policy) -> bool:
    return any(row.name == RECEIPT for row in policy.cookie)


def cookie_headers(policy: Policy, answer: Answer, origin: str | None, host: str) -> dict[str, str]:
    """What lets a server keep the answer: for a page of the `origin`, one of the site's, where the service's own
    `host`, as the request names it, lies under the same registrable domain; nothing elsewhere."""
    page = host_of_origin(origin or "")
    domain = registrable_domain(page)
    if origin is None or not page or registrable_domain(host_of_header(host)) != domain:
        return {}
    age = choice_days(policy) * _DAY
    secure = "; Secure" if origin.startswith("https:") else ""
    return {
        "Access-Control-Allow-Origin": origin,
        "Access-Control-Allow-Credentials": "true",
        "Vary": "Origin",
        "Set-Cookie": f"{CHOICE}={answer.cookie}; Max-Age={age}; Domain={domain}; Path=/; SameSite=Lax{secure}",
    }
