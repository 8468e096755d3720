"""An answer to the banner: whether it can be given, how it is counted, and the cookie `rv_choice` that keeps it."""

from collections.abc import Collection, Mapping
from typing import Final, NamedTuple

from collector.urls import NOWHERE, host_of_origin, web_address
from collector.wire import Unreadable, WireChoice
from policy.banner import CHOICE, choice_days
from policy.document import Policy
from policy.domains import registrable_domain

_STATISTICS: Final = "statistics"
_DAY: Final = 86_400


class Answer(NamedTuple):
    """`cookie` is the value that the script keeps too; `counted` names categories at most."""

    cookie: str
    counted: str


def answer_of(policy: Policy, wire: WireChoice) -> Answer:
    """`policy` is the version that was asked with. Raises `Unreadable` for a part that nobody can accept."""
    kept = f"{wire.policy}.s" if wire.signal else str(wire.policy)
    if wire.answer != "some":
        return Answer(f"{wire.answer}.{kept}", wire.answer)
    items = items_of(policy)
    accepted = _accepted(items, wire.accepted)
    categories = sorted({items[item] for item in accepted})
    return Answer("+".join((f"yes.{kept}", *wire.accepted)), "+".join(categories))


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


def cookie_headers(policy: Policy, answer: Answer, origin: str | None, host: str) -> dict[str, str]:
    """What lets a server keep the answer: for a page of the `origin`, one of the site's, where the service's own
    `host`, as the request names it, lies under the same registrable domain; nothing elsewhere."""
    page, service = host_of_origin(origin or ""), web_address(f"https://{host}") or NOWHERE
    domain = registrable_domain(page)
    if origin is None or not page or registrable_domain(service.host) != domain:
        return {}
    age = choice_days(policy) * _DAY
    secure = "; Secure" if origin.startswith("https:") else ""
    return {
        "Access-Control-Allow-Origin": origin,
        "Access-Control-Allow-Credentials": "true",
        "Vary": "Origin",
        "Set-Cookie": f"{CHOICE}={answer.cookie}; Max-Age={age}; Domain={domain}; Path=/; SameSite=Lax{secure}",
    }
