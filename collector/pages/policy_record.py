"""The policy in a form for programs: the document, its place in the ledger, and what changed with each version."""

from functools import lru_cache
from typing import Any

import msgspec

from collector.pages.policy_editions import differences
from policy.contact import without_contact
from policy.site import Site


@lru_cache(maxsize=256)
def record_text(site: Site, version: int) -> bytes:
    """`record` as JSON."""
    return msgspec.json.encode(record(site, version))


def record(site: Site, version: int) -> dict[str, Any]:
    """`policy` can be read back as a `policy.document.Policy`; of a version that is not in force it lacks how to reach
    the controller, and `digest` is that of the whole. `script` is relative to `/policy/`."""
    policy, day = site.history[version]
    return {
        "v": 1,
        "site": site.host,
        "version": version,
        "day": day,
        "digest": policy.digest,
        "ledger": site.ledger.head,
        "script": f"../s/{site.host}.js",
        "policy": msgspec.to_builtins(policy if version == site.policy.version else without_contact(policy)),
        "versions": [
            {
                "version": number,
                "day": published.day,
                "digest": published.policy.digest,
                "material": [change.key for change in differences(site)[number] if change.material],
                "changed": [change.key for change in differences(site)[number]],
            }
            for number, published in site.history.items()
        ],
    }
