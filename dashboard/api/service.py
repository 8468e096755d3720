"""The operations as routes: who may ask for which, how a request is read, and in which form it is answered."""

import logging
import re
from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from dashboard.api.document import document
from dashboard.api.operations import BASE, OPERATIONS, Operation
from dashboard.api.parameters import Nothing, read_body, read_place, read_query
from dashboard.api.problems import Problem, missing_scope, not_allowed, problem_of, unauthenticated
from dashboard.api.resources import Call, Place, Resources, Rooms
from dashboard.api.tables import MEDIA, TABLES, file_name
from dashboard.numbers.ranges import BadRange
from dashboard.numbers.stats import Refused
from dashboard.numbers.table import separated
from dashboard.pages.frame import HEADERS, Pages
from dashboard.pages.login import Login
from policy.site import Site
from store.accounts import User
from store.notes import BadNote
from store.tokens import Tokens

FORM_TOKEN: Final = "Rakneverk-Form-Token"  # noqa: S105 - the name of a header
"""Carries what a form of ours would, where a session's cookie asks for a change."""

_log: Final = logging.getLogger("rakneverk.api")
_WEIGHT: Final = re.compile(r"[01](\.[0-9]{0,3})?")
_NOBODY: Final = User("", "viewer", frozenset())


class Doorkeeper(NamedTuple):
    """What tells who asks, and when; `pages` know the cookies."""

    login: Login
    tokens: Tokens
    pages: Pages
    clock: Callable[[], float]


class Service:
    """Every address below `/api/`, also those that there are not."""

    def __init__(self, rooms: Rooms, doorkeeper: Doorkeeper) -> None:
        self._rooms, self._door, self._resources = rooms, doorkeeper, Resources(rooms)
        self._document = msgspec.json.encode(document())

    def routes(self) -> list[Route]:
        paths: dict[str, dict[str, Operation]] = {}
        for operation in OPERATIONS:
            paths.setdefault(operation.path, {})[operation.method] = operation
        return [
            Route(f"{BASE}/openapi.json", _Endpoint(self._described)),
            *(Route(BASE + path, _Endpoint(self._asked(methods))) for path, methods in paths.items()),
            Route("/api/{rest:path}", _Endpoint(_missing)),
            Route("/api", _Endpoint(_missing)),
        ]

    def _asked(self, methods: Mapping[str, Operation]) -> Callable[[Request], Any]:
        async def answer(request: Request) -> Response:
            operation = methods.get("GET" if request.method == "HEAD" else request.method)
            if operation is None:
                raise not_allowed(methods)
            user = await self._user(request, operation)
            call = Call(user, self._site(request, user, operation), _place(request, operation), self._door.clock())
            as_table = _is_table(request, operation)
            asked = read_query(request, Nothing if operation.has_body else operation.asks)
            given = await read_body(request, operation.asks) if operation.has_body else asked
            found = await operation.does(self._resources, call, given)
            return await run_in_threadpool(_table, found) if as_table else _json(found, operation.status)

        return answer

    async def _described(self, request: Request) -> Response:
        if request.method not in {"GET", "HEAD"}:
            raise not_allowed({"GET"})
        return Response(self._document, 200, HEADERS, "application/json")

    async def _user(self, request: Request, operation: Operation) -> User:
        """By the header, or else by the session's cookie, which may do all that its user may. Raises `Problem`."""
        if operation.scope is None:
            return _NOBODY
        given = request.headers.get("authorization")
        if given is None:
            return await self._by_cookie(request, operation)
        scheme, _, token = given.partition(" ")
        holder = (
            await self._door.tokens.holder(token.strip(), self._door.clock()) if scheme.lower() == "bearer" else None
        )
        if holder is None:
            raise unauthenticated(was_given=True)
        if operation.scope not in holder.scopes:
            raise missing_scope(operation.scope)
        return _allowed(holder.user, operation)

    async def _by_cookie(self, request: Request, operation: Operation) -> User:
        user = await self._door.login.user(request)
        if user is None:
            raise unauthenticated(was_given=False)
        fields = {"form_token": request.headers.get(FORM_TOKEN, "")}
        if operation.writes and not self._door.pages.is_own_form(request, fields):
            raise Problem("stale-form", f"Send the form's token in the header {FORM_TOKEN}, or a bearer token.")
        return _allowed(user, operation)

    def _site(self, request: Request, user: User, operation: Operation) -> Site | None:
        if not operation.is_of_site:
            return None
        host = request.path_params["host"]
        site = self._rooms.sites().get(host) if host in user.sites else None
        if site is None:
            raise Problem("not-found", f"There is no such site among yours: see {BASE}/sites.")
        return site


class _Endpoint:
    """An ASGI application of one address, which takes every method, and writes what goes wrong as a document."""

    def __init__(self, answer: Callable[[Request], Any]) -> None:
        self._answer = answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            response: Response = await self._answer(Request(scope, receive))
        except Problem as problem:
            response = problem.response()
        except (BadRange, Refused, BadNote) as error:
            response = problem_of(error).response()
        except Exception:
            _log.exception("An operation of the API failed.")
            response = Problem(
                "failed", "It is not your request that is wrong; the service's log says more."
            ).response()
        await response(scope, receive, send)


async def _missing(_: Request) -> Response:
    raise Problem("not-found", f"There is nothing here; {BASE}/openapi.json describes what there is.")


def _allowed(user: User, operation: Operation) -> User:
    if operation.writes and user.role != "owner":
        raise Problem("owners-only", "A viewer changes nothing.")
    return user


def _place(request: Request, operation: Operation) -> Place:
    return read_place({name: value for name, value in request.path_params.items() if name != "host"}, operation.place)


def _is_table(request: Request, operation: Operation) -> bool:
    """Whether the answer is asked for as CSV: by `format`, or by the header Accept. Raises `Problem`."""
    chosen = request.query_params.get("format")
    if chosen is not None and operation.has_table:
        return chosen == "csv"
    if operation.gives is None:
        return False
    accepted = _accepted(request.headers.get("accept", "").strip() or "*/*")
    offered = ["application/json", *(["text/csv"] if operation.has_table else [])]
    best = max(offered, key=lambda media: _quality(media, accepted))
    if not _quality(best, accepted):
        raise Problem("not-acceptable", f"It is to be had as {' or '.join(offered)}.", known=tuple(offered))
    return best == "text/csv"


def _accepted(header: str) -> dict[str, float]:
    """How much each range of media types is wanted (RFC 9110, 12.5.1)."""
    found = {}
    for part in header.split(","):
        media, *parameters = [each.strip().lower() for each in part.split(";")]
        weight = next((each[2:] for each in parameters if each.startswith("q=")), "1")
        found[media] = float(weight) if _WEIGHT.fullmatch(weight) else 1.0
    return found


def _quality(media: str, accepted: Mapping[str, float]) -> float:
    """By the range that says the most of it."""
    ranges = (media, f"{media.partition('/')[0]}/*", "*/*")
    return next((accepted[each] for each in ranges if each in accepted), 0.0)


def _table(found: Any) -> Response:
    text = separated(TABLES[type(found)](found))
    named = {"Content-Disposition": f'attachment; filename="{file_name(found)}"'}
    return Response(text, 200, HEADERS | named, MEDIA)


def _json(found: Any, status: int) -> Response:
    if found is None:
        return Response(status_code=status, headers=HEADERS)
    return Response(msgspec.json.encode(found), status, HEADERS, "application/json")
