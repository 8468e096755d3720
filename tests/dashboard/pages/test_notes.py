"""Notes on days: written by owners, read by viewers, and plain text whatever they hold."""

import re
from datetime import date

import httpx
import pytest

from dashboard.pages.login import SESSION
from store.accounts import Accounts
from store.notes import LONGEST, MOST_ON_A_DAY, Note, Notes
from tests.dashboard.seed import HOST, NOW

pytestmark = [pytest.mark.quick, pytest.mark.anyio]

PAGE = f"/sites/{HOST}/notes"
HOSTILE = '"><script>alert(1)</script> {{ 7*7 }} \u202egnol\x00'


@pytest.fixture
async def viewer(owner: httpx.AsyncClient, accounts: Accounts) -> httpx.AsyncClient:
    await accounts.add_user("lasare@example.se", "ett annat lösenord", "viewer", HOST)
    session = await accounts.login("lasare@example.se", "ett annat lösenord", NOW)
    assert session
    owner.cookies.clear()
    owner.cookies.set(f"__Host-{SESSION}", session, owner.base_url.host)
    return owner


async def post(browser: httpx.AsyncClient, **fields: str) -> httpx.Response:
    """As the page's own form sends it."""
    form = await browser.get(PAGE)
    token = re.search(r'name="form_token" value="([^"]+)"', form.text)
    assert token
    return await browser.post(PAGE, data={"form_token": token[1], **fields})


async def written(notes: Notes) -> list[tuple[str, str, str]]:
    return [(str(note.day), str(note.until), note.text) for note in await notes.every(HOST)]


async def test_an_owner_writes_a_note_on_a_day(owner: httpx.AsyncClient, notes: Notes) -> None:
    answer = await post(owner, action="add", day="2026-11-20", text="Nyhetsbrev skickat")
    assert (answer.status_code, answer.headers["location"]) == (303, f"{PAGE}?done=added")
    assert await written(notes) == [("2026-11-20", "2026-11-20", "Nyhetsbrev skickat")]
    page = (await owner.get(answer.headers["location"])).text
    assert "Anteckningen är sparad." in page
    assert "fredag 20 november 2026" in page
    assert "Nyhetsbrev skickat" in page


async def test_a_note_may_last_several_days(owner: httpx.AsyncClient, notes: Notes) -> None:
    await post(owner, action="add", day="2026-11-02", until="2026-11-08", text="Annons i tidningen")
    assert await written(notes) == [("2026-11-02", "2026-11-08", "Annons i tidningen")]
    assert "2–8 november 2026" in (await owner.get(PAGE)).text


async def test_a_note_is_changed_where_it_stands(owner: httpx.AsyncClient, notes: Notes) -> None:
    note = await notes.add(HOST, date(2026, 11, 2), date(2026, 11, 3), "Fel")
    form = (await owner.get(f"{PAGE}?change={note.number}")).text
    assert 'name="day" required value="2026-11-02"' in form
    assert 'name="until" value="2026-11-03"' in form
    assert 'value="Fel"' in form
    answer = await post(owner, action="change", number=str(note.number), day="2026-11-04", until="", text="Rätt")
    assert answer.headers["location"] == f"{PAGE}?done=changed"
    assert await written(notes) == [("2026-11-04", "2026-11-04", "Rätt")]


async def test_a_note_is_removed(owner: httpx.AsyncClient, notes: Notes) -> None:
    note = await notes.add(HOST, date(2026, 11, 2), date(2026, 11, 2), "Fel")
    answer = await post(owner, action="remove", number=str(note.number))
    assert answer.headers["location"] == f"{PAGE}?done=removed"
    assert await written(notes) == []


async def test_whoever_writes_beside_the_chart_comes_back_to_it(owner: httpx.AsyncClient) -> None:
    back = "?period=7d&compare=year"
    answer = await post(owner, action="add", day="2026-11-20", text="Nyhetsbrev", back=back)
    assert answer.headers["location"] == f"/sites/{HOST}{back}#chart-title"


@pytest.mark.parametrize("back", ["//evil.example", "/../..", "?a=\r\nSet-Cookie: x=1", "?x=<b>", "?" + "a" * 600])
async def test_nobody_is_led_elsewhere(owner: httpx.AsyncClient, back: str) -> None:
    answer = await post(owner, action="add", day="2026-11-20", text="Nyhetsbrev", back=back)
    assert answer.headers["location"] == f"{PAGE}?done=added"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"day": "2026-11-20", "text": "  "}, "Anteckningen behöver en text."),
        ({"day": "2026-11-20", "text": "x" * (LONGEST + 1)}, "högst 200 tecken"),
        ({"day": "2026-11-20", "until": "2026-11-19", "text": "x"}, "Den sista dagen kommer före den första."),
        ({"day": "20 november", "text": "x"}, "Ett datum skrivs som"),
        ({"day": "2026-02-30", "text": "x"}, "Ett datum skrivs som"),
        ({"day": "1999-01-01", "text": "x"}, "Ett datum skrivs som"),
        ({"text": "x"}, "Ett datum skrivs som"),
        ({"day": "2026-01-01", "until": "2027-01-02", "text": "x"}, "får gälla högst ett år"),
        ({"day": "2026-11-20", "text": "Ring Anna på 070-123 45 67"}, "I den här finns telefonnummer."),
        (
            {"day": "2026-11-20", "text": "19811218-9876, anna@example.se"},
            "I den här finns e-postadresser, personnummer. Inget är sparat.",
        ),
    ],
)
async def test_what_cannot_be_kept_says_why_and_stays_in_the_form(
    owner: httpx.AsyncClient, notes: Notes, fields: dict[str, str], said: str
) -> None:
    answer = await post(owner, action="add", **fields)
    assert answer.status_code == 400
    assert said in answer.text
    assert f'value="{fields["text"].strip()}"' in answer.text or not fields["text"].strip()
    assert await written(notes) == []


@pytest.mark.parametrize(
    "fields",
    [{"action": "remove", "number": "99"}, {"action": "remove", "number": "x"}, {"action": "dance"}, {},
     {"action": "change", "number": "99", "day": "2026-11-20", "text": "x"}],
)  # fmt: skip
async def test_what_is_no_longer_there_cannot_be_changed(owner: httpx.AsyncClient, fields: dict[str, str]) -> None:
    answer = await post(owner, **fields)
    assert answer.status_code == 400
    assert "Anteckningen finns inte längre." in answer.text


async def test_a_full_day_is_told(owner: httpx.AsyncClient, notes: Notes) -> None:
    for _ in range(MOST_ON_A_DAY):
        await notes.add(HOST, date(2026, 11, 2), date(2026, 11, 2), "Nyhetsbrev")
    answer = await post(owner, action="add", day="2026-11-02", text="Ett till")
    assert answer.status_code == 400
    assert "En dag får ha högst 20 anteckningar." in answer.text


async def test_what_leads_to_a_person_is_refused_in_a_change_too(owner: httpx.AsyncClient, notes: Notes) -> None:
    note = await notes.add(HOST, date(2026, 11, 2), date(2026, 11, 2), "Nyhetsbrev")
    changed = {"action": "change", "number": str(note.number), "day": "2026-11-02", "text": "Mejl till anna@example.se"}
    assert (await post(owner, **changed)).status_code == 400
    assert await notes.every(HOST) == [note]


async def test_hostile_text_is_shown_as_text(owner: httpx.AsyncClient, notes: Notes) -> None:
    note = await notes.add(HOST, date(2026, 11, 2), date(2026, 11, 2), HOSTILE)
    for page in ((await owner.get(PAGE)).text, (await owner.get(f"{PAGE}?change={note.number}")).text):
        assert "<script>alert" not in page
        assert "{{ 7*7 }}" in page
        assert "[U+202E]gnol[U+0000]" in page


async def test_a_viewer_reads_and_writes_nothing(viewer: httpx.AsyncClient, notes: Notes) -> None:
    note = await notes.add(HOST, date(2026, 11, 2), date(2026, 11, 2), "Nyhetsbrev")
    page = (await viewer.get(f"{PAGE}?change={note.number}")).text
    assert "Nyhetsbrev" in page
    assert "Bara den som äger webbplatsen kan skriva." in page
    assert 'action="/sites/' not in page
    for fields in (
        {"action": "add", "day": "2026-11-20", "text": "x"},
        {"action": "remove", "number": str(note.number)},
    ):
        assert (await post(viewer, **fields)).status_code == 403
    assert await notes.every(HOST) == [note]


async def test_a_form_of_another_site_changes_nothing(owner: httpx.AsyncClient, notes: Notes) -> None:
    fields = {"action": "add", "day": "2026-11-20", "text": "x"}
    without = await owner.post(PAGE, data=fields)
    foreign = await owner.post(PAGE, data={"form_token": "guessed", **fields})
    assert (without.status_code, foreign.status_code) == (403, 403)
    assert await written(notes) == []


async def test_notes_of_another_site_are_not_reached(owner: httpx.AsyncClient, notes: Notes) -> None:
    note: Note = await notes.add("other.example", date(2026, 11, 2), date(2026, 11, 2), "Hemligt")
    assert "Hemligt" not in (await owner.get(f"{PAGE}?change={note.number}")).text
    assert (await post(owner, action="remove", number=str(note.number))).status_code == 400
    assert (await owner.get("/sites/other.example/notes")).status_code == 404
    assert await notes.every("other.example") == [note]


async def test_the_page_warns_of_names(owner: httpx.AsyncClient) -> None:
    assert "Skriv inte namn på besökare, patienter eller kunder" in (await owner.get(PAGE)).text
