"""How it is going, as the page says it on top: a sentence, the totals, and what they are compared with."""

import re
from datetime import timedelta
from html import unescape

import httpx
import pytest

from tests.dashboard.conftest import Installed
from tests.dashboard.seed import FIVE, HOST, TODAY, Counting, Visit, answers, google, site

pytestmark = [pytest.mark.quick, pytest.mark.anyio]


async def shown(owner: httpx.AsyncClient, **query: str) -> str:
    """What is read above the panels, spaces made plain."""
    answer = await owner.get(f"/sites/{HOST}", params=query)
    assert answer.status_code == 200, answer.text
    plain = re.sub(r"<(title|style|details).*?</\1>|<[^>]+>", " ", answer.text.partition("<main")[2], flags=re.DOTALL)
    return " ".join(unescape(plain.partition("Sidor")[0]).split())


def day(back: int) -> str:
    return (TODAY - timedelta(days=back)).isoformat()


def each_day(first: int, last: int, visits: int) -> list[Visit]:
    return [Visit(day(back), ["/", "/a"]) for back in range(first, last - 1, -1)] * visits


async def test_one_sentence_says_how_it_is_going(owner: httpx.AsyncClient, count: Counting) -> None:
    await count([*each_day(80, 0, 8), *answers(day(3), 43, 57)])
    text = await shown(owner, period="28d")
    assert (
        "Ungefär 8 besök om dagen räknas, ungefär som förut. 43 % av dem som svarade på frågan sade ja; besök av "
        "övriga räknas inte."
    ) in text
    text = await shown(owner, period="28d", lang="en")
    assert (
        "About 8 visits a day are counted, about as before. 43% of those who answered the question said yes; visits "
        "of the others are not counted."
    ) in text


async def test_a_change_is_said_with_its_size(owner: httpx.AsyncClient, count: Counting) -> None:
    await count(each_day(80, 29, 10) + each_day(28, 0, 15))
    text = await shown(owner, period="28d")
    assert "Ungefär 15 besök om dagen räknas, fler än förut: +50 %." in text
    assert "Besök 420 +50 %: 405 mot 270, utan i dag Sidvisningar 840 +50 %: 810 mot 540, utan i dag" in text
    assert (
        "Jämfört: 26 oktober–21 november 2026 mot 28 september–24 oktober 2026. Dagen i dag är inte slut och räknas "
        "inte in i jämförelsen."
    ) in text


async def test_fewer_is_said_likewise(owner: httpx.AsyncClient, count: Counting) -> None:
    await count(each_day(80, 29, 10) + each_day(28, 0, 6))
    assert "färre än förut: −40 %." in await shown(owner, period="28d")


async def test_few_visits_are_told_by_the_week_and_few_answers_by_number(
    owner: httpx.AsyncClient, count: Counting
) -> None:
    await count([Visit(day(back)) for back in range(2, 90, 3)])
    await count(answers(day(3), 7, 5))
    text = await shown(owner, period="28d")
    assert "Ungefär 2 besök i veckan räknas, ungefär som förut. 7 av 12 som svarade på frågan sade ja" in text
    assert "Ingen svarade på frågan om kakor under perioden." in await shown(owner, **{"from": day(60), "to": day(40)})


async def test_large_numbers_are_rounded_to_what_they_mean(owner: httpx.AsyncClient, count: Counting) -> None:
    await count(each_day(3, 1, 123))
    assert "Ungefär 120 besök om dagen räknas." in await shown(owner, **{"from": day(3), "to": day(1)})


async def test_a_site_that_is_new_is_not_told_by_the_days_before_it(owner: httpx.AsyncClient, count: Counting) -> None:
    await count(each_day(9, 1, 8))
    assert "Ungefär 8 besök om dagen räknas." in await shown(owner, period="12m")


async def test_a_day_that_is_not_over_is_not_compared(owner: httpx.AsyncClient, count: Counting) -> None:
    await count(each_day(80, 0, 40))
    text = await shown(owner, period="today")
    assert "40 besök räknades." in text
    assert text.count("Hela dagar jämförs: den här är inte slut.") == 1


async def test_a_part_is_told_without_the_answers(owner: httpx.AsyncClient, count: Counting) -> None:
    await count([*each_day(80, 1, 3), *(google(day(back)) for back in range(1, 80)), *answers(day(3), 43, 57)])
    text = await shown(owner, period="28d", filter="referrer=Google")
    assert "27 besök räknades, ungefär som förut." in text
    assert "svarade" not in text


async def test_without_visits_page_views_are_told(
    owner: httpx.AsyncClient, installed: Installed, count: Counting
) -> None:
    installed.sites = [site(statistics=("pages",))]
    await count(each_day(20, 0, 4), installed.sites[0])
    assert "Ungefär 8 sidvisningar om dagen räknas." in await shown(owner, period="28d")


async def test_how_chance_is_reckoned_with_is_behind_a_question(owner: httpx.AsyncClient, count: Counting) -> None:
    await count(each_day(80, 1, 4))
    folded = (
        r"<details[^>]*>\s*<summary>Hur vet vi det\?</summary>\s*<p[^>]*>En skillnad kallas ändring bara om slumpen"
    )
    assert re.search(folded, (await owner.get(f"/sites/{HOST}?period=28d")).text)
    assert "En skillnad kallas" not in (await owner.get(f"/sites/{HOST}?period=28d&compare=none")).text


async def test_a_year_before_can_be_chosen_and_is_kept_in_every_link(owner: httpx.AsyncClient, count: Counting) -> None:
    await count(each_day(800, 700, 1) + each_day(500, 0, 4))
    text = await shown(owner, period="last-month", compare="year")
    assert "Jämfört: 1–31 oktober 2026 mot 1–31 oktober 2025." in text
    assert "Jämför med : perioden före samma tid förra året inget" in text.replace("med:", "med :")
    html = unescape((await owner.get(f"/sites/{HOST}?period=last-month&compare=year")).text)
    links = re.findall(r'href="([^"]*\?[^"]*)"', html)
    kept = [each for each in links if "lang=" not in each and "/own/" not in each]
    assert [each for each in kept if "compare=year" not in each] == [
        "?period=last-month",
        "?period=last-month&compare=none",
    ]
    assert '<input type="hidden" name="compare" value="year">' in html
    text = await shown(owner, **{"from": "2026-11-16", "to": "2026-11-18", "compare": "year"})
    assert "Jämfört: 16–18 november 2026 mot 17–19 november 2025." in text, "the same weekdays"


async def test_nothing_can_be_compared_with_nothing(owner: httpx.AsyncClient, count: Counting) -> None:
    await count(each_day(80, 0, 4))
    text = await shown(owner, period="7d", compare="none")
    assert "Jämfört" not in text
    assert "Ungefär 4 besök om dagen räknas." in text
    assert "Det finns inget tidigare" not in text


async def test_there_is_no_comparison_with_days_before_counting_began(
    owner: httpx.AsyncClient, count: Counting
) -> None:
    await count(each_day(9, 0, 4))
    text = await shown(owner, period="7d")
    assert text.count("Det finns inget tidigare att jämföra med.") == 1
    assert "Jämför med" not in text
    text = await shown(owner, period="7d", compare="year")
    assert text.count("Samma tid förra året finns inga siffror att jämföra med.") == 1


async def test_a_range_too_long_to_be_compared_tells_what_the_last_weeks_changed(
    owner: httpx.AsyncClient, count: Counting
) -> None:
    await count(each_day(80, 0, 10))
    assert "om dagen räknas. De senaste fyra veckorna: ungefär som förut." in await shown(owner, period="12m")
    await count(each_day(28, 0, 5))
    text = await shown(owner, period="12m")
    assert "De senaste fyra veckorna är det fler än de fyra före: +50 %." in text
    for other in ({"compare": "none"}, {"filter": "page=/"}):
        assert "senaste fyra" not in await shown(owner, period="12m", **other)
    assert "senaste fyra" not in await shown(owner, **{"from": day(70), "to": day(20)})


async def test_numbers_that_are_compared_are_told_where_the_total_is_another(
    owner: httpx.AsyncClient, count: Counting
) -> None:
    await count(each_day(80, 0, 10))
    assert "Besök 70 ungefär som förut (60 mot 60, utan i dag)" in await shown(owner, period="7d")
    assert "Besök 10 ungefär som förut (10)" in await shown(owner, period="yesterday")


async def test_none_against_none_is_not_as_before(owner: httpx.AsyncClient, count: Counting) -> None:
    await count(each_day(80, 0, 1))
    assert "0 besök räknades. " in await shown(owner, period="28d", filter="page=/saknas")


async def test_unequal_numbers_of_days_are_compared_by_the_day(owner: httpx.AsyncClient, count: Counting) -> None:
    await count(each_day(1100, 600, 2))
    text = await shown(owner, **{"from": "2025-02-01", "to": "2025-02-28", "compare": "year"})
    assert "Det är 28 dagar mot 29, så ändringen gäller antalet per dag." in text
    assert "Besök 56 ungefär som förut (58)" in text


async def test_visitors_are_daily_unless_the_range_is_one_week_or_month(
    owner: httpx.AsyncClient, installed: Installed, count: Counting
) -> None:
    installed.sites = [site(statistics=(*FIVE, "visitors"))]
    await count([Visit("2026-11-17"), Visit("2026-11-18", firsts=["day"])], installed.sites[0])
    assert "Besökare 1" in await shown(owner, period="7d")
    assert "Dagliga besökare 2" in await shown(owner, period="28d")
