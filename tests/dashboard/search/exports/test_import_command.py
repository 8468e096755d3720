"""`rakneverk import`: what it prints, what it keeps, and each refusal in one line."""

import asyncio
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import pytest

from dashboard.commands.ledger import today
from store.search import Figures, SearchKey, Slice
from store.sqlite_search import SQLiteSearch
from tests.dashboard.search.exports.made import BING, BING_NAME, CHART, ENGLISH, NAME, QUERIES, text, zipped
from tests.dashboard.terminal import BOTH, CLINIC, FIVE, SHOP, Done, Terminal
from tests.policy.documents import changed

pytestmark = pytest.mark.quick

FIRST = today() - timedelta(days=30)
LAST, AFTER = FIRST + timedelta(days=2), FIRST + timedelta(days=3)
DAYS = ("--from", FIRST.isoformat(), "--to", LAST.isoformat())
RECENT = [CHART[0], *([str(FIRST + timedelta(days=at)), *row[1:]] for at, row in enumerate(CHART[1:]))]
EXPORT = zipped({**ENGLISH, "Chart": RECENT})


def slice_of(host: str, engine: str = "google") -> Slice:
    return Slice(host, f"imported:{engine}", str(FIRST), str(AFTER))


class Desk(Terminal):
    """A terminal with files beside the data."""

    def __init__(self, directory: Path) -> None:
        super().__init__(directory)
        self._beside = directory

    def export(self, data: bytes, name: str) -> str:
        path = self._beside / name
        path.write_bytes(data)
        return str(path)

    def bring(self, command: str, data: bytes, name: str, *options: str) -> Done:
        return self("import", command, self.export(data, name), *options)

    def held(self, slice: Slice) -> Mapping[SearchKey, Figures]:
        async def top() -> Mapping[SearchKey, Figures]:
            store = await SQLiteSearch.open(self.data / "counts.db")
            try:
                return await store.top([slice])
            finally:
                await store.close()

        return asyncio.run(top())


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path)
    desk.add(CLINIC, BOTH)
    desk.add(SHOP, BOTH)
    return desk


def test_search_consoles_file_is_brought_in_for_the_site_that_it_tells(desk: Desk) -> None:
    done = desk.bring("search-console", EXPORT, f"{NAME}.zip")
    assert (done.status, done.err) == (0, "")
    lines = done.out.splitlines()
    assert lines[:3] == [
        f"{NAME}.zip: Google Search Console, {CLINIC}, {FIRST} to {LAST}",
        "2 search terms",
        "3 clicks, 1020 impressions",
    ]
    assert lines[3].startswith("- Left out: Countries, Devices.")
    assert any("The pages were left out, as the file holds no whole calendar month." in line for line in lines)
    assert len(desk.held(slice_of(CLINIC))) == 3


def test_bings_file_is_brought_in_for_the_days_that_are_given(desk: Desk) -> None:
    done = desk.bring("bing", text(BING).encode(), f"{BING_NAME}.csv", *DAYS)
    assert done.out.startswith(f"{BING_NAME}.csv: Bing Webmaster Tools, {CLINIC}, {FIRST} to {LAST}\n1 search term\n")
    assert desk.held(slice_of(CLINIC, "bing"))[SearchKey("kbt")].clicks == 2


def test_the_owner_may_say_which_site_and_which_columns(desk: Desk) -> None:
    rows = [[row[1], row[0], row[2]] for row in QUERIES]
    columns = ("--columns", "clicks,term,impressions")
    done = desk.bring("search-console", text(rows).encode(), "x.csv", "--site", SHOP, *DAYS, *columns)
    assert done.status == 0, done.err
    assert set(desk.held(slice_of(SHOP))) == {
        SearchKey("kbt"), SearchKey("oro på natten"),
    }  # fmt: skip


def test_pairs_are_told_as_such(desk: Desk) -> None:
    table = [["Page", "Query", "Clicks", "Impressions"], [f"https://{CLINIC}/", "kbt", "5", "5"]]
    last = FIRST.replace(day=1) - timedelta(days=1)
    month = ("--from", str(last.replace(day=1)), "--to", str(last))
    done = desk.bring("search-console", text(table).encode(), "x.csv", *month)
    assert f"{last}\n1 pair of both\n5 clicks" in done.out


def test_an_engine_that_the_policy_does_not_tell_of_is_refused_with_the_rows_to_add(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.add(CLINIC, changed('engine = "google"', 'engine = "bing"', FIVE))
    done = desk.bring("search-console", EXPORT, f"{NAME}.zip")
    assert (done.status, done.out) == (1, "")
    assert '\n[[provider]]\nengine = "google"\nname = "Google Search Console"\ncountry = "IE"\ngives.sv = ' in done.err
    assert done.err.endswith('per sökord och sida"\ngives.en = "how often the website is shown and chosen in Google\'s '
                             'search results, by search term and page"\n')  # fmt: skip


def test_tables_that_the_file_does_not_have_are_not_spoken_of(desk: Desk) -> None:
    assert (
        "\n2 search terms\n2 clicks"
        in desk.bring("search-console", text(QUERIES).encode(), "x.csv", *DAYS, "--site", CLINIC).out
    )
    assert (
        f"{LAST}\n3 clicks, 1020 impressions\n"
        in desk.bring("search-console", text(RECENT).encode(), "x.csv", "--site", CLINIC).out
    )


def test_a_table_that_tells_neither_days_nor_site_is_refused_once_for_both(desk: Desk) -> None:
    done = desk.bring("search-console", text(QUERIES).encode(), "x.csv")
    assert (done.status, done.out) == (1, "")
    assert done.err.endswith("give --from and --to. The file does not tell which site it is about: give --site HOST.\n")
    told = desk.bring("search-console", text(QUERIES).encode(), f"{NAME}.csv")
    assert told.err.endswith("give --from and --to.\n"), "its name tells the site"


REFUSED = {
    "a truncated file": (EXPORT[:300], f"{NAME}.zip", (), "cut off or damaged. Download it anew."),
    "other columns": (b"a,b,c,d\n1,2,3,4\n", "x.csv", (), "Which columns are what in x.csv cannot be told: a, b, c, d. "
                      "Say what each column is, in order, such as --columns term,"),
    "another site": (EXPORT, f"{NAME}.zip", ("--site", SHOP), f"The file is about https://{CLINIC}/, not {SHOP}."),
    "no site here": (text(QUERIES).encode(), NAME.replace("klinik", "annan") + ".csv", DAYS, "which is no site here"),
    "no site told": (text(QUERIES).encode(), "x.csv", DAYS, "give --site HOST"),
    "no such site": (EXPORT, f"{NAME}.zip", ("--site", "annan.example"), "There is no site annan.example here."),
    "an alias": (EXPORT, f"{NAME}.zip", ("--site", f"www.{CLINIC}"), CLINIC),
    "no days told": (text(QUERIES).encode(), "x.csv", ("--site", CLINIC), "give --from and --to"),
    "one day told": (text(QUERIES).encode(), "x.csv", ("--from", str(FIRST)), "A range needs both from and to"),
    "days backwards": (EXPORT, "x.zip", ("--from", str(LAST), "--to", str(FIRST)), "A range ends on the day"),
    "days to come": (text(QUERIES).encode(), "x.csv", ("--site", CLINIC, "--from", "2198-01-01", "--to", "2198-01-02"),
                     "is still to come"),
    "columns swapped": (text(QUERIES).encode(), "x.csv", (*DAYS, "--columns", "term,impressions,clicks,-,position"),
                        "'kbt' has more clicks (1000) than impressions (2)"),
    "no rows": (text(QUERIES[:1]).encode(), "x.csv", ("--site", CLINIC), "has no rows"),
    "columns that are none": (EXPORT, "x.zip", ("--columns", "a,b"), "'a,b' does not say what the columns are."),
    "the other engine's": (text(BING).encode(), f"{BING_NAME}.csv", DAYS, "Import it as Bing Webmaster Tools."),
}  # fmt: skip


@pytest.mark.parametrize(("data", "name", "options", "why"), REFUSED.values(), ids=REFUSED.keys())
def test_a_refusal_is_one_clear_line_and_keeps_nothing(
    desk: Desk, data: bytes, name: str, options: tuple[str, ...], why: str
) -> None:
    done = desk.bring("search-console", data, name, *options)
    assert (done.status, done.out) == (1, "")
    assert why in done.err
    assert done.err.startswith("rakneverk: ")
    assert done.err.count("\n") == 1
    for host in (CLINIC, SHOP):
        assert desk.held(slice_of(host)) == {}


def test_a_file_that_is_not_there_is_named(desk: Desk) -> None:
    done = desk("import", "bing", "ingen.csv")
    assert (done.status, done.err) == (1, "rakneverk: ingen.csv cannot be read: No such file or directory\n")


def test_what_a_terminal_obeys_is_not_printed(desk: Desk) -> None:
    done = desk.bring("search-console", b"a\x1b[31m,b,c,d\n1,2,3,4\n".replace(b"\x1b", "\x9b".encode()), "x.csv")
    assert "\x9b" not in done.err
