"""What can go wrong when a program asks, each with a name, a status and a document of its own (RFC 9457)."""

from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

import msgspec
from msgspec import UNSET, UnsetType
from starlette.responses import Response

from dashboard.numbers.ranges import PRESETS, BadRange
from dashboard.numbers.stats import BadFilter, NotPaired, NotPermitted, Refused, UnknownDimension
from dashboard.pages.frame import HEADERS
from store.notes import BadNote

MEDIA: Final = "application/problem+json"
WHERE: Final = "/api/v1/problems/"
"""The addresses at which the kinds are explained, and by which they are told apart."""


class Kind(NamedTuple):
    """One of the things that can go wrong."""

    name: str
    status: int
    title: str
    meaning: str


_KINDS: Final = (
    Kind("bad-parameter", 400, "A parameter cannot be read",
         "A parameter is unknown here, is given twice, or has a value of the wrong form. `parameter` is its name."),
    Kind("bad-range", 400, "These days cannot be shown",
         "The range is backwards, has one end alone, is too long, or lies too far away; or no period has that name."),
    Kind("unknown-dimension", 400, "There is no such dimension",
         "No page views are broken down by what was asked for. `known` lists what they are broken down by."),
    Kind("not-permitted", 400, "The site's policy does not name it",
         "What the site's published policy does not name is not counted. `known` lists what it names."),
    Kind("not-counted-together", 400, "These two are not counted together",
         "One cannot be filtered by the other. `known` lists what is counted together with the filter."),
    Kind("bad-filter", 400, "The filter cannot be read",
         "A filter is written NAME=VALUE, with the name of a dimension. `known` lists what can be filtered by."),
    Kind("bad-body", 400, "The body cannot be read",
         "It is not JSON, or its members are not those of the description. `parameter` is the member."),
    Kind("not-authenticated", 401, "It is not known who asks",
         "Send `Authorization: Bearer rv_...` with a token that has not ended, or the cookie of a session."),
    Kind("missing-scope", 403, "The token may not do this",
         "It lacks the scope that `scope` names. An owner makes tokens at /tokens."),
    Kind("owners-only", 403, "Only owners may do this", "Viewers may look, and change nothing."),
    Kind("stale-form", 403, "The form's token is missing or another",
         "What changes something and is asked for by a session's cookie must carry the form token of that browser in "
         "the header Rakneverk-Form-Token. Programs send a bearer token instead."),
    Kind("not-found", 404, "There is nothing here",
         "No resource has this address; or the site is none of those that whoever asks may see."),
    Kind("method-not-allowed", 405, "The resource does not take this method", "The header Allow lists what it takes."),
    Kind("not-acceptable", 406, "The answer is not to be had in that form",
         "The header Accept, or `format`, asks for a media type that the resource does not have."),
    Kind("too-large", 413, "The body is too large", "No body of ours needs so much."),
    Kind("unsupported-media-type", 415, "The body is of the wrong kind", "Send it as application/json."),
    Kind("bad-note", 422, "The note cannot be kept",
         "Its text is empty, too long or leads to a person; its days are backwards, too many or too far away; or there "
         "are too many notes."),
    Kind("failed", 500, "The service failed", "Nothing is wrong with what was asked. Tell whoever runs the service."),
)  # fmt: skip

KINDS: Final[Mapping[str, Kind]] = {kind.name: kind for kind in _KINDS}


class ProblemDocument(msgspec.Struct, frozen=True):
    """What went wrong: `type` tells the kind, `detail` this case. `parameter` is the one that is wrong, `known` are
    names that could be asked for instead, `scope` is the one that is missing."""

    type: str
    title: str
    status: int
    detail: str
    parameter: str | UnsetType = UNSET
    known: tuple[str, ...] | UnsetType = UNSET
    scope: str | UnsetType = UNSET


class Problem(Exception):
    """Ends a request with a problem document."""

    def __init__(self, kind: str, detail: str, headers: Mapping[str, str] | None = None, **facts: Any) -> None:
        self.kind, self.detail, self.headers, self.facts = KINDS[kind], detail, headers or {}, facts
        super().__init__(detail)

    def response(self) -> Response:
        kind = self.kind
        document = ProblemDocument(WHERE + kind.name, kind.title, kind.status, self.detail, **self.facts)
        return Response(msgspec.json.encode(document), kind.status, {**HEADERS, **self.headers}, MEDIA)


def unauthenticated(was_given: bool) -> Problem:
    """With the challenge of RFC 6750."""
    if was_given:
        challenge = 'Bearer realm="rakneverk", error="invalid_token"'
        return _challenged("There is no such token, or it has ended.", challenge)
    return _challenged("Send a token, or log in at /login.", 'Bearer realm="rakneverk"')


def missing_scope(scope: str) -> Problem:
    challenge = f'Bearer realm="rakneverk", error="insufficient_scope", scope="{scope}"'
    return Problem("missing-scope", f"The token lacks {scope}.", {"WWW-Authenticate": challenge}, scope=scope)


def not_allowed(methods: Iterable[str]) -> Problem:
    allowed = ", ".join(sorted(methods))
    return Problem("method-not-allowed", f"Send {allowed}.", {"Allow": allowed})


def problem_of(error: BadRange | Refused | BadNote, parameter: str = "") -> Problem:
    """Of what the numbers, or the notes, refuse; `parameter` is the one that was refused, where that is known."""
    if isinstance(error, BadNote):
        return Problem("bad-note", str(error))
    if isinstance(error, BadRange):
        named = {"preset": "period", "both": "period", "compare": "compare"}.get(error.reason, "from")
        return Problem("bad-range", str(error), parameter=named, known=error.known or tuple(PRESETS))
    facts: dict[str, Any] = {"parameter": parameter} if parameter else {}
    return Problem(_REFUSALS[type(error)], str(error), known=error.known, **facts)


_REFUSALS: Final[Mapping[type[Refused], str]] = {
    UnknownDimension: "unknown-dimension",
    NotPermitted: "not-permitted",
    NotPaired: "not-counted-together",
    BadFilter: "bad-filter",
}


def _challenged(detail: str, challenge: str) -> Problem:
    return Problem("not-authenticated", detail, {"WWW-Authenticate": challenge})
