"""The first user's policy with plainly invented details, under the demonstration's host names too."""

import re
from collections.abc import Mapping
from typing import Final

from demo.sites import DemoHosts

INVENTED: Final = "Påhittad uppgift"
"""What stands in the demonstration where an owner fills in a name or a number."""


def demo_policy(document: str, hosts: DemoHosts, fillings: Mapping[str, str]) -> str:
    """The document's text, filled in by key ("telephone"), the rest with what says that it is invented."""
    for host, alias in (("kbt-verkstan.se", hosts.clinic), ("kbtverkstanbutik.se", hosts.shop)):
        document = document.replace(f'"www.{host}"', f'"www.{host}", "{alias}"')
    lines = (_filled(line, fillings) for line in document.splitlines(keepends=True))
    return "".join(lines)


def _filled(line: str, fillings: Mapping[str, str]) -> str:
    key = line.partition("=")[0].strip()
    return re.sub(r"\{\{[^{}]*\}\}", fillings.get(key, INVENTED), line)
