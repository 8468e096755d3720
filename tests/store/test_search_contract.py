"""The laws of a store of search figures, the same for every engine."""

import asyncio

import pytest

from store.search import Figures, Held, SearchKey, SearchStore
from tests.store.conftest import FreshPlace, Place
from tests.store.hostile import HOSTILE
from tests.store.search_figures import (
    ANGEST,
    BING,
    GOOGLE,
    HOME,
    KBT,
    OTHER_SITE,
    PAIR,
    SITE,
    TOLD,
    TOTAL,
    day,
    stored,
)

pytestmark = pytest.mark.anyio

LATER = "2027-01-01"


async def test_an_empty_store_has_an_answer_to_everything(figures: SearchStore) -> None:
    assert list(await figures.sites()) == []
    assert list(await figures.held(SITE)) == []
    assert await figures.top([]) == {}
    assert await figures.top([day(1)]) == {}
    assert await stored(figures) == {}
    await figures.forget(SITE, LATER)


async def test_what_is_told_is_stored(figures: SearchStore) -> None:
    await figures.replace(day(1), True, TOLD)
    assert await figures.top([day(1)]) == TOLD
    assert await stored(figures) == {day(1): (True, TOLD)}


async def test_what_is_told_anew_takes_the_place_of_all_that_was_told(figures: SearchStore) -> None:
    await figures.replace(day(1), False, TOLD)
    anew = {KBT: Figures(5, 41, 41_000), ANGEST: Figures(0, 3, 60_000)}
    await figures.replace(day(1), True, anew)
    assert await figures.top([day(1)]) == anew
    assert await stored(figures) == {day(1): (True, anew)}


async def test_the_same_twice_counts_once(figures: SearchStore) -> None:
    for _ in range(2):
        await figures.replace(day(1), True, TOLD)
    assert await stored(figures) == {day(1): (True, TOLD)}
    assert await figures.top([day(1), day(1)]) == TOLD


async def test_slices_are_added_up_by_key(figures: SearchStore) -> None:
    await figures.replace(day(1), True, {TOTAL: Figures(3, 30, 31_000), KBT: Figures(1, 2, 3_000)})
    await figures.replace(day(2), True, {TOTAL: Figures(4, 50, 52_500), PAIR: Figures(1, 2, 3_000)})
    assert await figures.top([day(1), day(2), day(3)]) == {
        TOTAL: Figures(7, 80, 83_500), KBT: Figures(1, 2, 3_000), PAIR: Figures(1, 2, 3_000),
    }  # fmt: skip


async def test_slices_overlap_freely(figures: SearchStore) -> None:
    spans = [day(1), day(1, days=7), day(1, days=30), day(0, days=2), day(2)]
    for number, span in enumerate(spans):
        await figures.replace(span, True, {KBT: Figures(10**number)})
    for number, span in enumerate(spans):
        assert await figures.top([span]) == {KBT: Figures(10**number)}
    assert await figures.top(spans[1:3]) == {KBT: Figures(110)}
    await figures.replace(spans[1], True, {})
    assert await figures.top(spans) == {KBT: Figures(11_101)}


async def test_slices_of_several_sites_and_engines_are_added_up(figures: SearchStore) -> None:
    spans = [day(1), day(1, basis=BING), day(1, site=OTHER_SITE)]
    for span in spans:
        await figures.replace(span, True, TOLD)
    assert await figures.top(spans) == {key: told.plus(told).plus(told) for key, told in TOLD.items()}


async def test_sites_and_engines_never_mix(figures: SearchStore) -> None:
    spans = [day(1), day(1, basis=BING), day(1, site=OTHER_SITE)]
    for number, span in enumerate(spans):
        await figures.replace(span, True, {KBT: Figures(number)})
    assert list(await figures.sites()) == [OTHER_SITE, SITE]
    for number, span in enumerate(spans):
        assert await figures.top([span]) == {KBT: Figures(number)}
    assert [held.slice for held in await figures.held(SITE)] == [day(1, basis=BING), day(1)]
    assert [held.slice for held in await figures.held(OTHER_SITE)] == [day(1, site=OTHER_SITE)]
    assert set(await stored(figures, OTHER_SITE)) == {day(1, site=OTHER_SITE)}
    await figures.replace(day(1, site=OTHER_SITE), True, {})
    assert await figures.top([day(1)]) == {KBT: Figures(0)}


@pytest.mark.parametrize(
    ("key", "kind"), [(TOTAL, "total"), (KBT, "terms"), (HOME, "pages"), (PAIR, "pairs"), (None, "nothing")]
)
@pytest.mark.parametrize("final", [False, True])
async def test_held_says_what_it_holds(figures: SearchStore, key: SearchKey | None, kind: str, final: bool) -> None:
    await figures.replace(day(1), not final, TOLD)
    await figures.replace(day(1), final, {} if key is None else {key: Figures()})
    kinds = [kind == each for each in ("total", "terms", "pages", "pairs")]
    assert list(await figures.held(SITE)) == [Held(day(1), final, *kinds)]


async def test_slices_are_listed_by_engine_then_start_then_end(figures: SearchStore) -> None:
    ordered = [day(2, basis=BING), day(1, days=2), day(1, days=9), day(2)]
    for span in reversed(ordered):
        await figures.replace(span, True, TOLD)
    assert [held.slice for held in await figures.held(SITE)] == ordered
    assert list(await stored(figures)) == ordered


async def test_a_day_without_figures_is_remembered(figures: SearchStore) -> None:
    await figures.replace(day(1), True, {})
    assert list(await figures.held(SITE)) == [Held(day(1), True, False, False, False, False)]
    assert await stored(figures) == {day(1): (True, {})}
    await figures.replace(day(1), True, TOLD)
    await figures.replace(day(1), True, {})
    assert await stored(figures) == {day(1): (True, {})}
    assert await figures.top([day(1)]) == {}


async def test_what_is_merged_takes_the_place_of_its_own_kind_alone(figures: SearchStore) -> None:
    await figures.replace(day(1), False, TOLD)
    await figures.merge(day(1), True, {ANGEST: Figures(2, 3, 4_000)})
    kept = {TOTAL: TOLD[TOTAL], HOME: TOLD[HOME], ANGEST: Figures(2, 3, 4_000)}
    assert await stored(figures) == {day(1): (True, kept)}
    assert await figures.top([day(1)]) == kept
    await figures.merge(day(2), False, {KBT: Figures(1), PAIR: Figures(1)})
    await figures.merge(day(2), False, {PAIR: Figures(1)}, [(True, False), (True, True)])
    assert await stored(figures) == {day(1): (True, kept), day(2): (False, {PAIR: Figures(1)})}
    assert list(await figures.held(SITE)) == [
        Held(day(1), True, True, True, True, False, fetched=False),
        Held(day(2), False, False, False, False, True, fetched=False),
    ]


async def test_what_was_read_from_a_file_is_told_from_what_was_fetched(figures: SearchStore) -> None:
    async def fetched() -> list[bool]:
        listed = [each.fetched for each in await figures.held(SITE)]
        assert [told[3] async for told in figures.dump(SITE)] == listed
        return listed

    await figures.replace(day(1), True, TOLD)
    assert await fetched() == [True]
    await figures.merge(day(1), True, {KBT: Figures(1)})
    assert await fetched() == [False]
    await figures.replace(day(1), True, TOLD)
    assert await fetched() == [True]
    await figures.replace(day(1), True, TOLD, False)
    assert await fetched() == [False]


async def test_of_two_that_merge_at_once_neither_is_lost(place: Place) -> None:
    async with place() as one, place() as two, place() as third:
        for turn in range(10):
            some = {TOTAL: Figures(turn)}, {KBT: Figures(turn)}, {HOME: Figures(turn)}
            await asyncio.gather(
                *(store.merge(day(turn), True, each) for store, each in zip((one, two, third), some, strict=True))
            )
            assert await one.top([day(turn)]) == some[0] | some[1] | some[2]


async def test_a_failed_merge_leaves_what_was(figures: SearchStore) -> None:
    await figures.replace(day(1), False, TOLD)
    with pytest.raises(UnicodeEncodeError):
        await figures.merge(day(1), True, {KBT: Figures(1), SearchKey("half a character \ud800"): Figures(1)})
    assert await stored(figures) == {day(1): (False, TOLD)}


async def test_a_failed_replacement_leaves_what_was(figures: SearchStore) -> None:
    await figures.replace(day(1), False, TOLD)
    broken = {KBT: Figures(1), SearchKey("half a character \ud800"): Figures(1), ANGEST: Figures(1)}
    for span in (day(1), day(2)):
        with pytest.raises(UnicodeEncodeError):
            await figures.replace(span, True, broken)
    assert await stored(figures) == {day(1): (False, TOLD)}


@pytest.mark.parametrize("span", [day(1)._replace(start="yesterday"), day(1)._replace(end="2026-11-31")])
async def test_a_slice_without_real_days_is_refused(figures: SearchStore, span: object) -> None:
    with pytest.raises(ValueError, match=r".+"):
        await figures.replace(span, True, TOLD)  # type: ignore[arg-type]
    assert await stored(figures) == {}


async def test_a_replacement_given_up_at_any_point_is_whole_or_nothing(figures: SearchStore) -> None:
    kept = {SearchKey(f"{number}"): Figures(1) for number in range(20)}
    await figures.replace(day(1), True, kept)
    for turns in range(12):
        anew = {SearchKey(f"{turns} {number}"): Figures(turns) for number in range(20)}
        replacing = asyncio.ensure_future(figures.replace(day(1), True, anew))
        for _ in range(turns):
            await figures.held(SITE)
        replacing.cancel()
        await asyncio.wait([replacing])
        found = await figures.top([day(1)])
        assert found in (kept, anew)
        assert replacing.cancelled() or found == anew
        kept = dict(found)


async def test_of_two_writers_at_once_one_is_stored_whole(place: Place) -> None:
    async with place() as one, place() as two:
        for turn in range(10):
            mine = {SearchKey(f"mine {number}"): Figures(turn) for number in range(50)}
            theirs = {SearchKey(f"theirs {number}"): Figures(turn) for number in range(turn)}
            await asyncio.gather(one.replace(day(1), True, mine), two.replace(day(1), False, theirs))
            found = await stored(one)
            assert found in ({day(1): (True, mine)}, {day(1): (False, theirs)})
            assert await stored(two) == found


async def test_who_replaces_after_another_has_the_last_word(place: Place) -> None:
    async with place() as one, place() as two:
        for turn in range(6):
            store = (one, two, two)[turn % 3]
            await store.replace(day(1), True, {KBT: Figures(turn)})
            for each in (one, two):
                assert await each.top([day(1)]) == {KBT: Figures(turn)}


async def test_a_reader_sees_a_slice_whole(place: Place) -> None:
    async with place() as writer, place() as reader:
        told = [{SearchKey(f"{turn} {number}"): Figures(1) for number in range(300)} for turn in range(2)]
        await writer.replace(day(1), True, told[0])

        async def write() -> None:
            for turn in range(1, 12):
                await writer.replace(day(1), True, told[turn % 2])

        writing = asyncio.ensure_future(write())
        while not writing.done():
            assert await reader.top([day(1)]) in told
            assert list((await stored(reader)).values()) in [[(True, each)] for each in told]
        await writing


async def test_figures_are_exact(figures: SearchStore) -> None:
    large = Figures(2**53 + 1, 2**60 + 1, 2**61 + 3)
    await figures.replace(day(1), True, {KBT: large})
    await figures.replace(day(2), True, {KBT: large})
    assert await figures.top([day(1), day(2)]) == {KBT: Figures(2**54 + 2, 2**61 + 2, 2**62 + 6)}
    assert await stored(figures) == {day(number): (True, {KBT: large}) for number in (1, 2)}


async def test_positions_of_days_are_weighed_by_their_impressions(figures: SearchStore) -> None:
    await figures.replace(day(1), True, {KBT: Figures(0, 1, 2_300)})
    await figures.replace(day(2), True, {KBT: Figures(0, 3, 33_300)})
    (found,) = (await figures.top([day(1), day(2)])).values()
    assert found.position == 8.9
    assert Figures(0, 0, 0).position is None
    assert Figures(2, 9, 0).position is None, "shown, but not where: the first place is 1"


async def test_hostile_texts_survive_unchanged(figures: SearchStore) -> None:
    told = {SearchKey(one, two): Figures(1, number) for number, one in enumerate(HOSTILE) for two in ("", "/", one)}
    await figures.replace(day(1), True, told)
    assert await figures.top([day(1)]) == told
    assert await stored(figures) == {day(1): (True, told)}


async def test_hostile_names_of_sites_and_engines_survive(figures: SearchStore) -> None:
    spans = [day(1, site=name, basis=name) for name in HOSTILE]
    for number, span in enumerate(spans):
        await figures.replace(span, True, {KBT: Figures(number)})
    assert sorted(await figures.sites()) == sorted(HOSTILE)
    for number, span in enumerate(spans):
        assert await figures.top([span]) == {KBT: Figures(number)}
        assert [held.slice for held in await figures.held(span.site)] == [span]
    await figures.forget(HOSTILE[1], LATER, HOSTILE[2])
    assert len(await figures.sites()) == len(HOSTILE)
    for span in spans:
        await figures.forget(span.site, LATER, span.basis)
        assert await stored(figures, span.site) == {}
    assert list(await figures.sites()) == []


@pytest.fixture
async def five(figures: SearchStore) -> SearchStore:
    """Days 1, 2 and 1 to 8 of Google, day 1 of Bing, and day 1 of another site."""
    for span in (day(1), day(2), day(1, days=7), day(1, basis=BING), day(1, site=OTHER_SITE)):
        await figures.replace(span, True, TOLD)
    return figures


async def test_slices_that_begin_before_a_day_are_forgotten(five: SearchStore) -> None:
    await five.forget(SITE, day(1).start)
    assert len(await stored(five)) == 4
    await five.forget(SITE, day(2).start)
    assert set(await stored(five)) == {day(2)}
    assert await five.top([day(1), day(2), day(1, days=7), day(1, basis=BING)]) == TOLD
    assert set(await stored(five, OTHER_SITE)) == {day(1, site=OTHER_SITE)}


async def test_slices_that_begin_on_a_day_or_later_are_forgotten(five: SearchStore) -> None:
    await five.forget(SITE, LATER, GOOGLE, day(2).start)
    assert set(await stored(five)) == {day(1), day(1, days=7), day(1, basis=BING)}
    assert set(await stored(five, OTHER_SITE)) == {day(1, site=OTHER_SITE)}
    await five.forget(SITE, LATER, since=day(1).start)
    assert await stored(five) == {}


async def test_one_engine_is_forgotten_and_the_other_stays(five: SearchStore) -> None:
    await five.forget(SITE, LATER, GOOGLE)
    assert await stored(five) == {day(1, basis=BING): (True, TOLD)}
    await five.forget(SITE, LATER, "imported:")
    assert await stored(five) == {day(1, basis=BING): (True, TOLD)}
    await five.forget(SITE, LATER)
    assert await stored(five) == {}


async def test_what_was_read_from_a_file_stays_where_only_what_was_fetched_is_forgotten(five: SearchStore) -> None:
    await five.merge(day(2), True, {KBT: Figures(1)})
    await five.replace(day(3), True, TOLD, fetched=False)
    await five.replace(day(3), True, TOLD, fetched=True)
    await five.forget(SITE, LATER, GOOGLE, fetched=True)
    assert set(await stored(five)) == {day(2), day(1, basis=BING)}
    await five.forget(SITE, LATER, fetched=True)
    assert set(await stored(five)) == {day(2)}


async def test_what_was_forgotten_can_be_told_again(five: SearchStore) -> None:
    await five.forget(SITE, LATER)
    await five.replace(day(1), False, {KBT: Figures(1)})
    assert await stored(five) == {day(1): (False, {KBT: Figures(1)})}


async def test_a_dump_is_of_one_moment(five: SearchStore) -> None:
    before = await stored(five)
    begun = five.dump(SITE)
    first = await anext(begun)
    await five.replace(day(2), False, {})
    await five.replace(day(3), False, TOLD)
    assert [first, *[each async for each in begun]] == [(slice, *rest, True) for slice, rest in before.items()]


async def test_a_slice_of_25_000_rows(figures: SearchStore) -> None:
    many = {SearchKey(f"sökord nummer {row}", f"/sida/{row % 400}"): Figures(row, row, row) for row in range(25_000)}
    for final in (False, True):
        await figures.replace(day(1), final, many)
    assert await figures.top([day(1)]) == many
    await figures.replace(day(2), True, many)
    assert (await figures.top([day(1), day(2)]))[SearchKey("sökord nummer 24999", "/sida/199")] == (49_998,) * 3
    await figures.forget(SITE, day(2).start)
    assert await stored(figures) == {day(2): (True, many)}


async def test_either_engine_takes_what_the_other_dumps(
    fresh_sqlite_search: FreshPlace, fresh_clickhouse_search: FreshPlace
) -> None:
    spans = [day(number, basis=basis, days=days) for number in range(4) for basis in (GOOGLE, BING) for days in (1, 7)]
    for first, second in (
        (fresh_sqlite_search, fresh_clickhouse_search),
        (fresh_clickhouse_search, fresh_sqlite_search),
    ):
        async with first()() as source, second()() as target:
            for number, span in enumerate(spans):
                told = {SearchKey(text, f"/{number}"): Figures(number) for text in HOSTILE[:number]}
                await source.replace(span, number % 3 == 0, told)
            await source.merge(spans[0], True, {KBT: Figures(1)})
            async for of_slice in source.dump(SITE):
                await target.replace(*of_slice)
            assert list(await target.held(SITE)) == list(await source.held(SITE))
            assert await stored(target) == await stored(source)
            assert await target.top(spans) == await source.top(spans)
