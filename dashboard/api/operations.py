"""What programs can ask for: one table, by which requests are led, read and refused, and which describes them."""

from collections.abc import Awaitable, Callable
from typing import Any, Final, Literal, NamedTuple

import msgspec

from dashboard.api import answers, parameters
from dashboard.api.resources import Call, KindPlace, NotePlace, PanelPlace, Place, Resources
from dashboard.api.tables import TABLES
from dashboard.search.panel.terms import SearchTerms
from store.tokens import Scope

BASE: Final = "/api/v1"

Method = Literal["GET", "POST", "PUT", "DELETE"]
Does = Callable[[Resources, Call, Any], Awaitable[msgspec.Struct | None]]


class Operation(NamedTuple):
    """`asks` are the parameters of the query, or the members of the body where `method` writes; what goes wrong besides
    what may with every operation stands in `refuses`, by its name. Without a `scope` it is for everyone."""

    name: str
    method: Method
    path: str
    scope: Scope | None
    does: Does
    asks: type[msgspec.Struct]
    gives: type[msgspec.Struct] | None
    text: str
    refuses: tuple[str, ...] = ()
    place: type[Place] = Place

    @property
    def is_of_site(self) -> bool:
        return "{host}" in self.path

    @property
    def writes(self) -> bool:
        return self.method != "GET"

    @property
    def has_body(self) -> bool:
        return self.method in {"POST", "PUT"}

    @property
    def has_table(self) -> bool:
        return self.gives in TABLES

    @property
    def status(self) -> int:
        return {"POST": 201, "DELETE": 204}.get(self.method, 200)


_RANGE: Final = ("bad-range",)
_FILTER: Final = (*_RANGE, "bad-filter", "unknown-dimension", "not-permitted", "not-counted-together")
_BODY: Final = ("bad-body", "too-large", "unsupported-media-type", "bad-note")
_SITE: Final = "/sites/{host}"
_NOTE: Final = _SITE + "/notes/{number}"

OPERATIONS: Final = (
    Operation("sites", "GET", "/sites", "sites:read", Resources.sites, parameters.Nothing, answers.SiteList,
              "The sites that you may see, and what is counted on each."),
    Operation("site", "GET", _SITE, "sites:read", Resources.site, parameters.Nothing, answers.SiteEntry,
              "One of them."),
    Operation("policy", "GET", _SITE + "/policy", "sites:read", Resources.policy, parameters.Nothing,
              answers.PolicyInForce, "The policy that is in force."),
    Operation("stats", "GET", _SITE + "/stats", "stats:read", Resources.stats, parameters.Stats,
              answers.ComparedStats, "All values of a dimension, and the total.", _FILTER),
    Operation("panel", "GET", _SITE + "/panels/{name}", "stats:read", Resources.panel, parameters.Listed,
              answers.PanelAnswer, "The values of a dimension, found, sorted, and by the leaf.", _FILTER, PanelPlace),
    Operation("totals", "GET", _SITE + "/totals", "stats:read", Resources.totals, parameters.Totals,
              answers.TotalsAnswer, "The totals, and whether they have changed by more than chance.", _FILTER),
    Operation("series", "GET", _SITE + "/series", "stats:read", Resources.series, parameters.Series,
              answers.SeriesAnswer, "Visits and page views over time.", _RANGE),
    Operation("search", "GET", _SITE + "/search", "stats:read", Resources.search, parameters.Searched, SearchTerms,
              "Search terms, with what each origin tells of them.", _FILTER),
    Operation("goals", "GET", _SITE + "/goals", "stats:read", Resources.goals, parameters.Goals, answers.GoalsAnswer,
              "How often goals were reached, and after which sources.", _FILTER),
    Operation("flow", "GET", _SITE + "/flow", "stats:read", Resources.flow, parameters.Flow, answers.FlowAnswer,
              "From which page to which visits went: the commonest steps, or those around one page.", _FILTER),
    Operation("service", "GET", _SITE + "/service", "stats:read", Resources.service, parameters.Days,
              answers.ServiceAnswer, "What the service counts for itself: answers, and what was left out.", _RANGE),
    Operation("attention", "GET", _SITE + "/attention", "stats:read", Resources.attention, parameters.Nothing,
              answers.AttentionAnswer, "What an owner should see to."),
    Operation("notes", "GET", _SITE + "/notes", "stats:read", Resources.notes, parameters.Days, answers.NoteList,
              "What owners have written on days.", _RANGE),
    Operation("write_note", "POST", _SITE + "/notes", "notes:write", Resources.write_note, parameters.NoteWritten,
              answers.NoteEntry, "Writes a note on a day.", _BODY),
    Operation("note", "GET", _NOTE, "stats:read", Resources.note, parameters.Nothing, answers.NoteEntry,
              "One of them.", (), NotePlace),
    Operation("change_note", "PUT", _NOTE, "notes:write", Resources.change_note, parameters.NoteWritten,
              answers.NoteEntry, "Writes another note in its place.", _BODY, NotePlace),
    Operation("remove_note", "DELETE", _NOTE, "notes:write", Resources.remove_note, parameters.Nothing, None,
              "Takes it away.", (), NotePlace),
    Operation("problems", "GET", "/problems", None, Resources.problems, parameters.Nothing, answers.ProblemKinds,
              "What can go wrong."),
    Operation("problem", "GET", "/problems/{name}", None, Resources.problem, parameters.Nothing, answers.ProblemKind,
              "One of these: `type` in a problem document is its address.", (), KindPlace),
)  # fmt: skip
