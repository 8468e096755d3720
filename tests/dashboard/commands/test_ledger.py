"""Keeping the ledgers up with what is published, through crashes, upgrades, rotations and several hands at once."""

import hashlib
import json
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date, timedelta
from importlib import resources
from pathlib import Path
from typing import Final

import msgspec
import pytest

from collector.pages.digest import pages_digest
from collector.script import script_of
from collector.signing import receipt_of
from dashboard.commands import publish
from dashboard.commands.demonstration import install_sites
from dashboard.commands.ledger import BrokenLedger, catch_up, require_sound, rotate, verify
from dashboard.serve import build_sites
from policy.ledger import KeyEntry, Ledger, PolicyEntry, ShotsEntry, SoftwareEntry, key_id
from policy.receipt import verify_in
from policy.site import Site
from store.policies import InstalledSite, PolicyFiles
from tests.dashboard.installation import FIRST, LATER, SECOND, Installation, edition
from tests.dashboard.terminal import BOTH, CLINIC, FIVE, SHOP
from tests.policy.documents import changed

pytestmark = pytest.mark.quick

HASH: Final = re.compile(r"[0-9a-f]{64}")


class Full(OSError):
    """No space is left."""


def failing(nth: int) -> Callable[[Path, Path], Path]:
    """A rename for a disk that is full from the nth on."""
    rename, left = Path.rename, iter(range(1, nth))

    def one(path: Path, target: Path) -> Path:
        if next(left, None) is None:
            raise Full
        return rename(path, target)

    return one


@pytest.fixture
def there(tmp_path: Path) -> Installation:
    """A site that has been published, without a ledger yet."""
    there = Installation(tmp_path)
    there.install()
    return there


def digest_of(site: Site, day: date) -> str:
    """Of the script that the site's pages get on the day."""
    return hashlib.sha256(script_of(site, day).text.encode()).hexdigest()


def kinds(ledger: Ledger) -> list[str]:
    return [json.loads(line)["kind"] for line in ledger.lines]


def test_the_first_lines_tell_the_key_and_the_version_in_force(there: Installation) -> None:
    there.catch_up(FIRST)
    ledger = there.ledger()
    key, policy = ledger.entries
    site = build_sites(there.files)[CLINIC]
    assert isinstance(key, KeyEntry)
    assert key.id == key_id(there.keys.newest().half)
    assert isinstance(policy, PolicyEntry)
    assert (policy.site, policy.version, policy.since, policy.day) == (CLINIC, 1, FIRST, FIRST)
    assert policy.digest == site.policy.digest
    assert policy.document == hashlib.sha256(FIVE.encode()).hexdigest()
    assert policy.scripts == (digest_of(site, FIRST),)
    assert policy.pages == pages_digest()
    assert policy.texts["sv"]["accept"] == "Godkänn alla"
    assert set(policy.texts) == {"sv", "en"}
    assert (policy.material, policy.changed) == ((), ())


def test_the_document_can_be_checked_with_sha256sum(there: Installation, tmp_path: Path) -> None:
    there.catch_up()
    path = tmp_path / "policies" / CLINIC / "1.toml"
    assert hashlib.sha256(path.read_bytes()).hexdigest() == there.ledger().policies[1].document


def test_what_is_written_down_already_is_not_written_again(there: Installation) -> None:
    there.catch_up()
    ledger, stamp = there.ledger(), there.files.stamp()
    there.catch_up()
    assert there.ledger().lines == ledger.lines
    assert there.files.stamp() == stamp


def test_a_new_version_is_told_with_what_changed_and_what_asks_again(there: Installation) -> None:
    there.catch_up(FIRST)
    more = changed("referrers = {}", "referrers = {}\nbrowsers = {}", edition(2))
    publish.publish(there.files, CLINIC, changed('"Storgatan 1"', '"Torget 2"', more), SECOND)
    there.catch_up(SECOND)
    entry = there.ledger().policies[2]
    assert entry.material == ("statistics.browsers",)
    assert entry.changed == ("controller.address", "statistics.browsers")
    assert "again" in entry.texts["sv"], "the banner says on that day why it asks anew"
    assert kinds(there.ledger()) == ["key", "policy", "policy"]


def test_an_installation_from_before_the_ledger_gets_one_that_claims_no_more_than_is_known(there: Installation) -> None:
    there.publish(2)
    there.catch_up(LATER)
    old, new = there.ledger().policies.values()
    assert (old.day, old.since, old.scripts, old.pages, old.texts) == (LATER, FIRST, (), "", {})
    assert (new.day, new.since) == (LATER, SECOND)
    [script] = new.scripts
    assert HASH.fullmatch(script)
    assert HASH.fullmatch(new.pages)


def test_each_site_has_a_chain_of_its_own(tmp_path: Path) -> None:
    there = Installation(tmp_path)
    for host in (CLINIC, SHOP):
        there.install(BOTH, host)
    there.catch_up()
    assert there.ledger(CLINIC).head != there.ledger(SHOP).head
    there.write(there.ledger(SHOP), CLINIC)
    assert "No line has the hash" in there.broken()
    there.files.note_heads({CLINIC: ""})
    assert "line 2 says something else of version 1" in there.broken()


def test_a_site_that_was_removed_is_let_alone_and_goes_on_when_it_comes_back(there: Installation) -> None:
    there.catch_up()
    lines = there.ledger().lines
    publish.remove(there.files, CLINIC)
    there.catch_up()
    assert there.ledgers.text(CLINIC) == b"".join(line + b"\n" for line in lines)
    publish.install(there.files, CLINIC, edition(2), "Europe/Stockholm", None, third_party=False, today=LATER)
    there.catch_up()
    assert there.ledger().lines[:2] == lines
    assert kinds(there.ledger()) == ["key", "policy", "policy"]


def test_without_a_site_no_key_is_made(tmp_path: Path) -> None:
    there = Installation(tmp_path)
    there.catch_up()
    assert list((tmp_path / "keys").iterdir()) == []


class TestPrograms:
    """Another program serves another script, or makes other pages, under the same policy."""

    @pytest.fixture(autouse=True, params=["script", "pages"])
    def another(self, there: Installation, request: pytest.FixtureRequest) -> None:
        """The last line was written by a program whose script was another, or whose fixed sentences were."""
        there.catch_up(FIRST)
        *lines, last = there.ledger().lines
        entry = there.ledger().policies[1]
        stale = {"script": entry.scripts[0], "pages": entry.pages}[request.param].encode()
        self.stale = Ledger((*lines, last.replace(stale, b"f" * 64)))
        there.files.note_heads({CLINIC: self.stale.head})
        there.write(self.stale)

    def test_it_is_written_down_once(self, there: Installation) -> None:
        for _ in range(2):
            there.catch_up(SECOND)
        *lines, last = there.ledger().entries
        assert len(lines) == 2
        assert isinstance(last, SoftwareEntry)
        assert last.scripts == (digest_of(build_sites(there.files)[CLINIC], SECOND),)
        assert last.pages == pages_digest()
        assert last.texts["en"]["refuse"] == "Reject all"
        assert re.fullmatch(r"\d+\.\d+.*", last.version)

    def test_not_where_a_new_version_tells_it(self, there: Installation) -> None:
        there.publish(2)
        there.catch_up(SECOND)
        assert kinds(there.ledger()) == ["key", "policy", "policy"]


def test_a_notice_that_comes_and_goes_is_not_another_program(there: Installation) -> None:
    there.catch_up(FIRST)
    there.publish(2, SECOND)
    for day in (SECOND, date(2026, 6, 2), LATER):
        there.catch_up(day)
    assert kinds(there.ledger()) == ["key", "policy", "policy"]


def test_every_script_that_a_version_is_served_with_is_written_down(there: Installation) -> None:
    """The news of what voided answers, that of what did not, and neither, as each grows old."""
    there.catch_up(FIRST)
    more = changed("referrers = {}", "referrers = {}\nbrowsers = {}", edition(2))
    publish.publish(there.files, CLINIC, more, SECOND)
    publish.publish(there.files, CLINIC, changed("version = 2", "version = 3", more), date(2026, 6, 20))
    there.catch_up(date(2026, 6, 20))
    days = [date(2026, 6, 19), date(2026, 6, 30), date(2026, 7, 1), date(2026, 7, 19), date(2026, 7, 20), LATER]
    site = build_sites(there.files)[CLINIC]
    served = dict.fromkeys(digest_of(site, day) for day in days)
    assert there.ledger().policies[3].scripts == tuple(served)
    assert len(served) == 3


def test_a_clock_that_is_a_day_behind_breaks_nothing(there: Installation) -> None:
    there.catch_up(LATER)
    there.publish(2, LATER)
    for _ in range(2):
        there.catch_up(LATER - timedelta(days=1))
    assert [entry.day for entry in there.ledger().entries] == [LATER] * 3


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2026, 11, 20), "its last line is of 2026-11-22, and the clock says 2026-11-20. Set the clock"),
        (date(2028, 1, 1), "nothing is newer than 2026-11-22, and the clock says 2028-01-01. Set the clock"),
    ],
)
def test_nothing_is_written_by_a_clock_that_is_wrong(there: Installation, day: date, why: str) -> None:
    there.catch_up(LATER)
    there.publish(2, LATER)
    before = there.ledgers.text(CLINIC)
    assert [why in str(fault) for fault in catch_up(there.files, there.keys, day)] == [True]
    with pytest.raises(BrokenLedger, match=why):
        require_sound(there.files, there.keys, edition(3), day)
    assert there.ledgers.text(CLINIC) == before
    there.catch_up(LATER)
    assert kinds(there.ledger()) == ["key", "policy", "policy"]


def test_a_ledger_that_has_long_been_at_rest_is_written_on_after_a_rotation(there: Installation) -> None:
    there.catch_up(LATER)
    day = LATER + timedelta(days=401)
    assert rotate(there.files, there.keys, day) == []
    there.catch_up(day)
    assert there.ledger().day == day


def test_processes_that_run_see_the_ledger_grow(there: Installation) -> None:
    stamp = there.files.stamp()
    there.catch_up()
    assert there.files.stamp() != stamp
    [site] = there.files.sites()
    assert site.ledger == there.ledger().head


class TestCrashes:
    """Between the rename that publishes and the line that tells of it, and anywhere else."""

    def test_what_was_published_and_not_written_down_is_at_the_next_start(self, there: Installation) -> None:
        there.catch_up(FIRST)
        there.publish(2)
        with pytest.raises(BrokenLedger, match="version 2 is published and not written down yet; the next start"):
            verify(there.files, CLINIC)
        there.catch_up(SECOND)
        assert verify(there.files, CLINIC).versions == 2

    @pytest.mark.parametrize("nth", range(1, 7))
    def test_wherever_the_disk_fails_the_next_start_mends_it(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, nth: int
    ) -> None:
        """Six files are put in their places: two documents, the index, two ledgers, and the index with the heads."""
        there = Installation(tmp_path)
        for host in (CLINIC, SHOP):
            there.install(BOTH, host)
        there.catch_up(FIRST)
        with monkeypatch.context() as patch:
            patch.setattr(Path, "rename", failing(nth))
            with suppress(Full):
                publish.publish(there.files, CLINIC, edition(2, BOTH), SECOND)
            with suppress(Full):
                rotate(there.files, there.keys, SECOND)
            with pytest.raises(Full):
                there.files.replace_sites([])
        for host in (CLINIC, SHOP):
            there.ledger(host)
        publish.publish(there.files, CLINIC, edition(2, BOTH), LATER)
        there.catch_up(LATER)
        for host in (CLINIC, SHOP):
            assert verify(there.files, host).versions == 2
            assert there.ledger(host).key == key_id(there.keys.newest().half)

    def test_a_rotation_that_was_cut_off_is_ended_at_the_next_start(self, there: Installation, tmp_path: Path) -> None:
        there.catch_up(FIRST)
        there.keys.rotate()
        there.catch_up(SECOND)
        assert [path.name for path in (tmp_path / "keys").iterdir()] == ["receipt-2.key"]
        assert len(there.ledger().keys) == 2


class TestAtOnce:
    def test_rotations_and_starts_at_once_leave_one_sound_chain(self, there: Installation, tmp_path: Path) -> None:
        def work(number: int) -> None:
            own = Installation(tmp_path)
            if number % 2:
                assert rotate(own.files, own.keys, LATER) == []
            else:
                own.catch_up()

        with ThreadPoolExecutor(8) as pool:
            list(pool.map(work, range(16)))
        there.catch_up()
        ledger = there.ledger()
        assert kinds(ledger).count("policy") == 1
        assert ledger.key == key_id(there.keys.newest().half)
        assert len(list((tmp_path / "keys").iterdir())) == 1

    def test_no_publication_is_lost_to_a_start_at_the_same_time(self, there: Installation, tmp_path: Path) -> None:
        def publishes(number: int) -> None:
            own = Installation(tmp_path)
            with own.files.locked():
                own.publish(number)
            own.catch_up()

        def starts(_: int) -> None:
            own = Installation(tmp_path)
            rotate(own.files, own.keys, LATER)

        with ThreadPoolExecutor(4) as pool:
            others = [pool.submit(starts, number) for number in range(12)]
            for number in range(2, 8):
                publishes(number)
            for other in others:
                other.result()
        there.catch_up()
        assert verify(there.files, CLINIC).versions == 7


def test_receipts_of_every_key_stay_verifiable(there: Installation) -> None:
    receipts = []
    for _ in range(3):
        assert rotate(there.files, there.keys, LATER) == []
        site = build_sites(there.files)[CLINIC]
        made = receipt_of(site, 1, ("media", "statistics"), LATER)
        assert made is not None
        receipts.append(there.keys.sign(made))
    assert len({receipt.key for receipt in receipts}) == 3
    for receipt in receipts:
        verify_in(receipt, there.ledger())


def test_lost_keys_cost_nothing_but_the_next_line(there: Installation, tmp_path: Path) -> None:
    there.catch_up(FIRST)
    (tmp_path / "keys" / "receipt-1.key").unlink()
    there.catch_up(LATER)
    assert kinds(there.ledger()) == ["key", "policy", "key"]


@pytest.mark.anyio
async def test_the_demonstration_has_ledgers_that_verify(tmp_path: Path) -> None:
    await install_sites(tmp_path, FIRST)
    files = PolicyFiles(tmp_path / "policies")
    for site in files.sites():
        assert verify(files, site.host).ledger.day == FIRST


def test_nothing_of_a_person_or_a_request_can_be_in_a_line() -> None:
    """Every key of every kind, so that one more is a decision."""
    common = {"day", "n", "previous"}
    fields = {kind: set(kind.__struct_fields__) - common for kind in (PolicyEntry, SoftwareEntry, KeyEntry, ShotsEntry)}
    assert fields == {
        PolicyEntry: {
            "site", "version", "since", "digest", "document", "material", "changed", "texts", "scripts", "pages",
            "software",
        },
        SoftwareEntry: {"version", "scripts", "pages", "texts"},
        KeyEntry: {"id", "public"},
        ShotsEntry: {"version", "shots"},
    }  # fmt: skip


def test_the_shipped_example_is_written_down_without_its_text(tmp_path: Path) -> None:
    """What the owner wrote stands in the document alone: the ledger has its checksum, and the banner's words."""
    text = (resources.files("policy") / "examples" / "kbt-verkstan.toml").read_text(encoding="utf-8")
    filled = re.sub(r"\{\{[^{}]*\}\}", "fyllt", text).replace('email = "fyllt"', 'email = "a@kbt-verkstan.se"')
    there = Installation(tmp_path)
    there.install(filled, "kbt-verkstan.se")
    there.catch_up()
    assert b"fyllt" not in there.ledgers.text("kbt-verkstan.se")


def test_only_whole_files_are_left(there: Installation, tmp_path: Path) -> None:
    there.catch_up()
    left = sorted(path.relative_to(tmp_path / "policies").as_posix() for path in (tmp_path / "policies").rglob("*"))
    assert left == [CLINIC, f"{CLINIC}/1.toml", f"{CLINIC}/ledger.jsonl", "sites.json"]


def test_an_index_from_before_the_ledger_is_read(there: Installation, tmp_path: Path) -> None:
    index = tmp_path / "policies" / "sites.json"
    before = msgspec.json.decode(index.read_bytes())
    for site in before:
        del site["ledger"]
    index.write_bytes(msgspec.json.encode(before))
    assert [type(site) for site in there.files.sites()] == [InstalledSite]
    there.catch_up()
    assert verify(there.files, CLINIC).versions == 1
