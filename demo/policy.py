"""The first user's policy with plainly invented details, under the demonstration's host names too."""

import re
from collections.abc import Mapping
from typing import Final

from demo.sites import DemoHosts

_PLACEHOLDER: Final = re.compile(r"\{\{([^{}]*)\}\}")


def demo_policy(document: str, hosts: DemoHosts, fillings: Mapping[str, str]) -> str:
    """The document's text, filled in by key ("telephone"), the rest with what it is and that it is invented."""
    for host, alias in (("kbt-verkstan.se", hosts.clinic), ("kbtverkstanbutik.se", hosts.shop)):
        document = document.replace(f'"www.{host}"', f'"www.{host}", "{alias}"')
    lines = (_filled(line, fillings) for line in document.splitlines(keepends=True))
    return "".join(lines)


def _filled(line: str, fillings: Mapping[str, str]) -> str:
    key = line.partition("=")[0].strip()
    return _PLACEHOLDER.sub(lambda found: fillings.get(key, f"Påhittat: {found[1]}"), line)
