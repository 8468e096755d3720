"""One command that puts the newest lists in place, from real repositories on the disk."""

import re
import shutil
from pathlib import Path

import pytest

from lists.renewal import write
from lists.upstream import ISBOT_FILE
from tests.lists.conftest import Upstream

WITH_NPM = pytest.mark.skipif(shutil.which("npm") is None, reason="npm reads isbot's package")


def test_the_newest_lists_stay_as_they_are(upstream: Upstream, capsys: pytest.CaptureFixture[str]) -> None:
    before = upstream.copies()
    assert upstream.renew() == 0
    assert capsys.readouterr().out == "The lists are the newest.\n"
    assert upstream.copies() == before


def test_newer_lists_take_their_place_with_their_version(
    upstream: Upstream, capsys: pytest.CaptureFixture[str]
) -> None:
    upstream.says("Socials.yml", "Bebo:\n", "Byfånen:\n  - byfanen.example\n\nBebo:\n")
    upstream.says("spammers.txt", "semalt.com\n", "skrap.example\n")
    before = upstream.copies()
    assert upstream.renew() == 1
    said = capsys.readouterr().out
    assert "Social networks\n  + Byfånen: byfanen.example\n" in said
    assert "Spammers\n  + skrap.example\n  - semalt.com\n" in said
    assert "https://semalt.com/crawler.php: spam semalt.com → website semalt.com\n" in said
    assert said.endswith("Written: Socials.yml, spammers.txt, NOTICE.md.\n")
    after = upstream.copies()
    assert {name for name in after if after[name] != before.get(name)} == {"Socials.yml", "spammers.txt", "NOTICE.md"}
    assert b"byfanen.example" in after["Socials.yml"]
    rows = after["NOTICE.md"].decode().splitlines()
    for name in ("Socials.yml", "spammers.txt"):
        [row] = [row for row in rows if f"`{name}`" in row]
        assert re.search(rf"commit `{upstream.commit(name)}` of \d{{4}}-\d\d-\d\d, unchanged", row)
    assert upstream.renew() == 0


def test_a_check_writes_nothing(upstream: Upstream, capsys: pytest.CaptureFixture[str]) -> None:
    upstream.says("AIAssistants.yml", "- claude.ai\n", "- claude.ai\n  - klod.example\n")
    before = upstream.copies()
    assert upstream.renew("--check") == 1
    assert "Assistants\n  + klod.example (Claude)\nWould be written: AIAssistants.yml" in capsys.readouterr().out
    assert upstream.copies() == before


@WITH_NPM
def test_robots_come_from_a_package(npm: None, upstream: Upstream, capsys: pytest.CaptureFixture[str]) -> None:
    patterns = (upstream.data / ISBOT_FILE).read_text()
    upstream.publishes_patterns(patterns.replace('"24x7"', '"24x8"'), "5.3.0")
    assert upstream.renew() == 1
    assert "Robots' user agents\n  + 24x8\n  - 24x7\n" in capsys.readouterr().out
    assert (upstream.data / ISBOT_FILE).read_text() == patterns.replace('"24x7"', '"24x8"')
    assert "version `5.3.0`" in (upstream.data / "NOTICE.md").read_text()


@WITH_NPM
def test_patterns_that_are_elsewhere_in_the_package_are_missed(
    npm: None, upstream: Upstream, capsys: pytest.CaptureFixture[str]
) -> None:
    (upstream.package / "index.mjs").write_text("export const isbot = () => false;\n")
    assert upstream.renew() == 2
    assert "patterns in another way" in capsys.readouterr().err
    upstream.publishes_patterns("[\n'24x8'\n]", "5.3.0")
    assert upstream.renew() == 2
    assert "isbot's package cannot be read" in capsys.readouterr().err
    (upstream.package / "index.mjs").unlink()
    assert upstream.renew() == 2
    assert "isbot's package cannot be read" in capsys.readouterr().err


def test_without_npm_the_rest_is_renewed(upstream: Upstream, capsys: pytest.CaptureFixture[str]) -> None:
    upstream.publishes_patterns('["24x8"]', "5.3.0")
    assert upstream.renew() == 0
    assert capsys.readouterr().err == "There is no npm here: isbot-patterns.json stays as it is.\n"


FEW = b"".join(b"skrap%d.example\n" % number for number in range(2000))
UNFIT = {
    "a tenth is gone": ("spammers.txt", FEW, "spammers.txt would shrink from"),
    "nothing is left": ("Socials.yml", b"{}\n", "Socials.yml would shrink from"),
    "not YAML": ("Socials.yml", b"Facebook: [\n", "cannot be read"),
    "another shape": ("AIAssistants.yml", b"Claude: claude.ai\n", "Expected `array`"),
    "not UTF-8": ("SearchEngines.yml", b"\xff\n", "cannot be read"),
    "a page of an error": ("spammers.txt", b"<html>\n" + FEW * 2, "'<html>' is no host"),
}


@pytest.mark.parametrize("kind", UNFIT)
def test_a_list_that_cannot_be_right_is_refused(
    upstream: Upstream, capsys: pytest.CaptureFixture[str], kind: str
) -> None:
    name, content, why = UNFIT[kind]
    upstream.says("AIAssistants.yml", "- claude.ai\n", "- claude.ai\n  - klod.example\n")
    upstream.has(name, content)
    before = upstream.copies()
    assert upstream.renew() == 2
    said = capsys.readouterr()
    assert why in said.err
    assert said.err.endswith("Nothing was written.\n")
    assert said.out == ""
    assert upstream.copies() == before


@pytest.mark.parametrize(("old", "new"), [("iso-8859-2", "iso-8859-99"), (r"'/s\/([^\/]+)/'", "'/s([/'")])
def test_a_charset_or_pattern_that_does_not_exist_is_refused(
    upstream: Upstream, capsys: pytest.CaptureFixture[str], old: str, new: str
) -> None:
    upstream.says("SearchEngines.yml", old, new)
    assert upstream.renew() == 2
    assert "A list cannot be read" in capsys.readouterr().err


def test_a_link_in_a_repository_is_not_followed(upstream: Upstream, capsys: pytest.CaptureFixture[str]) -> None:
    upstream.links("spammers.txt", Path("/etc/hostname"))
    assert upstream.renew() == 2
    assert "'/etc/hostname' is no host" in capsys.readouterr().err


def test_a_list_that_is_gone_from_its_repository_is_said(
    upstream: Upstream, capsys: pytest.CaptureFixture[str]
) -> None:
    upstream.moves("Socials.yml", "Networks.yml")
    assert upstream.renew() == 2
    assert "Socials.yml" in capsys.readouterr().err


def test_a_repository_that_is_not_there_is_said(upstream: Upstream, capsys: pytest.CaptureFixture[str]) -> None:
    assert upstream.renew("--base", "/nowhere") == 2
    told = capsys.readouterr().err
    assert "git clone failed" in told
    assert "--base" in told


def test_a_notice_without_the_row_is_told_of_before_anything_is_written(
    upstream: Upstream, capsys: pytest.CaptureFixture[str]
) -> None:
    upstream.says("AIAssistants.yml", "- claude.ai\n", "- claude.ai\n  - klod.example\n")
    (upstream.data / "NOTICE.md").write_text("# Lists\n")
    before = upstream.copies()
    assert upstream.renew() == 2
    assert "NOTICE.md needs one row" in capsys.readouterr().err
    assert upstream.copies() == before


def test_names_from_elsewhere_move_no_cursor(upstream: Upstream, capsys: pytest.CaptureFixture[str]) -> None:
    upstream.says("Socials.yml", "Bebo:\n", '"By\\e[2Jfånen":\n  - byfanen.example\n\nBebo:\n')
    assert upstream.renew("--check") == 1
    assert "By�[2Jfånen" in capsys.readouterr().out


def test_of_several_files_none_is_written_if_one_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"old")
    (tmp_path / ".b.txt.new").mkdir()
    with pytest.raises(OSError, match=r"b\.txt"):
        write(tmp_path, {"a.txt": b"new", "b.txt": b"new"})
    assert (tmp_path / "a.txt").read_bytes() == b"old"
    assert not (tmp_path / ".a.txt.new").exists()
