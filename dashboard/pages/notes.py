"""The notes on a site's days: read by all who may see it, written by its owners, here and beside the chart."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Final, NamedTuple

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from dashboard.locale.language import Language, visible
from dashboard.numbers.ranges import Range
from dashboard.pages.form import fields_of
from dashboard.pages.frame import Pages, language_of
from dashboard.search.engines.source import Clean
from policy.site import Site
from store.accounts import User
from store.notes import LONGEST, MOST_ON_A_DAY, BadNote, Note, Notes, impersonal

_ISO: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_BACK: Final = re.compile(r"\?[A-Za-z0-9%&=+._~*-]{0,500}")
_DONE: Final = ("added", "changed", "removed")
_ROOM: Final = LONGEST * 2  # characters of a refused note that are shown again to be mended


class Row(NamedTuple):
    """A note in words."""

    number: int
    days: str
    text: str
    day: str
    until: str
    is_open: bool


class Written(NamedTuple):
    """What a form holds: as it is shown first, or was sent and is to be mended."""

    day: str
    until: str
    text: str


class NoteForm(NamedTuple):
    """The short form beside a chart; `back` is the query of the page that it stands on."""

    day: str
    back: str
    longest: int = LONGEST


class Notice(NamedTuple):
    """What was done or refused."""

    kind: str
    text: str


class NotesPage:
    """Below a site that the user may see. `now` is in seconds since 1970."""

    def __init__(self, notes: Notes, pages: Pages, clean: Callable[[Site], Clean]) -> None:
        self._notes, self._pages, self._clean = notes, pages, clean

    async def page(self, request: Request, user: User, site: Site, now: float) -> Response:
        query, language = request.query_params, language_of(request)
        done = query.get("done", "")
        notice = Notice("well", language(f"note_{done}")) if done in _DONE else None
        opened = _number(query.get("change", "")) if user.role == "owner" else 0
        return await self._show(request, user, site, now, notice, opened=opened)

    async def submit(self, request: Request, user: User, site: Site, now: float) -> Response:
        language = language_of(request)
        if user.role != "owner":
            return await self._show(request, user, site, now, Notice("wrong", language("owners_only")), 403)
        fields = await fields_of(request)
        written = Written(fields.get("day", ""), fields.get("until", ""), fields.get("text", "")[:_ROOM])
        number = _number(fields.get("number", ""))
        if not self._pages.is_own_form(request, fields):
            notice = Notice("wrong", language("stale_form"))
            return await self._show(request, user, site, now, notice, 403, opened=number, written=written)
        try:
            done = await self._do(site, fields, written, number)
        except BadNote as error:
            notice = Notice("wrong", _explained(language, error))
            return await self._show(request, user, site, now, notice, 400, opened=number, written=written)
        if not done:
            return await self._show(request, user, site, now, Notice("wrong", language("note_bad_action")), 400)
        return _to(site, done, fields.get("back", ""))

    async def _do(self, site: Site, fields: Mapping[str, str], written: Written, number: int) -> str:
        """What was done; "" where there was nothing to do it to. Raises `BadNote`."""
        action = fields.get("action")
        if action == "remove":
            return "removed" if await self._notes.remove(site.host, number) else ""
        if action not in {"add", "change"}:
            return ""
        day = _date(written.day)
        until = _date(written.until) if written.until else day
        text = impersonal(written.text, self._clean(site).personal)
        if action == "add":
            await self._notes.add(site.host, day, until, text)
            return "added"
        return "changed" if await self._notes.change(site.host, number, day, until, text) else ""

    async def _show(
        self,
        request: Request,
        user: User,
        site: Site,
        now: float,
        notice: Notice | None,
        status: int = 200,
        *,
        opened: int = 0,
        written: Written | None = None,
    ) -> Response:
        """`opened` is the note that is being changed, 0 where none is."""
        language, today = language_of(request), site.day(now).isoformat()
        notes = await self._notes.every(site.host)
        shown = next((_written(note) for note in notes if note.number == opened), Written(today, "", ""))
        values = {
            "site": site.host,
            "rows": [_row(note, opened, language) for note in notes],
            "notice": notice,
            "may_change": user.role == "owner",
            "opened": opened if any(note.number == opened for note in notes) else 0,
            "written": written or shown,
            "longest": LONGEST,
        }
        return self._pages.render(request, "notes.html", user, values, status, f"/sites/{site.host}/notes")


def _explained(language: Language, error: BadNote) -> str:
    kinds = ", ".join(language.value("cut", kind) for kind in error.kinds)
    most, notes = language.number(LONGEST), language.number(MOST_ON_A_DAY)
    return language(f"note_bad_{error.reason}", most=most, notes=notes, kinds=kinds)


def _row(note: Note, opened: int, language: Language) -> Row:
    days = language.days(Range(note.day, note.until))
    return Row(
        note.number, days, visible(note.text), note.day.isoformat(), note.until.isoformat(), note.number == opened
    )


def _written(note: Note) -> Written:
    until = "" if note.until == note.day else note.until.isoformat()
    return Written(note.day.isoformat(), until, note.text)


def _number(text: str) -> int:
    """0, which no note has, where it is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else 0


def _date(text: str) -> date:
    """Raises `BadNote`."""
    try:
        if _ISO.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise BadNote("date")


def _to(site: Site, done: str, back: str) -> Response:
    """To the chart with the range it had, where the note was written there; else to the list."""
    place = (
        f"/sites/{site.host}{back}#chart-title" if _BACK.fullmatch(back) else f"/sites/{site.host}/notes?done={done}"
    )
    return RedirectResponse(place, 303, {"Cache-Control": "no-store"})
