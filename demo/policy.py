"""The first user's policy with plainly invented details, a film and more of searches, under more host names."""

import re
from collections.abc import Mapping
from typing import Final

from dashboard.search.engines.source import ENGINES
from dashboard.search.exports.importing import provider_row
from demo.acts import BOOKING, EVENTS, ORDERED
from demo.sites import DemoHosts

_PLACEHOLDER: Final = re.compile(r"\{\{([^{}]*)\}\}")

_FILM: Final = """
[[service]]
name = "video"
title = "Filmrutan"
category = "media"
purpose.sv = "för att visa film"
purpose.en = "to show films"
recipient = "Filmrutan AB"
country = "SE"
hosts = ["{host}"]
cookies = ["viewer"]

[[cookie]]
name = "viewer"
kind = "cookie"
needs = "service"
set_by = "video"
domain = "{host}"
partitioned = true
lifetime = 365
purpose.sv = "Filmrutan känner igen webbläsaren när den visar film på den här webbplatsen."
purpose.en = "Filmrutan recognises the browser when it shows films on this website."
"""
"""What the clinic's page with a film needs of the policy."""

_THANKS: Final = f"""
[[sensitive.paths]]
path = "{ORDERED}"
count = "page"
"""
"""Lies below the checkout, of which only the section is counted: orders are told by their page."""

_STATISTICS: Final = "[statistics]\n"
_OPTIONAL: Final = (
    "search_outcomes", "campaigns", "browsers", "systems", "devices", "entry_pages", "flow", "missing_pages", "screens",
    "languages", "countries", "outbound_links", "downloads", "engaged_time", "scroll_depth", "web_vitals",
)  # fmt: skip
"""Besides those of the first user: all but visitors, so that the demonstration can show them."""


def demo_policy(document: str, hosts: DemoHosts, fillings: Mapping[str, str]) -> str:
    """The document's text with what the demonstration adds, filled in by key ("telephone"), the rest with what it is,
    as invented."""
    document = document.replace(_STATISTICS, _STATISTICS + _optional())
    for host, alias in (("kbt-verkstan.se", hosts.clinic), ("kbtverkstanbutik.se", hosts.shop)):
        document = document.replace(f'"www.{host}"', f'"www.{host}", "{alias}"')
    lines = (_filled(line, fillings) for line in document.splitlines(keepends=True))
    return "".join(lines) + _THANKS + _FILM.format(host=hosts.video) + "\n\n".join(map(provider_row, ENGINES))


def _optional() -> str:
    events = ", ".join(f'{name} = {{ sv = "{words["sv"]}", en = "{words["en"]}" }}' for name, words in EVENTS.items())
    rows = [f"{name} = {{}}" for name in _OPTIONAL]
    rows.append(f'contact_clicks = {{ booking = ["{BOOKING}"], order = ["{ORDERED}"] }}')
    rows.append(f"events = {{ names = {{ {events} }} }}")
    return "\n".join(rows) + "\n"


def _filled(line: str, fillings: Mapping[str, str]) -> str:
    key = line.partition("=")[0].strip()
    return _PLACEHOLDER.sub(lambda found: fillings.get(key, f"Påhittat: {found[1]}"), line)
