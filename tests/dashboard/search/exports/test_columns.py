"""Columns by heading, by place and by word; and numbers, of which a whole column tells how they read."""

from collections.abc import Sequence
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dashboard.search.exports.columns import Columns, Row, Table, read_columns, read_table
from dashboard.search.exports.headings import meaning
from dashboard.search.exports.numerals import count_of, numeral
from dashboard.search.exports.remarks import BadExport
from dashboard.search.exports.sheets import Sheet
from tests.dashboard.search.exports.made import BING, PAGES, QUERIES

pytestmark = pytest.mark.quick

TERMS = {
    "sv, as one program has it": "Vanligaste sökfrågorna;Klick;Visningar;Klickfrekvens;Genomsnittlig position",
    "sv, by Google's help": "Populäraste sökfrågor;Klick;Exponeringar;CTR;Position",
    "sv, by other words": "Sökord;Klickningar;Exponeringar;Klickfrekvens;Placering",
    "en": "Top queries;Clicks;Impressions;CTR;Position",
    "de": "Häufigste Suchanfragen;Klicks;Impressionen;Klickrate;Durchschnittliche Position",
    "fr": "Requêtes les plus fréquentes;Clics;Impressions;CTR;Position moyenne",
    "es": "Consultas principales;Clics;Impresiones;CTR;Posición media",
    "it": "Query principali;Clic;Impressioni;CTR;Posizione media",
    "pt": "Principais consultas;Cliques;Impressões;CTR;Posição",
    "nl": "Populairste zoekopdrachten;Klikken;Vertoningen;CTR;Positie",
    "da": "Populære forespørgsler;Klik;Eksponeringer;Klikrate;Placering",
    "fi": "Suosituimmat kyselyt;Klikkaukset;Näyttökerrat;CTR;Sijainti",
    "pl": "Najpopularniejsze zapytania;Kliknięcia;Wyświetlenia;CTR;Pozycja",
    "cs": "Nejčastější dotazy;Kliknutí;Zobrazení;CTR;Průměrná pozice",
    "tr": "En popüler sorgular;Tıklama;Görüntüleme;CTR;Ortalama konum",
    "ru": "Поисковый запрос;Клики;Показы;CTR;Позиция",
    "ja": "上位のクエリ;クリック数;表示回数;CTR;掲載順位",
    "ko": "인기 검색어;클릭수;노출수;클릭률;평균 게재순위",
    "zh": "热门查询;点击次数;展示次数;点击率;平均排名",
}
LEFT_OUT = [
    "Country",
    "Land",
    "Länder",
    "Pays",
    "国家/地区",
    "Device",
    "Enhet",
    "Appareil",
    "Search Appearance",
    "Visningssätt",
]
PAGE = [
    "Top pages",
    "Populäraste sidor",
    "Häufigste Seiten",
    "Pages les plus populaires",
    "Populære sider",
    "排名靠前的网页",
]


def table(rows: Sequence[Sequence[str]], columns: Columns | None = None) -> Table:
    found = read_table(Sheet("Queries", rows), columns)
    assert found
    return found


def numbers(*rows: str, heads: str = TERMS["en"]) -> list[tuple[int, int, float]]:
    """Clicks, impressions and position of rows of them and CTR, with a space between."""
    found = table([heads.split(";"), *(["x", *row.split()] for row in rows)])
    return [row[3:] for row in found.rows]


def refusal(*rows: str, heads: str = TERMS["en"]) -> str:
    with pytest.raises(BadExport) as caught:
        numbers(*rows, heads=heads)
    return caught.value.remark.key


@pytest.mark.parametrize("heads", TERMS.values(), ids=TERMS.keys())
def test_headings_are_known_in_many_languages(heads: str) -> None:
    found = table([heads.split(";"), ["kbt", "2", "80", "2,5%", "4,5"]])
    assert (found.kind, found.rows, found.remarks) == ("terms", [Row("kbt", "", "", 2, 80, 4.5)], ())


@pytest.mark.parametrize("heads", TERMS.values(), ids=TERMS.keys())
def test_known_columns_may_stand_in_any_order(heads: str) -> None:
    found = table([heads.split(";")[::-1], ["4.5", "2.5%", "80", "2", "kbt"]])
    assert found.rows == [Row("kbt", "", "", 2, 80, 4.5)]


@pytest.mark.parametrize("head", LEFT_OUT)
def test_countries_devices_and_kinds_of_result_are_left_out(head: str) -> None:
    assert table([[head, *QUERIES[0][1:]], *QUERIES[1:]]) == Table("Queries", "other", ())


@pytest.mark.parametrize("head", PAGE)
def test_pages_are_known(head: str) -> None:
    assert table([[head, *PAGES[0][1:]], *PAGES[1:]]).kind == "pages"


@pytest.mark.parametrize("head", ["Date", "Datum", "Fecha", "Data", "日付"])
def test_days_are_known(head: str) -> None:
    assert table([[head, *QUERIES[0][1:]], ["2026-09-01", "1", "2", "50%", "3"]]).kind == "days"


def test_what_is_no_heading_of_an_export_means_nothing() -> None:
    assert [meaning(each) for each in ("", "Name", "Summa", "Citations", "x")] == [None] * 5


def test_bings_columns_are_known() -> None:
    found = table(BING)
    assert found.rows == [Row("kbt", "", "", 2, 65, 5.9), Row("oro", "", "", 2, 1, 4.0)]
    assert found.engine == "bing"


def test_bings_overview_has_no_positions_and_says_so() -> None:
    found = table([["Date", "Clicks", "Impressions", "Avg. CTR"], ["7/13/2026 12:00:00 AM", "2", "100", "2%"]])
    assert (found.kind, found.engine) == ("days", "bing")
    assert [each.key for each in found.remarks] == ["no-position"]


def test_pairs_of_term_and_page_are_read() -> None:
    heads = ["Landing Page", "Query", "Url Clicks", "Impressions", "Site CTR", "Average Position"]
    found = table([heads, ["https://klinik.example/", "kbt", "2", "40", "5%", "8"]])
    assert (found.kind, found.rows) == ("pairs", [Row("kbt", "https://klinik.example/", "", 2, 40, 8.0)])


def test_lines_before_the_headings_are_passed_over() -> None:
    assert table([["Export date: 2026-10-01"], *QUERIES]).rows == table(QUERIES).rows


class TestUnknownHeadings:
    HEADS = ("Q", "W", "E", "R", "T")

    def read(self, *rows: str) -> Table:
        return table([self.HEADS, *(["x", *row.split()] for row in rows)])

    def refused(self, *rows: str) -> str:
        with pytest.raises(BadExport) as caught:
            self.read(*rows)
        return caught.value.remark.key

    def test_the_order_of_google_is_confirmed_by_the_numbers(self) -> None:
        found = self.read("2 80 2,5% 4,5", "0 7 0% 9")
        assert found.engine == "google"
        assert [row[3:] for row in found.rows] == [(2, 80, 4.5), (0, 7, 9.0)]
        assert [each.key for each in found.remarks] == ["by-order"]

    def test_the_order_of_bing_is_confirmed_by_the_numbers(self) -> None:
        found = self.read("80 2 2.5% 4.5", "7 0 0% 9")
        assert found.engine == "bing"
        assert [row[3:] for row in found.rows] == [(2, 80, 4.5), (0, 7, 9.0)]

    def test_one_row_that_is_neither_refuses_all(self) -> None:
        assert self.refused("2 80 2.5% 4.5", "7 1 0% 9") == "columns"

    def test_without_ratios_nothing_confirms_them(self) -> None:
        assert self.refused("2 80 - 4.5") == "columns"

    def test_rows_that_fit_both_orders_and_differ_do_not_exist(self) -> None:
        assert self.read("3 3 100% 4.5").engine is None

    def test_another_number_of_columns_is_refused(self) -> None:
        assert self.refused("2 80 2.5% 4.5 6") == "row-width"
        with pytest.raises(BadExport, match="a, b, c, d"):
            table([["a", "b", "c", "d"], ["x", "1", "2", "50%"]])

    def test_a_table_without_headings_is_refused(self) -> None:
        with pytest.raises(BadExport, match="Which columns are what"):
            table([["x", "2", "80", "2.5%", "4.5"]] * 2)

    def test_a_known_heading_in_another_place_is_not_passed_over(self) -> None:
        with pytest.raises(BadExport) as caught:
            table([["Q", "W", "Position", "R", "T"], ["x", "2", "80", "2.5%", "4.5"]])
        assert caught.value.remark.key == "columns"

    def test_a_table_without_a_first_column_of_names_is_refused(self) -> None:
        with pytest.raises(BadExport, match="Clicks, Impressions, Q"):
            table([["Clicks", "Impressions", "Q"], ["2", "80", "x"]])

    def test_the_first_column_is_known_by_its_cells(self) -> None:
        def kind(cell: str) -> str:
            return table([self.HEADS, [cell, "2", "80", "2.5%", "4.5"]]).kind

        assert [kind("https://a.example/"), kind("2026-09-01"), kind("x")] == ["pages", "days", "unknown"]


class TestNumbers:
    @pytest.mark.parametrize(
        "text",
        ["1234567", "1,234,567", "1.234.567", "1 234 567", "1\u00a0234\u00a0567", "1\u202f234\u202f567", "1'234'567",
         "1’234’567", "12,34,567"],
    )  # fmt: skip
    def test_thousands_may_be_parted_by_any_mark(self, text: str) -> None:
        assert count_of(text) == 1_234_567

    @pytest.mark.parametrize(
        "text", ["1,23", "1.5", "1,234.5", "1,234 567", "12%", "-1", "x", "1.2K", "1e3", "١٢", "1,,234", "1" * 5000]
    )
    def test_what_is_no_whole_number_is_none(self, text: str) -> None:
        assert count_of(text) is None

    @pytest.mark.parametrize("text", ["", "-", "~", " "])
    def test_where_an_engine_has_no_number_there_is_none(self, text: str) -> None:
        assert count_of(text) == 0

    @settings(deadline=None)
    @given(
        st.integers(0, 10**11), st.integers(0, 4), st.sampled_from(".,"), st.sampled_from(["", "\u00a0", " ", "'", "x"])
    )
    def test_a_number_is_read_as_it_was_written(self, whole: int, decimals: int, mark: str, group: str) -> None:
        other = {".": ",", ",": "."}[mark]
        text = f"{whole:,}".replace(",", other if group == "x" else group)
        text += f"{mark}{'7' * decimals}" if decimals else ""
        found = numeral(text, "." if mark == "." else ",")
        assert found
        assert (found.value, found.decimals) == (Fraction(f"{whole}.{'7' * decimals or '0'}"), decimals)

    def test_decimals_may_be_parted_by_either_mark(self) -> None:
        assert numbers("1,234 5,678 21.7% 4.5") == numbers("1.234 5.678 21,7% 4,5") == [(1234, 5678, 4.5)]

    def test_columns_may_differ_in_their_mark(self) -> None:
        assert numbers("2 80 2.5% 4,5") == numbers("2 80 2,5% 4.5") == [(2, 80, 4.5)]

    def test_the_whole_column_decides(self) -> None:
        assert numbers("2 80 2.5% 1.234", "2 80 2.5% 4.5") == [(2, 80, 1.234), (2, 80, 4.5)]
        assert numbers("0 80 0% 1.234", "0 80 0% 4,5") == [(0, 80, 1234.0), (0, 80, 4.5)]

    def test_another_column_decides_where_a_column_could_be_read_two_ways(self) -> None:
        assert numbers("2 80 2.5% 1.234") == [(2, 80, 1.234)], "by the mark of the ratio"
        assert numbers("2 80 2,5% 1.234") == [(2, 80, 1234.0)]
        assert numbers("1,000 1,000 100% 1.234") == [(1000, 1000, 1.234)], "by what parts the thousands"
        assert numbers("1.000 1.000 100% 1.234") == [(1000, 1000, 1234.0)]

    def test_what_nothing_decides_is_refused(self) -> None:
        assert refusal("0 80 0% 1.234") == "two-ways"
        assert refusal("1,000 80,000 1.25% 3", "1.000 80.000 1.25% 3") == "two-ways"

    def test_the_ratio_decides_what_it_says_itself(self) -> None:
        assert numbers("1 81 1.235% 3") == [(1, 81, 3.0)], "and not 1235 per cent"

    @pytest.mark.parametrize("ratio", ["3.33%", "3.3%", "3%", "3,3 %", "3.33", "0.033", "0,0333"])
    def test_a_ratio_is_a_share_or_per_cent(self, ratio: str) -> None:
        assert numbers(f"1 30 {ratio.replace(' ', chr(0xA0))} 3".replace(chr(0xA0), "")) == [(1, 30, 3.0)]

    @pytest.mark.parametrize("row", ["30 1 3.33% 3", "1 30 4.33% 3", "1 0 3% 3", "1 30 0% 3.5e"])
    def test_a_ratio_that_does_not_fit_refuses_the_table(self, row: str) -> None:
        assert refusal(row) in {"ratio", "number"}

    def test_a_number_that_cannot_be_read_is_named(self) -> None:
        with pytest.raises(BadExport) as caught:
            numbers("1 30 3.33% 3", "1 3x 3.33% 3")
        assert "Impressions of Queries has '3x' in row 3" in str(caught.value)

    def test_a_position_that_cannot_be_read_with_the_others_is_named(self) -> None:
        with pytest.raises(BadExport) as caught:
            numbers("1 30 3.33% 3.5", "1 30 3.33% 3,5")
        assert "Position of Queries has '3,5' in row 3" in str(caught.value)

    def test_the_one_bad_number_of_a_long_table_is_found_at_once(self) -> None:
        with pytest.raises(BadExport, match="in row 8001"):
            numbers(*["1 30 3.33% 3.5"] * 7_999, "1 30 3.33% 3,5", *["1 30 3.33% 3.5"] * 8_000)

    @settings(deadline=None)
    @given(st.lists(st.tuples(st.integers(0, 99), st.integers(100, 9_999_999), st.integers(100, 99_999)), max_size=5))
    def test_every_way_of_writing_reads_the_same(self, rows: list[tuple[int, int, int]]) -> None:
        told = [(clicks, impressions, hundredths / 100) for clicks, impressions, hundredths in rows]
        assume(all(hundredths % 100 for *_, hundredths in rows))
        for group, mark in ((",", "."), (".", ","), ("\u00a0", ","), ("’", "."), ("", ",")):
            lines = [
                ["x", str(clicks), _written(impressions, 0, group, mark),
                 _written(round(10_000 * clicks / impressions), 2, group, mark) + "%",
                 _written(hundredths, 2, group, mark)]
                for clicks, impressions, hundredths in rows
            ]  # fmt: skip
            assert [row[3:] for row in table([QUERIES[0], *lines]).rows] == told


def _written(number: int, decimals: int, group: str, mark: str) -> str:
    text = f"{number / 10**decimals:,.{decimals}f}"
    return text.replace(",", "\0").replace(".", mark).replace("\0", group)


class TestComparison:
    def read(self, newer: str, older: str, *, order: int = 1) -> Table:
        heads = [f"{{}} {name}" for name in ("Clicks", "Impressions", "CTR", "Position")]
        labels = (newer, older)[::order]
        pairs = [("2", "1"), ("80", "10"), ("2.5%", "10%"), ("4.5", "9")]
        first = [head.format(each) for head in heads for each in labels]
        return table([["Top queries", *first], ["kbt", *(cell for pair in pairs for cell in pair[::order])]])

    @pytest.mark.parametrize("order", [1, -1])
    @pytest.mark.parametrize(
        ("newer", "older"),
        [("Last 28 days", "Previous 28 days"), ("Last 3 months", "Same period last year"),
         ("8/29/26 - 9/25/26", "8/1/26 - 8/28/26"), ("2026-09-01 - 2026-09-30", "2026-08-01 - 2026-08-31"),
         ("Senaste 28 dagarna", "Föregående 28 dagar")],
    )  # fmt: skip
    def test_the_present_period_is_taken_and_named(self, newer: str, older: str, order: int) -> None:
        found = self.read(newer, older, order=order)
        assert found.rows == [Row("kbt", "", "", 2, 80, 4.5)]
        assert found.period == newer.lower()

    def test_differences_are_not_read(self) -> None:
        heads = ["Top queries", "Last 28 days Clicks", "Previous 28 days Clicks", "Clicks Difference",
                 "Last 28 days Impressions", "Previous 28 days Impressions", "Impressions Difference"]  # fmt: skip
        assert table([heads, ["kbt", "2", "1", "1", "80", "10", "70"]]).rows == [Row("kbt", "", "", 2, 80, 0.0)]

    @pytest.mark.parametrize(
        ("one", "other"), [("Desktop", "Mobile"), ("8/1/26 - 9/8/26", "8/2/26 - 9/7/26"), ("previous", "last year")]
    )
    def test_where_neither_is_the_present_it_is_refused(self, one: str, other: str) -> None:
        with pytest.raises(BadExport) as caught:
            self.read(one, other)
        assert caught.value.remark.key == "comparison-unclear"


class TestMapping:
    ROW = ("kbt", "80", "2", "2.5%", "4.5")

    def test_an_owner_says_what_the_columns_are(self) -> None:
        heads = ["a", "b", "c", "d", "e"]
        for rows in ([heads, self.ROW], [self.ROW]):
            found = table(rows, read_columns("term, impressions,CLICKS,-,position"))
            assert (found.kind, found.rows) == ("terms", [Row("kbt", "", "", 2, 80, 4.5)])

    def test_what_the_owner_says_is_held_against_the_ratio(self) -> None:
        with pytest.raises(BadExport, match="do not fit together"):
            table([self.ROW], read_columns("term,clicks,impressions,ctr,position"))

    def test_the_owner_names_every_column(self) -> None:
        with pytest.raises(BadExport, match="has 5 columns, but you named 3"):
            table([self.ROW], read_columns("term,impressions,clicks"))

    @pytest.mark.parametrize(
        "told", ["", "term", "term,clicks", "clicks,impressions", "term,clicks,impressions,clicks", "a,b,c"]
    )
    def test_what_says_too_little_is_refused(self, told: str) -> None:
        with pytest.raises(BadExport, match="does not say what the columns are"):
            read_columns(told)
