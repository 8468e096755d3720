"""Pictures of the banner: of the very script that a version was asked with, once, never in the way of publishing."""

import struct
from pathlib import Path
from typing import Any, Final

import pytest
from msgspec import structs

from dashboard.commands.shots import after_publishing
from dashboard.serve import build_sites
from dashboard.settings import read_settings
from policy.ledger import Ledger, PolicyEntry, ShotsEntry, SoftwareEntry
from store.ledger import LedgerFiles
from store.policies import PolicyFiles
from tests.dashboard.terminal import CLINIC, Terminal
from tests.policy.documents import DOCUMENT, changed
from tests.policy.test_banner import BARE

CHROMIUM: Final = "/usr/bin/chromium"


class Studio:
    """A terminal with what is taken from it."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal
        self.files = PolicyFiles(terminal.data / "policies")

    @property
    def ledger(self) -> Ledger:
        return build_sites(self.files)[CLINIC].ledger

    @property
    def taken(self) -> list[ShotsEntry]:
        return [entry for entry in self.ledger.entries if isinstance(entry, ShotsEntry)]

    def picture(self, digest: str) -> Path:
        return LedgerFiles(self.files.directory).shot(CLINIC, digest)

    def rewrite(self, **keys: Any) -> None:
        """Has the ledger tell something else of every version, in a chain that is sound."""
        rewritten = Ledger()
        for entry in self.ledger.entries:
            of_policy = isinstance(entry, PolicyEntry)
            rewritten = rewritten.with_entry(structs.replace(entry, **keys) if of_policy else entry)
        LedgerFiles(self.files.directory).write(CLINIC, rewritten.text)
        self.files.note_heads({CLINIC: rewritten.head})

    def shoot(self, *arguments: str) -> tuple[int, str]:
        done = self.terminal("policy", "shoot", CLINIC, *arguments)
        return done.status, done.out + done.err


@pytest.fixture
def studio(tmp_path: Path) -> Studio:
    """The clinic is installed, and no picture taken."""
    terminal = Terminal(tmp_path)
    terminal.add(CLINIC, BARE)
    return Studio(terminal)


@pytest.fixture
def chromium(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on: the studio is without."""
    monkeypatch.setenv("RAKNEVERK_CHROMIUM", CHROMIUM)


def size(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def test_publishing_takes_pictures_of_each_layer_language_width_and_scheme(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RAKNEVERK_CHROMIUM", CHROMIUM)
    terminal = Terminal(tmp_path)
    done = terminal("site", "add", CLINIC, "--policy", terminal.file(DOCUMENT))
    assert "16 pictures of the question are taken, and written down in the ledger.\n" in done.out
    studio = Studio(terminal)
    [entry] = studio.taken
    assert sorted((shot.language, shot.width, shot.scheme, shot.layer) for shot in entry.shots) == sorted(
        (language, width, scheme, layer)
        for language in ("sv", "en")
        for width in (320, 1280)
        for scheme in ("light", "dark")
        for layer in ("first", "settings")
    )
    assert len({shot.sha256 for shot in entry.shots}) == 16
    sizes = {(shot.width, *size(studio.picture(shot.sha256).read_bytes())) for shot in entry.shots}
    assert sizes == {(1280, 1280, 800), (320, 320, 568)}
    assert done.out.splitlines()[-2].startswith(f"Head of {CLINIC}: {studio.ledger.head}, ")
    assert terminal("policy", "verify", CLINIC).out.startswith(
        f"The ledger of {CLINIC} is whole: 3 lines, 1 version, 16"
    )


@pytest.mark.usefixtures("chromium")
def test_what_is_there_is_not_taken_again_and_what_was_lost_is(studio: Studio) -> None:
    assert studio.shoot() == (0, "8 pictures of the question are taken, and written down in the ledger.\n")
    head = studio.ledger.head
    assert studio.shoot() == (0, "The pictures of the question are there already.\n")
    assert studio.ledger.head == head
    lost = studio.picture(studio.taken[0].shots[0].sha256)
    lost.unlink()
    assert studio.shoot()[0] == 0
    assert lost.is_file()
    assert studio.ledger.head == head


def test_an_earlier_version_is_taken_as_it_was_asked(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    later = changed("visits = {}", "visits = {}\npages = {}", changed("version = 1", "version = 2", BARE))
    published = studio.terminal("policy", "publish", CLINIC, studio.terminal.file(later))
    assert "pictures" not in published.out
    monkeypatch.setenv("RAKNEVERK_CHROMIUM", CHROMIUM)
    assert studio.shoot("--version", "1")[0] == 0
    assert studio.shoot()[0] == 0
    first, second = studio.taken
    assert (first.version, second.version) == (1, 2)
    assert {shot.sha256 for shot in first.shots}.isdisjoint(shot.sha256 for shot in second.shots)
    assert studio.shoot("--version", "1") == (0, "The pictures of the question are there already.\n")


@pytest.mark.usefixtures("chromium")
def test_other_pages_with_the_same_script_need_no_new_pictures(studio: Studio) -> None:
    assert studio.shoot()[1].startswith("8 pictures")
    studio.rewrite(pages="0" * 64)
    assert studio.shoot() == (0, "The pictures of the question are there already.\n")
    assert [type(entry) for entry in studio.ledger.entries].count(SoftwareEntry) == 1


@pytest.mark.parametrize("scripts", [("0" * 64,), ()], ids=["another", "unknown"])
def test_the_question_of_another_program_is_not_shown_as_what_was_asked(
    studio: Studio, scripts: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    studio.rewrite(scripts=scripts)
    later = changed("version = 1", "version = 2", BARE)
    assert studio.terminal("policy", "publish", CLINIC, studio.terminal.file(later)).status == 0
    monkeypatch.setenv("RAKNEVERK_CHROMIUM", CHROMIUM)
    status, said = studio.shoot("--version", "1")
    assert status == 1
    assert said.startswith(
        "rakneverk: Version 1 was asked with another version of the program, or nobody wrote down how"
    )


@pytest.mark.parametrize(
    ("chromium", "why"),
    [
        ("/nowhere/chromium", "RAKNEVERK_CHROMIUM is /nowhere/chromium: there is no such program."),
        ("/bin/false", "No Chromium could be started; install one (Debian, Ubuntu: apt install chromium), or name"),
    ],
)
def test_publishing_goes_on_without_pictures_and_says_how_to_take_them(
    studio: Studio, monkeypatch: pytest.MonkeyPatch, chromium: str, why: str
) -> None:
    monkeypatch.setenv("RAKNEVERK_CHROMIUM", chromium)
    file = studio.terminal.file(changed("version = 1", "version = 2", BARE))
    done = studio.terminal("policy", "publish", CLINIC, file)
    assert (done.status, done.err) == (0, "")
    published, told, head, _ = done.out.splitlines()
    assert published == f"Version 2 is in force for {CLINIC}. Answers hold as before."
    assert told.startswith(f"No pictures of the question were taken: {why}")
    assert told.endswith(f" Later: rakneverk policy shoot {CLINIC}")
    assert head.startswith(f"Head of {CLINIC}: {studio.ledger.head}, ")
    status, said = studio.shoot()
    assert status == 1
    assert said.startswith(f"rakneverk: {why}")
    assert studio.taken == []


@pytest.mark.quick
def test_host_and_version_are_looked_at_before_the_chromium(studio: Studio) -> None:
    assert "There is no site other.example here" in studio.terminal("policy", "shoot", "other.example").err
    assert studio.shoot("--version", "7") == (
        1, f"rakneverk: {CLINIC} has the versions 1; there is no version 7.\n",
    )  # fmt: skip
    assert "RAKNEVERK_CHROMIUM is none" in studio.shoot("--version", "1")[1]


def test_what_cannot_be_taken_is_refused_in_one_line(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    assert studio.shoot()[1].startswith("rakneverk: RAKNEVERK_CHROMIUM is none: no pictures are taken.")
    monkeypatch.setenv("RAKNEVERK_CHROMIUM", CHROMIUM)
    assert "has the versions 1; there is no version 7" in studio.shoot("--version", "7")[1]
    assert "There is no site other.example here" in studio.terminal("policy", "shoot", "other.example").err
    path = LedgerFiles(studio.files.directory).path(CLINIC)
    path.write_bytes(path.read_bytes().replace(b"klinik", b"Klinik"))
    status, said = studio.shoot()
    assert (status, said.count("\n")) == (1, 1)
    assert "rakneverk policy verify" in said


@pytest.mark.parametrize(
    ("meanwhile", "why"),
    [
        ("echo [] > {policies}/klinik.example/ledger.jsonl", "ledger.jsonl: No line has the hash"),
        (
            "sed -i 's/.removed.: false/\"removed\": true/' {policies}/sites.json",
            "There is no site klinik.example here",
        ),
    ],
)
def test_what_happens_while_they_are_taken_is_a_refusal(
    studio: Studio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, meanwhile: str, why: str
) -> None:
    program = tmp_path / "chromium"
    command = meanwhile.format(policies=studio.files.directory)
    program.write_text(f'#!/bin/sh\n{command}\nexec {CHROMIUM} "$@"\n')
    program.chmod(0o700)
    monkeypatch.setenv("RAKNEVERK_CHROMIUM", str(program))
    status, said = studio.shoot()
    assert (status, said.count("\n")) == (1, 1)
    assert why in said
    assert not list(studio.files.directory.rglob("*.png"))


@pytest.mark.usefixtures("chromium")
def test_a_key_that_is_damaged_is_told_of_after_publishing(studio: Studio, capsys: pytest.CaptureFixture[str]) -> None:
    (studio.terminal.data / "keys" / "receipt-1.key").write_bytes(b"short")
    after_publishing(read_settings(data=studio.terminal.data), [CLINIC])
    assert capsys.readouterr().out.startswith("No pictures of the question were taken: ")
