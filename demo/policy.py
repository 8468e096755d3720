"""The first user's policy with plainly invented details, a film and more of searches, under more host names."""

import re
from collections.abc import Mapping
from typing import Final

from dashboard.search.engines.source import ENGINES
from dashboard.search.exports.importing import provider_row
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

_STATISTICS: Final = "[statistics]\n"
_SEARCHES: Final = "search_outcomes = {}\ncampaigns = {}\n"
"""What shows what became of searches on the site, and the terms of campaigns."""


def demo_policy(document: str, hosts: DemoHosts, fillings: Mapping[str, str]) -> str:
    """The document's text with what the demonstration adds, filled in by key ("telephone"), the rest with what it is,
    as invented."""
    document = document.replace(_STATISTICS, _STATISTICS + _SEARCHES)
    for host, alias in (("kbt-verkstan.se", hosts.clinic), ("kbtverkstanbutik.se", hosts.shop)):
        document = document.replace(f'"www.{host}"', f'"www.{host}", "{alias}"')
    lines = (_filled(line, fillings) for line in document.splitlines(keepends=True))
    return "".join(lines) + _FILM.format(host=hosts.video) + "\n\n".join(map(provider_row, ENGINES))


def _filled(line: str, fillings: Mapping[str, str]) -> str:
    key = line.partition("=")[0].strip()
    return _PLACEHOLDER.sub(lambda found: fillings.get(key, f"Påhittat: {found[1]}"), line)
