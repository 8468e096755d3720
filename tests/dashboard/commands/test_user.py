"""Accounts and tokens at the command: made, listed, changed and removed."""

import asyncio
from pathlib import Path

import pytest

from store.accounts import Accounts, User
from tests.dashboard.terminal import CLINIC, Terminal

pytestmark = pytest.mark.quick

NOW = 1_795_000_000.0
PASSWORD = "tolv tecken eller fler"


@pytest.fixture
def installed(tmp_path: Path) -> Terminal:
    terminal = Terminal(tmp_path)
    terminal.add()
    return terminal


class TestUser:
    def add(self, terminal: Terminal, *more: str, stdin: str = PASSWORD + "\n") -> tuple[int, str, str]:
        return terminal("user", "add", "agare@example.se", "--site", CLINIC, *more, stdin=stdin)

    def user(self, terminal: Terminal, password: str) -> User | None:
        async def login() -> User | None:
            accounts = await Accounts.open(terminal.data / "accounts.db")
            try:
                token = await accounts.login("agare@example.se", password, NOW)
                return await accounts.session(token, NOW) if token else None
            finally:
                await accounts.close()

        return asyncio.run(login())

    def test_the_password_comes_from_stdin(self, installed: Terminal) -> None:
        done = self.add(installed, "--role", "owner")
        assert done == (0, "agare@example.se may see klinik.example as owner.\n", "")
        assert self.user(installed, PASSWORD) == User("agare@example.se", "owner", frozenset({CLINIC}))

    @pytest.mark.parametrize("stdin", ["", "\n"])
    def test_an_empty_password_has_one_made_and_printed(self, installed: Terminal, stdin: str) -> None:
        status, out, err = self.add(installed, stdin=stdin)
        assert (status, err) == (0, "")
        assert self.user(installed, out.rpartition("Password: ")[2].strip())

    def test_adding_twice_keeps_the_password(self, installed: Terminal) -> None:
        self.add(installed)
        for stdin in ("ett annat lösenord\n", ""):
            status, out, _ = self.add(installed, stdin=stdin)
            assert status == 0
            assert out.endswith("The account was there; its password is as before.\n")
        assert self.user(installed, PASSWORD)
        assert not self.user(installed, "ett annat lösenord")

    def test_refusals(self, installed: Terminal) -> None:
        assert self.add(installed, stdin="kort\n") == (
            1, "", "rakneverk: A password must have at least 12 characters.\n")  # fmt: skip
        self.add(installed)
        assert 'already a user, with the role "viewer"' in self.add(installed, "--role", "owner")[2]
        done = installed("user", "add", "ny@example.se", "--site", "unknown.example", stdin=PASSWORD)
        assert (done.status, done.out) == (1, "")
        assert "There is no site unknown.example here" in done.err

    @pytest.mark.parametrize(("again", "status"), [(PASSWORD, 0), ("something else", 1)])
    def test_at_a_terminal_it_is_typed_twice(
        self, installed: Terminal, monkeypatch: pytest.MonkeyPatch, again: str, status: int
    ) -> None:
        typed = iter([PASSWORD, again])
        monkeypatch.setattr("getpass.getpass", lambda _: next(typed))
        done = installed("user", "add", "agare@example.se", "--site", CLINIC, at_keyboard=True)
        assert done.status == status
        assert bool(self.user(installed, PASSWORD)) is (status == 0)


class TestUsers:
    @pytest.fixture
    def told(self, installed: Terminal) -> Terminal:
        installed("user", "add", "agare@example.se", "--site", CLINIC, "--role", "owner", stdin=PASSWORD)
        return installed

    def test_they_are_listed_until_they_are_removed(self, told: Terminal) -> None:
        assert told("user", "list").out == f"agare@example.se\towner\t{CLINIC}\n"
        assert told("user", "remove", "agare@example.se").out == (
            "agare@example.se is removed. The account's sessions and tokens have ended.\n"
        )
        assert told("user", "list") == (0, "", "")
        done = told("user", "remove", "agare@example.se")
        assert (done.status, done.out) == (1, "")
        assert "There is no user agare@example.se" in done.err

    def test_one_site_is_taken(self, told: Terminal) -> None:
        assert told("user", "remove", "agare@example.se", "--site", CLINIC).status == 0
        assert told("user", "list").out == "agare@example.se\towner\tno site\n"
        assert "may not see" in told("user", "remove", "agare@example.se", "--site", CLINIC).err

    @pytest.mark.parametrize("stdin", ["ett annat lösenord\n", ""])
    def test_a_new_password(self, told: Terminal, stdin: str) -> None:
        done = told("user", "password", "agare@example.se", stdin=stdin)
        assert (done.status, done.err) == (0, "")
        assert done.out.startswith("agare@example.se has a new password. The account's sessions have ended;")
        assert ("Password: " in done.out) is (stdin == "")
        assert told("user", "password", "nobody@example.se", stdin=PASSWORD).status == 1
        assert "at least 12" in told("user", "password", "agare@example.se", stdin="kort\n").err

    def test_tokens_are_made_listed_and_ended(self, told: Terminal) -> None:
        asked = ("token", "add", "agare@example.se", "--name", "Rapport", "--site", CLINIC, "--scope", "stats:read")
        done = told(*asked, "--days", "30")
        assert (done.status, done.err) == (0, "")
        token = done.out.splitlines()[-1]
        assert token.startswith("rv_")
        listed = told("token", "list").out
        assert token not in listed
        assert listed.startswith(f"1\tagare@example.se\tRapport\tstats:read\t{CLINIC}\tmade ")
        assert "\tnever used\t" in listed
        assert told("token", "remove", "1").out == "Token 1 has ended.\n"
        assert told("token", "list").out == ""
        assert told("token", "remove", "1").status == 1

    @pytest.mark.parametrize(
        ("email", "site", "name", "why"),
        [
            ("nobody@example.se", CLINIC, "Rapport", "There is no such user. Nothing was changed."),
            ("agare@example.se", "nope.se", "Rapport", "It may not see nope.se."),
            ("agare@example.se", CLINIC, " ", "needs a name"),
        ],
    )
    def test_tokens_that_are_refused(self, told: Terminal, email: str, site: str, name: str, why: str) -> None:
        done = told("token", "add", email, "--name", name, "--site", site, "--scope", "stats:read")
        assert (done.status, done.out, done.err.count("\n")) == (1, "", 1)
        assert why in done.err
