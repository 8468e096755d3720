"""An export into the store: whole or not at all, of the own site, within what the policy promises, and once."""

from collections.abc import AsyncIterator, Iterable, Mapping
from datetime import date
from pathlib import Path

import pytest

from collector.imported import Imported
from dashboard.ranges import Range
from dashboard.search.engines.source import Engine, Told
from dashboard.search.exports.columns import NAMES
from dashboard.search.exports.export import Export, read_export
from dashboard.search.exports.importing import Import, import_export, site_of
from dashboard.search.exports.remarks import BadExport
from policy.site import Site, Sites
from policy.site import site_of as site_from
from store.search import Figures, Held, SearchKey, Slice
from store.sqlite_search import SQLiteSearch
from tests.dashboard.search.exports.made import ENGLISH, NAME, PAGES, QUERIES, text, zipped
from tests.dashboard.terminal import FIVE
from tests.policy.documents import changed

pytestmark = [pytest.mark.quick, pytest.mark.anyio]

TODAY = date(2026, 11, 22)
HOST = "klinik.example"
SLICE = Slice(HOST, "imported:google", "2026-09-01", "2026-09-04")
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
    return Export(engine, host, is_domain, days or Range(date(2026, 9, 1), date(2026, 9, 3)), rows, ())


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SQLiteSearch]:
    store = await SQLiteSearch.open(tmp_path / "counts.db")
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
    return [each async for each in store.dump(host)]


def keys(done: Import) -> set[str]:
    return {each.key for each in done.remarks}


async def test_an_export_is_brought_in_whole(store: SQLiteSearch) -> None:
    done = await bring(store, read_export(f"{NAME}.zip", zipped()))
    assert await everything(store) == [(SLICE, True, WHOLE)]
    assert await store.held(HOST) == [Held(SLICE, True, True, True, True, False)]
    assert done[:-1] == (HOST, "google", Range(date(2026, 9, 1), date(2026, 9, 3)), 2, 2, 0, 3, 1020)
    assert keys(done) == {"left-out", "domain", "provider"}


async def test_the_same_file_twice_counts_once(store: SQLiteSearch) -> None:
    export = read_export(f"{NAME}.zip", zipped())
    first = await bring(store, export)
    assert await bring(store, export) == first
    assert await everything(store) == [(SLICE, True, WHOLE)]


async def test_the_same_days_anew_take_the_place_of_what_was_told(store: SQLiteSearch) -> None:
    await bring(store, read_export(f"{NAME}.zip", zipped()))
    await bring(store, read_export(f"{NAME}.zip", zipped({**ENGLISH, "Queries": QUERIES[:2]})))
    assert await store.top([SLICE]) == {key: each for key, each in WHOLE.items() if key.term != "oro på natten"}


async def test_files_with_one_table_each_make_the_whole(store: SQLiteSearch) -> None:
    days = Range(date(2026, 9, 1), date(2026, 9, 3))
    for table in (QUERIES, PAGES, QUERIES):
        await bring(store, read_export("x.csv", text(table).encode(), days=days))
    assert await store.top([SLICE]) == {key: each for key, each in WHOLE.items() if key != SearchKey()}


async def test_more_than_a_store_can_add_up_is_refused(store: SQLiteSearch) -> None:
    assert (await refused(store, told(Told("kbt", "", 1, 10**11, 10.0**10)))).remark.key == "too-large"


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


async def test_some_pages_of_another_site_are_left_out_and_that_is_said(store: SQLiteSearch) -> None:
    pages = [Told("", f"https://{host}/", 1, 1, 1.0) for host in ("annan.example", "klinik.example", "b.example")]
    done = await bring(store, told(*pages))
    assert await store.top([SLICE]) == {SearchKey("", "/"): Figures(1, 1, 1000)}
    assert "2 rows are of pages of other sites, and were left out." in map(str, done.remarks)


async def test_pages_of_which_nothing_is_counted_are_not_kept(store: SQLiteSearch) -> None:
    document = changed('path = "/behandlingar/"\ncount = "section"', 'path = "/"\ncount = "nothing"', FIVE)
    await bring(store, read_export(f"{NAME}.zip", zipped()), site(document))
    assert await store.top([SLICE]) == {key: each for key, each in WHOLE.items() if not key.page}


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
    done = await bring(store, read_export(f"{NAME}.zip", zipped()), site(changed("pages = {}\n", "", FIVE)))
    assert await store.top([SLICE]) == {key: each for key, each in WHOLE.items() if not key.page}
    assert "pages-not-named" in keys(done)


async def test_days_to_come_are_refused(store: SQLiteSearch) -> None:
    days = Range(date(2026, 9, 1), date(2026, 9, 3))
    assert (await refused(store, told(days=days), today=date(2026, 9, 2))).remark.key == "future"


async def test_days_that_the_policy_does_not_keep_are_refused_with_the_first_that_it_does(store: SQLiteSearch) -> None:
    early = Range(date(2025, 11, 21), date(2026, 2, 1))
    refusal = await refused(store, told(days=early))
    assert "keeps figures for 12 months, and the file begins on 2025-11-21" in str(refusal)
    assert "2025-11-22 or later" in str(refusal)
    await bring(store, told(days=Range(date(2025, 11, 22), date(2026, 2, 1))))


@pytest.mark.parametrize(("today", "is_final"), [(date(2026, 9, 6), False), (date(2026, 9, 7), True)])
async def test_fresh_days_are_not_final(store: SQLiteSearch, today: date, is_final: bool) -> None:
    done = await bring(store, told(), today=today)
    assert [held.final for held in await store.held(HOST)] == [is_final]
    assert ("not-final" in keys(done)) is not is_final


@pytest.mark.parametrize("engine", ["google", "bing"])
async def test_a_policy_that_does_not_tell_of_the_engine_is_reminded(store: SQLiteSearch, engine: Engine) -> None:
    [said] = [each for each in (await bring(store, told(engine=engine))).remarks if each.key == "provider"]
    assert f'Add a row [[provider]] to it: name = "{NAMES[engine]}", country = "IE"' in str(said)
    document = changed('name = "Sökmotorn"', f'name = "{engine.upper()}"', FIVE)
    assert "provider" not in keys(await bring(store, told(engine=engine), site(document)))


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
