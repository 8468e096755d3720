"""What lies on a visitor's device: cookies, and what the origins of all frames keep."""

import hashlib
import ipaddress
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from playwright.sync_api import BrowserContext, Error, Page

from audit.address import Website, host_of, without_query
from audit.evidence import Stored
from audit.probe import probe
from audit.traffic import Traffic


class Device:
    """The storage of one profile of a browser."""

    def __init__(self, context: BrowserContext, site: Website, traffic: Traffic) -> None:
        self._context, self._site, self._traffic = context, site, traffic
        self._met: dict[tuple[str, str, str], str] = {}

    def stored(self, now: datetime) -> tuple[Stored, ...]:
        """All that is there; of origins other than the page's what frames of the pages that are open can see."""
        rows = [self._cookie(cookie, now) for cookie in self._context.cookies()]
        for page in self._context.pages:
            rows.extend(self._kept(page))
        return tuple(dict.fromkeys(rows))

    def _cookie(self, cookie: Any, now: datetime) -> Stored:
        name, domain, expires = cookie["name"], cookie["domain"], cookie["expires"]
        host = domain.lstrip(".")
        setting = self._traffic.setting(name, host)
        return Stored(
            kind="cookie", name=name, host=host, own=self._site.owns(host), page=self._page("cookie", name, host),
            digest=digest(cookie["value"]), size=len(f"{name}{cookie['value']}".encode()),
            days=None if expires < 0 else round((expires - now.timestamp()) / 86_400, 3),
            said_days=setting and setting.days, set_by=setting.by if setting else "",
            setter=setting.setter if setting else "", near=self._near(setting.setter) if setting else None,
            domain=domain, path=cookie["path"], http_only=cookie["httpOnly"], secure=cookie["secure"],
            same_site=cookie["sameSite"], partitioned=bool(cookie.get("partitionKey")),
        )  # fmt: skip

    def _kept(self, page: Page) -> Iterator[Stored]:
        for frame in page.frames:
            if not host_of(frame.url):
                continue
            try:
                found = frame.evaluate(probe("kept"))
            except Error:  # it is on its way to another page
                continue
            host = found["host"]
            for kind, name, value in found["rows"]:
                yield Stored(
                    kind=kind, name=name, host=host, own=self._site.owns(host), page=self._page(kind, name, host),
                    digest="" if value is None else digest(value), size=len(f"{name}{value or ''}".encode()),
                )  # fmt: skip

    def _page(self, kind: str, name: str, host: str) -> str:
        return self._met.setdefault((kind, name, host), without_query(self._traffic.page))

    def _near(self, setter: str) -> bool | None:
        addresses = self._traffic.addresses
        try:
            one, other = addresses[setter], addresses[host_of(self._traffic.page)]
        except KeyError:
            return None
        return near(one, other)


def digest(value: str) -> str:
    return hashlib.sha256(value.encode()).hexdigest()[:16]


def near(one: str, other: str) -> bool:
    """Whether Safari takes two network addresses for one server's (ITP, CNAME cloaking)."""
    try:
        first, second = ipaddress.ip_address(one.strip("[]")), ipaddress.ip_address(other.strip("[]"))
    except ValueError:
        return False
    bits = 16 if first.version == 4 else 64
    return (
        first.version == second.version and first.max_prefixlen - _common(first, second) <= first.max_prefixlen - bits
    )


def _common(one: Any, other: Any) -> int:
    """Leading bits that are equal."""
    return int(one.max_prefixlen) - (int(one) ^ int(other)).bit_length()
