"""The ledger that a site would have, for tests of what follows from one."""

from datetime import date

from policy.ledger import Ledger, PolicyEntry, key_entry
from policy.site import Site

FIRST = date(2026, 1, 1)


def of_version(site: Site, version: int) -> PolicyEntry:
    """As it is written down on the day on which the version comes into force."""
    policy, day = site.history[version]
    return PolicyEntry(
        day=day, site=site.host, version=version, since=day, digest=policy.digest, document="d" * 64, material=(),
        changed=(), texts={"sv": {"title": "Får vi?"}}, script="5" * 64, software="1.0",
    )  # fmt: skip


def ledger_of(site: Site, public: bytes) -> Ledger:
    """One line for the key, and one for each version."""
    ledger = Ledger().with_entry(key_entry(public, FIRST))
    for version in site.history:
        ledger = ledger.with_entry(of_version(site, version))
    return ledger
