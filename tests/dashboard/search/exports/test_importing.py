"""An export into the store: whole or not at all, of the own site, within what the policy promises, and once."""

import asyncio
import tomllib
from collections.abc import AsyncIterator, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Final

import pytest

from collector.imported import Imported
from dashboard.numbers.ranges import Range
from dashboard.search.check import check_figures
from dashboard.search.engines.source import Engine, Told
from dashboard.search.exports.export import Export, read_export
from dashboard.search.exports.importing import Import, import_export, site_of
from dashboard.search.exports.remarks import BadExport
from dashboard.search.figures import OTHER
from policy.document import Provider
from policy.site import Site, Sites
from policy.site import site_of as site_from
from store.search import Figures, Held, SearchKey, Slice
from store.sqlite_search import SQLiteSearch
from tests.dashboard.search.exports.made import ENGLISH, NAME, PAGES, QUERIES, Table, text, zipped
from tests.dashboard.terminal import FIVE
from tests.empty import empty_counts
from tests.policy.documents import changed

pytestmark = [pytest.mark.quick, pytest.mark.anyio]

TODAY = date(2026, 11, 22)
HOST = "klinik.example"
OTHERS: Final[Mapping[Engine, Engine]] = {"google": "bing", "bing": "google"}
THREE_DAYS = Range(date(2026, 9, 1), date(2026, 9, 3))
SEPTEMBER = Range(date(2026, 9, 1), date(2026, 9, 30))
SLICE = Slice(HOST, "imported:google", "2026-09-01", "2026-10-01")
WHOLE = {
    SearchKey(): Figures(3, 1020, 7_114 * 1020),
    SearchKey("kbt"): Figures(2, 1000, 3_500_000),
    SearchKey("oro på natten"): Figures(0, 5, 46_250),
    SearchKey("", "/"): Figures(2, 1010, 7_171_000),
    SearchKey("", "/om-oss"): Figures(1, 10, 20_000),
}


def site(document: str = FIVE, host: str = HOST) -> Site:
    return site_from(host, "Europe/Stockholm", [(date(2026, 1, 1), document)])


def for_host(host: str, *aliases: str) -> Site:
    document = changed('host = "klinik.example"', f'host = "{host}"', FIVE)
    return site(changed('aliases = ["www.klinik.example"]', f"aliases = {list(aliases)}", document), host)


def told(
    *rows: Told, host: str = "", is_domain: bool = False, days: Range | None = None, engine: Engine = "google"
) -> Export:
    rows = rows or (Told("kbt", "", 1, 1, 1.0),)
    return Export(engine, host, is_domain, days or SEPTEMBER, rows, ())


def exported(tables: Mapping[str, Table] = ENGLISH) -> Export:
    """As of a whole month: pages of less are not kept."""
    return read_export(f"{NAME}.zip", zipped(tables))._replace(days=SEPTEMBER)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SQLiteSearch]:
    store = await SQLiteSearch.open(await empty_counts(tmp_path / "counts.db"))
    yield store
    await store.close()


async def bring(store: SQLiteSearch, export: Export, of: Site | None = None, today: date = TODAY) -> Import:
    of = of or site()
    return await import_export(store, Imported(of), of, export, today)


async def refused(store: SQLiteSearch, export: Export, of: Site | None = None, today: date = TODAY) -> BadExport:
    """And then nothing is kept of it."""
    of = of or site()
    before = await everything(store, of.host)
    with pytest.raises(BadExport) as caught:
        await bring(store, export, of, today)
    assert await everything(store, of.host) == before
    return caught.value


async def everything(store: SQLiteSearch, host: str = HOST) -> list[tuple[Slice, bool, Mapping[SearchKey, Figures]]]:
    return [told[:3] async for told in store.dump(host)]


def keys(done: Import) -> set[str]:
    return {each.key for each in done.remarks}


async def test_an_export_is_brought_in_whole(store: SQLiteSearch) -> None:
    done = await bring(store, exported())
    assert await everything(store) == [(SLICE, True, WHOLE)]
    assert await store.held(HOST) == [Held(SLICE, True, True, True, True, False, fetched=False)]
    assert done[:-1] == (HOST, "google", SEPTEMBER, 2, 2, 0, 3, 1020)
    assert keys(done) == {"left-out", "domain"}


async def test_the_same_file_twice_counts_once(store: SQLiteSearch) -> None:
    export = exported()
    first = await bring(store, export)
    assert await bring(store, export) == first
    assert await everything(store) == [(SLICE, True, WHOLE)]


async def test_the_same_days_anew_take_the_place_of_what_was_told(store: SQLiteSearch) -> None:
    await bring(store, exported())
    await bring(store, exported({**ENGLISH, "Queries": QUERIES[:2]}))
    assert await store.top([SLICE]) == {key: each for key, each in WHOLE.items() if key.term != "oro på natten"}


async def test_files_with_one_table_each_make_the_whole(store: SQLiteSearch) -> None:
    for table in (QUERIES, PAGES, QUERIES):
        await bring(store, read_export("x.csv", text(table).encode(), days=SEPTEMBER))
    assert await store.top([SLICE]) == {key: each for key, each in WHOLE.items() if key != SearchKey()}


async def test_more_than_a_store_can_add_up_is_refused(store: SQLiteSearch) -> None:
    assert (await refused(store, told(Told("kbt", "", 1, 10**11, 10.0**10)))).remark.key == "too-large"


async def test_two_files_at_once_are_both_kept(store: SQLiteSearch, tmp_path: Path) -> None:
    beside = await SQLiteSearch.open(tmp_path / "counts.db")
    await asyncio.gather(bring(store, told(Told("", "", 9, 9, 1.0))), bring(beside, told()))
    await beside.close()
    assert await store.top([SLICE]) == {SearchKey(): Figures(9, 9, 9000), SearchKey("kbt"): Figures(1, 1, 1000)}


async def test_terms_that_go_beyond_the_total_of_the_same_days_are_refused(store: SQLiteSearch) -> None:
    total, terms = told(Told("", "", 1, 10, 1.0)), told(Told("kbt", "", 50, 100, 1.0))
    await bring(store, total)
    assert str(await refused(store, terms)).startswith(
        "The search terms have more clicks (50) than all searches together (1), in the file or with what is held"
    )
    await bring(store, told(*total.rows, engine="bing"))
    await bring(store, told(*terms.rows, engine="bing"))
    await store.forget(HOST, "2027-01-01")
    await bring(store, terms)
    assert (await refused(store, total)).remark.key == "beyond-total"
    await bring(store, told(Told("", "", 50, 100, 1.0)))


async def test_while_google_may_change_them_figures_need_not_fit(store: SQLiteSearch) -> None:
    for rows in (Told("", "", 1, 10, 1.0), Told("kbt", "", 50, 100, 1.0)):
        await bring(store, told(rows, days=THREE_DAYS), today=date(2026, 9, 4))
    assert await check_figures(store, HOST) is None


async def test_engines_are_kept_apart(store: SQLiteSearch) -> None:
    await bring(store, told())
    await bring(store, told(engine="bing"))
    assert [held.slice.basis for held in await store.held(HOST)] == ["imported:bing", "imported:google"]


@pytest.mark.parametrize(
    ("host", "is_domain"), [("annan.example", True), ("blogg.klinik.example", False), ("example", False)]
)
async def test_an_export_of_another_site_by_its_name_is_refused(
    store: SQLiteSearch, host: str, is_domain: bool
) -> None:
    refusal = await refused(store, told(host=host, is_domain=is_domain))
    assert str(refusal).startswith(f"The file is about {host}, not klinik.example.")


async def test_an_export_without_a_page_of_the_site_is_refused(store: SQLiteSearch) -> None:
    pages = [Told("", f"https://annan.example/{at}", 1, 1, 1.0) for at in range(2)]
    refusal = await refused(store, told(Told("kbt", "", 1, 1, 1.0), *pages))
    assert str(refusal).startswith("The file is about https://annan.example/0, not klinik.example.")


async def test_some_pages_of_another_site_have_no_name_and_that_is_said(store: SQLiteSearch) -> None:
    hosts = ("annan.example/", "klinik.example/", "b.example/", "klinik.example/b")
    pages = [Told("", f"https://{host}", at, at, 1.0) for at, host in enumerate(hosts, 2)]
    done = await bring(store, told(*pages))
    assert await store.top([SLICE]) == {
        SearchKey("", "/b"): Figures(5, 5, 5000),
        SearchKey("", OTHER): Figures(9, 9, 9000),
    }
    assert done.pages == 1
    assert "Rows of pages of other sites, which are not named: 2." in map(str, done.remarks)


async def test_pages_of_which_nothing_is_counted_have_no_name_and_that_is_said(store: SQLiteSearch) -> None:
    document = changed('path = "/behandlingar/"\ncount = "section"', 'path = "/"\ncount = "nothing"', FIVE)
    done = await bring(store, exported(), site(document))
    nameless = {SearchKey("", OTHER): Figures(3, 1020, 7_191_000)}
    assert await store.top([SLICE]) == {key: each for key, each in WHOLE.items() if not key.page} | nameless
    assert [str(each) for each in done.remarks if each.key == "uncounted"] == [
        'Rows of pages that the policy does not count ([[sensitive.paths]], count = "nothing"), which are not named: 2.'
    ]


async def test_an_alias_and_the_domain_above_are_the_sites_own(store: SQLiteSearch) -> None:
    await bring(store, told(host="www.klinik.example"))
    await bring(store, told(host="klinik.example", is_domain=True), for_host("blogg.klinik.example"))


async def test_a_file_that_shows_nothing_of_its_site_says_so(store: SQLiteSearch) -> None:
    assert "site-unsure" in keys(await bring(store, told()))
    assert "site-unsure" not in keys(await bring(store, told(host=HOST)))
    assert "site-unsure" not in keys(await bring(store, told(Told("", f"https://{HOST}/", 1, 1, 1.0))))


async def test_where_the_policy_does_not_name_search_terms_nothing_is_taken_in(store: SQLiteSearch) -> None:
    document = changed('search_terms = { parameters = ["s"] }\n', "", FIVE)
    assert (await refused(store, told(), site(document))).remark.key == "not-named"


async def test_where_the_policy_does_not_name_pages_they_are_left_out_and_that_is_said(store: SQLiteSearch) -> None:
    done = await bring(store, exported(), site(changed("pages = {}\n", "", FIVE)))
    assert await store.top([SLICE]) == {key: each for key, each in WHOLE.items() if not key.page}
    assert "pages-not-named" in keys(done)
    assert "uncounted" not in keys(done)


async def test_days_to_come_are_refused(store: SQLiteSearch) -> None:
    assert (await refused(store, told(days=THREE_DAYS), today=date(2026, 9, 2))).remark.key == "future"


async def test_days_that_the_policy_does_not_keep_are_refused_with_the_first_that_it_does(store: SQLiteSearch) -> None:
    early = Range(date(2025, 11, 21), date(2026, 2, 1))
    refusal = await refused(store, told(days=early))
    assert "keeps figures for 12 months, and the file begins on 2025-11-21" in str(refusal)
    assert "2025-11-22 or later" in str(refusal)
    await bring(store, told(days=Range(date(2025, 11, 22), date(2026, 2, 1))))


@pytest.mark.parametrize(("today", "is_final"), [(date(2026, 9, 6), False), (date(2026, 9, 7), True)])
async def test_fresh_days_are_not_final(store: SQLiteSearch, today: date, is_final: bool) -> None:
    done = await bring(store, told(days=THREE_DAYS), today=today)
    assert [held.final for held in await store.held(HOST)] == [is_final]
    assert ("not-final" in keys(done)) is not is_final


@pytest.mark.parametrize("engine", ["google", "bing"])
async def test_an_engine_that_the_policy_does_not_tell_of_is_refused_with_the_rows_to_add(
    store: SQLiteSearch, engine: Engine
) -> None:
    with_rows, without = site(), site(changed(f'engine = "{engine}"', f'engine = "{OTHERS[engine]}"', FIVE))
    refusal = await refused(store, told(engine=engine), without)
    assert refusal.remark.key == "no-provider"
    _, row = str(refusal).split("no visitor is asked again:\n")
    assert Provider(**tomllib.loads(row)["provider"][0]).engine == engine
    await bring(store, told(engine=engine), with_rows)
    await bring(store, told(engine=OTHERS[engine]), without)


PAGE, PAIR = Told("", f"https://{HOST}/", 5, 50, 1.0), Told("kbt", f"https://{HOST}/", 5, 50, 1.0)


@pytest.mark.parametrize(
    ("start", "end", "kept", "said"),
    [
        ("2026-09-01", "2026-09-30", 3, set()),
        ("2026-08-31", "2026-09-30", 2, {"pairs-no-month"}),
        ("2026-08-01", "2026-09-30", 2, {"pairs-no-month"}),
        ("2026-09-01", "2026-10-01", 2, {"pairs-no-month"}),
        ("2026-09-02", "2026-10-30", 1, {"pages-no-month", "pairs-no-month"}),
        ("2026-09-07", "2026-09-13", 1, {"pages-no-month", "pairs-no-month"}),
    ],
)
async def test_pages_are_kept_of_a_month_or_more_and_pairs_of_just_a_month(
    store: SQLiteSearch, start: str, end: str, kept: int, said: set[str]
) -> None:
    days = Range(date.fromisoformat(start), date.fromisoformat(end))
    done = await bring(store, told(Told("kbt", "", 5, 50, 1.0), PAGE, PAIR, days=days, host=HOST))
    assert (keys(done), done.terms + done.pages + done.pairs) == (said, kept)
    [(_, _, figures)] = await everything(store)
    assert len(figures) == kept
    assert await check_figures(store, HOST, 3) is None


CLINIC, SHOP, BLOG = for_host(HOST, "www.klinik.example"), for_host("butik.example"), for_host("blogg.klinik.example")


def found(export: Export, sites: Iterable[Site] = (CLINIC, SHOP, BLOG)) -> str:
    return site_of(export, Sites(sites)).host


def unfound(export: Export, sites: Iterable[Site] = (CLINIC, SHOP, BLOG)) -> str:
    with pytest.raises(BadExport) as caught:
        found(export, sites)
    return caught.value.remark.key


class TestWhichSite:
    def page(self, host: str) -> Told:
        return Told("", f"https://{host}/x", 1, 1, 1.0)

    async def test_the_name_tells_it(self) -> None:
        assert found(told(host="butik.example", is_domain=True)) == "butik.example"
        assert found(told(host="www.klinik.example")) == HOST

    async def test_its_pages_tell_it(self) -> None:
        assert found(told(self.page("www.klinik.example"), self.page("annan.example"))) == HOST

    async def test_of_a_domain_with_several_sites_its_pages_tell_it(self) -> None:
        assert found(told(self.page("blogg.klinik.example"), host=HOST, is_domain=True)) == "blogg.klinik.example"
        assert unfound(told(host=HOST, is_domain=True)) == "which-site"

    async def test_nothing_tells_it(self) -> None:
        assert unfound(told()) == "which-site"
        assert unfound(told(self.page(HOST), self.page("butik.example"))) == "which-site"

    async def test_it_is_not_here(self) -> None:
        assert unfound(told(host="annan.example")) == "no-site"
        assert unfound(told(host="annan.example", is_domain=True), []) == "no-site"
