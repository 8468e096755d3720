"""The Content-Security-Policy of a site's choices in the words of web servers."""

from functools import partial
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined

from policy.banner import CHOICE
from policy.csp import GIVEN, IN_SPITE, REFUSED, VARY, ContentPolicy

_TEMPLATES: Final = {"nginx": "nginx.conf", "apache": "apache.conf", "caddy": "caddy.conf", "meta": "meta.html"}

SERVERS: Final = tuple(_TEMPLATES)
"""What there is a snippet for; "meta" is an element for pages."""


def snippet(policy: ContentPolicy, server: str) -> str:
    # Not escaped: a policy has no character that means something to a server or in a quoted attribute.
    environment = Environment(  # noqa: S701
        loader=PackageLoader("dashboard", "templates/csp"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals.update(cookie=CHOICE, given=GIVEN, refused=REFUSED, in_spite=IN_SPITE, vary=VARY)
    words = {"policy": policy, "variable": partial(_variable, policy.host)}
    return environment.get_template(_TEMPLATES[server]).render(words)


def _variable(host: str, name: str) -> str:
    """A name in nginx, where all sites share theirs: no two hosts and names are written alike."""
    return "___".join(each.replace("-", "__").replace(".", "_") for each in ("rakneverk", host, name))
