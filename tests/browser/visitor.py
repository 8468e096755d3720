"""A person with a browser, as the tests speak of one."""

from typing import Any, Final

from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.website import SERVICE, SITE, Website

_SHOWN: Final = "[data-consent-banner]"


class Visitor:
    """One page of a fresh browser profile on the website."""

    def __init__(self, context: BrowserContext, website: Website) -> None:
        self.context, self.website, self.page = context, website, context.new_page()

    def opens(self, path: str = "/", *, referrer: str | None = None, host: str = SITE) -> Page:
        self.page.goto(self.website.url(path, host), referer=referrer)
        self.page.evaluate("new Promise((begun) => requestAnimationFrame(() => begun()))")  # with it the script begins
        return self.page

    @property
    def banner(self) -> Locator:
        return self.page.locator(_SHOWN)

    @property
    def accept(self) -> Locator:
        return self.page.locator('[data-consent="accept"]')

    @property
    def reject(self) -> Locator:
        return self.page.locator('[data-consent="reject"]')

    def agreed(self) -> None:
        """The visitor has said yes before."""
        cookie = {"name": "rv_choice", "value": "yes.3", "domain": SITE, "path": "/"}
        self.context.add_cookies([cookie])  # type: ignore[list-item]

    def accepts(self) -> None:
        self.accept.click()
        expect(self.banner).to_have_count(0)

    def declines(self) -> None:
        self.reject.click()
        expect(self.banner).to_have_count(0)

    def reopens(self) -> None:
        self.page.locator("#cookies").click()
        expect(self.banner).to_be_visible()

    def goes_on(self, path: str, how: str = "pushState") -> None:
        """A soft navigation, as single-page applications make them."""
        self.page.evaluate("([how, path]) => history[how](null, '', path)", [how, path])

    def is_done(self) -> None:
        """Nothing that the page has begun to send is still on its way to the website."""
        path = f"/done-{len(self.website.asked)}"
        for host in (SITE, SERVICE):
            url = self.website.url(path, host)
            self.page.evaluate("(url) => fetch(url, {mode: 'no-cors'}).then(() => null)", url)

    def cookies(self) -> dict[str, str]:
        return {cookie.get("name", ""): cookie.get("value", "") for cookie in self.context.cookies()}

    def storage(self) -> dict[str, Any]:
        """All that the page's origin keeps in the browser but cookies."""
        kept: dict[str, Any] = self.page.evaluate(
            """async () => ({
                local: {...localStorage}, session: {...sessionStorage},
                databases: (await indexedDB.databases()).length, caches: (await caches.keys()).length,
                workers: (await navigator.serviceWorker.getRegistrations()).length,
            })"""
        )
        return kept

    def kept(self, key: str) -> Any:
        return self.page.evaluate("(key) => JSON.parse(localStorage.getItem(key))", key)


NOTHING: Final = {"local": {}, "session": {}, "databases": 0, "caches": 0, "workers": 0}
