"""What a website that runs Räkneverk tells of its policy to whoever asks."""

import json
import re
from collections.abc import Iterable
from typing import Any, Final

from audit.address import host_of
from audit.evidence import Published
from audit.fetch import fetch

_SCRIPT: Final = re.compile(r"(https?://[^/]+(?:/[^?#]*)?)/s/([a-z0-9.-]+)\.js\Z")


def published(scripts: Iterable[str], agent: str) -> Published | None:
    """Found by the address of the script that the page loads; None where there is none, or nothing is told."""
    for script in scripts:
        found = _SCRIPT.match(script.partition("?")[0])
        if found:
            told = _asked(f"{found[1]}/policy/{found[2]}", agent)
            if told:
                return told
    return None


def _asked(address: str, agent: str) -> Published | None:
    host = host_of(address)

    def may_ask(url: str) -> bool:
        return host_of(url) == host

    answer = fetch(f"{address}.json", may_ask, agent)
    document = _read(answer.body) if answer and answer.status == 200 else None
    if document is None or not isinstance(document.get("policy"), dict):
        return None
    ledger = fetch(f"{address}/ledger.jsonl", may_ask, agent)
    chain = ledger.body.decode(errors="replace") if ledger and ledger.status == 200 else ""
    return Published(url=f"{address}.json", document=document, ledger=chain)


def _read(text: bytes) -> dict[str, Any] | None:
    try:
        document = json.loads(text)
    except ValueError:
        return None
    return document if isinstance(document, dict) else None


def sensitive_paths(told: Published | None) -> tuple[str, ...]:
    """Those that the site's own policy names."""
    policy = told.document["policy"] if told else {}
    rows = policy.get("sensitive", {}).get("paths", ())
    return tuple(row["path"] for row in rows if isinstance(row, dict) and isinstance(row.get("path"), str))
