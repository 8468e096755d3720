"""The ledger that a site would have, for tests of what follows from one."""

from datetime import date

from policy.document import material_changes
from policy.ledger import Ledger, PolicyEntry, key_entry
from policy.site import Site

FIRST = date(2026, 1, 1)


def of_version(site: Site, version: int) -> PolicyEntry:
    """As it is written down on the day on which the version comes into force."""
    policy, day = site.history[version]
    before = site.history.get(version - 1)
    material = material_changes(before.policy, policy) if before else ()
    return PolicyEntry(
        day=day, site=site.host, version=version, since=day, digest=policy.digest, document="d" * 64,
        material=material, changed=material, texts={"sv": {"title": "Får vi?"}}, scripts=("5" * 64,), pages="6" * 64,
        software="1.0",
    )  # fmt: skip


def ledger_of(site: Site, public: bytes) -> Ledger:
    """One line for the key, and one for each version."""
    ledger = Ledger().with_entry(key_entry(public, FIRST))
    for version in site.history:
        ledger = ledger.with_entry(of_version(site, version))
    return ledger
