"""Bringing the figures of an exported file into the store: whole, or not at all, and the same file twice once."""

import asyncio
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Final, NamedTuple

from dashboard.numbers.ranges import Range, is_kept
from dashboard.search.engines.source import MOST, Clean, Engine, basis
from dashboard.search.exports.columns import NAMES
from dashboard.search.exports.export import Export
from dashboard.search.exports.remarks import BadExport, Remark, remark
from dashboard.search.figures import OTHER, Kept, beyond_total, figures_of, holds_month, is_month, too_many
from policy.calendar import months_before
from policy.site import Site, Sites
from store.search import Figures, SearchKey, SearchStore, Slice, kind, merged

_FRESH: Final = 3
"""Days for which Google's figures may still change."""


def provider_row(engine: Engine) -> str:
    """What a policy that does not tell visitors of the engine lacks, as it may be written."""
    name = engine.title()
    lines = {
        "engine": engine,
        "name": NAMES[engine],
        "country": "IE",
        "gives.sv": f"hur ofta webbplatsen visas och väljs i {name}s sökresultat, per sökord och sida",
        "gives.en": f"how often the website is shown and chosen in {name}'s search results, by search term and page",
    }
    return "\n".join(["[[provider]]", *(f'{key} = "{text}"' for key, text in lines.items())])


class Import(NamedTuple):
    """What was brought in: `clicks` and `impressions` of the total where the file has one, else of the terms, else of
    the pages."""

    site: str
    engine: Engine
    days: Range
    terms: int
    pages: int
    pairs: int
    clicks: int
    impressions: int
    remarks: tuple[Remark, ...]


async def import_export(store: SearchStore, clean: Clean, site: Site, export: Export, today: date) -> Import:
    """Puts the file's figures in the place of what was held of the same days: terms for terms, pages for pages, so that
    files with one of them do not undo each other. Raises `BadExport`, and then nothing is changed."""
    _require_permitted(site, export.engine, export.days, today)
    # Thousands of terms take a while to clean.
    kept = await asyncio.to_thread(figures_of, export.rows, clean, export.engine, export.days)
    _require_own(site, export, kept)
    if too_many(kept.figures):
        raise BadExport("too-large", what=f"> {MOST:,}")
    days, final = export.days, _is_final(export.days, today)
    slice = Slice(site.host, basis(export.engine), days.start.isoformat(), days.after.isoformat())
    told = {(bool(row.term), bool(row.page)) for row in export.rows}
    if export.engine == "google" and final:
        _require_within_total(merged(await store.top([slice]), kept.figures, told))
    await store.merge(slice, final, kept.figures, told)
    return _summary(site, export, kept, tuple(_remarks(site, clean, export, kept, today)))


def site_of(export: Export, sites: Sites) -> Site:
    """Which of the installed sites the file is of. Raises `BadExport` where it does not tell."""
    if export.host:
        fitting = [site for site in sites if _is_of(site, export)]
        if len(fitting) == 1 or not any(row.page for row in export.rows):
            return _only(fitting, export.host)
    of_pages = [site for site in sites if any(_has_page(site, row.page) for row in export.rows)]
    return _only(of_pages, export.host)


def _only(fitting: list[Site], host: str) -> Site:
    if len(fitting) == 1:
        return fitting[0]
    raise BadExport("no-site", found=host) if host and not fitting else BadExport("which-site")


def _is_of(site: Site, export: Export) -> bool:
    """A domain's property holds the hosts under it too."""
    return any(host == export.host or (export.is_domain and host.endswith(f".{export.host}")) for host in site.hosts)


def _has_page(site: Site, url: str) -> bool:
    return any(url.startswith((f"https://{host}/", f"http://{host}/")) for host in site.hosts)


def _require_permitted(site: Site, engine: Engine, days: Range, today: date) -> None:
    policy = site.policy
    if "search_terms" not in policy.statistics:
        raise BadExport("not-named", site=site.host)
    if not policy.may_tell(engine):
        raise BadExport("no-provider", site=site.host, engine=NAMES[engine], row=provider_row(engine))
    if days.end > today:
        raise BadExport("future", end=days.end)
    months = policy.retention.named
    if not is_kept(days.start, today, months):
        raise BadExport("not-kept", site=site.host, months=months, start=days.start, since=months_before(today, months))


def _require_own(site: Site, export: Export, kept: Kept) -> None:
    pages = sum(bool(row.page) for row in export.rows)
    if pages and kept.foreign == pages:
        url = next(row.page for row in export.rows if row.page)
        raise BadExport("other-site", found=url[:100], site=site.host)
    if export.host and not _is_of(site, export):
        raise BadExport("other-site", found=export.host, site=site.host)


def _require_within_total(figures: Mapping[SearchKey, Figures]) -> None:
    """As Google counts them: else one file is older than another, or of other days."""
    if beyond := beyond_total(figures):
        raise BadExport("beyond-total", clicks=beyond[0], total=beyond[1])


def _is_final(days: Range, today: date) -> bool:
    return days.end < today - timedelta(days=_FRESH)


def _summary(site: Site, export: Export, kept: Kept, remarks: tuple[Remark, ...]) -> Import:
    counts = dict.fromkeys(((False, False), (True, False), (False, True), (True, True)), 0)
    for key in kept.figures:
        counts[kind(key)] += key.page != OTHER
    told = next((each for each, count in counts.items() if count), (False, False))
    total = _sum(found for key, found in kept.figures.items() if kind(key) == told)
    _, terms, pages, pairs = counts.values()
    return Import(site.host, export.engine, export.days, terms, pages, pairs, total.clicks, total.impressions, remarks)


def _sum(figures: Iterable[Figures]) -> Figures:
    total = Figures()
    for each in figures:
        total = total.plus(each)
    return total


def _remarks(site: Site, clean: Clean, export: Export, kept: Kept, today: date) -> Iterable[Remark]:
    yield from export.remarks
    if kept.foreign:
        yield remark("foreign", rows=kept.foreign)
    if export.is_domain and export.host:
        yield remark("domain", name=export.host)
    if not export.host and not any(row.page for row in export.rows):
        yield remark("site-unsure", site=site.host)
    if kept.uncounted:
        yield remark("uncounted", rows=kept.uncounted) if clean.names_pages else remark("pages-not-named")
    if not _is_final(export.days, today):
        yield remark("not-final")
    yield from _of_days(export, clean)
    threshold = clean.threshold(export.days.start)
    if export.engine == "bing" and any(row.term and row.impressions < threshold for row in export.rows):
        yield remark("bing-rare", threshold=threshold)


def _of_days(export: Export, clean: Clean) -> Iterable[Remark]:
    """What is left out since the file is not of a month."""
    if not clean.names_pages:
        return
    if any(row.page and not row.term for row in export.rows) and not holds_month(export.days):
        yield remark("pages-no-month")
    if any(row.page and row.term for row in export.rows) and not is_month(export.days):
        yield remark("pairs-no-month")
