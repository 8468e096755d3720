"""All the sites that a user may see: what needs attention first, then those with the most visits."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Final, NamedTuple
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from dashboard.locale.language import Language
from dashboard.numbers.attention import URGENCY, WEEK
from dashboard.numbers.comparison import Change, change_of
from dashboard.numbers.listing import Wanted, holding, leaf_of, sorted_by, wanted
from dashboard.numbers.overview import SHOWN, Overview, lasting_troubles, overviews
from dashboard.numbers.ranges import Range
from dashboard.pages.attention import Sign, signs
from dashboard.pages.frame import Pages, language_of
from dashboard.pages.listing import Column, Lists
from policy.site import Site
from store.access import SearchAccess
from store.accounts import User
from store.counts import CountStore

MANY: Final = 10
"""Sites from which on they can be found by name and sorted."""

_FEW: Final = 20  # answers, below which a share would only seem to say something
_PLACE, _BAR, _HEIGHT = 10, 8, 40  # of a spark: units from bar to bar, a bar's own, and those up to the highest
_SORTS: Final[Mapping[str, Callable[[Overview], str | int]]] = {
    "host": lambda found: found.site.host,
    "week": lambda found: found.week,
    "today": lambda found: found.today,
}


class Spark(NamedTuple):
    """Bars as paths: of the days before, the last whole week, and today so far. `told` says the same in words."""

    before: str
    week: str
    today: str
    told: str


class Card(NamedTuple):
    """A site as it stands; `weeks` are its visits in each of the last four weeks."""

    host: str
    metric: str
    number: str
    change: str
    verdict: str
    today: str
    coverage: str
    spark: Spark
    weeks: tuple[str, ...]
    signs: list[Sign]


class Sum(NamedTuple):
    """Of all sites that count the metric."""

    metric: str
    number: str
    change: str
    today: str


class SitesPage:
    """The page that a login leads to. `now` is in seconds since 1970."""

    def __init__(self, store: CountStore, access: SearchAccess, pages: Pages) -> None:
        self._store, self._access, self._pages = store, access, pages

    async def page(self, request: Request, user: User, sites: Iterable[Site], now: float) -> Response:
        language = language_of(request)
        failing = lasting_troubles(await self._access.failing(), now)
        found = await overviews(self._store, sites, now, failing)
        asked = wanted(request.query_params, _SORTS)
        leaf = leaf_of(_chosen(found, asked), asked.leaf)
        lists = Lists(language, asked, _query, {})
        columns = [Column("host", language("site"), "asc"), Column("week", language("week_number")),
                   Column("today", language("preset_today"))]  # fmt: skip
        values = {
            "cards": [_card(each, language) for each in leaf.rows],
            "all": len(found),
            "in_need": sum(1 for each in found if each.items),
            "sums": _sums(found, language) if len(found) > 1 else [],
            "is_long": len(found) > MANY,
            "headings": {heading.name: heading for heading in lists.headings(columns)},
            "form": lists.form(),
            "turning": lists.turning(leaf),
            "none_found": lists.none_found() if asked.find else "",
            "weeks": _week_names(found, language),
            "width": SHOWN * _PLACE,
            "height": _HEIGHT,
        }
        return self._pages.render(request, "sites.html", user, values)


def _chosen(found: Iterable[Overview], asked: Wanted) -> list[Overview]:
    rows = holding(found, asked.find, lambda each: (each.site.host, *each.site.hosts))
    rows.sort(key=_rank)
    return sorted_by(rows, _SORTS[asked.sort], asked.order) if asked.sort else rows


def _rank(found: Overview) -> tuple[int, int, str]:
    urgency = min((URGENCY.index(item.kind) for item in found.items), default=len(URGENCY))
    return urgency, -found.week, found.site.host


def _card(found: Overview, language: Language) -> Card:
    answers = found.answers
    return Card(
        found.site.host, language(found.metric), language.number(found.week), *_changed(found.change, language),
        language.number(found.today), language.percent(answers.yes, answers.all) if answers.all >= _FEW else "",
        _spark(found, language), tuple(language.number(sum(part)) for part in _weeks(found)), signs(found, language),
    )  # fmt: skip


def _changed(change: Change | None, language: Language) -> tuple[str, str]:
    """In words, and the verdict."""
    if change is None or not change.now + change.before:
        return "", ""
    if not change.is_one:
        return language("change_same", before=language.number(change.before)), change.verdict
    text = language.change(change.now, change.before)
    return language("change_is", change=text, before=language.number(change.before)), change.verdict


def _spark(found: Overview, language: Language) -> Spark:
    numbers = [number for _, number in found.daily]
    whole = numbers[:-1]
    paths = [_bar(index, number, max(numbers)) for index, number in enumerate(numbers)]
    told = language(
        "spark_told", low=language.number(min(whole)), high=language.number(max(whole)),
        yesterday=language.number(whole[-1]), metric=language(found.metric).lower(),
    )  # fmt: skip
    return Spark("".join(paths[: -WEEK - 1]), "".join(paths[-WEEK - 1 : -1]), paths[-1], told)


def _bar(index: int, number: int, highest: int) -> str:
    if not number:
        return ""
    height = max(1, round(_HEIGHT * number / highest, 1))
    return f"M{index * _PLACE + 1} {_HEIGHT}v-{height:g}h{_BAR}v{height:g}z"


def _weeks(found: Overview) -> Sequence[Sequence[int]]:
    """The days drawn, seven at a time."""
    numbers = [number for _, number in found.daily]
    return [numbers[start : start + WEEK] for start in range(0, SHOWN, WEEK)]


def _week_names(found: Sequence[Overview], language: Language) -> list[str]:
    """Of the first site: where others have another day, theirs are not far."""
    if not found:
        return []
    days: list[date] = [day for day, _ in found[0].daily]
    starts = [*range(0, SHOWN, WEEK), SHOWN]
    return [language.days(Range(days[start], days[end - 1])) for start, end in pairwise(starts)]


def _sums(found: Iterable[Overview], language: Language) -> list[Sum]:
    """What sites are compared by is what all of them count: those without visits have a sum of page views."""
    rows = list(found)
    sums = []
    for metric in ("visits", "pageviews"):
        some = [each for each in rows if each.metric == metric]
        if not some:
            continue
        change, _ = _changed(_together([each for each in some if each.change]), language)
        number, today = sum(each.week for each in some), sum(each.today for each in some)
        sums.append(Sum(language(metric), language.number(number), change, language.number(today)))
    return sums


def _together(found: Sequence[Overview]) -> Change | None:
    """Of the sites that were counted in both weeks."""
    if not found:
        return None
    daily = [sum(numbers) for numbers in zip(*([number for _, number in each.daily] for each in found), strict=True)]
    return change_of(daily[-WEEK - 1 : -1], daily[-2 * WEEK - 1 : -WEEK - 1])


def _query(**carried: str) -> str:
    return "?" + urlencode({name: value for name, value in carried.items() if value})
