"""Installing and publishing, and the commands `policy`: what visitors agreed to is never changed, and versions follow
one another."""

import re
from datetime import date
from importlib import resources
from pathlib import Path

import pytest

from dashboard.commands import publish
from dashboard.commands.publish import Refusal
from dashboard.serve import build_sites
from policy.check import PolicyError
from store.policies import InstalledSite, PolicyFiles, Publication
from tests.dashboard.terminal import BOTH, CLINIC, FIVE, SHOP, Terminal
from tests.policy.documents import changed

pytestmark = pytest.mark.quick

EXAMPLE = (resources.files("policy") / "examples" / "kbt-verkstan.toml").read_text(encoding="utf-8")
FIRST, LATER = date(2026, 1, 1), date(2026, 11, 22)


def version(number: int, document: str = FIVE) -> str:
    return changed("version = 1", f"version = {number}", document)


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    return Terminal(tmp_path)


@pytest.fixture
def installed(terminal: Terminal) -> Terminal:
    terminal.add()
    return terminal


@pytest.fixture
def files(tmp_path: Path) -> PolicyFiles:
    return PolicyFiles(tmp_path / "policies")


def install(
    files: PolicyFiles,
    document: str = FIVE,
    host: str = CLINIC,
    timezone: str = "Europe/Stockholm",
    service: str | None = None,
    third_party: bool = False,
) -> InstalledSite:
    return publish.install(files, host, document, timezone, service, third_party, FIRST)


def refusal(files: PolicyFiles, text: str, host: str = CLINIC) -> str:
    """Why publishing is refused, which leaves everything as it was."""
    before = files.sites()
    with pytest.raises(Refusal) as refused:
        publish.publish(files, host, text, LATER)
    assert files.sites() == before
    return str(refused.value)


def versions(files: PolicyFiles, host: str) -> list[int]:
    return [each.version for each in publish.installed(files, host).published]


def test_a_site_is_installed_with_its_text_as_it_was_and_its_day(files: PolicyFiles) -> None:
    site = install(files)
    assert files.sites() == (site,)
    assert [(each.version, each.day) for each in site.published] == [(1, FIRST)]
    assert files.text(CLINIC, 1) == FIVE
    assert build_sites(files)[CLINIC].policy.digest == site.published[0].digest


@pytest.mark.parametrize(
    ("service", "document", "name"),
    [
        (None, FIVE, "stats.klinik.example"),
        (None, changed('service = "stats.klinik.example"', "", FIVE), "stats.klinik.example"),
        (None, changed('"stats.klinik.example"', '"antal.klinik.example"', FIVE), "antal.klinik.example"),
        ("siffror.klinik.example", FIVE, "siffror.klinik.example"),
        ("klinik.example", FIVE, "klinik.example"),
    ],
)
def test_the_service_is_reached_by_the_given_name_or_the_policys_or_stats(
    files: PolicyFiles, service: str | None, document: str, name: str
) -> None:
    assert install(files, document, service=service).service == name


@pytest.mark.parametrize(
    "service",
    ["stats.other.example", "klinik.example.evil.example", "example", "203.0.113.1"],
)
def test_a_name_on_a_foreign_domain_is_refused_unless_it_is_wanted(files: PolicyFiles, service: str) -> None:
    with pytest.raises(Refusal, match="say --third-party"):
        install(files, service=service)
    assert files.sites() == ()
    assert install(files, service=service, third_party=True).service == service


@pytest.mark.parametrize("service", ["https://stats.klinik.example", "klinik.example:8001", "klinik.example/stat"])
@pytest.mark.parametrize("third_party", [False, True])
def test_what_is_no_host_name_is_refused_as_such(files: PolicyFiles, service: str, third_party: bool) -> None:
    with pytest.raises(Refusal, match="is not a host name"):
        install(files, service=service, third_party=third_party)
    assert files.sites() == ()


@pytest.mark.parametrize("timezone", ["Europe/Stokholm", "", "CEST+1", "../etc/passwd", "/etc/localtime", "Europe"])
def test_an_unknown_time_zone_is_refused(files: PolicyFiles, timezone: str) -> None:
    with pytest.raises(Refusal, match=f'There is no time zone "{re.escape(timezone)}"'):
        install(files, timezone=timezone)
    assert files.sites() == ()


def test_a_host_that_the_document_does_not_govern_is_refused(files: PolicyFiles) -> None:
    with pytest.raises(Refusal, match=r"does not govern shop\.klinik\.example but klinik\.example:"):
        install(files, host="shop.klinik.example")


def test_another_name_of_a_site_is_told_as_such(files: PolicyFiles) -> None:
    said = r"www\.klinik\.example is another name of klinik\.example: use that\."
    with pytest.raises(Refusal, match=said):
        install(files, host="www.klinik.example")
    install(files)
    with pytest.raises(Refusal, match=said):
        publish.installed(files, "www.klinik.example")


def test_a_site_is_installed_once(files: PolicyFiles) -> None:
    install(files)
    with pytest.raises(Refusal, match="installed already"):
        install(files, version(2))


def test_an_unsound_document_is_refused_before_anything_is_written(files: PolicyFiles, tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match=r"threshold\.visits"):
        install(files, changed("visits = 3", "visits = 1", FIVE))
    with pytest.raises(Refusal, match=r"controller\.address: expected gatuadress"):
        install(files, changed('"Storgatan 1"', '"{{gatuadress}}"', FIVE))
    assert not list(tmp_path.iterdir())


def test_the_next_version_is_in_force_from_its_day_and_the_first_is_kept(files: PolicyFiles) -> None:
    install(files)
    assert publish.publish(files, CLINIC, version(2), LATER) == (CLINIC,)
    published = publish.installed(files, CLINIC).published
    assert [(each.version, each.day) for each in published] == [(1, FIRST), (2, LATER)]
    assert (files.text(CLINIC, 1), files.text(CLINIC, 2)) == (FIVE, version(2))


def test_the_same_text_changes_nothing(files: PolicyFiles) -> None:
    install(files)
    stamp = files.stamp()
    assert publish.publish(files, CLINIC, FIVE, LATER) == ()
    assert files.stamp() == stamp


def test_comments_and_layout_are_not_a_change(files: PolicyFiles) -> None:
    install(files)
    assert publish.publish(files, CLINIC, "# a remark\n" + FIVE.replace("\n\n", "\n\n\n"), LATER) == ()
    assert files.text(CLINIC, 1) == FIVE


def test_what_visitors_agreed_to_cannot_be_changed(files: PolicyFiles) -> None:
    install(files)
    text = changed("named = 12", "named = 13", FIVE)
    assert "cannot be changed: set version = 2 and publish again" in refusal(files, text)
    assert files.text(CLINIC, 1) == FIVE


@pytest.mark.parametrize("number", [3, 10])
def test_no_version_is_skipped(files: PolicyFiles, number: int) -> None:
    install(files)
    assert refusal(files, version(number)) == "After version 1 of klinik.example comes version = 2."


def test_an_earlier_version_does_not_come_back(files: PolicyFiles) -> None:
    install(files)
    publish.publish(files, CLINIC, version(2), LATER)
    assert refusal(files, FIVE) == "After version 2 of klinik.example comes version = 3."


def test_a_document_is_published_for_both_sites_that_it_governs(files: PolicyFiles) -> None:
    install(files, BOTH)
    install(files, BOTH, SHOP)
    assert publish.publish(files, SHOP, version(2, BOTH), LATER) == (CLINIC, SHOP)
    assert versions(files, CLINIC) == versions(files, SHOP) == [1, 2]


def test_a_site_that_has_the_version_already_is_left_alone(files: PolicyFiles) -> None:
    install(files, BOTH)
    publish.publish(files, CLINIC, version(2, BOTH), LATER)
    install(files, version(2, BOTH), SHOP)
    assert publish.publish(files, SHOP, version(2, BOTH), LATER) == ()
    assert publish.publish(files, SHOP, version(3, BOTH), LATER) == (CLINIC, SHOP)
    assert (versions(files, CLINIC), versions(files, SHOP)) == ([1, 2, 3], [2, 3])


def test_one_site_that_refuses_keeps_it_from_all(files: PolicyFiles) -> None:
    install(files, version(2, BOTH))
    install(files, version(7, BOTH), SHOP)
    assert refusal(files, version(3, BOTH)) == "After version 7 of butik.example comes version = 8."
    assert not [number for number in files.versions(CLINIC) if number == 3]


def test_all_that_hinders_is_told_at_once(files: PolicyFiles) -> None:
    install(files, BOTH)
    install(files, BOTH, SHOP)
    told = refusal(files, changed('"Storgatan 1"', '"{{gata}}"', version(3, BOTH)))
    assert told.splitlines() == [
        "The policy cannot be published yet:",
        "  controller.address: expected gata in the place of {{gata}}. Fill it in, then publish.",
        "  After version 1 of klinik.example comes version = 2.",
        "  After version 1 of butik.example comes version = 2.",
    ]


def test_publishing_where_nothing_is_installed_or_governed_is_refused(files: PolicyFiles) -> None:
    assert "add it with: rakneverk site add klinik.example" in refusal(files, FIVE)
    install(files, BOTH, SHOP)
    assert "does not govern butik.example" in refusal(files, version(2), SHOP)


def test_a_removed_site_leaves_its_published_texts(files: PolicyFiles) -> None:
    install(files)
    publish.remove(files, CLINIC)
    assert files.sites() == ()
    assert files.text(CLINIC, 1) == FIVE
    with pytest.raises(Refusal, match=r"There is no site klinik\.example"):
        publish.remove(files, CLINIC)


def test_a_site_that_comes_back_cannot_overwrite_what_was_published(files: PolicyFiles) -> None:
    install(files)
    publish.publish(files, CLINIC, version(2), LATER)
    publish.remove(files, CLINIC)
    other = changed("named = 12", "named = 13", version(2))
    for text, reason in ((FIVE, "After version 2 .* comes version = 3"), (other, "set version = 3")):
        with pytest.raises(Refusal, match=reason):
            install(files, text)
    assert [each.version for each in install(files, version(2)).published] == [1, 2]
    assert publish.publish(files, CLINIC, changed("version = 2", "version = 3", other), LATER) == (CLINIC,)
    assert files.text(CLINIC, 2) == version(2)


def test_sites_of_one_domain_ask_the_same(files: PolicyFiles) -> None:
    """The answer is a cookie of the domain: a yes to one would be a yes to the other."""
    install(files)
    blog = changed(f'host = "{CLINIC}"', f'host = "blogg.{CLINIC}"', FIVE)
    with pytest.raises(Refusal, match=f"One answer holds for all of {CLINIC}"):
        install(files, blog, f"blogg.{CLINIC}")
    assert [site.host for site in files.sites()] == [CLINIC]


def test_the_window_changes_where_no_day_lies_in_two(files: PolicyFiles) -> None:
    install(files)
    monthly = changed('window = "quarter"', 'window = "month"', version(2))
    with pytest.raises(Refusal, match="first day of a quarter"):
        publish.publish(files, CLINIC, monthly, date(2027, 1, 2))
    assert publish.publish(files, CLINIC, monthly, date(2027, 1, 1)) == (CLINIC,)


def test_a_change_is_told_by_the_keys_that_void_a_yes(files: PolicyFiles) -> None:
    install(files)
    text = changed("[statistics]", "[statistics]\nbrowsers = {}", changed('"Storgatan 1"', '"Torget 2"', version(2)))
    assert publish.difference(files, CLINIC, text, LATER).material == ("statistics.browsers",)


def test_each_publication_has_the_digest_of_its_text(files: PolicyFiles) -> None:
    install(files)
    publish.publish(files, CLINIC, version(2), LATER)
    history = build_sites(files)[CLINIC].history
    expected = tuple(Publication(number, each.policy.digest, each.day) for number, each in history.items())
    assert publish.installed(files, CLINIC).published == expected


class TestPolicy:
    def test_the_shipped_example_is_sound_and_says_what_to_fill_in(self, terminal: Terminal) -> None:
        done = terminal("policy", "check", terminal.file(EXAMPLE))
        assert (done.status, done.err) == (0, "")
        assert "version 1 is sound. Digest: " in done.out
        assert "  controller.telephone: telefonnummer in the place of {{telefonnummer}}\n" in done.out

    def test_a_whole_document_has_nothing_to_fill_in(self, terminal: Terminal) -> None:
        done = terminal("policy", "check", terminal.file(FIVE))
        assert (done.status, done.out.count("\n")) == (0, 1)

    def test_each_fault_is_one_line_with_file_key_expectation_and_fix(self, terminal: Terminal) -> None:
        bad = changed("totals = 24", "totals = 6", changed("visits = {}\n", "vistors = {}\n", FIVE))
        file = terminal.file(bad, "bad policy.toml")
        done = terminal("policy", "check", file)
        assert (done.status, done.out) == (1, "")
        first, second = done.err.splitlines()
        assert first.startswith(f"rakneverk: {file}: statistics.vistors: expected one of visits, pages, ")
        assert first.endswith('. There is no statistic "vistors": rename or remove it.')
        assert second.startswith(f"{file}: retention.totals: expected at least retention.named (12). Raise it")

    @pytest.mark.parametrize(
        ("old", "new", "told"),
        [
            ("version = 1", "version =", "(file): expected a TOML document. Mend what the reader met: Invalid value"),
            ("visits = 3", "visits = 1", "threshold.visits: expected a whole number of at least 2. The document has 1"),
            ("contact =", "contakt =", "controller.contakt: expected one of the keys name, organisation_number"),
            ("lifetime = 30", "lifetime = 401", "cookie[2].lifetime: expected a whole number of days, at most 400"),
        ],
    )
    def test_bad_files(self, terminal: Terminal, old: str, new: str, told: str) -> None:
        file = terminal.file(changed(old, new, FIVE))
        done = terminal("policy", "check", file)
        assert (done.status, done.out, done.err.count("\n")) == (1, "", 1)
        assert done.err.startswith(f"rakneverk: {file}: {told}")

    def test_what_is_no_text_file_is_refused(self, terminal: Terminal, tmp_path: Path) -> None:
        (tmp_path / "picture.toml").write_bytes(b"\xff\xfe\x00")
        for name, why in (
            ("picture.toml", "is not UTF-8"),
            ("missing.toml", "cannot be read: No such"),
            ("", "Is a dir"),
        ):
            done = terminal("policy", "check", str(tmp_path / name))
            assert (done.status, done.err.count("\n")) == (1, 1)
            assert why in done.err

    def test_publishing_the_same_text_changes_nothing(self, installed: Terminal) -> None:
        done = installed("policy", "publish", CLINIC, installed.file(FIVE))
        assert done == (0, "This very text is in force already; nothing changed.\n", "")

    def test_publishing_for_both_sites_that_a_document_governs(self, terminal: Terminal) -> None:
        terminal.add(CLINIC, BOTH)
        terminal.add(SHOP, BOTH)
        done = terminal("policy", "publish", SHOP, terminal.file(changed("version = 1", "version = 2", BOTH)))
        first, *heads, _ = done.out.splitlines()
        assert first == "Version 2 is in force for klinik.example, butik.example. Answers hold as before."
        assert [line.partition(":")[0] for line in heads] == [f"Head of {CLINIC}", f"Head of {SHOP}"]
        for host in (CLINIC, SHOP):
            assert "version = 2" in terminal("policy", "show", host).out

    @pytest.mark.parametrize(
        ("document", "why"),
        [
            (changed("named = 12", "named = 13", FIVE), "cannot be changed: set version = 2 and publish again"),
            (changed("version = 1", "version = 3", FIVE), "After version 1 of klinik.example comes version = 2."),
            (
                changed("visits = 3", "visits = 1", version(2)),
                "threshold.visits: expected a whole number of at least 2",
            ),
            (changed('"Storgatan 1"', '"{{gata}}"', version(2)), "controller.address: expected gata in the place of"),
        ],
    )
    def test_what_may_not_be_published_is_refused(self, installed: Terminal, document: str, why: str) -> None:
        done = installed("policy", "publish", CLINIC, installed.file(document))
        assert (done.status, done.out) == (1, "")
        assert why in done.err
        assert installed("policy", "show", CLINIC).out == FIVE

    def test_show_prints_the_newest_or_the_version_asked_for(self, installed: Terminal) -> None:
        installed("policy", "publish", CLINIC, installed.file(version(2)))
        assert installed("policy", "show", CLINIC) == (0, version(2), "")
        assert installed("policy", "show", CLINIC, "--version", "1") == (0, FIVE, "")
        for unknown in ("0", "3", "-1"):
            done = installed("policy", "show", CLINIC, "--version", unknown)
            assert (done.status, done.out) == (1, "")
            assert f"has the versions 1, 2; there is no version {unknown}." in done.err

    @pytest.mark.parametrize("command", ["show", "publish", "diff"])
    def test_an_unknown_site_is_refused(self, installed: Terminal, command: str) -> None:
        file = [] if command == "show" else [installed.file(FIVE)]
        done = installed("policy", command, "unknown.example", *file)
        assert (done.status, done.out) == (1, "")
        assert "There is no site unknown.example here" in done.err
