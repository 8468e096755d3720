"""What lies on disk of what people typed: not the text before it is shared, and no way back to it afterwards."""

import base64
import hashlib
import subprocess
import sys
from collections.abc import AsyncIterator, Iterable, Iterator
from datetime import UTC, datetime
from itertools import product
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, quote_plus

import pytest

from collector.fold import Fold
from collector.hits import Counted, Hit
from collector.keys import TypedKeys
from collector.lists import Lists, load_lists
from dashboard.numbers.check import check
from dashboard.numbers.stats import Filter, stats
from policy.dimensions import NONE, RARE, TOGETHER, WINDOW_PAIRS
from policy.site import Sites
from policy.statistics import CONSENTED
from store.counts import Key
from store.periods import Grain
from store.sqlite import SQLiteCounts
from tests.collector.conftest import END, HOST, NOW, START, TODAY, number, site, visitors, write_segment

RARE_TERM, RARE_SEARCH = "min granne på storgatan", "åsa öbergs dotter"
SHARED: Final = "kbt online"
BING: Final = "https://www.bing.com/search?q="
SEARCHED: Final[dict[str, Any]] = {"first": ["visit", "page", "search"], "previous": f"https://{HOST}/kurser"}

pytestmark = pytest.mark.anyio


def written(text: str) -> Iterator[bytes]:
    """A text as it might stand somewhere."""
    for each in {text, text.upper(), text.title(), text.replace(" ", "+")}:
        for encoding in ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "cp1252"):
            plain = each.encode(encoding)
            yield from (plain, plain[::-1], plain.hex().encode(), plain.hex().upper().encode())
            yield from (base64.b85encode(plain), base64.b32encode(plain).rstrip(b"="))
            for shift in range(3):  # wherever in a longer text it stood
                yield base64.b64encode(bytes(shift) + plain)[4:-4]
                yield base64.urlsafe_b64encode(bytes(shift) + plain)[4:-4]
        for quoted in (quote(each), quote(each, safe=""), quote_plus(each), quote(each.encode("cp1252"))):
            yield from (quoted.encode(), quoted.lower().encode(), quote(quoted).encode())
        yield each.encode("unicode_escape")
        yield each.encode("ascii", "xmlcharrefreplace")
        yield each.encode("punycode")


def hashed(text: str) -> Iterator[bytes]:
    """As it would be found by whoever has a guess and no key: alone, and with what else is known to be hashed."""
    known = ("", HOST, "search_term", "site_search", *WINDOW_PAIRS)
    for before, between in product(known, ("", TOGETHER, "\\0", " ", ":")):
        for salted in {before + between + text, text + between + before, HOST + between + before + between + text}:
            for name in ("md5", "sha1", "sha256", "sha512", "sha3_256", "blake2b", "blake2s"):
                digest = hashlib.new(name, salted.encode()).digest()
                yield from (digest[:16], digest[:16].hex().encode(), base64.b64encode(digest[:15]))


@pytest.fixture(scope="module")
def lists() -> Lists:
    return load_lists()


async def test_no_byte_on_disk_tells_a_rare_text(tmp_path: Path, lists: Lists) -> None:
    async with visitors(tmp_path, lists) as there:
        for text in (RARE_TERM, SHARED, SHARED, SHARED, SHARED):
            await there.hit("/", referrer=BING + quote_plus(text))
        for text in (RARE_SEARCH, RARE_SEARCH, SHARED, SHARED, SHARED, SHARED):
            await there.hit(f"/?s={quote_plus(text)}", **SEARCHED)
        await there.hit(
            f"/?s={quote_plus(SHARED)}", **SEARCHED | {"previous": f"https://{HOST}/bara-en", "found": False}
        )
        assert RARE_TERM.encode() in there.bytes_on_disk(), "until it is counted it lies in the journal"
        assert await there.counted("search_term") == {SHARED: 4, RARE: 1, NONE: 7}
        assert await there.counted("site_search") == {SHARED: 5, RARE: 2, NONE: 5}
        names = {name async for _, _, name in there.store.dump(HOST) if name}
        await there.store.empty_log()
        found = there.bytes_on_disk()
    both = [SHARED, f"{SHARED}{TOGETHER}Bing", f"{SHARED}{TOGETHER}/kurser", f"{SHARED}{TOGETHER}found"]
    assert names == set(both)
    assert all(text.encode() in found for text in both), "what is named can be found so"
    for text in (RARE_TERM, RARE_SEARCH):
        for whole in (text, f"{text}{TOGETHER}Bing", f"{text}{TOGETHER}/kurser", f"{text}{TOGETHER}found"):
            assert not [each for each in written(whole) if len(each) > 8 and each in found]
            assert not [each for each in hashed(whole) if each in found]
    rare_pairs = [f"{SHARED}{TOGETHER}{value}" for value in ("/bara-en", "nothing")]
    assert not [pair for pair in rare_pairs if pair.encode() in found]


def typed(term: str = NONE, engine: str = "Google", day: str = TODAY) -> Counted:
    """A page view that begins a visit, from a search engine."""
    hour = int(datetime.fromisoformat(f"{day}T12:00+00:00").timestamp()) // 3600
    hit = Hit("/", "search", engine, engine, term, NONE)
    return Counted(HOST, day, hour, number().encode(), ("visit", "page"), hit)


class Installation:
    """A data directory with its store; each fold is another process's, with keys that it reads anew."""

    def __init__(self, data: Path, store: SQLiteCounts) -> None:
        self.data, self.store = data, store
        (data / "journal").mkdir()
        self.keys = TypedKeys(data / "keys")

    async def add(self, *hits: Counted, keys: TypedKeys | None = None) -> None:
        await write_segment(self.data / "journal", hits)
        fold = Fold(self.data / "journal", self.store, keys or TypedKeys(self.data / "keys"), lambda: Sites([site()]))
        assert await fold.run(NOW)
        breach = await check(self.store, {HOST: 3})
        assert breach is None, str(breach)

    async def told(self, dimension: str = "search_term") -> dict[str, int]:
        """Visits by name; what has none by its digest."""
        rows = await self.store.top(HOST, CONSENTED, Grain.WINDOW, dimension, START, END)
        return {row.name or row.value: row.counters.entries for row in rows}

    async def digests(self) -> dict[str, str]:
        """By name, of every window."""
        return {key.value: name async for key, _, name in self.store.dump(HOST) if name}


@pytest.fixture
async def there(tmp_path: Path) -> AsyncIterator[Installation]:
    store = await SQLiteCounts.open(tmp_path / "counts.db")
    yield Installation(tmp_path, store)
    await store.close()


def names(told: Iterable[str]) -> set[str]:
    return {each for each in told if len(each) != 32 and not each.startswith("(")}


async def test_two_workers_agree_on_digests_and_names(there: Installation) -> None:
    one, other = TypedKeys(there.data / "keys"), TypedKeys(there.data / "keys")
    for keys in (one, other, other, one):
        await there.add(typed("kbt"), keys=keys)
    assert await there.told() == {"kbt": 4}
    assert await there.told("search_term+search_engine") == {f"kbt{TOGETHER}Google": 4}


FOLDING: Final = """
import asyncio, sys
from pathlib import Path
from collector.fold import Fold
from collector.keys import TypedKeys
from policy.site import Sites
from store.sqlite import SQLiteCounts
from tests.collector.conftest import NOW, site

async def fold(data):
    store = await SQLiteCounts.open(data / "counts.db")
    fold = Fold(data / "journal", store, TypedKeys(data / "keys"), lambda: Sites([site()]))
    print("ready", flush=True)
    sys.stdin.readline()
    while list((data / "journal").glob("*.seg")):
        await fold.run(NOW)
    await store.close()

asyncio.run(fold(Path(sys.argv[1])))
"""


def fold_at_once(data: Path) -> None:
    """By two processes, both of which have begun."""
    command, root = [sys.executable, "-c", FOLDING, str(data)], Path(__file__).parents[1]
    with (
        subprocess.Popen(command, cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as one,
        subprocess.Popen(command, cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other,
    ):
        for process in (one, other):
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
        for process in (one, other):
            process.communicate("go\n", timeout=60)
        assert (one.returncode, other.returncode) == (0, 0)


async def test_two_processes_agree_too(there: Installation) -> None:
    """Neither has a key yet: both need one at once."""
    for _ in range(6):
        await write_segment(there.data / "journal", [typed("kbt"), typed("kbt", "Bing")])
    await write_segment(there.data / "journal", [typed("ångest"), typed("ångest")])
    fold_at_once(there.data)
    assert await check(there.store, {HOST: 3}) is None
    told = await there.told()
    assert names(told) == {"kbt"}
    assert sorted(told.values()) == [2, 12], "one digest for each text"
    pairs = await there.told("search_term+search_engine")
    assert {pair: pairs[pair] for pair in names(pairs)} == dict.fromkeys(
        (f"kbt{TOGETHER}Google", f"kbt{TOGETHER}Bing"), 6
    )


def lose(there: Installation) -> None:
    for path in (there.data / "keys").glob("typed-*"):
        path.unlink()


async def test_a_key_that_is_lost_amid_a_window_loses_no_total_and_counting_starts_over(there: Installation) -> None:
    await there.add(*[typed("kbt") for _ in range(3)])
    lose(there)
    await there.add(*[typed("kbt") for _ in range(3)])
    told = await there.told()
    assert (names(told), list(told.values())) == (set(), [3, 3]), "six visits, and under neither digest enough"
    await there.add(typed("kbt"))
    told = await there.told()
    assert told.pop("kbt") == 4
    assert list(told.values()) == [3], "what was counted under the lost key stays rare"


async def test_two_digests_that_are_both_named_are_one_text(there: Installation) -> None:
    for _ in range(2):
        await there.add(*[typed("kbt") for _ in range(4)])
        lose(there)
    assert sorted((await there.digests()).values()) == [*["kbt"] * 2, *[f"kbt{TOGETHER}Google"] * 2]
    assert await there.told() == {"kbt": 8}
    day = datetime.fromisoformat(TODAY).date()
    found = await stats(there.store, site(), day, day, "search_engine", Filter("search_term", "kbt"))
    assert [(row.value, row.visits) for row in found.rows] == [("Google", 8)]


async def test_what_comes_late_is_of_its_own_window_until_the_key_is_gone(there: Installation) -> None:
    """A page view of the last evening that comes 45 minutes later, and one that lay in the journal for days."""
    keys, last, next_ = there.keys, "2026-12-31", "2027-01-01"
    await there.add(*[typed("kbt", day=last) for _ in range(3)], keys=keys)
    keys.destroy(datetime(2027, 1, 1, 0, 45, tzinfo=UTC).timestamp())
    await there.add(typed("kbt", day=next_), typed("kbt", day=last), keys=keys)
    assert names(await there.told()) == {"kbt"}
    assert await _windows(there, "kbt") == {"2026-10-01": 4}
    keys.destroy(datetime(2027, 1, 2, tzinfo=UTC).timestamp())
    await there.add(*[typed("kbt", day=last) for _ in range(3)], keys=keys)
    assert await _windows(there, "kbt") == {"2026-10-01": 4}, "another key, and so another digest"
    keys.destroy(datetime(2027, 1, 2, tzinfo=UTC).timestamp())
    assert [path.name for path in (there.data / "keys").iterdir()] == ["typed-quarter-2027-01-01.key"]


async def _windows(there: Installation, text: str) -> dict[str, int]:
    rows = [(key, counters, name) async for key, counters, name in there.store.dump(HOST)]
    return {key.period: counters.entries for key, counters, name in rows if name == text}


async def test_after_the_windows_end_nothing_tells_whose_word_a_digest_is(there: Installation) -> None:
    """Neither this process nor another makes the digests anew of which some are rare."""
    await there.add(typed("mitt eget namn"), keys=there.keys)
    rare = {key async for key, _, name in there.store.dump(HOST) if _is_digest(key) and name is None}
    assert len(rare) == 2
    there.keys.destroy(datetime(2027, 1, 2, tzinfo=UTC).timestamp())
    for keys in (there.keys, TypedKeys(there.data / "keys")):
        for key in rare:
            for text in ("mitt eget namn", f"mitt eget namn{TOGETHER}Google"):
                assert keys.digest("quarter", key.period, HOST, key.dimension, text) != key.value


async def test_a_key_whose_file_was_lost_is_forgotten_at_the_windows_end_as_well(there: Installation) -> None:
    digest = there.keys.digest("quarter", "2026-10-01", HOST, "search_term", "kbt")
    lose(there)
    assert there.keys.digest("quarter", "2026-10-01", HOST, "search_term", "kbt") == digest
    there.keys.destroy(datetime(2027, 1, 2, tzinfo=UTC).timestamp())
    assert there.keys.digest("quarter", "2026-10-01", HOST, "search_term", "kbt") != digest


def _is_digest(key: Key) -> bool:
    return key.grain is Grain.WINDOW and len(key.value) == 32
