"""The page where an owner brings in search engines' figures: what is held, the ways to get more, what forms ask for."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final, NamedTuple
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from dashboard.locale.language import Language, visible
from dashboard.pages.frame import Pages, language_of
from dashboard.pages.login import SESSION
from dashboard.search.engines import connecting
from dashboard.search.engines.calendar import MONTHS
from dashboard.search.engines.connecting import Choices, Connected, Nowhere
from dashboard.search.engines.credentials import account_of
from dashboard.search.engines.oauth import REDIRECT, ConsentFailure
from dashboard.search.engines.source import ENGINES, Engine, SourceFailure
from dashboard.search.engines.vault import BrokenSeal
from dashboard.search.exports.columns import NAMES
from dashboard.search.exports.headings import MEANINGS
from dashboard.search.exports.importing import provider_row
from dashboard.search.exports.remarks import BadExport
from dashboard.search.pages import notices, uploads
from dashboard.search.pages.forms import LARGEST_FILE, Form, TooLarge, read_form
from dashboard.search.pages.notices import Notice
from dashboard.search.pages.standing import Standing, standing
from dashboard.search.pages.uploads import BadDays
from dashboard.search.rooms import SearchRooms
from policy.site import Site
from store.access import Access
from store.access import Form as AccessForm
from store.accounts import User

_log: Final = logging.getLogger("rakneverk.search")

_OPENS: Final[Mapping[Engine, str]] = {
    "google": "https://search.google.com/search-console",
    "bing": "https://www.bing.com/webmasters",
}
_FORMS: Final[Mapping[Engine, tuple[AccessForm, ...]]] = {"google": ("oauth", "service-account"), "bing": ("key",)}

_ENDINGS: Final = ("disconnect", "forget")
"""What may be done even where the policy no longer names search terms or the engine."""

_ENGINE_OF: Final[Mapping[str, Engine]] = {"google": "google", "account": "google", "bing": "bing"}
"""Of actions that are of one engine alone."""


class Asked(NamedTuple):
    """A form that an owner sent from a page of ours."""

    request: Request
    user: User
    site: Site
    form: Form
    now: float

    @property
    def fields(self) -> Mapping[str, str]:
        return self.form.fields

    @property
    def engine(self) -> Engine:
        return "bing" if self.fields.get("engine") == "bing" else "google"

    @property
    def language(self) -> Language:
        return language_of(self.request)


class SearchPage:
    """Answers for one site that the user may see; whoever is no owner sees how things stand, and changes nothing."""

    def __init__(self, rooms: SearchRooms, pages: Pages) -> None:
        self._rooms, self._pages = rooms, pages
        self._consent = rooms.sources.consent(rooms.vault)
        self._actions: Mapping[str, Callable[[Asked], Awaitable[Response]]] = {
            "upload": self._upload,
            "google": self._to_google,
            "account": self._connect_account,
            "bing": self._connect_bing,
            "try": self._try,
            "properties": self._properties,
            "choose": self._choose,
            "disconnect": self._disconnect,
            "forget": self._forget,
        }

    async def page(self, request: Request, user: User, site: Site, now: float) -> Response:
        query = request.query_params
        engine: Engine = "bing" if query.get("engine") == "bing" else "google"
        access = await self._rooms.access.get(site.host, engine)
        property = access.property if access else ""
        notice = notices.done(query.get("done", ""), engine, property, language_of(request))
        return await self._show(request, user, site, now, notice)

    async def submit(self, request: Request, user: User, site: Site, now: float) -> Response:
        if user.role != "owner":
            return await self._refuse(request, user, site, now, 403, "refused_role")
        try:
            form = await read_form(request)
        except TooLarge:
            size = notices.megabytes(LARGEST_FILE, language_of(request))
            return await self._refuse(request, user, site, now, 413, "refused_large", size=size)
        if not self._pages.is_own_form(request, form.fields):
            return await self._refuse(request, user, site, now, 403, "stale_form")
        name = form.fields.get("action", "")
        if name not in self._actions:
            return await self._refuse(request, user, site, now, 400, "refused_action")
        asked = Asked(request, user, site, form, now)
        if name not in _ENDINGS:
            if not _is_named(site):
                return await self._refuse(request, user, site, now, 403, "engines_not_named")
            engine = _ENGINE_OF.get(name, asked.engine)
            if name != "upload" and not site.policy.may_tell(engine):  # a file tells itself of which engine it is
                return await self._unsaid(asked, engine)
        return await self._actions[name](asked)

    def site_of(self, request: Request) -> str:
        """The host that a browser which comes back from Google went there for, by what the address says."""
        return self._consent.site_of(request.query_params.get("state", "")) if self._consent else ""

    async def returned(self, request: Request, user: User, site: Site, now: float) -> Response:
        """The browser comes back from Google, for the site that the address names: only the seal proves it."""
        if user.role != "owner":
            return await self._refuse(request, user, site, now, 403, "refused_role")
        language = language_of(request)
        if not site.policy.may_tell("google"):
            return await self._unsaid(Asked(request, user, site, Form({}, {}), now), "google")
        try:
            if self._consent is None:
                raise ConsentFailure("state")
            given = await self._consent.given(request.query_params, self._session(request), now)
        except ConsentFailure as failure:
            error = request.query_params.get("error", "")
            return await self._show(request, user, site, now, notices.consent_failed(failure, error, language), 400)
        except SourceFailure as failure:
            return await self._show(request, user, site, now, notices.exchange_failed(failure, language), 400)
        return await self._connect(Asked(request, user, site, Form({}, {}), now), "google", "oauth", given.token)

    # What forms ask for

    async def _upload(self, asked: Asked) -> Response:
        """Reads the file, or asks what it does not tell; nothing is kept of it until all is known."""
        file, said = uploads.given(asked.form)
        if file is None:
            return await self._again(asked, notices.refused("refused_nothing", asked.language))
        site, language = asked.site, asked.language
        here = f"/sites/{site.host}/search"
        try:
            found = await uploads.bring_in(self._rooms, site, file, said, site.day(asked.now))
        except (BadExport, BadDays) as problem:
            question = await asyncio.to_thread(uploads.question, file, said, problem, language)
            if isinstance(question, str):
                return await self._again(asked, Notice("wrong", question))
            asks = {"site": site.host, "question": question, "meanings": MEANINGS, "engines": NAMES}
            return self._pages.render(asked.request, "search-question.html", asked.user, asks, 400, here)
        remarks = [visible(each.said(language)) for each in found.remarks]
        values = {"site": site.host, "found": found, "remarks": remarks, "engines": NAMES}
        return self._pages.render(asked.request, "search-read.html", asked.user, values, here=here)

    async def _to_google(self, asked: Asked) -> Response:
        """By a page with a link: no form may lead to another host (`form-action` of our own policy)."""
        if self._consent is None:
            return await self._again(asked, notices.refused("way_google_none", asked.language))
        if await self._rooms.access.get(asked.site.host, "google"):
            return await self._already(asked, "google")
        redirect = _origin(asked.request, self._pages.cookies.secure) + REDIRECT
        try:
            address = self._consent.address(asked.site.host, self._session(asked.request), redirect, asked.now)
        except BrokenSeal as broken:
            return await self._damaged(asked, broken)
        known = sorted(each.removesuffix(REDIRECT) for each in self._consent.registered if each.endswith(REDIRECT))
        elsewhere = known if redirect not in self._consent.registered else []
        values = {"site": asked.site.host, "consent": address, "redirect": redirect, "elsewhere": elsewhere}
        return self._pages.render(asked.request, "search-to-google.html", asked.user, values)

    async def _connect_account(self, asked: Asked) -> Response:
        file = asked.form.files.get("file")
        secret = (
            file.content.decode("utf-8-sig", "replace") if file and file.content else asked.fields.get("secret", "")
        )
        if secret.strip() and account_of(secret) is None:
            return await self._again(asked, notices.refused("refused_account", asked.language))
        return await self._connect_given(asked, "google", "service-account", secret)

    async def _connect_bing(self, asked: Asked) -> Response:
        return await self._connect_given(asked, "bing", "key", asked.fields.get("secret", ""))

    async def _connect_given(self, asked: Asked, engine: Engine, form: AccessForm, secret: str) -> Response:
        if await self._rooms.access.get(asked.site.host, engine):
            return await self._already(asked, engine)
        if not secret.strip():
            return await self._again(asked, notices.refused("refused_nothing", asked.language))
        return await self._connect(asked, engine, form, secret.strip())

    async def _connect(self, asked: Asked, engine: Engine, form: AccessForm, secret: str) -> Response:
        try:
            found = await connecting.connect(self._rooms, asked.site, engine, form, secret)
        except SourceFailure as failure:
            return await self._again(asked, notices.failed(failure, engine, asked.language))
        except BrokenSeal as broken:
            return await self._damaged(asked, broken)
        if isinstance(found, Nowhere):
            return await self._again(asked, notices.elsewhere(found, engine, asked.site, asked.language))
        return _to_page(asked.site, engine, _done(found, "connected"))

    async def _try(self, asked: Asked) -> Response:
        return await self._with_access(asked, connecting.retry, "tried")

    async def _properties(self, asked: Asked) -> Response:
        return await self._with_access(asked, connecting.look, "")

    async def _choose(self, asked: Asked) -> Response:
        async def choose(rooms: SearchRooms, site: Site, engine: Engine, access: Access) -> Choices | Connected:
            return await connecting.choose(rooms, site, engine, access, asked.fields.get("property", ""))

        gone = notices.refused("chosen_gone", asked.language)
        return await self._with_access(asked, choose, "connected", gone)

    async def _with_access(
        self,
        asked: Asked,
        act: Callable[[SearchRooms, Site, Engine, Access], Awaitable[Choices | Connected]],
        done: str,
        otherwise: Notice | None = None,
    ) -> Response:
        """What is asked of the engine with what was given before; `otherwise` is said where there is a choice still."""
        engine, access = asked.engine, await self._rooms.access.get(asked.site.host, asked.engine)
        if access is None:
            return _to_page(asked.site, engine, "")
        try:
            found = await act(self._rooms, asked.site, engine, access)
        except BrokenSeal:
            return _to_page(asked.site, engine, "")  # where it says so
        except SourceFailure as failure:
            return await self._again(asked, notices.again(failure, engine, access.property, asked.language))
        if isinstance(found, Connected):
            return _to_page(asked.site, engine, _done(found, done))
        notice = notices.missing(found, access, asked.site, asked.language) or otherwise
        return await self._show(asked.request, asked.user, asked.site, asked.now, notice, choices=found)

    async def _disconnect(self, asked: Asked) -> Response:
        engine, access = asked.engine, await self._rooms.access.get(asked.site.host, asked.engine)
        was_told = access is None or await connecting.disconnect(self._rooms, access, engine)
        is_gone = asked.fields.get("figures") == "forget"
        if is_gone:
            await connecting.forget(self._rooms, asked.site, engine)
        return _to_page(asked.site, engine, ("gone" if is_gone else "disconnected") + ("" if was_told else "-untold"))

    async def _forget(self, asked: Asked) -> Response:
        await connecting.forget(self._rooms, asked.site, asked.engine)
        return _to_page(asked.site, asked.engine, "forgotten")

    # The page

    async def _already(self, asked: Asked, engine: Engine) -> Response:
        name = asked.language(f"engine_{engine}")
        return await self._again(asked, notices.refused("refused_connected", asked.language, engine=name))

    async def _unsaid(self, asked: Asked, engine: Engine) -> Response:
        notice = notices.refused("engines_unsaid", asked.language, engine=asked.language(f"engine_{engine}"))
        return await self._show(asked.request, asked.user, asked.site, asked.now, notice, 403)

    async def _damaged(self, asked: Asked, broken: BrokenSeal) -> Response:
        _log.error("What an owner gave could not be sealed: %s", broken)
        return await self._refuse(asked.request, asked.user, asked.site, asked.now, 503, "refused_sealed")

    async def _again(self, asked: Asked, notice: Notice) -> Response:
        return await self._show(asked.request, asked.user, asked.site, asked.now, notice, 400)

    async def _refuse(
        self, request: Request, user: User, site: Site, now: float, status: int, key: str, **filled: object
    ) -> Response:
        notice = notices.refused(key, language_of(request), **filled)
        return await self._show(request, user, site, now, notice, status)

    async def _show(
        self,
        request: Request,
        user: User,
        site: Site,
        now: float,
        notice: Notice | None,
        status: int = 200,
        choices: Choices | None = None,
    ) -> Response:
        language = language_of(request)
        engines = [await standing(self._rooms, site, engine, language, site.day(now)) for engine in ENGINES]
        may_change = user.role == "owner"
        if may_change and choices is None and _is_named(site):
            choices = await self._to_choose(site, engines)
        values: dict[str, Any] = {
            "site": site.host,
            "may_change": may_change,
            "is_named": _is_named(site),
            "notice": notice,
            "engines": engines,
            "choices": choices,
            "choices_seen": notices.listed(choices.seen, language) if choices else [],
            "unsaid": {engine: provider_row(engine) for engine in ENGINES if engine not in site.policy.engines},
            "used": {form: _use(each, form) for each in engines for form in _FORMS[each.engine]},
            "has_client": self._consent is not None,
            "months": min(site.policy.retention.named, MONTHS),
            "largest": notices.megabytes(LARGEST_FILE, language),
            "pages": _OPENS,
        }
        here = f"/sites/{site.host}/search"
        return self._pages.render(request, "search-engines.html", user, values, status, here)

    async def _to_choose(self, site: Site, engines: list[Standing]) -> Choices | None:
        """Where an access was given and no property chosen, what it sees now: the address of a service account may
        have been added meanwhile."""
        for each in engines:
            access = await self._rooms.access.get(site.host, each.engine) if each.state == "choose" else None
            if access is not None and site.policy.may_tell(each.engine):
                try:
                    return await connecting.look(self._rooms, site, each.engine, access)
                except (SourceFailure, BrokenSeal):
                    return None  # the button beside it tries again, and says what is wrong
        return None

    def _session(self, request: Request) -> str:
        return self._pages.cookies.get(request, SESSION) or ""


def _use(standing: Standing, form: AccessForm) -> str:
    """ "" where the form may be what the engine is connected by."""
    if not standing.is_connected:
        return ""
    return "works-used" if standing.form == form else "works-spare"


def _is_named(site: Site) -> bool:
    return "search_terms" in site.policy.statistics


def _origin(request: Request, secure: bool) -> str:
    """As the browser knows it: a proxy in front may speak plain http to us."""
    return f"{'https' if secure else 'http'}://{request.url.netloc}"


def _to_page(site: Site, engine: Engine, done: str) -> Response:
    query = f"?{urlencode({'done': done, 'engine': engine})}" if done else ""
    return RedirectResponse(f"/sites/{site.host}/search{query}#{engine}", 303, {"Cache-Control": "no-store"})


def _done(found: Connected | Choices, done: str) -> str:
    """What the page says, by the name that its address gives it."""
    if not isinstance(found, Connected):
        return ""
    return "replaced" if found.is_other else done
