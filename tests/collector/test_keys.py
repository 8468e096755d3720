"""Keys of typed text: one for each window and every process, for the service alone, and gone when the window is."""

import stat
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

import pytest

from collector.keys import TypedKeys
from tests.collector.conftest import HOST

pytestmark = pytest.mark.quick

QUARTER = ("quarter", "2026-10-01")
TERM = (HOST, "search_term", "ångest")


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    return tmp_path / "keys"


def at(utc: str) -> float:
    return datetime.fromisoformat(f"{utc}+00:00").timestamp()


def files(directory: Path) -> list[str]:
    return sorted(path.name for path in directory.iterdir())


def test_a_digest_is_the_same_while_the_window_lasts_and_tells_nothing(directory: Path) -> None:
    keys = TypedKeys(directory)
    digest = keys.digest(*QUARTER, *TERM)
    assert digest == keys.digest(*QUARTER, *TERM) == TypedKeys(directory).digest(*QUARTER, *TERM)
    assert len(digest) == 32
    int(digest, 16)


def test_another_window_site_dimension_or_text_has_another_digest(directory: Path) -> None:
    keys = TypedKeys(directory)
    digests = {
        keys.digest(*QUARTER, *TERM),
        keys.digest("quarter", "2027-01-01", *TERM),
        keys.digest("month", "2026-10-01", *TERM),
        keys.digest(*QUARTER, "other.example", "search_term", "ångest"),
        keys.digest(*QUARTER, HOST, "site_search", "ångest"),
        keys.digest(*QUARTER, HOST, "search_term", "angest"),
        keys.digest(*QUARTER, HOST + "search_", "term", "ångest"),
        keys.digest(*QUARTER, HOST, "search_termå", "ngest"),
    }
    assert len(digests) == 8


def test_another_installation_has_other_digests(tmp_path: Path) -> None:
    one, two = TypedKeys(tmp_path / "one"), TypedKeys(tmp_path / "two")
    assert one.digest(*QUARTER, *TERM) != two.digest(*QUARTER, *TERM)


def test_only_the_service_itself_may_read_a_key(directory: Path) -> None:
    TypedKeys(directory).digest(*QUARTER, *TERM)
    assert files(directory) == ["typed-quarter-2026-10-01.key"]
    assert stat.S_IMODE(directory.stat().st_mode) == 0o700
    assert stat.S_IMODE((directory / files(directory)[0]).stat().st_mode) == 0o600
    assert (directory / files(directory)[0]).stat().st_size == 32


def test_processes_that_need_a_key_at_once_agree_on_one(directory: Path) -> None:
    together = threading.Barrier(8)

    def digest(_: int) -> str:
        keys = TypedKeys(directory)
        together.wait(10)
        return keys.digest(*QUARTER, *TERM)

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(digest, range(8)))) == 1
    assert files(directory) == ["typed-quarter-2026-10-01.key"], "nothing is left of the keys that came second"


@pytest.mark.parametrize(
    ("window", "start", "last_hits_at"),
    [
        ("quarter", "2026-10-01", "2027-01-01T12:45"),  # midnight where the day is last to end, and 45 minutes
        ("quarter", "2026-07-01", "2026-10-01T12:45"),
        ("month", "2026-11-01", "2026-12-01T12:45"),
        ("month", "2026-12-01", "2027-01-01T12:45"),
    ],
)
def test_a_key_lives_until_its_window_has_ended_everywhere(
    directory: Path, window: str, start: str, last_hits_at: str
) -> None:
    keys = TypedKeys(directory)
    digest = keys.digest(window, start, *TERM)
    keys.destroy(at(last_hits_at))
    assert keys.digest(window, start, *TERM) == digest
    keys.destroy(at(last_hits_at) + 900)
    assert files(directory) == []


def test_what_lay_in_a_destroyed_key_is_overwritten_and_forgotten(directory: Path, tmp_path: Path) -> None:
    keys = TypedKeys(directory)
    digest = keys.digest(*QUARTER, *TERM)
    (tmp_path / "same").hardlink_to(directory / files(directory)[0])
    keys.destroy(at("2027-01-02T00:00"))
    assert (tmp_path / "same").read_bytes() == bytes(32)
    assert keys.digest(*QUARTER, *TERM) != digest, "not in memory either"


def test_keys_of_windows_that_last_are_left(directory: Path) -> None:
    keys = TypedKeys(directory)
    digest = keys.digest("quarter", "2027-01-01", *TERM)
    keys.digest(*QUARTER, *TERM)
    keys.destroy(at("2027-01-02T00:00"))
    assert files(directory) == ["typed-quarter-2027-01-01.key"]
    assert keys.digest("quarter", "2027-01-01", *TERM) == digest
