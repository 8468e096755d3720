"""The policy page of a site in each version there was, and what belongs to it: the same for programs, the ledger, the
pictures of the question, and the text for the owner's own page."""

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from collector.pages.policy_editions import editions, is_picture
from collector.pages.policy_fragment import LANGUAGES, LEVELS, fragment, fragment_script
from collector.pages.policy_record import record_text
from collector.pages.policy_text import context
from collector.pages.problem import PageProblem, explaining, unnamed
from collector.pages.shell import IMMUTABLE, PAGE, STYLE_PATH, TEMPLATES, language_asked, style
from collector.pages.site import site_page
from collector.refusal import Refused, refusing
from policy.site import Site, Sites
from policy.words import Language, day_in_words, listed

Pictures = Callable[[str, str], Path]
"""Where a site's picture lies, by its host and the picture's digest."""

_OPEN: Final = {
    "Access-Control-Allow-Origin": "*",
    "Cache-Control": "max-age=300",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "X-Content-Type-Options": "nosniff",
}
"""Headers of what any page and program may read."""

_UNLISTED: Final = {"X-Robots-Tag": "noindex"}
"""For all but the page in force, which is the one to find."""

_DATA: Final = {**_OPEN, **_UNLISTED}

_FRAGMENT: Final = {
    **_DATA,
    "Content-Security-Policy": "default-src 'none'; base-uri 'none'; frame-ancestors 'none'",
}


class UnknownVersion(KeyError):
    """The site has had no policy of this version; `known` are those that it has had."""

    def __init__(self, version: int | str, known: Sequence[int]) -> None:
        super().__init__(version)
        self.version = version
        self.known = tuple(known)

    def __str__(self) -> str:
        return f"There is no version {self.version} of this policy; there are {', '.join(map(str, self.known))}."


class PolicyPages:
    """Answers below `/policy/`."""

    def __init__(self, sites: Callable[[], Sites], pictures: Pictures | None) -> None:
        self._sites, self._pictures = sites, pictures

    def routes(self) -> list[Route]:
        return [
            Route(f"/policy/{STYLE_PATH}", style),
            Route("/policy/{host}.json", refusing(self.record)),
            Route("/policy/{host}/ledger.jsonl", refusing(self.ledger)),
            Route("/policy/{host}/shots/{digest}.png", refusing(self.picture)),
            Route("/policy/{host}/fragment", refusing(self.fragment)),
            Route("/policy/{host}/fragment.js", refusing(self.fragment_script)),
            Route("/policy", explaining(unnamed, ".", "policy")),
            Route("/policy/", explaining(unnamed, "..", "policy")),
            Route("/policy/{host}", explaining(site_page(self._sites, self.page), "..", "policy")),
        ]

    async def page(self, site: Site, request: Request) -> Response:
        language = language_asked(request)
        try:
            version = _version(request, site)
            page = render_policy(site, language, version)
        except UnknownVersion as unknown:
            known = listed(list(map(str, unknown.known)), language)
            raise PageProblem(404, "problem_version", site, host=site.host, versions=known) from None
        return HTMLResponse(page, headers=PAGE if version in (None, site.policy.version) else {**PAGE, **_UNLISTED})

    async def record(self, request: Request) -> Response:
        site = self._site(request)
        try:
            number = shown(site, _version(request, site))
        except UnknownVersion as unknown:
            raise Refused(404, "There is no such version", str(unknown)) from None
        return Response(record_text(site, number), headers=_DATA, media_type="application/json")

    async def ledger(self, request: Request) -> Response:
        """The chain as it lies, also where it is broken: then `verify` says so to whoever has it."""
        return Response(self._site(request).ledger.text, headers=_DATA, media_type="application/jsonl")

    async def picture(self, request: Request) -> Response:
        site, digest = self._site(request), request.path_params["digest"]
        path = self._pictures(site.host, digest) if self._pictures and is_picture(site, digest) else None
        if path is None or not path.is_file():
            raise Refused(404, "There is no such picture", "The ledger names those there are.")
        return Response(path.read_bytes(), headers=IMMUTABLE, media_type="image/png")

    async def fragment(self, request: Request) -> Response:
        return HTMLResponse(fragment(self._site(request), *_placed(request)), headers=_FRAGMENT)

    async def fragment_script(self, request: Request) -> Response:
        text = fragment_script(self._site(request), *_placed(request))
        return Response(text, headers=_FRAGMENT, media_type="text/javascript")

    def _site(self, request: Request) -> Site:
        site = self._sites().get(request.path_params["host"].lower())
        if site is None:
            raise Refused(404, "There is no such site here")
        return site


def render_policy(site: Site, language: Language, version: int | None = None) -> str:
    """The page as HTML; without a version, of the policy in force. Raises `UnknownVersion`."""
    present, number = site.policy.version, shown(site, version)
    pinned = None if number == present else number
    until = next((later.day for later in site.history.values() if later.policy.version > number), None)
    return TEMPLATES.get_template("policy.html").render(
        whole=True,
        other="en" if language == "sv" else "sv",
        style=STYLE_PATH,
        until=day_in_words(until, language) if until else "",
        ledger_day=day_in_words(site.ledger.day, language) if site.ledger.day else "",
        pinned=pinned,
        record=f"{site.host}.json" + (f"?version={pinned}" if pinned else ""),
        editions=editions(site, language),
        **context(site, language, number, level=2),
    )


def shown(site: Site, version: int | None) -> int:
    """The version that is meant. Raises `UnknownVersion`."""
    number = site.policy.version if version is None else version
    if number not in site.history:
        raise UnknownVersion(number, list(site.history))
    return number


def _version(request: Request, site: Site) -> int | None:
    """Raises `UnknownVersion` for what is no whole number."""
    version = request.query_params.get("version")
    if version is not None and not re.fullmatch(r"[0-9]{1,9}", version):
        raise UnknownVersion(repr(version), list(site.history))
    return int(version) if version else None


def _placed(request: Request) -> tuple[Language, int]:
    """In which language, and at which level of headings: what the owner's page says, not the visitor's browser."""
    level = request.query_params.get("level", "2")
    if level not in map(str, LEVELS):
        raise Refused(400, "There is no such level", f"Headings begin at level {LEVELS[0]} to {LEVELS[-1]}.")
    asked = request.query_params.get("lang", LANGUAGES[0])
    language = next((each for each in LANGUAGES if each == asked), None)
    if language is None:
        raise Refused(400, "There is no such language", f"The policy is in {' and '.join(LANGUAGES)}.")
    return language, int(level)
