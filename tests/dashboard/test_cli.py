"""The command `rakneverk`: what each command prints, refuses, and ends with."""

import argparse
import asyncio
import csv
import io
import os
import subprocess
import sys
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import msgspec
import pytest

from dashboard.cli import _parser, main
from dashboard.serve import build_sites
from policy.dimensions import DIMENSIONS
from store.policies import PolicyFiles
from store.sqlite import SQLiteCounts
from tests.dashboard.seed import Counting, Visit, google
from tests.dashboard.terminal import CLINIC, FIVE, Terminal

EXAMPLE = (files("policy") / "examples" / "kbt-verkstan.toml").read_text(encoding="utf-8")
DAYS = ("--from", "2026-11-01", "--to", "2026-11-30")


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    return Terminal(tmp_path)


@pytest.fixture
def installed(terminal: Terminal) -> Terminal:
    terminal.add()
    return terminal


@pytest.fixture
def counted(installed: Terminal) -> Terminal:
    async def count() -> None:
        store = await SQLiteCounts.open(installed.data / "counts.db")
        try:
            site = build_sites(PolicyFiles(installed.data / "policies"))[CLINIC]
            visits = [google("2026-11-01", "/", "/kurser"), google("2026-11-30"), Visit("2026-11-15", ["/kurser"])]
            await Counting(store, installed.data / "keys")([*visits, Visit("2026-12-01")], site)
        finally:
            await store.close()

    asyncio.run(count())
    return installed


def commands(parser: argparse.ArgumentParser) -> Iterator[tuple[str, argparse.ArgumentParser, str | None]]:
    """Every command below the parser, with what the list of commands says of it."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            said = {choice.dest: choice.help for choice in action._choices_actions}
            for name, below in action.choices.items():
                yield name, below, said.get(name)
                yield from commands(below)


@pytest.mark.quick
class TestUsage:
    def test_every_command_has_help(self) -> None:
        found = list(commands(_parser()))
        assert len(found) > 10
        for name, parser, said in found:
            assert said, f"{name} has no help"
            assert parser.description == said
            assert said in " ".join(parser.format_help().split())

    def test_every_command_takes_the_data_directory(self) -> None:
        for name, parser, _ in commands(_parser()):
            is_group = any(isinstance(action, argparse._SubParsersAction) for action in parser._actions)
            assert is_group or "--data" in parser.format_help(), name

    def test_help_ends_well(self, terminal: Terminal) -> None:
        done = terminal("--help")
        assert (done.status, done.err) == (0, "")
        assert "{" not in done.out.partition("options:")[0], "commands are listed by name"

    @pytest.mark.parametrize(
        "typed",
        [
            "", "unknown", "site", "site add", "site add x", "policy check", "stats x", "stats x --from 1 --to 2",
            "user add a@b.se --site x --role admin", "serve both extra", "serve --workers 0", "serve --workers -1",
            "serve --workers two", "serve --port 0", "serve --port 65536", "demo --port http", "user remove",
            "token add a@b.se", "token remove x", "token add a@b.se --name x --site y --scope all",
            "token add a@b.se --name x --site y --scope stats:read --days 0",
            "stats x --from 2026-11-01 --to 2026-11-30 --json --csv",
        ],
    )  # fmt: skip
    def test_wrong_usage_ends_with_2_and_says_how(self, terminal: Terminal, typed: str) -> None:
        done = terminal(*typed.split())
        assert (done.status, done.out) == (2, "")
        assert "usage: rakneverk" in done.err
        assert not terminal.data.exists()

    def test_a_bad_setting_is_refused_by_name(self, terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("RAKNEVERK_HIT_LIMIT", "many")
        done = terminal("site", "list")
        assert (done.status, done.out) == (1, "")
        assert done.err.startswith("rakneverk: RAKNEVERK_HIT_LIMIT is 'many'; it should be hits a minute")

    def test_without_data_the_environments_directory_is_used(
        self, installed: Terminal, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setenv("RAKNEVERK_DATA", str(installed.data))
        assert main(["site", "list"]) == 0
        assert capsys.readouterr().out.startswith("klinik.example\t")

    @pytest.mark.parametrize("typed", ["site list", "check", "serve", f"stats {CLINIC} {' '.join(DAYS)}"])
    def test_a_data_directory_that_is_a_file_is_refused_in_one_line(self, terminal: Terminal, typed: str) -> None:
        terminal.data.write_text("")
        done = terminal(*typed.split())
        assert (done.status, done.out, done.err.count("\n")) == (1, "", 1)
        assert str(terminal.data) in done.err


@pytest.mark.quick
class TestSite:
    def test_adding_prints_the_dns_record_and_the_two_snippets(self, terminal: Terminal) -> None:
        done = terminal("site", "add", CLINIC, "--policy", terminal.file(FIVE))
        assert (done.status, done.err) == (0, "")
        for line in (
            "klinik.example is installed with version 1 of its policy.",
            "   stats.klinik.example. A 203.0.113.7",
            '   <script async src="https://stats.klinik.example/s/klinik.example.js" '
            'referrerpolicy="no-referrer"></script>',
            '   <a href="https://stats.klinik.example/cookies/klinik.example" data-rakneverk-open>Kakor</a>',
        ):
            assert line in done.out.splitlines()

    @pytest.mark.parametrize(
        ("arguments", "why"),
        [
            ([CLINIC, "--service", "stats.other.example"], "is not under klinik.example"),
            ([CLINIC, "--timezone", "Europe/Stokholm"], 'There is no time zone "Europe/Stokholm"'),
            (["other.example"], "does not govern other.example but klinik.example"),
        ],
    )
    def test_refusals(self, terminal: Terminal, arguments: list[str], why: str) -> None:
        done = terminal("site", "add", *arguments, "--policy", terminal.file(FIVE))
        assert (done.status, done.out, done.err.count("\n")) == (1, "", 1)
        assert why in done.err
        assert terminal("site", "list").out == ""

    def test_a_foreign_service_can_be_wanted(self, terminal: Terminal) -> None:
        arguments = ["--service", "stats.other.example", "--third-party", "--policy", terminal.file(FIVE)]
        done = terminal("site", "add", CLINIC, *arguments)
        assert done.status == 0
        assert 'src="https://stats.other.example/s/klinik.example.js"' in done.out

    def test_the_example_is_refused_until_it_is_filled_in(self, terminal: Terminal) -> None:
        done = terminal("site", "add", "kbt-verkstan.se", "--policy", terminal.file(EXAMPLE))
        assert (done.status, done.out) == (1, "")
        assert "rakneverk: The policy cannot be published yet:\n  controller.organisation_number: " in done.err

    def test_a_site_is_listed_until_it_is_removed(self, installed: Terminal) -> None:
        assert installed("site", "list").out.startswith(
            "klinik.example\tEurope/Stockholm\tstats.klinik.example\tversion 1 "
        )
        done = installed("site", "remove", CLINIC)
        assert (done.status, done.err) == (0, "")
        assert installed("site", "list") == (0, "", "")
        assert installed("site", "remove", CLINIC).status == 1


@pytest.mark.quick
class TestStats:
    def test_a_table(self, counted: Terminal) -> None:
        done = counted("stats", CLINIC, *DAYS, "--dimension", "page")
        assert done == (
            0, "page\tpageviews\tvisits\tvisitors\n/\t2\t2\t\n/kurser\t2\t2\t\ntotal\t4\t3\t\n", "")  # fmt: skip

    def test_json_is_that_of_the_interface(self, counted: Terminal) -> None:
        done = counted("stats", CLINIC, *DAYS, "--dimension", "referrer", "--json")
        assert (done.status, done.err) == (0, "")
        assert done.out == (
            '{"site":"klinik.example","from":"2026-11-01","to":"2026-11-30","dimension":"referrer","rows":['
            '{"value":"Google","pageviews":3,"visits":2,"visitors":null},'
            '{"value":"(none)","pageviews":1,"visits":1,"visitors":null}],'
            '"total":{"pageviews":4,"visits":3,"visitors":null}}\n'
        )

    def test_csv(self, counted: Terminal) -> None:
        done = counted("stats", CLINIC, *DAYS, "--dimension", "page", "--filter", "referrer=Google", "--csv")
        assert list(csv.reader(io.StringIO(done.out))) == [
            ["page", "pageviews", "visits", "visitors"],
            ["/", "2", "2", ""],
            ["/kurser", "1", "1", ""],
            ["total", "3", "2", ""],
        ]

    def test_its_help_says_what_can_be_filtered_by_what(self, terminal: Terminal) -> None:
        said = " ".join(terminal("stats", "--help").out.split())
        for row in DIMENSIONS.values():
            assert not row.pairs or f"{row.name} with {', '.join(row.pairs)};" in said
        assert "break it down by page, medium," in said

    def test_without_a_dimension_the_total_alone(self, counted: Terminal) -> None:
        assert counted("stats", CLINIC, *DAYS).out == "total\tpageviews\tvisits\tvisitors\ntotal\t4\t3\t\n"
        found = msgspec.json.decode(counted("stats", CLINIC, *DAYS, "--json").out)
        assert (found["dimension"], found["rows"]) == (None, [])

    @pytest.mark.parametrize(
        ("arguments", "why"),
        [
            (["--dimension", "shoe_size"], "There is no dimension 'shoe_size'. Known here: page, medium, referrer,"),
            (
                ["--dimension", "browser"],
                "does not name 'browsers'. Known here: page, medium, referrer, search_engine,",
            ),
            (["--filter", "page"], "A filter is written NAME=VALUE"),
            (
                ["--dimension", "search_engine", "--filter", "referrer=x"],
                "search_engine is not counted together with referrer",
            ),
        ],
    )
    def test_what_is_not_counted_is_refused_with_what_is(
        self, counted: Terminal, arguments: list[str], why: str
    ) -> None:
        done = counted("stats", CLINIC, *DAYS, *arguments)
        assert (done.status, done.out, done.err.count("\n")) == (1, "", 1)
        assert why in done.err
        assert "browser," not in done.err.partition("Known here:")[2]

    def test_days_in_the_wrong_order_are_refused(self, counted: Terminal) -> None:
        done = counted("stats", CLINIC, "--from", "2026-11-02", "--to", "2026-11-01")
        assert (done.status, done.out) == (1, "")
        assert "A range ends on the day it starts or later" in done.err

    def test_an_unknown_site_is_refused(self, counted: Terminal) -> None:
        done = counted("stats", "unknown.example", *DAYS)
        assert (done.status, done.out) == (1, "")
        assert "There is no site unknown.example here; rakneverk site list shows" in done.err


def test_a_reader_that_goes_away_ends_the_command_quietly(installed: Terminal) -> None:
    command = [sys.executable, "-m", "dashboard.cli", "policy", "show", CLINIC, "--data", str(installed.data)]
    buffered = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    with subprocess.Popen(command, env=buffered, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert (process.stderr.read(), process.wait()) == (b"", 0)
