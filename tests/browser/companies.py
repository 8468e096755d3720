"""Other companies that a page wants to load from: five services in a policy, and what each of them is asked for."""

from collections.abc import Collection
from datetime import date
from importlib.resources import files
from time import monotonic
from typing import Any, Final
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Page, Route

from policy.banner import configuration
from policy.site import site_of
from tests.browser.website import PATIENCE

FILM, MAP, CHAT = "film.localhost", "tiles.karta.localhost", "chatt.localhost"
METER, ADS = "matning.localhost", "annons.localhost"
UNDECLARED: Final = "okand.localhost"

_SERVICE: Final = """
[[service]]
name = "{name}"
title = "{title}"
category = "{category}"
purpose.sv = "{sv}"
purpose.en = "{en}"
recipient = "{title} AB"
country = "SE"
hosts = ["{host}"]
"""

_STORED: Final = """
[[cookie]]
name = "{name}"
kind = "{kind}"
needs = "service"
set_by = "{service}"
lifetime = 30
purpose.sv = "Minns webbläsaren."
purpose.en = "Remembers the browser."
"""


def _service(name: str, title: str, category: str, host: str, sv: str, en: str) -> str:
    return _SERVICE.format(name=name, title=title, category=category, host=host, sv=sv, en=en)


def _stored(service: str, name: str, kind: str = "cookie") -> str:
    return _STORED.format(service=service, name=name, kind=kind)


SERVICES: Final = "".join(
    (
        _service("film", "Filmrutan", "media", FILM, "för att visa film", "to show films"),
        'cookies = ["viewer"]\n',
        _stored("film", "viewer") + f'domain = "{FILM}"\nhttp_only = true\n',
        _service("karta", "Kartbladet", "media", "*.karta.localhost", "för att visa vägen", "to show the way"),
        _service("chatt", "Chattarna", "functional", CHAT, "för att svara dig", "to answer you"),
        _service("matning", "Mätarna", "analytics", METER, "för att mäta", "to measure"),
        'cookies = ["_m", "_m_*", "_secret"]\nstorage = ["m-*", "m-db"]\nconsent_mode = ["analytics_storage"]\n',
        _stored("matning", "_m") + _stored("matning", "_m_*"),
        _stored("matning", "_secret") + "http_only = true\n",
        _stored("matning", "m-*", "local-storage") + _stored("matning", "m-db", "indexed-db"),
        _service("annons", "Annonstorget", "marketing", ADS, "för att visa annonser", "to show advertisements"),
        'consent_mode = ["ad_storage", "ad_user_data", "ad_personalization"]\n',
    )
)

SITE: Final = "kbt-verkstan.se"
_HOST: Final = "kbt-verkstan.localhost"


def with_companies(services: str = SERVICES) -> dict[str, Any]:
    """What changes in the script's configuration when the first user's policy declares the services."""
    example = (files("policy") / "examples" / "kbt-verkstan.toml").read_text("utf-8")
    site = site_of(SITE, "Europe/Stockholm", [(date(2026, 1, 1), example + services)])
    whole = configuration(site, date(2026, 11, 22))
    return {key: whole[key] for key in ("services", "closed", "texts")}


_ANSWERS: Final = {
    "js": ("text/javascript", "(window.ran ||= []).push(new URL(document.currentScript.src).pathname.slice(1))"),
    "css": ("text/css", "h1 { color: rgb(1, 2, 3) }"),
    "svg": ("image/svg+xml", '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"/>'),
    "html": ("text/html", "<!doctype html><title>Film</title><button>Spela</button>"),
}


class Companies:
    """Answers for every host that is not the site's own, and notes who was asked for what."""

    def __init__(self, context: BrowserContext) -> None:
        self._context = context
        self.asked: list[str] = []
        self.late: dict[str, Route] = {}
        context.route(lambda url: not self._own(url), self._answer)

    def accepted(self, *parts: str) -> None:
        """The visitor has said yes before: to these services and categories, and to nothing else."""
        value = "+".join(("yes.3", *parts))
        self._context.add_cookies([{"name": "rv_choice", "value": value, "domain": _HOST, "path": "/"}])

    @staticmethod
    def _own(url: str) -> bool:
        host = urlsplit(url).hostname or ""
        return host == _HOST or host.endswith("." + _HOST)

    def _answer(self, route: Route) -> None:
        parts = urlsplit(route.request.url)
        self.asked.append(f"{parts.hostname}{parts.path}")
        if parts.query == "late":
            self.late[parts.path] = route
        else:
            self.answer(route)

    def received(self, page: Page, wanted: Collection[str]) -> None:
        """Exactly that is asked for, each once, in whatever order."""
        deadline = monotonic() + PATIENCE
        while len(self.asked) < len(wanted) and monotonic() < deadline:
            page.evaluate("new Promise(requestAnimationFrame)")
        assert sorted(self.asked) == sorted(wanted), self.asked

    def answer(self, route: Route) -> None:
        kind, body = _ANSWERS[urlsplit(route.request.url).path.rpartition(".")[2]]
        headers = {"Access-Control-Allow-Origin": "*"}
        route.fulfill(content_type=kind, body=body, headers=headers)
