"""Notes on days: written, changed, found by the days they touch, and gone with their site."""

from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from store import notes as notes_module
from store.accounts import Accounts
from store.notes import LONGEST, LONGEST_TIME, MOST_ON_A_DAY, BadNote, Note, Notes, impersonal

pytestmark = [pytest.mark.quick, pytest.mark.anyio]

KBT, SHOP = "kbt.example", "butik.example"
FIRST, SECOND, THIRD = date(2026, 11, 1), date(2026, 11, 2), date(2026, 11, 3)


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
async def notes(tmp_path: Path) -> AsyncIterator[Notes]:
    notes = await Notes.open(tmp_path / "accounts.db")
    yield notes
    await notes.close()


async def test_a_note_is_found_by_its_site_and_number(notes: Notes) -> None:
    note = await notes.add(KBT, FIRST, FIRST, "Nyhetsbrev skickat")
    assert note == Note(note.number, KBT, FIRST, FIRST, "Nyhetsbrev skickat")
    assert await notes.get(KBT, note.number) == note
    assert await notes.get(SHOP, note.number) is None


async def test_a_range_finds_the_notes_that_touch_it(notes: Notes) -> None:
    campaign = await notes.add(KBT, FIRST, THIRD, "Annons i tidningen")
    letter = await notes.add(KBT, THIRD, THIRD, "Nyhetsbrev")
    await notes.add(SHOP, SECOND, SECOND, "Rea")
    assert await notes.of(KBT, SECOND, THIRD) == [campaign]
    assert await notes.of(KBT, THIRD, date(2026, 11, 4)) == [campaign, letter]
    assert await notes.of(KBT, date(2026, 10, 1), FIRST) == []
    assert await notes.of(KBT, date(2026, 11, 4), date(2026, 12, 1)) == []


async def test_the_newest_stand_first(notes: Notes) -> None:
    old, new = await notes.add(KBT, FIRST, FIRST, "Före"), await notes.add(KBT, SECOND, SECOND, "Efter")
    assert await notes.every(KBT) == [new, old]


async def test_a_note_is_changed_and_removed_on_its_own_site_alone(notes: Notes) -> None:
    note = await notes.add(KBT, FIRST, FIRST, "Nyhetsbrev")
    assert not await notes.change(SHOP, note.number, SECOND, SECOND, "Annat")
    assert not await notes.remove(SHOP, note.number)
    assert await notes.every(KBT) == [note]
    assert await notes.change(KBT, note.number, SECOND, THIRD, "Annat")
    assert await notes.every(KBT) == [Note(note.number, KBT, SECOND, THIRD, "Annat")]
    assert await notes.remove(KBT, note.number)
    assert not await notes.remove(KBT, note.number)
    assert await notes.every(KBT) == []


async def test_a_removed_notes_number_is_not_given_again(notes: Notes) -> None:
    first = await notes.add(KBT, FIRST, FIRST, "Nyhetsbrev")
    await notes.remove(KBT, first.number)
    assert (await notes.add(KBT, FIRST, FIRST, "Nyhetsbrev")).number > first.number


async def test_a_removed_site_takes_its_notes_with_it(notes: Notes) -> None:
    await notes.add(KBT, FIRST, FIRST, "Nyhetsbrev")
    other = await notes.add(SHOP, FIRST, FIRST, "Rea")
    await notes.forget(KBT)
    assert await notes.every(KBT) == []
    assert await notes.every(SHOP) == [other]


@pytest.mark.parametrize(
    ("day", "until", "text", "reason"),
    [
        (FIRST, FIRST, "", "empty"),
        (FIRST, FIRST, " \n\t ", "empty"),
        (FIRST, FIRST, "x" * (LONGEST + 1), "long"),
        (SECOND, FIRST, "Bakvänt", "backwards"),
        (date(1999, 12, 31), FIRST, "Före allt", "date"),
        (FIRST, date(2200, 1, 1), "Efter allt", "date"),
        (FIRST, FIRST + timedelta(days=LONGEST_TIME), "En dag för länge", "lasting"),
    ],
)
async def test_a_note_that_cannot_be_kept_says_why(
    notes: Notes, day: date, until: date, text: str, reason: str
) -> None:
    kept = await notes.add(KBT, FIRST, FIRST, "Kvar")
    with pytest.raises(BadNote) as refused:
        await notes.add(KBT, day, until, text)
    assert refused.value.reason == reason
    with pytest.raises(BadNote):
        await notes.change(KBT, kept.number, day, until, text)
    assert await notes.every(KBT) == [kept]


async def test_there_is_an_end_to_how_many_a_site_has(notes: Notes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notes_module, "MOST", 2)
    for _ in range(2):
        await notes.add(KBT, FIRST, FIRST, "Nyhetsbrev")
    with pytest.raises(BadNote) as refused:
        await notes.add(KBT, FIRST, FIRST, "Nyhetsbrev")
    assert refused.value.reason == "many"
    assert (await notes.add(SHOP, FIRST, FIRST, "Rea")).site == SHOP


async def test_a_note_lasts_a_leap_year(notes: Notes) -> None:
    note = await notes.add(KBT, date(2028, 1, 1), date(2028, 12, 31), "Skottår")
    assert await notes.every(KBT) == [note]


async def test_no_day_has_more_than_can_be_read(notes: Notes) -> None:
    long = await notes.add(KBT, FIRST, THIRD, "Annons i tidningen")
    for _ in range(MOST_ON_A_DAY - 1):
        await notes.add(KBT, SECOND, SECOND, "Nyhetsbrev")
    beside = await notes.add(KBT, THIRD, THIRD, "Bredvid")
    for day, until in ((SECOND, SECOND), (FIRST, SECOND), (SECOND, THIRD), (FIRST, THIRD)):
        with pytest.raises(BadNote) as refused:
            await notes.add(KBT, day, until, "En till")
        assert refused.value.reason == "crowded"
        with pytest.raises(BadNote):
            await notes.change(KBT, beside.number, day, until, "Flyttad dit")
    assert await notes.change(KBT, long.number, FIRST, SECOND, "Ändrad där den står")
    assert await notes.add(KBT, FIRST, FIRST, "Före")
    assert await notes.add(SHOP, SECOND, SECOND, "Rea")


def test_a_text_that_leads_to_a_person_says_by_what() -> None:
    with pytest.raises(BadNote, match="email, phone") as refused:
        impersonal("Anna", lambda _: ("email", "phone"))
    assert (refused.value.reason, refused.value.kinds) == ("personal", ("email", "phone"))
    assert impersonal(" Nyhetsbrev\n skickat ", lambda _: ()) == "Nyhetsbrev skickat"


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("  Nyhetsbrev\r\n skickat ", "Nyhetsbrev skickat"),
        ("'; DROP TABLE notes; --", "'; DROP TABLE notes; --"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("\u202egnirts\x00 \x1b[31m", "\u202egnirts\x00 \x1b[31m"),
        ("halv \ud800", "halv ?"),
        ("å" * LONGEST, "å" * LONGEST),
    ],
)
async def test_hostile_text_is_text(notes: Notes, written: str, kept: str) -> None:
    assert (await notes.add(KBT, FIRST, FIRST, written)).text == kept
    assert [note.text for note in await notes.every(KBT)] == [kept]


async def test_nothing_of_a_removed_note_is_left_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "accounts.db"
    notes = await Notes.open(path)
    note = await notes.add(KBT, FIRST, FIRST, "SKREVS-OCH-TOGS-BORT" * 5)
    await notes.remove(KBT, note.number)
    await notes.close()
    assert b"SKREVS-OCH-TOGS-BORT" not in path.read_bytes()


async def test_they_lie_in_the_file_of_accounts_as_it_is_in_use(notes: Notes, tmp_path: Path) -> None:
    accounts = await Accounts.open(tmp_path / "accounts.db")
    await accounts.add_user("agare@kbt.example", "correct horse battery", "owner", KBT)
    note = await notes.add(KBT, FIRST, FIRST, "Nyhetsbrev")
    await accounts.close()
    assert await notes.every(KBT) == [note]
