"""What an operator is told of a visit, asked by options, in files and on stdin."""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple, get_args

import msgspec
import pytest

from collector.explain import _Question
from collector.hits import Reason
from tests.dashboard.terminal import CLINIC, Done, Terminal

PAGE: Final = Path(__file__).parents[3] / "docs" / "explain.md"
FIREFOX: Final = "Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0"
BROWSER: Final = ("--user-agent", FIREFOX)
ELSEWHERE: Final = b'{"hosts":["a.example"],"url":"https://a.example/%b"}'


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    return Terminal(tmp_path)


@pytest.fixture
def installed(terminal: Terminal) -> Terminal:
    terminal.add()
    return terminal


def answers(done: Done) -> list[dict[str, Any]]:
    assert (done.status, done.err) == (0, "")
    return [msgspec.json.decode(line) for line in done.out.splitlines()]


def paths(done: Done) -> list[str]:
    return [answer.get("path", answer["outcome"]) for answer in answers(done)]


def questions(*names: bytes, end: bytes = b"\n") -> bytes:
    return b"".join(ELSEWHERE % name + end for name in names)


@pytest.mark.quick
class TestLines:
    def test_each_has_its_answer(self, installed: Terminal) -> None:
        asked: list[object] = [
            {
                "site": CLINIC,
                "url": f"https://{CLINIC}/kurser",
                "referrer": "https://www.google.com/",
                "user_agent": FIREFOX,
            },
            {"hosts": ["a.example"], "url": "https://b.example/", "user_agent": FIREFOX},
            {"scrub": "term", "text": "a@b.se"},
        ]
        lines = b"\n\n".join(map(msgspec.json.encode, asked)) + b"\n{\n\xff\n"
        counted, foreign, scrubbed, torn, binary = answers(installed("explain", stdin=lines))
        assert (counted["outcome"], counted["path"]) == ("counted", "/kurser")
        assert counted["source"] == {"medium": "search", "name": "Google", "term": None}
        assert (foreign["outcome"], foreign["reason"]) == ("ignored", "foreign-url")
        assert "a@b.se" not in scrubbed["scrubbed"]
        assert torn["outcome"] == binary["outcome"] == "refused"

    def test_without_a_site_nothing_need_be_installed(self, terminal: Terminal) -> None:
        assert paths(terminal("explain", stdin=questions(b"x"))) == ["/x"]
        assert not terminal.data.exists(), "nothing is counted"

    @pytest.mark.parametrize(
        ("text", "found"),
        [
            (b"", []),
            (b"\n \n\r\n\t", []),
            (questions(b"a", b"b").rstrip(), ["/a", "/b"]),
            (questions(b"a", b"b", end=b"\r\n"), ["/a", "/b"]),
            (b"\xef\xbb\xbf" + questions(b"a"), ["/a"]),
            (questions(b"\xe5", b"b"), ["refused", "/b"]),
            (questions(b"a").decode().encode("utf-16"), ["refused", "refused"]),
            (questions(b"a" * 70_000, b"b"), ["refused", "/b"]),
            (questions(b"a" * 200_000).rstrip(), ["refused"]),
            (b" " * 70_000 + questions(b"a", b"b"), ["refused", "/b"]),
            (b"\0\n\x1b[2J\n" + questions(b"a"), ["refused", "refused", "/a"]),
        ],
    )
    def test_whatever_a_text_is_like_each_line_has_one_answer(
        self, terminal: Terminal, text: bytes, found: list[str]
    ) -> None:
        assert paths(terminal("explain", stdin=text)) == found
        assert paths(terminal("explain", "-", stdin=text)) == found

    def test_the_longest_line_is_read_and_one_byte_more_is_not(self, terminal: Terminal) -> None:
        question = ELSEWHERE % b"a"
        fitting = question + b" " * (65_536 - len(question))
        assert paths(terminal("explain", stdin=fitting + b"\n" + questions(b"b"))) == ["/a", "/b"]
        assert paths(terminal("explain", stdin=b" " + fitting + b"\n" + questions(b"b"))) == ["refused", "/b"]


@pytest.mark.quick
class TestFiles:
    def test_they_are_answered_in_the_order_in_which_they_are_named(self, terminal: Terminal) -> None:
        first, second = terminal.file(questions(b"a", b"b").decode()), terminal.file(questions(b"c").decode(), "2")
        assert paths(terminal("explain", second, "-", first, stdin=questions(b"typed"))) == ["/c", "/typed", "/a", "/b"]

    def test_if_one_cannot_be_opened_nothing_is_answered(self, terminal: Terminal, tmp_path: Path) -> None:
        there = terminal.file(questions(b"a").decode())
        for name, why in (("nosuch.jsonl", "No such file or directory"), ("", "Is a directory")):
            done = terminal("explain", there, str(tmp_path / name))
            assert (done.status, done.out) == (1, "")
            assert done.err == f"rakneverk: {tmp_path / name}: {why}\n"


@pytest.mark.quick
class TestOneVisit:
    def test_options_ask_as_a_line_does(self, installed: Terminal) -> None:
        url, referrer = f"https://{CLINIC}/kurser", "https://www.google.com/"
        line = msgspec.json.encode({"site": CLINIC, "url": url, "referrer": referrer, "user_agent": FIREFOX})
        typed = installed("explain", "--site", CLINIC, "--url", url, "--referrer", referrer, *BROWSER)
        assert typed == installed("explain", stdin=line)
        assert answers(typed)[0]["source"]["name"] == "Google"

    def test_the_site_is_the_one_that_the_page_is_of(self, installed: Terminal) -> None:
        url = f"https://www.{CLINIC}/kurser"
        assert installed("explain", "--url", url, *BROWSER) == installed(
            "explain", "--url", url, "--site", CLINIC, *BROWSER
        )
        (found,) = answers(installed("explain", "--url", "https://a.example/x", *BROWSER))
        assert (found["outcome"], found["browser"]) == ("counted", "Firefox"), "of no site: all is permitted"

    def test_a_website_has_the_names_that_are_given(self, installed: Terminal) -> None:
        names = ("--hosts", CLINIC, "www.a.example")
        (found,) = answers(installed("explain", *names, "--url", "https://www.a.example/x", *BROWSER))
        assert (found["outcome"], found["browser"]) == ("counted", "Firefox"), "although there is a site"

    def test_what_is_no_text_is_refused(self, terminal: Terminal) -> None:
        (found,) = answers(terminal("explain", "--url", os.fsdecode(b"https://a.example/\xff")))
        assert found["outcome"] == "refused"

    @pytest.mark.parametrize(
        "asked",
        [
            ("--referrer", "https://a.example/"),
            ("--url", "https://a.example/", "file"),
            ("--url", "https://a.example/", "--site", CLINIC, "--hosts", "a.example"),
        ],
    )
    def test_what_does_not_go_together_is_wrong_usage(self, terminal: Terminal, asked: tuple[str, ...]) -> None:
        done = terminal("explain", *asked, stdin=questions(b"a"))
        assert (done.status, done.out) == (2, "")


def test_an_answer_comes_before_the_next_question(terminal: Terminal) -> None:
    command = [sys.executable, "-m", "dashboard.cli", "explain", "--data", str(terminal.data)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin
        assert process.stdout
        for name in (b"a", b"b"):
            process.stdin.write(questions(name))
            process.stdin.flush()
            assert msgspec.json.decode(process.stdout.readline())["path"] == f"/{name.decode()}"
        process.stdin.close()
        assert process.wait() == 0


@pytest.mark.parametrize(
    ("typed", "closed"), [("explain <&-", "stdin"), ("explain - <&-", "stdin"), ("explain {there} >&-", "stdout")]
)
def test_where_there_is_nothing_to_read_or_to_write_to_it_says_so(terminal: Terminal, typed: str, closed: str) -> None:
    there = shlex.quote(terminal.file(questions(b"a").decode()))
    command = f"{shlex.quote(sys.executable)} -m dashboard.cli {typed.format(there=there)}"
    done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", f"rakneverk: {closed}: it is closed\n")


class Example(NamedTuple):
    """A command of the document, and what stands below it."""

    typed: list[str]
    shown: list[Any]


def examples(text: str) -> Iterator[Example]:
    """Commands and answers go on where the next line is further in."""
    for block in re.findall(r"(?m)^    \$ rakneverk explain (.*(?:\n    .*)*)", text):
        lines = re.sub(r"(?: \\)?\n     +", " ", block).splitlines()
        yield Example(shlex.split(lines[0]), [msgspec.json.decode(line) for line in lines[1:]])


@pytest.mark.quick
class TestDocument:
    def test_its_examples_are_answered_as_it_says(
        self, terminal: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        terminal.add()
        text = PAGE.read_text(encoding="utf-8")
        lines = re.findall(r"(?m)^    (\{\"(?:hosts|scrub)\".*)$", text)
        (tmp_path / "questions.jsonl").write_text("\n".join(lines), encoding="utf-8")
        monkeypatch.chdir(tmp_path)
        shown = list(examples(text))
        assert len(shown) == 4
        for example in shown:
            assert answers(terminal("explain", *example.typed)) == example.shown

    def test_it_has_every_key_and_every_reason(self) -> None:
        text = PAGE.read_text(encoding="utf-8")
        rows = {
            name for row in re.findall(r"(?m)^\| ((?:`[^`]+`(?:, )?)+) \|", text) for name in re.findall("`(.*?)`", row)
        }
        assert rows >= set(_Question.__struct_fields__)
        assert rows >= set(get_args(Reason))
        assert rows - set(_Question.__struct_fields__) - set(get_args(Reason)) == {
            "outcome", "reason", "path", "source", "scrubbed",
        }  # fmt: skip
