"""What an exported file tells: of which engine, site and days, and of what; and what is refused as a part of it."""

from collections.abc import Mapping
from datetime import date

import pytest

from dashboard.numbers.ranges import Range
from dashboard.search.engines.source import Engine, Told
from dashboard.search.exports.columns import read_columns
from dashboard.search.exports.days import days_of, range_in
from dashboard.search.exports.export import Export, read_export, read_name
from dashboard.search.exports.remarks import BadExport
from tests.dashboard.search.exports.made import (
    BING,
    BING_NAME,
    CHART,
    COUNTRIES,
    DEVICES,
    ENGLISH,
    FILTERS,
    NAME,
    PAGES,
    QUERIES,
    Table,
    text,
    workbook,
    zipped,
)

pytestmark = pytest.mark.quick

SEPTEMBER = Range(date(2026, 9, 1), date(2026, 9, 3))
TOTAL = Told("", "", 3, 1020, (4.5 * 10 + 7.14 * 1010) / 1020)
TERMS = [Told("kbt", "", 2, 1000, 3.5), Told("oro på natten", "", 0, 5, 9.25)]
OF_PAGES = [
    Told("", "https://klinik.example/", 2, 1010, 7.1),
    Told("", "https://www.klinik.example/om-oss", 1, 10, 2.0),
]


def export(tables: Mapping[str, Table], name: str = NAME) -> Export:
    return read_export(f"{name}.zip", zipped(tables))


def refused(tables: Mapping[str, Table], name: str = NAME) -> str:
    with pytest.raises(BadExport) as caught:
        export(tables, name)
    return caught.value.remark.key


def keys(found: Export) -> list[str]:
    return [each.key for each in found.remarks]


def test_search_consoles_archive_is_read_whole() -> None:
    found = export(ENGLISH)
    assert (found.engine, found.host, found.is_domain, found.days) == ("google", "klinik.example", True, SEPTEMBER)
    assert list(found.rows) == [TOTAL, *TERMS, *OF_PAGES]
    assert [str(each) for each in found.remarks] == [
        "Left out: Countries, Devices. Only search terms, pages and the daily total are read."
    ]


def test_a_workbook_tells_the_same() -> None:
    assert read_export(f"{NAME}.xlsx", workbook(ENGLISH)) == export(ENGLISH)


def test_a_workbook_with_numbers_as_numbers_tells_the_same() -> None:
    def numbers(table: Table) -> list[list[str | float]]:
        rows = [[row[0], *map(_number, row[1:])] for row in table[1:]]
        return [list(table[0]), *rows]

    tables = {name: numbers(table) if name != "Filters" else table for name, table in ENGLISH.items()}
    assert list(read_export(f"{NAME}.xlsx", workbook(tables)).rows) == [TOTAL, *TERMS, *OF_PAGES]


def _number(cell: str) -> str | float:
    if not cell:
        return ""
    return float(cell.removesuffix("%")) / 100 if cell.endswith("%") else float(cell.replace(",", ""))


def test_the_tables_may_stand_in_any_order() -> None:
    assert export({name: ENGLISH[name] for name in reversed(list(ENGLISH))}).rows == export(ENGLISH).rows


def _renamed(table: Table, *heads: str) -> Table:
    return [list(heads), *table[1:]]


def _in_decimal_commas(table: Table) -> Table:
    marks = str.maketrans({",": "\u00a0", ".": ","})
    return [table[0], *([row[0], *(cell.translate(marks) for cell in row[1:])] for row in table[1:])]


SWEDISH = ("Klick", "Exponeringar", "CTR", "Position")
GERMAN = ("Klicks", "Impressionen", "CTR", "Position")
FRENCH = ("Clics", "Impressions", "CTR", "Position")


def _localized(metrics: tuple[str, ...], **heads: str) -> dict[str, Table]:
    tables = {"Chart": CHART, "Queries": QUERIES, "Pages": PAGES, "Countries": COUNTRIES, "Devices": DEVICES}
    kinds = zip(heads.items(), tables.values(), strict=True)
    return {name: _in_decimal_commas(_renamed(table, head, *metrics)) for (name, head), table in kinds}


def test_a_swedish_export_tells_the_same() -> None:
    tables = _localized(
        SWEDISH, Diagram="Datum", Sökfrågor="Populäraste sökfrågor", Sidor="Populäraste sidor", Länder="Land",
        Enheter="Enhet",
    )  # fmt: skip
    tables["Filter"] = [["Filter", "Värde"], ["Söktyp", "Webb"], ["Datum", "De senaste 3 månaderna"]]
    assert export(tables)[:5] == export(ENGLISH)[:5]


def test_a_german_export_tells_the_same() -> None:
    tables = _localized(
        GERMAN, Diagramm="Datum", Suchanfragen="Häufigste Suchanfragen", Seiten="Die häufigsten Seiten", Länder="Land",
        Geräte="Gerät",
    )  # fmt: skip
    tables["Filter"] = [["Filter", "Wert"], ["Suchtyp", "Web"], ["Datum", "Letzte 3 Monate"]]
    assert export(tables)[:5] == export(ENGLISH)[:5]


def test_a_french_export_tells_the_same() -> None:
    tables = _localized(
        FRENCH, Graphique="Date", Requêtes="Requêtes les plus fréquentes", Pages="Pages les plus populaires",
        Pays="Pays", Appareils="Appareil",
    )  # fmt: skip
    tables["Filtres"] = [["Filtre", "Valeur"], ["Type de recherche", "Web"], ["Date", "Les 3 derniers mois"]]
    assert export(tables)[:5] == export(ENGLISH)[:5]


def test_an_export_in_an_unknown_language_tells_the_same() -> None:
    tables = _localized(("W", "E", "R", "T"), A="Ä", B="Ö", C="Å", D="Æ", E="Ø")
    tables["F"] = [["Q", "W"], ["E", "Web"], ["R", "T 3 Y"]]
    found = export(tables)
    assert found[:5] == export(ENGLISH)[:5]
    assert keys(found) == ["by-order"] * 3 + ["left-out"]


def test_in_an_unknown_language_terms_are_told_by_their_small_letters_or_their_place() -> None:
    heads = ["Q", "W", "E", "R", "T"]
    terms, countries = _renamed(QUERIES, *heads), _renamed(COUNTRIES, *heads)
    days = Range(date(2026, 1, 1), date(2026, 1, 31))

    def told(tables: Mapping[str, Table]) -> list[Told]:
        return list(read_export("x.zip", zipped(tables), days=days).rows)

    assert told({"A": countries, "B": terms}) == TERMS
    scriptless = [heads, ["検索", "1", "2", "50%", "3"]]
    assert told({"A": scriptless, "B": PAGES, "C": scriptless})[0] == Told("検索", "", 1, 2, 3.0)
    for tables in (
        {"A": countries},
        {"A": scriptless},
        {"A": scriptless, "B": scriptless},
        {"A": countries, "B": PAGES, "C": scriptless},
    ):
        with pytest.raises(BadExport) as caught:
            told(tables)
        assert caught.value.remark.key == "which-table"


class TestOneTable:
    DAYS = Range(date(2026, 6, 1), date(2026, 8, 31))

    def test_a_table_by_itself_is_read_with_its_days(self) -> None:
        found = read_export("Queries.csv", text(QUERIES).encode("utf-8-sig"), days=self.DAYS)
        assert (found.engine, found.host, found.days, list(found.rows)) == ("google", "", self.DAYS, TERMS)

    def test_without_days_it_is_refused(self) -> None:
        with pytest.raises(BadExport, match="give --from and --to"):
            read_export("Queries.csv", text(QUERIES).encode())

    def test_bings_table_of_keywords_is_read(self) -> None:
        found = read_export(f"{BING_NAME}.csv", text(BING, quoting=1).encode(), days=self.DAYS)
        assert (found.engine, found.host, found.is_domain) == ("bing", "klinik.example", False)
        assert list(found.rows) == [Told("kbt", "", 2, 65, 5.9), Told("oro", "", 2, 1, 4.0)]

    def test_bings_overview_tells_its_days_and_the_total(self) -> None:
        table = [["Date", "Clicks", "Impressions", "Avg. CTR"],
                 *([f"{day}/2026 12:00:00 AM", "1", "10", "10%"] for day in ("6/29", "6/30", "7/1"))]  # fmt: skip
        found = read_export("klinik.example_SearchPerformanceOverview_All_7_2_2026.csv", text(table).encode())
        assert found.days == Range(date(2026, 6, 29), date(2026, 7, 1))
        assert list(found.rows) == [Told("", "", 3, 30, 0.0)]

    def test_an_owner_may_say_what_the_columns_are(self) -> None:
        rows = [["Vad", "Hur många"], ["kbt", "80"]]
        table = [[*row, *more] for row, more in zip(rows, (["Valda", ""], ["2", "x"]), strict=True)]
        told = read_columns("term,impressions,clicks,-")
        found = read_export("x.csv", text(table).encode(), told, self.DAYS)
        assert list(found.rows) == [Told("kbt", "", 2, 80, 0.0)]
        with pytest.raises(BadExport, match=r"Which columns are what in x\.csv cannot be told: Vad, Hur många, Valda"):
            read_export("x.csv", text(table).encode(), None, self.DAYS)

    def test_columns_are_said_of_one_table_alone(self) -> None:
        with pytest.raises(BadExport, match="several tables"):
            read_export("x.zip", zipped(), read_columns("term,clicks,impressions,ctr,position"), self.DAYS)

    def test_a_table_of_two_columns_is_no_export(self) -> None:
        with pytest.raises(BadExport, match=r"Which columns are what in x\.csv cannot be told: Namn, Ålder"):
            read_export("x.csv", b"Namn,\xc3\x85lder\nAda,36\n", None, self.DAYS)

    @pytest.mark.parametrize(
        ("name", "asked"), [("x.csv", "google"), (f"{BING_NAME}.csv", "google"), (f"{NAME}.csv", "bing")]
    )
    def test_a_file_of_the_other_engine_is_refused(self, name: str, asked: Engine) -> None:
        table = BING if asked == "google" else QUERIES
        with pytest.raises(BadExport, match="Import it as"):
            read_export(name, text(table).encode(), None, self.DAYS, asked)

    def test_a_file_that_does_not_tell_its_engine_is_of_the_one_that_was_asked_for(self) -> None:
        assert read_export("x.csv", text(QUERIES).encode(), None, self.DAYS, "bing").engine == "bing"


class TestDays:
    def test_the_chart_tells_them_in_whatever_order(self) -> None:
        assert export({**ENGLISH, "Chart": [CHART[0], *CHART[:0:-1]]}).days == SEPTEMBER

    def test_a_chart_that_leaves_days_out_tells_none(self) -> None:
        weeks = [CHART[0], CHART[1], ["2026-09-08", *CHART[2][1:]]]
        assert refused({**ENGLISH, "Chart": weeks}) == "no-days"

    def test_of_hours_nothing_is_read(self) -> None:
        hours = [CHART[0], ["2026-09-01T10:00:00-07:00", *CHART[1][1:]]]
        assert refused({**ENGLISH, "Chart": hours}) == "hours"

    def test_without_a_chart_the_filters_tell_them(self) -> None:
        said = [*FILTERS[:2], ["Date", "Jun 1, 2026-Jun 13, 2026"]]
        assert export({"Queries": QUERIES, "Filters": said}).days == Range(date(2026, 6, 1), date(2026, 6, 13))

    def test_of_two_periods_the_filters_tell_none(self) -> None:
        said = [*FILTERS[:2], ["Date", "Jun 1, 2026-Jun 13, 2026"], ["Date", "May 1, 2026-May 13, 2026"]]
        assert refused({"Queries": QUERIES, "Filters": said}) == "no-days"

    def test_how_long_ago_a_period_was_is_not_guessed(self) -> None:
        assert refused({"Queries": QUERIES, "Filters": FILTERS}) == "no-days"

    def test_what_the_owner_says_must_be_what_the_file_says(self) -> None:
        assert read_export("x.zip", zipped(), days=SEPTEMBER).days == SEPTEMBER
        for days in (Range(date(2026, 9, 1), date(2026, 9, 4)), Range(date(2026, 8, 1), date(2026, 8, 3))):
            with pytest.raises(BadExport, match="about 2026-09-01 to 2026-09-03, not the days that you gave"):
                read_export("x.zip", zipped(), days=days)

    def test_a_range_ends_after_it_begins(self) -> None:
        with pytest.raises(BadExport, match="before the first"):
            read_export("x.csv", text(QUERIES).encode(), None, Range(date(2026, 2, 1), date(2026, 1, 31)))

    @pytest.mark.parametrize(
        "said",
        ["Jun 1, 2026-Jun 13, 2026", "1 juni 2026–13 juni 2026", "2026-06-01 - 2026-06-13", "2026/6/1-2026/6/13",
         "01.06.2026 – 13.06.2026", "6/1/26 - 6/13/26", "1 juin 2026-13 juin 2026",
         "1 de jun. de 2026 - 13 de jun. de 2026"],
    )  # fmt: skip
    def test_ranges_are_read_in_many_forms(self, said: str) -> None:
        assert range_in(said) == Range(date(2026, 6, 1), date(2026, 6, 13))

    @pytest.mark.parametrize("said", ["", "Last 3 months", "6/1/26 - 6/2/26", "2026-06-01", "2026-06-13 - 2026-06-01",
                                      "2026-06-31 - 2026-07-01", "Xyz 1, 2026-Jun 13, 2026"])  # fmt: skip
    def test_what_is_no_certain_range_is_none(self, said: str) -> None:
        assert range_in(said) is None

    def test_a_whole_column_tells_month_from_day(self) -> None:
        assert days_of(["1/31/2026", "2/1/2026"]) == Range(date(2026, 1, 31), date(2026, 2, 1))
        assert days_of(["31/1/2026", "1/2/2026"]) == Range(date(2026, 1, 31), date(2026, 2, 1))
        assert days_of(["1/2/2026", "2/2/2026"]) == Range(date(2026, 2, 1), date(2026, 2, 2))
        assert days_of(["1/2/2026"]) is None, "which month it is nothing tells"
        assert days_of([]) is None


class TestParts:
    @pytest.mark.parametrize(
        "row",
        [["Country", "Sweden"], ["Device", "Mobile"], ["Query", "+kbt"], ["Page", "/om-oss"], ["Sida", "2"],
         ["Sökresultatets utseende", "Video"], ["Något", "Web"]],
    )  # fmt: skip
    def test_a_filtered_file_is_refused_by_name(self, row: list[str]) -> None:
        with pytest.raises(BadExport) as caught:
            export({**ENGLISH, "Filters": [*FILTERS, row]})
        assert str(caught.value).startswith(f"The file is filtered by {row[0]}: {row[1]}. It is thus a part")

    @pytest.mark.parametrize("row", [["Country", "2"], ["Page", "/2026"]])
    def test_a_filter_in_the_place_of_the_days_is_seen(self, row: list[str]) -> None:
        assert refused({**ENGLISH, "Filters": [*FILTERS[:2], row]}) == "filtered"

    @pytest.mark.parametrize("value", ["Image", "Video", "News", "Web vs Image", ""])
    def test_another_search_than_the_webs_is_refused(self, value: str) -> None:
        changed = [FILTERS[0], ["Search type", value], FILTERS[2]]
        assert refused({**ENGLISH, "Filters": changed}) == "search-type"

    def test_filters_that_say_no_search_type_are_refused(self) -> None:
        assert refused({**ENGLISH, "Filters": [FILTERS[0], FILTERS[2]]}) == "no-search-type"

    def test_a_property_that_is_a_part_of_a_site_is_refused(self) -> None:
        assert refused(ENGLISH, "https___klinik.example_blogg_-Performance-on-Search-2026-09-05") == "part"

    @pytest.mark.parametrize("report", ["Performance-on-Discover", "Performance-on-News"])
    def test_another_report_is_refused(self, report: str) -> None:
        assert refused(ENGLISH, f"klinik.example-{report}-2026-09-05") == "search-type"

    def test_a_list_that_the_engine_cut_is_said_to_be(self) -> None:
        many = [[f"ord {at}", "0", "1", "0%", "9"] for at in range(1000)]
        assert keys(export({**ENGLISH, "Queries": [QUERIES[0], *many]})) == ["cut", "left-out"]
        assert keys(export({**ENGLISH, "Queries": [QUERIES[0], *many[1:]]})) == ["left-out"]

    def test_two_tables_of_a_kind_are_refused(self) -> None:
        assert refused({**ENGLISH, "Queries 2": QUERIES}) == "twice"

    def test_countries_alone_are_nothing(self) -> None:
        assert refused({"Countries": COUNTRIES, "Filters": FILTERS}) == "nothing"

    def test_empty_tables_are_of_a_site_that_was_not_shown(self) -> None:
        empty = {name: table[:1] for name, table in ENGLISH.items() if name not in {"Chart", "Filters"}}
        shown = [CHART[0], ["2026-09-01", "0", "0", "0%", "0"]]
        found = export({**empty, "Chart": shown, "Filters": FILTERS})
        assert list(found.rows) == [Told("", "", 0, 0, 0.0)]

    @pytest.mark.parametrize("name", ["Queries", "Pages"])
    def test_a_row_without_a_term_or_page_is_not_taken_for_the_total_and_that_is_said(self, name: str) -> None:
        found = export({**ENGLISH, name: [*ENGLISH[name], ["", "1", "2", "50%", "3"]]})
        assert list(found.rows) == [TOTAL, *TERMS, *OF_PAGES]
        assert str(found.remarks[0]) == f"Rows left out, without a search term or a page, in {name}: 1."

    @pytest.mark.parametrize("table", [QUERIES[:1], PAGES[:1], CHART[:1], [*QUERIES[:1], ["", "1", "2", "50%", "3"]]])
    def test_a_file_without_rows_is_refused_before_its_days_are_asked_for(self, table: Table) -> None:
        with pytest.raises(BadExport, match="no rows of search terms, pages or days"):
            read_export("x.csv", text(table).encode())


class TestImpossible:
    DAYS = Range(date(2026, 6, 1), date(2026, 8, 31))

    def refusal(self, table: Table, columns: str = "", engine: Engine = "google") -> str:
        told = read_columns(columns) if columns else None
        with pytest.raises(BadExport) as caught:
            read_export("x.csv", text(table).encode(), told, self.DAYS, engine)
        return str(caught.value)

    def test_google_tells_of_no_row_with_more_clicks_than_impressions(self) -> None:
        table = [*QUERIES, ["katt", "50", "10", "500%", "4"]]
        said = "In x.csv 'katt' has more clicks (50) than impressions (10): clicks and impressions seem to be swapped."
        assert self.refusal(table).startswith(said)

    @pytest.mark.parametrize(("table", "kind"), [(PAGES, "page"), (CHART, "date")])
    def test_whatever_it_tells_of(self, table: Table, kind: str) -> None:
        swapped = f"{kind},impressions,clicks,-,position"
        assert "seem to be swapped" in self.refusal(table, swapped)

    def test_columns_that_the_owner_swaps_are_refused_of_either_engine(self) -> None:
        swapped = "term,impressions,clicks,-,position"
        assert "'kbt' has more clicks (1000) than impressions (2)" in self.refusal(QUERIES, swapped)
        assert "x.csv has more clicks (1005) than impressions (2)" in self.refusal(QUERIES, swapped, "bing")

    def test_a_row_of_bings_may_have_more_clicks_than_impressions(self) -> None:
        found = read_export("x.csv", text(BING).encode(), None, self.DAYS)
        assert Told("oro", "", 2, 1, 4.0) in found.rows


class TestComparison:
    PERIODS = ("Last 28 days", "Previous 28 days")

    def compared(self, table: Table, periods: tuple[str, str] = PERIODS) -> Table:
        heads = [f"{period} {head}" for head in table[0][1:] for period in periods]
        rows = [[row[0], *(each for cell in row[1:] for each in (cell, "0"))] for row in table[1:]]
        return [[table[0][0], *heads], *rows]

    def test_the_present_period_is_taken_without_a_total_and_that_is_said(self) -> None:
        tables = {name: self.compared(ENGLISH[name]) for name in ("Queries", "Pages")}
        found = read_export("x.zip", zipped({**tables, "Chart": CHART, "Filters": FILTERS}), days=SEPTEMBER)
        assert list(found.rows) == [*TERMS, *OF_PAGES]
        assert {"compared", "compared-chart"} <= set(keys(found))
        assert "last 28 days was read; the other was left out." in str(found.remarks[0])

    def test_the_chart_does_not_tell_its_days(self) -> None:
        assert refused({"Queries": self.compared(QUERIES), "Chart": CHART}) == "no-days"

    def test_the_name_of_the_period_may_tell_its_days(self) -> None:
        table = self.compared(QUERIES, ("8/29/26 - 9/25/26", "8/1/26 - 8/28/26"))
        assert export({"Queries": table, "Chart": CHART}).days == Range(date(2026, 8, 29), date(2026, 9, 25))


@pytest.mark.parametrize(
    ("name", "found"),
    [
        (f"{NAME}.zip", ("google", "klinik.example", True)),
        (f"{NAME} (1).xlsx", ("google", "klinik.example", True)),
        ("https___www.klinik.example_-Performance-on-Search-2026-09-05.zip", ("google", "www.klinik.example", False)),
        ("kbt-verkstan.se-Performance-on-Search-2026-09-05.zip", ("google", "kbt-verkstan.se", True)),
        ("klinik.example-Resultat-i-Sök-2026-09-05.zip", ("google", "klinik.example", True)),
        ("C:\\Users\\x\\KLINIK.example_KeywordReport_9_5_2026.csv", ("bing", "klinik.example", False)),
        ("www.klinik.example_PageTrafficReport_2026. 9. 30..csv", ("bing", "www.klinik.example", False)),
        ("Queries.csv", (None, "", False)),
        ("sök.ord.csv", (None, "", False)),
        ("", (None, "", False)),
    ],
)
def test_a_files_name_tells_the_engine_and_the_property(name: str, found: tuple[str | None, str, bool]) -> None:
    assert read_name(name) == found
