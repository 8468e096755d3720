"""What a site's policy lets be kept of what a search engine tells, or an owner: by the rules by which hits are read."""

from typing import Final
from urllib.parse import quote

from collector.reading import Cleaned, permit_of, place_of
from collector.scrub import scrub_term
from collector.urls import web_address
from policy.dimensions import NONE
from policy.site import Site
from policy.spelling import plain

_AS_SENT: Final = "".join(chr(each) for each in range(0x21, 0x7F))
"""What browsers leave as it is in a path."""


class Imported:
    """What of an engine's row, or an owner's note, may be kept under the policy of a site that is in force."""

    def __init__(self, site: Site) -> None:
        self._hosts = site.hosts
        self.threshold = site.threshold_since
        self._permit = permit_of(site.policy, frozenset(site.policy.statistics))
        self.names_pages = "page" in self._permit.dimensions

    def term(self, text: str) -> str:
        """Scrubbed, in lower case; never empty."""
        return Cleaned(self._permit).term(text) or NONE

    def personal(self, text: str) -> tuple[str, ...]:
        """The kinds of personal data in what somebody typed."""
        return scrub_term(plain(text)).kinds

    def page(self, url: str) -> str | None:
        """The path as hits are counted under it; None for a page of another site, "" for one that is not counted."""
        address = web_address(url)
        if address is None or _by_ascii(address.host) not in self._hosts:
            return None
        place = place_of(quote(address.path, safe=_AS_SENT, errors="replace"), self._permit)
        return place.page.values.get("page", "")


def _by_ascii(host: str) -> str:
    """As names are asked for (IDNA), in whichever form the engine wrote it."""
    try:
        return host if host.isascii() else host.encode("idna").decode()
    except UnicodeError:
        return host
