"""The script as it is served to the first user's site: its text with a realistic policy in place."""

import json
from pathlib import Path
from typing import Any, Final

from collector.script import script_text

STATIC: Final = Path(__file__).parents[2] / "static"
TEXTS: Final = Path(__file__).with_name("texts.json")

VERSION: Final = 3

OPTIONAL_KEYS: Final[dict[str, Any]] = {
    "campaigns": ["utm_source"],
    "clicks": ["gclid"],
    "visitors": True,
    "zone": "Europe/Stockholm",
    "outcomes": True,
    "screen": True,
    "language": True,
    "timezone": True,
    "flow": True,
    "missing": True,
    "outbound": True,
    "downloads": True,
    "contacts": ["https://boka.localhost/"],
    "events": ["kontakt"],
    "engaged": True,
    "scroll": True,
    "vitals": True,
}
"""What the configuration has besides for a policy that names every statistic."""


def configuration(**changes: Any) -> dict[str, Any]:
    """What the collector puts in place of `__POLICY__`, with `changes`."""
    return {
        "site": "kbt-verkstan.se",
        "version": VERSION,
        "material": 2,
        "domains": ["kbt-verkstan.se", "kbt-verkstan.localhost"],
        "linked": ["kbt-verkstan.localhost", "kbtverkstanbutik.localhost"],
        "terms": ["q", "query"],
        "days": 182,
        "inputs": ["visit", "page", "referrer", "query", "search"],
        "parameters": ["s", "q"],
        "sensitive": [["/behandlingar/", "section"], ["/boka", "nothing"]],
        "texts": json.loads(TEXTS.read_text(encoding="utf-8")),
        **changes,
    }


def served(**changes: Any) -> str:
    """The script as the collector serves it."""
    return script_text(configuration(**changes))
