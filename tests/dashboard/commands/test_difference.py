"""The command `policy diff`: what publishing would change, what follows from it, and whether it would be refused."""

from pathlib import Path

import pytest

from tests.dashboard.installation import edition
from tests.dashboard.terminal import BOTH, CLINIC, FIVE, SHOP, Terminal
from tests.policy.documents import changed

pytestmark = pytest.mark.quick


@pytest.fixture
def installed(tmp_path: Path) -> Terminal:
    terminal = Terminal(tmp_path)
    terminal.add()
    return terminal


def hindrances(terminal: Terminal, document: str, host: str = CLINIC) -> list[str]:
    """Why the document cannot be published, by `policy diff`; `policy publish` says the same, and does nothing."""
    file = terminal.file(document)
    done = terminal("policy", "diff", host, file)
    assert (done.status, done.err) == (0, "")
    told, _, why = done.out.partition("It cannot be published yet:\n")
    assert "Publishing it" not in told
    reasons = [each.removeprefix("  ") for each in why.splitlines()]
    refused = terminal("policy", "publish", host, file)
    assert (refused.status, refused.out) == (1, "")
    for each in reasons:
        assert each in refused.err
    return reasons


def test_tells_each_key_in_words_and_what_asks_every_visitor_again(installed: Terminal) -> None:
    document = changed("[threshold]", "[threshold]\n", changed("named = 12", "named = 13", edition(2)))
    document = changed("Vi är en klinik.", "Vi är kliniken.", changed('"Storgatan 1"', '"Torget 2"', document))
    done = installed("policy", "diff", CLINIC, installed.file(document))
    assert (done.status, done.err) == (0, "")
    assert done.out.splitlines() == [
        "version\t1 → 2",
        "controller.address\tChanged: address\tnot material",
        "retention.named\tChanged: how long counts with a name are kept (12 months → 13 months)\t"
        "material: the counts are kept longer",
        "section.about.sv\tChanged: the Swedish text of the section “About us”\tnot material",
        "  - Vi är en klinik.",
        "  + Vi är kliniken.",
        "Publishing it asks every visitor again.",
    ]


@pytest.mark.parametrize(
    ("number", "why"),
    [
        (1, "Version 1 is published for klinik.example with another text. What visitors agreed to cannot be changed: "
            "set version = 2 and publish again."),
        (3, "After version 1 of klinik.example comes version = 2."),
    ],
)  # fmt: skip
def test_says_which_version_it_must_be(installed: Terminal, number: int, why: str) -> None:
    document = changed('"Storgatan 1"', '"Torget 2"', edition(number))
    first, *_, last, reason = installed("policy", "diff", CLINIC, installed.file(document)).out.splitlines()
    assert first == f"version\tmust be 2 before this can be published; it is {number}"
    assert (last, reason) == ("It cannot be published yet:", f"  {why}")


def test_with_itself(installed: Terminal) -> None:
    done = installed("policy", "diff", CLINIC, installed.file("# the same\n" + FIVE))
    assert done == (0, "The documents say the same.\n", "")
    done = installed("policy", "diff", CLINIC, installed.file(edition(2)))
    assert done.out.splitlines()[:2] == ["version\t1 → 2", "Nothing else differs."]


def test_what_is_left_to_fill_in_is_told_with_the_version(installed: Terminal) -> None:
    document = changed('"Storgatan 1"', '"{{gata}}"', edition(3))
    assert hindrances(installed, document) == [
        "controller.address: expected gata in the place of {{gata}}. Fill it in, then publish.",
        "After version 1 of klinik.example comes version = 2.",
    ]


def test_a_document_of_another_site_is_told_as_such(installed: Terminal) -> None:
    document = changed(f'host = "{CLINIC}"', f'host = "{SHOP}"', edition(2))
    assert hindrances(installed, document) == [
        "The policy does not govern klinik.example: add a [[site]] or name another file."
    ]


def test_what_hinders_another_site_of_the_document_hinders_it(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path)
    terminal.add(CLINIC, BOTH)
    terminal.add(SHOP, edition(7, BOTH))
    assert hindrances(terminal, edition(2, BOTH)) == ["After version 7 of butik.example comes version = 8."]


def test_two_sites_of_a_domain_that_would_ask_different_things(tmp_path: Path) -> None:
    blog = f"blogg.{CLINIC}"
    both = changed("[legal]", f'[[site]]\nhost = "{blog}"\n\n[legal]', FIVE)
    terminal = Terminal(tmp_path)
    terminal.add(CLINIC, both)
    terminal.add(blog, both)
    [why] = hindrances(terminal, edition(2))
    assert why.startswith(f"One answer holds for all of {CLINIC}")


def test_a_broken_ledger_and_a_damaged_key_hinder_it(installed: Terminal) -> None:
    ledger, key = installed.data / "policies" / CLINIC / "ledger.jsonl", installed.data / "keys" / "receipt-1.key"
    text = ledger.read_bytes()
    ledger.write_bytes(b"[]\n")
    [why] = hindrances(installed, edition(2))
    assert why.startswith(f"{ledger}: No line has the hash")
    ledger.write_bytes(text)
    key.write_bytes(b"short")
    [why] = hindrances(installed, edition(2))
    assert why.startswith(f"{key} is damaged")


def test_looking_makes_no_key(installed: Terminal) -> None:
    (installed.data / "keys" / "receipt-1.key").unlink()
    (installed.data / "keys").rmdir()
    assert installed("policy", "diff", CLINIC, installed.file(edition(2))).status == 0
    assert not (installed.data / "keys").exists()


def test_a_new_cookies_purpose_is_told_whole(installed: Terminal) -> None:
    row = """[[cookie]]
name = "basket"
kind = "cookie"
needs = "basket"
lifetime = 7
purpose.sv = "Minns varukorgen."
purpose.en = "Remembers the basket.{}"

[[processor]]"""
    for more in ("", " It is emptied when the order is placed, or by the visitor, and is sent to nobody else."):
        document = changed("[[processor]]", row.format(more), edition(2))
        out = installed("policy", "diff", CLINIC, installed.file(document)).out
        assert f"Remembers the basket.{more}" in out
