"""Taking an answer, from the banner's script or from the cookie page: counted once, and kept by the browser alone."""

from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from datetime import date
from typing import NamedTuple

from starlette.responses import Response

from collector.agents import is_audit
from collector.choice import Answer, cookie_headers, receipt_cookie
from collector.hits import Choice, Entry
from collector.signing import MissingKey, ReceiptKeys, receipt_of
from policy.receipt import SignedReceipt
from policy.site import Site

Append = Callable[[Entry], Awaitable[None]]


class Kept(NamedTuple):
    """What the browser is told to keep of an answer: the headers that do so, the cookie of the receipt ("" for none)
    and, after a yes, the receipt itself."""

    headers: dict[str, str]
    cookie: str
    receipt: SignedReceipt | None

    def on(self, response: Response) -> Response:
        """The response with all of it in its headers."""
        response.headers.update(self.headers)
        if self.cookie:
            response.headers.append("Set-Cookie", self.cookie)
        return response


class Consent:
    """Takes answers. `append` returns when an entry is safe on disk; `keys` sign the receipts."""

    def __init__(self, append: Append, keys: ReceiptKeys) -> None:
        self._append, self._keys = append, keys

    async def take(
        self, site: Site, version: int, answer: Answer, origin: str | None, headers: Mapping[str, str], now: float
    ) -> Kept:
        """`version` is the policy's that was asked with, `origin` that of the page on which the answer was given;
        `headers` are the request's. An audit's answer is taken and not counted."""
        day = site.day(now)
        if not is_audit(headers.get("user-agent", "")):
            await self._append(Choice(site.host, day.isoformat(), version, answer.counted))
        receipt = self._receipt(site, version, answer, day) if answer.accepted else None
        host = headers.get("host", "")
        kept = cookie_headers(site.history[version].policy, answer, origin, host)
        cookie = ""
        if kept and (receipt or not answer.accepted):  # where a yes cannot be signed, that of an earlier one stays
            cookie = receipt_cookie(site, receipt, origin or "", host)
        return Kept(kept, cookie, receipt)

    def _receipt(self, site: Site, version: int, answer: Answer, day: date) -> SignedReceipt | None:
        """None also where the key is gone: an answer is never refused for want of a receipt."""
        receipt = receipt_of(site, version, answer.accepted, day)
        with suppress(MissingKey):
            return self._keys.sign(receipt) if receipt else None
        return None
