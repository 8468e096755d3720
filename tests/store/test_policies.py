"""Policy files: what was published stays as it was, and a change is seen at once and whole."""

import os
from datetime import date
from pathlib import Path

import pytest

from store.policies import BadIndex, InstalledSite, PolicyFiles, Publication, PublishedText, Watched

pytestmark = pytest.mark.quick

FIRST, SECOND = date(2026, 1, 1), date(2026, 11, 22)
SITE = InstalledSite(
    "klinik.example",
    "Europe/Stockholm",
    "stats.klinik.example",
    (Publication(1, "a" * 64, FIRST), Publication(2, "b" * 64, SECOND)),
)
SHOP = InstalledSite("butik.example", "Europe/Helsinki", "stats.butik.example", (Publication(1, "c" * 64, FIRST),))


@pytest.fixture
def files(tmp_path: Path) -> PolicyFiles:
    return PolicyFiles(tmp_path / "policies")


def test_before_the_first_site_there_is_none(files: PolicyFiles) -> None:
    assert files.sites() == ()
    assert files.stamp() is None
    assert files.versions("klinik.example") == []


def test_sites_are_read_as_they_were_written(files: PolicyFiles) -> None:
    files.replace_sites((SITE, SHOP))
    assert files.sites() == (SITE, SHOP)


def test_a_sites_history_is_its_texts_oldest_first(files: PolicyFiles) -> None:
    files.write_text(SITE.host, 2, "version = 2\n# andra, å ä ö\n")
    files.write_text(SITE.host, 1, "version = 1\n")
    assert files.history(SITE) == (
        PublishedText(FIRST, "version = 1\n"),
        PublishedText(SECOND, "version = 2\n# andra, å ä ö\n"),
    )


def test_versions_are_in_order_of_number(files: PolicyFiles) -> None:
    for version in (10, 9, 1):
        files.write_text(SITE.host, version, "")
    assert files.versions(SITE.host) == [1, 9, 10]


def test_sites_do_not_share_texts(files: PolicyFiles) -> None:
    files.write_text(SITE.host, 1, "of the clinic")
    files.write_text(SHOP.host, 1, "of the shop")
    assert files.text(SITE.host, 1) == "of the clinic"
    assert files.text(SHOP.host, 1) == "of the shop"


def test_what_is_watched_is_made_anew_only_when_a_site_has_changed(files: PolicyFiles) -> None:
    files.replace_sites((SITE,))
    made: list[tuple[str, ...]] = []

    def hosts(of: PolicyFiles) -> tuple[str, ...]:
        made.append(tuple(site.host for site in of.sites()))
        return made[-1]

    watched = Watched(files, hosts)
    assert watched() == watched() == ("klinik.example",)
    assert len(made) == 1
    files.replace_sites((SITE, SHOP))
    assert watched() == ("klinik.example", "butik.example")
    assert len(made) == 2


def test_a_text_alone_is_not_yet_published(files: PolicyFiles) -> None:
    files.replace_sites((SITE,))
    stamp = files.stamp()
    files.write_text(SITE.host, 3, "version = 3\n")
    assert files.stamp() == stamp
    assert files.sites()[0].published[-1].version == 2


def test_the_first_site_is_seen_by_who_watched_an_empty_directory(files: PolicyFiles) -> None:
    watched = Watched(files, lambda of: len(of.sites()))
    assert watched() == 0
    files.replace_sites((SITE,))
    assert watched() == 1


def test_a_disk_that_fails_leaves_the_old_file_whole(
    files: PolicyFiles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files.replace_sites((SITE,))

    def fails(_: int) -> None:
        raise OSError(28, os.strerror(28))

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", fails)
        with pytest.raises(OSError, match="No space"):
            files.replace_sites((SITE, SHOP))
    assert files.sites() == (SITE,)
    files.replace_sites((SITE, SHOP))
    assert files.sites() == (SITE, SHOP)
    left = [path.name for path in (tmp_path / "policies").iterdir()]
    assert left == ["sites.json"]


def test_a_published_document_that_is_gone_is_told_by_name(files: PolicyFiles) -> None:
    for read in (files.text, files.document):
        with pytest.raises(BadIndex, match=r"klinik\.example/7\.toml is missing, .* put it back from a backup"):
            read("klinik.example", 7)


TORN = b'[\n {"host": "klinik.exa'


def test_a_torn_index_is_told_by_name_with_the_way_back(files: PolicyFiles, tmp_path: Path) -> None:
    files.replace_sites((SITE,))
    for content in (TORN, b"", b"\xff", b"{}", b'[{"host": "\x1b[2K"}]'):
        (tmp_path / "policies" / "sites.json").write_bytes(content)
        with pytest.raises(BadIndex, match=r"sites\.json is damaged: .* Put it back from a backup") as caught:
            files.all_sites()
        assert str(caught.value).isprintable()


def test_what_is_watched_stays_as_it_was_while_the_files_are_damaged(
    files: PolicyFiles, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files.replace_sites((SITE,))
    watched = Watched(files, lambda of: [site.host for site in of.sites()], clock=lambda: 0.0)
    index = tmp_path / "policies" / "sites.json"
    whole = index.read_bytes()
    index.write_bytes(TORN)
    for _ in range(3):
        assert watched() == [SITE.host]
    assert capsys.readouterr().err == (
        f"rakneverk: the sites stay as they were read before: {index} is damaged: it is not the list of sites. Put it "
        "back from a backup, together with the folders beside it.\n"
    )
    index.write_bytes(whole)
    files.replace_sites((SHOP,))
    assert watched() == [SITE.host, SHOP.host]
    assert capsys.readouterr().err == ""


def test_what_could_not_be_read_is_tried_again_after_a_while(
    files: PolicyFiles, capsys: pytest.CaptureFixture[str]
) -> None:
    now, faults = [0.0], iter(("", "Too many open files", "Too many open files", ""))

    def build(of: PolicyFiles) -> int:
        if fault := next(faults):
            raise OSError(fault)
        return len(of.sites())

    watched = Watched(files, build, clock=lambda: now[0])
    files.replace_sites((SITE,))
    assert [watched() for now[0] in (0.0, 9.0, 10.0, 19.0, 20.0, 21.0)] == [0, 0, 0, 0, 1, 1]
    assert capsys.readouterr().err.count("Too many open files") == 1
