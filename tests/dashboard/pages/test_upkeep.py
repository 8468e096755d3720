"""The service's own counts as an owner reads them: answers by part, and the loads that browsers blocked."""

import re
from html import unescape
from typing import get_args

import httpx
import pytest

from collector.hits import Reason
from collector.report import DIRECTIVES, OTHER
from collector.scrub import KINDS
from dashboard.locale.language import LANGUAGES
from dashboard.numbers.coverage import Answers
from dashboard.pages.upkeep import ADVISED, in_words
from policy.phrases import ENGLISH, SWEDISH, Phrases
from tests.dashboard.conftest import Installed
from tests.dashboard.seed import HOST, Counting, Visit, answers, blocked, ignored, parts, site

pytestmark = [pytest.mark.quick, pytest.mark.anyio]

SERVICES = [("video", "Filmrutan", "media"), ("stat", "Räknarna", "analytics"), ("karta", "<b>Kartan</b>", "media")]
SITE = site(services=SERVICES)


async def _text(owner: httpx.AsyncClient, **query: str) -> str:
    """What is read on the page, spaces made plain."""
    html = (await owner.get(f"/sites/{HOST}", params=query)).text.partition("<main")[2]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def test_a_part_with_statistics_accepts_them_and_no_other() -> None:
    told = {"yes": 5, "no": 4, "statistics": 3, "media+statistics": 2, "media": 20, "analytics+media": 30}
    assert Answers.of(told) == Answers(64, 10)
    assert Answers.of({}) == Answers(0, 0)


async def test_coverage_is_of_the_answers_that_accept_statistics(
    owner: httpx.AsyncClient, installed: Installed, count: Counting
) -> None:
    installed.sites = [SITE]
    day = "2026-11-20"
    await count([*answers(day, 40, 40), *parts(day, "media+statistics", 10), *parts(day, "media", 10)], SITE)
    assert "Av 100 som svarade sade 50 ja till statistik, 50 %." in await _text(owner)
    assert "Of 100 who answered, 50 said yes to statistics, 50%." in await _text(owner, lang="en")


async def test_answers_are_shown_by_part_in_words(
    owner: httpx.AsyncClient, installed: Installed, count: Counting
) -> None:
    installed.sites = [SITE]
    day = "2026-11-20"
    told = [*answers(day, 4, 5), *parts(day, "statistics", 2), *parts(day, "analytics+media+statistics", 3)]
    await count(told, SITE)
    assert (
        "Svar på frågan om kakor Svar Antal Nej 5 Ja 4 "
        "Ja till en del: andra företags statistik, film och kartor, statistik 3 Ja till en del: statistik 2"
    ) in await _text(owner)
    assert "Yes in part: statistics 2" in await _text(owner, lang="en")


async def test_blocked_loads_are_shown_by_service_and_kind(
    owner: httpx.AsyncClient, installed: Installed, count: Counting
) -> None:
    installed.sites = [SITE]
    day = "2026-11-20"
    told = [
        *blocked(day, "video", "frame-src", 1_200),
        *blocked(day, OTHER, "script-src-elem", 30),
        *blocked(day, "removed-since", OTHER, 2),
    ]
    await count(told, SITE)
    assert (
        "Stoppat av webbläsaren efter ett ja Varifrån, och vad Antal Filmrutan: ramar (frame-src) 1 200 "
        "Okänd adress: skript (script-src-elem) 30 removed-since: annat 2"
    ) in await _text(owner)
    assert "Unknown address: scripts (script-src-elem) 30" in await _text(owner, lang="en")


async def test_a_title_is_text(owner: httpx.AsyncClient, installed: Installed, count: Counting) -> None:
    installed.sites = [SITE]
    await count(blocked("2026-11-20", "karta", "img-src", 1), SITE)
    assert "&lt;b&gt;Kartan&lt;/b&gt;: bilder (img-src)" in (await owner.get(f"/sites/{HOST}")).text


async def test_where_nothing_can_be_blocked_there_is_no_table_of_it(
    owner: httpx.AsyncClient, installed: Installed, count: Counting
) -> None:
    await count(ignored("2026-11-20", "bot", 1))
    assert "Stoppat av webbläsaren" not in await _text(owner)
    await count(blocked("2026-11-20", "video", "img-src", 1))
    assert "video: bilder (img-src) 1" in await _text(owner)
    installed.sites = [SITE]
    assert "Stoppat av webbläsaren" in await _text(owner, period="today")


CUT = [
    *[Visit("2026-11-20", [f"/tack/{page}/[email]"], scrubbed=("email",), in_address=("email",)) for page in range(12)],
    *[Visit("2026-11-20", ["/bokning/[pnr]"], scrubbed=("pnr", "email"), in_address=("pnr",))] * 3,
    Visit("2026-11-20", ["/sok"], scrubbed=("phone",)),
]


async def test_an_owner_learns_which_addresses_hold_personal_data(owner: httpx.AsyncClient, count: Counting) -> None:
    await count(CUT)
    text = await _text(owner)
    assert (
        "I adresserna till de här sidorna står något som ser ut som e-postadresser. Det kan komma från webbplatsen "
        "själv eller från en länk i ett mejl. /tack/0/[email] /tack/1/[email] /tack/10/[email]"
    ) in text, "without numbers"
    assert "/tack/7/[email] … och 2 till." in text
    assert "något som ser ut som personnummer. Det kan" in text
    told = "i ett mejl. /bokning/[pnr] Skicka det här till den som sköter webbplatsen: Låt formulär skicka med POST"
    assert told in text, "what to do comes first"
    assert "Hur vet vi det? Det som Räkneverk känner igen" in text.partition(told)[2]
    assert "Telefonnummer 1" in text
    assert "ser ut som telefonnummer" not in text, "it was typed, or told by another site"
    english = await _text(owner, lang="en")
    assert "something that looks like e-mail addresses. It may come from the website itself" in english
    assert "never in the path" in english
    assert "… and 2 more." in english
    assert "Let forms send with POST instead of GET" in english


async def test_where_no_address_holds_any_no_advice_is_given(owner: httpx.AsyncClient, count: Counting) -> None:
    await count([Visit("2026-11-20", scrubbed=("email",)), CUT[0]._replace(day="2025-11-20")])
    assert "POST" not in await _text(owner)


async def test_the_api_tells_the_pages_of_a_kind(owner: httpx.AsyncClient, count: Counting) -> None:
    await count(CUT)
    address = f"/api/v1/sites/{HOST}/stats"
    answer = (await owner.get(address, params={"dimension": "page", "filter": "scrubbed=pnr"})).json()
    mistyped = await owner.get(address, params={"dimension": "page", "filter": "scrubbed=e-mail"})
    assert mistyped.status_code == 400
    assert "email" in mistyped.text
    assert answer["rows"] == [{"value": "/bokning/[pnr]", "pageviews": 3, "visits": None, "visitors": None}]
    assert answer["total"]["pageviews"] == 3
    for query in ({"dimension": "medium"}, {"dimension": "scrubbed"}, {}):
        refused = await owner.get(address, params={**query, "filter": "scrubbed=pnr"})
        assert (refused.status_code, refused.json()["known"]) == (400, ["page"])
    assert (await owner.get(f"/sites/{HOST}", params={"filter": "scrubbed=pnr"})).status_code == 400


async def test_where_pages_are_not_counted_none_are_told(
    owner: httpx.AsyncClient, installed: Installed, count: Counting
) -> None:
    installed.sites = [site(statistics=("visits",))]
    await count([Visit("2026-11-20", scrubbed=("email",))], installed.sites[0])
    asked = {"dimension": "page", "filter": "scrubbed=email"}
    assert (await owner.get(f"/api/v1/sites/{HOST}/stats", params=asked)).status_code == 400


def test_every_kind_has_words() -> None:
    for name in ("scrubbed", "cut"):
        assert {value for context, value in LANGUAGES["sv"].keys if context == name} == set(KINDS)


async def test_the_api_tells_them_by_their_names(owner: httpx.AsyncClient, count: Counting) -> None:
    await count([*parts("2026-11-20", "media+statistics", 2), *blocked("2026-11-20", "video", "img-src", 3)])
    for name, value, number in (("choice", "media+statistics", 2), ("blocked", "video img-src", 3)):
        answer = (await owner.get(f"/api/v1/sites/{HOST}/stats", params={"dimension": name})).json()
        assert answer["rows"] == [{"value": value, "pageviews": number, "visits": None, "visitors": None}]


@pytest.mark.parametrize(("code", "phrases"), [("sv", SWEDISH), ("en", ENGLISH)])
def test_categories_are_called_what_visitors_read(code: str, phrases: Phrases) -> None:
    assert phrases.services
    titles = {name: each.title for name, each in phrases.services.categories.items()}
    titles["statistics"] = phrases.services.statistics
    categories = {key for context, key in LANGUAGES[code].keys if context == "category"}
    assert {key: LANGUAGES[code].said("category", key) for key in categories} == {
        name: title.lower() for name, title in titles.items()
    }


def test_every_directive_has_words() -> None:
    directives = {each.removesuffix("-elem").removesuffix("-attr") for each in (*DIRECTIVES, OTHER)}
    assert {value for context, value in LANGUAGES["sv"].keys if context == "directive"} == directives


def test_two_directives_never_read_the_same() -> None:
    for language in LANGUAGES.values():
        words = {in_words(language, SITE, "blocked", f"video {directive}") for directive in DIRECTIVES}
        assert len(words) == len(DIRECTIVES)


@pytest.mark.parametrize(
    ("reason", "advice"),
    [
        ("origin", "någon har kopierat era sidor med skriptet i, eller så saknas ett av webbplatsens egna namn"),
        ("foreign-url", "Lägg i så fall till det som alias."),
        ("old-consent", "Den som sagt ja till en äldre policy får frågan igen."),
        ("headers", "Webbläsare som sade emot sig själva är nästan alltid robotar."),
        ("too-old", "Det som kom för sent skickades när nätet kom tillbaka."),
        ("not-permitted", "Känsliga sidor räknas inte, precis som policyn säger."),
        ("bot", "Robotar, skräp och egna besök ska inte räknas: där finns inget att göra."),
    ],
)
async def test_each_reason_has_an_advice(
    owner: httpx.AsyncClient, count: Counting, reason: Reason, advice: str
) -> None:
    await count(ignored("2026-11-20", reason, 3))
    assert advice in await _text(owner)


def test_no_reason_is_without_an_advice() -> None:
    assert set(get_args(Reason)) == set().union(*ADVISED.values())


async def test_few_yes_deserve_a_look_at_the_question(owner: httpx.AsyncClient, count: Counting) -> None:
    await count(answers("2026-11-20", 10, 39))
    assert "Få säger ja." not in await _text(owner)
    await count(answers("2026-11-20", 0, 1))
    assert "Få säger ja. Läs frågan som en besökare" in await _text(owner)
    await count(answers("2026-11-20", 10, 0))
    assert "Få säger ja." not in await _text(owner)


async def test_what_was_blocked_has_an_advice(owner: httpx.AsyncClient, count: Counting) -> None:
    await count(blocked("2026-11-20", OTHER, "img-src", 3))
    assert "Ta med tjänsten och alla dess adresser i policyn" in await _text(owner)
