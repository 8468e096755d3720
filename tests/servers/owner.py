"""What the owner of the website does: a policy that names its services, and the command that makes the snippets."""

import io
from contextlib import redirect_stdout
from pathlib import Path
from typing import Final

from dashboard.cli import main
from policy.check import read
from policy.document import Policy
from tests.policy.documents import changed
from tests.servers.internet import ADS, SITE

STATS: Final = f"stats.{SITE}"
SERVICE_URL: Final = f"http://{STATS}"

_ADS: Final = f"""\
[[service]]
name = "reklam"
title = "Reklam"
category = "marketing"
purpose.sv = "för att visa reklam"
purpose.en = "to show advertisements"
recipient = "Reklambolaget"
country = "SE"
hosts = ["{ADS}"]

[[service]]
"""

TEXT: Final = changed("[[service]]\n", _ADS).replace("klinik.example", SITE)
"""A film from film.example is media, an advertisement from reklam.example marketing; /behandlingar/ is sensitive."""


def policy() -> Policy:
    return read(TEXT)


class Owner:
    """At the command `rakneverk`, over a data directory in the given one."""

    def __init__(self, directory: Path) -> None:
        self.data = directory / "data"
        document = directory / "policy.toml"
        document.write_text(TEXT, encoding="utf-8")
        self._runs("site", "add", SITE, "--policy", str(document))

    def snippet(self, server: str) -> str:
        return self._runs("policy", "csp", SITE, "--for", server, "--service-url", SERVICE_URL)

    def _runs(self, *arguments: str) -> str:
        with redirect_stdout(io.StringIO()) as out:
            assert main([*arguments, "--data", str(self.data)]) == 0
        return out.getvalue()
