"""Whether what a document says of the visitor's device is true and permitted."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from policy.document import NECESSARY, Cookie, Policy
from policy.domains import registrable_domain, suffixes
from policy.problem import Problem

QUARTER: Final = 90
"""Days for which an answer is kept at least: whoever says no is left in peace."""

YEAR: Final = 365
"""Days for which an answer may be kept at most; it is given again at least once a year."""


class Kept(NamedTuple):
    """What the service keeps on the visitor's device, which the document must therefore declare."""

    name: str
    kind: str
    needs: str
    statistic: str = ""
    """The statistic that it is kept for alone; "" if it is kept whatever is counted."""
    http_only: bool = False


KEPT: Final = (
    Kept("rv_choice", "cookie", "choice"),
    Kept("rv_receipt", "cookie", "yes", http_only=True),
    Kept("rv_visit", "local-storage", "statistics"),
    Kept("rv_queue", "local-storage", "statistics"),
    Kept("rv_dates", "local-storage", "statistics", "visitors"),
)


def covers(name: str, other: str) -> bool:
    """Whether a name, which may end in "*", stands for another too."""
    return other.startswith(name[:-1]) if name.endswith("*") else name == other


def problems(policy: Policy) -> Iterator[Problem]:
    domains = {registrable_domain(host) for host in policy.hosts}
    answer = next((row.lifetime for row in policy.cookie if row.name == "rv_choice"), 0)
    for index, row in enumerate(policy.cookie, 1):
        key = f"cookie[{index}]"
        yield from _setter(row, key, policy)
        yield from _place(row, key, domains)
        yield from _erased(row, key, policy)
        yield from _outlived(row, key, answer)
        yield from _after_any(row, key)
    for kept in KEPT:
        yield from _kept(kept, policy, answer)


def _setter(row: Cookie, key: str, policy: Policy) -> Iterator[Problem]:
    """Who sets it, and after which yes."""
    if row.needs == "service" or row.set_by:
        if row.set_by not in {service.name for service in policy.service}:
            yield Problem(f"{key}.set_by", "the name of a [[service]]",
                          f'"{row.name}" waits for a service: name the one that sets it.')  # fmt: skip
        if row.needs in NECESSARY:
            yield Problem(f"{key}.needs", '"service"',
                          f'"{row.name}" is set by a third party and so is not necessary.')  # fmt: skip
        elif row.needs != "service":
            yield Problem(f"{key}.needs", '"service"',
                          f'"{row.name}" is set by a third party: it waits for a yes to that.')  # fmt: skip


def _place(row: Cookie, key: str, domains: set[str]) -> Iterator[Problem]:
    """Where it lies, and whether scripts can reach it there."""
    if row.kind != "cookie":
        for name in ("domain", "http_only", "partitioned"):
            if getattr(row, name):
                yield Problem(f"{key}.{name}", "no such key here", f'Only cookies have it; "{row.name}" is none.')
    elif row.domain and suffixes().privatesuffix(row.domain) is None:
        yield Problem(f"{key}.domain", "a host that a cookie can be set for",
                      f'Browsers set none for all of "{row.domain}": correct it.')  # fmt: skip
    elif row.domain and not row.set_by and registrable_domain(row.domain) not in domains:
        yield Problem(f"{key}.domain", "one of the site's own",
                      f'Another\'s host sets "{row.name}": declare its [[service]] and name it in set_by.')  # fmt: skip


def _erased(row: Cookie, key: str, policy: Policy) -> Iterator[Problem]:
    """A service's things are deleted with its consent: they may not be confused with the site's."""
    own = {other.name for other in policy.cookie if not other.set_by and other.kind == row.kind}
    own |= {kept.name for kept in KEPT if kept.kind == row.kind}
    if row.set_by and (taken := sorted(name for name in own if covers(row.name, name))):
        yield Problem(f"{key}.name", "a name that does not stand for one of the site's own",
                      f'When consent is withdrawn, "{taken[0]}" would go with it: rename or narrow it.')  # fmt: skip


def _outlived(row: Cookie, key: str, answer: int) -> Iterator[Problem]:
    """Browsers delete cookies by themselves, but not these."""
    if row.needs == "service" and row.kind in ("local-storage", "indexed-db") and row.lifetime < answer:
        yield Problem(f"{key}.lifetime", f"at least the {answer} days of rv_choice",
                      f'Nothing deletes "{row.name}" while the answer holds: say that it stays so long.')  # fmt: skip


def _after_any(row: Cookie, key: str) -> Iterator[Problem]:
    """A yes to one thing is none to another: only what tells of the yes itself follows any."""
    if row.needs == "yes" and not any(kept.needs == "yes" and covers(row.name, kept.name) for kept in KEPT):
        yield Problem(f"{key}.needs", "what the yes is to",
                      f'"yes" is for the receipt alone: say which yes "{row.name}" waits for.')  # fmt: skip


def _kept(kept: Kept, policy: Policy, answer: int) -> Iterator[Problem]:
    rows = enumerate(policy.cookie, 1)
    found = next(((index, row) for index, row in rows if row.name == kept.name and not row.set_by), None)
    if found:
        yield from _declared(kept, f"cookie[{found[0]}]", found[1], answer)
    elif not kept.statistic or kept.statistic in policy.statistics:
        hidden = ", http_only = true" if kept.http_only else ""
        yield Problem("cookie", f'a row for {kept.name} with kind = "{kept.kind}"{hidden} and needs = "{kept.needs}"',
                      "The service keeps it on the visitor's device: add a [[cookie]] for it.")  # fmt: skip


def _declared(kept: Kept, key: str, row: Cookie, answer: int) -> Iterator[Problem]:
    """What a row says that is not as the service does it. `answer` is for how many days one is kept."""
    done = {"kind": kept.kind, "needs": kept.needs, "domain": "", "http_only": kept.http_only, "partitioned": False}
    for name, value in done.items():
        if getattr(row, name) != value:
            shown = f'"{value}"' if isinstance(value, str) else str(value).lower()
            yield Problem(f"{key}.{name}", shown, f'That is what the service does with "{kept.name}": correct it.')
    if kept.name == "rv_receipt":
        if QUARTER <= answer <= YEAR and row.lifetime != answer:
            yield Problem(f"{key}.lifetime", f"the {answer} days of rv_choice",
                          "The receipt is kept for as long as the answer: correct it.")  # fmt: skip
    elif kept.needs == "choice" and not QUARTER <= row.lifetime <= YEAR:
        yield Problem(f"{key}.lifetime", f"a whole number of days from {QUARTER} to {YEAR}",
                      "A no is left in peace, and everyone is asked again within a year: correct it.")  # fmt: skip
    elif kept.statistic and row.lifetime < answer:
        yield Problem(f"{key}.lifetime", f"at least the {answer} days of rv_choice",
                      f'Nothing deletes "{kept.name}" while the answer holds: say that it stays so long.')  # fmt: skip
