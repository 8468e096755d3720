"""The command `rakneverk`: which commands there are, and what they take."""

import argparse
import os
import sys
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

from collector.signing import BadKey
from dashboard.commands.audit import MOST_PAGES, audit
from dashboard.commands.counts import check_sums, stats_of
from dashboard.commands.data import Failure
from dashboard.commands.explain import explain
from dashboard.commands.ledger import policy_verify
from dashboard.commands.policy import policy_check, policy_csp, policy_diff, policy_publish, policy_show
from dashboard.commands.publish import Refusal
from dashboard.commands.receipt import receipt_rotate, receipt_verify
from dashboard.commands.serving import demo, serve
from dashboard.commands.shots import policy_shoot
from dashboard.commands.site import site_add, site_list, site_remove
from dashboard.commands.snippets import SERVERS
from dashboard.commands.terminal import printable
from dashboard.commands.token import token_add, token_list, token_remove
from dashboard.commands.user import user_add, user_list, user_password, user_remove
from dashboard.numbers.ranges import BadRange
from dashboard.numbers.stats import Refused
from dashboard.search.engines.source import Engine
from dashboard.search.exports.commands import importing
from dashboard.search.exports.remarks import BadExport
from dashboard.settings import BadSetting, Settings, read_settings
from policy.check import PolicyError
from policy.dimensions import DIMENSIONS
from policy.statistics import UPKEEP
from store.accounts import AccountError
from store.connection import FileError
from store.policies import BadIndex
from store.tokens import LONGEST_LIFE, SCOPES

Command = Callable[[Settings, argparse.Namespace], int]
REFUSALS: Final = (
    FileError, Failure, Refusal, BadSetting, BadRange, Refused, AccountError, PolicyError, BadKey, BadIndex,
    BadExport,
)  # fmt: skip


def main(arguments: list[str] | None = None) -> int:
    """0 when done, 1 for a refusal, 2 for usage."""
    given = _parser().parse_args(arguments)
    try:
        does: Command = given.does
        settings = read_settings(data=given.data)
        if given.needs_data:
            _require_data(settings.data)
        status = does(settings, given)
        sys.stdout.flush()
        return status
    except REFUSALS as refusal:
        return _refused(str(refusal))
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is left would be written at the exit
        return 0
    except OSError as error:
        return _refused(f"{error.filename}: {error.strerror}" if error.filename else error.strerror or str(error))
    except KeyboardInterrupt:
        return 130  # as shells count what Ctrl+C has ended


def _refused(why: str) -> int:
    print(f"rakneverk: {printable(why)}", file=sys.stderr)
    return 1


def _require_data(directory: Path) -> None:
    """Raises `Refusal` where nothing was ever installed or served: a mistyped name is not begun as a new one."""
    if not any((directory / each).exists() for each in ("policies/sites.json", "counts.db")):
        raise Refusal(
            f"{directory} is no data directory: it has neither policies/sites.json nor counts.db. Name it with --data "
            "or RAKNEVERK_DATA, or begin one with: rakneverk site add HOST --policy FILE"
        )


def _directory(text: str) -> Path:
    if not text:
        raise argparse.ArgumentTypeError("it is empty; name a directory")
    return Path(text)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"a day is written YYYY-MM-DD, such as 2026-11-22, not {text!r}") from None


class _Group:
    """A parser's commands."""

    def __init__(self, parser: argparse.ArgumentParser) -> None:
        self._commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(
        self, name: str, does: Command, text: str, *positional: str, needs_data: bool = True
    ) -> argparse.ArgumentParser:
        """A command that does not need the data directory goes without, or makes it."""
        made = self._commands.add_parser(name, help=text, description=text)
        made.add_argument(
            "--data", type=_directory, metavar="DIR", help="where the data are (RAKNEVERK_DATA, else ./data)"
        )
        for argument in positional:
            made.add_argument(argument, type=Path if argument == "file" else str)
        made.set_defaults(does=does, needs_data=needs_data)
        return made

    def group(self, name: str, text: str) -> "_Group":
        return _Group(self._commands.add_parser(name, help=text, description=text))


@cache
def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="rakneverk", description="Website statistics and cookie consent, driven by the site's own privacy policy."
    )
    root = _Group(parser)
    _serving(root)
    _sites(root.group("site", "sites: add, list, remove"))
    _policies(root.group("policy", "policies: check, publish, show, diff, shoot, verify, csp"))
    _receipts(root.group("receipt", "receipts: verify, rotate"))
    _users(root.group("user", "accounts: add, list, remove, password"))
    _tokens(root.group("token", "tokens of programs: add, list, remove"))
    _imports(root.group("import", "import figures of other services: search-console, bing"))
    _explain(root)
    root.command("check", check_sums, "verify every sum of the stored data")
    _stats(root)
    _audit(root)
    return parser


def _serving(root: _Group) -> None:
    serving = root.command("serve", serve, "serve the collector, the dashboard, or both", needs_data=False)
    serving.add_argument("side", nargs="?", choices=["both", "collector", "dashboard"], default="both")
    serving.add_argument("--workers", type=_whole(64), default=1, metavar="N", help="processes (1)")
    showing = root.command("demo", demo, "serve replicas of two sites with a year of made-up visits", needs_data=False)
    for each in (serving, showing):
        each.add_argument("--host", default="127.0.0.1", help="the address to listen on (127.0.0.1)")
        each.add_argument("--port", type=_whole(65_535), default=8000, help="the port (8000)")


def _whole(most: int) -> Callable[[str], int]:
    def number(text: str) -> int:
        if text.isascii() and text.isdecimal() and 1 <= int(text) <= most:
            return int(text)
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1 to {most}")

    return number


def _sites(sites: _Group) -> None:
    add = sites.command("add", site_add, "add a site with its first policy", "host", needs_data=False)
    add.add_argument("--policy", type=Path, required=True, metavar="FILE")
    add.add_argument("--timezone", default="Europe/Stockholm", help="whose days are counted (Europe/Stockholm)")
    add.add_argument("--service", metavar="NAME", help="the service's host name, if not the policy's")
    add.add_argument("--third-party", action="store_true", help="accept a service name on a foreign domain")
    sites.command("list", site_list, "list the sites")
    sites.command("remove", site_remove, "remove a site; its counts and published policies stay", "host")


def _policies(policies: _Group) -> None:
    policies.command("check", policy_check, "check a document", "file", needs_data=False)
    policies.command("publish", policy_publish, "put a document in force", "host", "file")
    policies.command("diff", policy_diff, "say what publishing a document would change", "host", "file")
    show = policies.command("show", policy_show, "print a published document", "host")
    show.add_argument("--version", type=int, metavar="N", help="an earlier one (the newest)")
    pictures = policies.command("shoot", policy_shoot, "take pictures of the banner for the ledger", "host")
    pictures.add_argument("--version", type=int, metavar="N", help="an earlier one (the newest)")
    verify = policies.command("verify", policy_verify, "hold the ledger of what was published against it", "host")
    verify.add_argument("--head", metavar="SHA256", help="a head that was written down: says whether a line has it")
    csp = policies.command("csp", policy_csp, "print the Content-Security-Policy for a web server", "host")
    csp.add_argument("--for", dest="server", choices=SERVERS, required=True, help="meta: an element for pages")
    csp.add_argument("--service-url", metavar="URL", help="where the site reaches the service (https://, its name)")


def _receipts(receipts: _Group) -> None:
    text = "say whether a visitor's receipt is genuine"
    verify = receipts.command("verify", receipt_verify, text, "file", needs_data=False)
    verify.add_argument("--ledger", type=Path, metavar="FILE", help="a ledger.jsonl (that of this installation)")
    verify.add_argument("--language", choices=["sv", "en"], default="en", help="of what it says (en)")
    receipts.command("rotate", receipt_rotate, "sign receipts with a new key, and destroy the one before")


def _stats(root: _Group) -> None:
    stats = root.command("stats", stats_of, "print what a panel shows", "host")
    day: Any = {"type": _day, "required": True, "metavar": "DAY"}
    stats.add_argument("--from", dest="start", help="the first day, such as 2026-11-01", **day)
    stats.add_argument("--to", dest="end", help="the last day, included", **day)
    stats.add_argument(
        "--dimension", metavar="NAME", help=f"break it down by {', '.join(DIMENSIONS)}, {', '.join(UPKEEP)}"
    )
    stats.add_argument("--filter", metavar="NAME=VALUE", help="only what has the value, such as page=/prices")
    stats.epilog = f"Counted together, so that one can filter the other: {_pairs()}; page with scrubbed."
    form = stats.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true")
    form.add_argument("--csv", action="store_true")


def _pairs() -> str:
    together = {row.name: row.pairs for row in DIMENSIONS.values() if row.pairs}
    return "; ".join(f"{name} with {', '.join(others)}" for name, others in together.items())


def _users(users: _Group) -> None:
    add = users.command("add", user_add, "add an account for a site", "email")
    add.add_argument("--role", choices=["owner", "viewer"], default="viewer")
    add.add_argument("--site", required=True, metavar="HOST")
    users.command("list", user_list, "list the accounts, and the sites that each may see")
    remove = users.command("remove", user_remove, "remove an account with its sessions and tokens", "email")
    remove.add_argument("--site", metavar="HOST", help="take this site alone from the account")
    users.command("password", user_password, "give an account a new password, and end its sessions", "email")


def _tokens(tokens: _Group) -> None:
    add = tokens.command("add", token_add, "make a token by which a program asks in a user's place", "email")
    add.epilog = "docs/api.md says what each scope lets it do. The token is printed once; only its digest is kept."
    add.add_argument("--name", required=True, metavar="TEXT", help="what it is for")
    add.add_argument("--site", required=True, action="append", metavar="HOST", help="of which it may ask; repeatable")
    add.add_argument("--scope", required=True, action="append", choices=SCOPES, help="what it may do; repeatable")
    add.add_argument("--days", type=_whole(LONGEST_LIFE), default=365, metavar="N", help="for how long (365)")
    tokens.command("list", token_list, "list the tokens that work")
    remove = tokens.command("remove", token_remove, "end a token at once")
    remove.add_argument("number", type=_whole(2**31), metavar="NUMBER", help="as the list has it")


def _imports(imports: _Group) -> None:
    day: Any = {"type": _day, "metavar": "DAY"}
    engines: list[tuple[str, Engine, str]] = [
        ("search-console", "google", "bring in a file that Google Search Console exported"),
        ("bing", "bing", "bring in a file that Bing Webmaster Tools exported"),
    ]
    for name, engine, text in engines:
        command = imports.command(name, importing(engine), text, "file")
        command.epilog = "docs/search.md says how to export it, and what is kept of it."
        command.add_argument("--site", metavar="HOST", help="whose figures they are (the site that the file tells of)")
        command.add_argument("--from", dest="start", help="the first day (the one that the file tells)", **day)
        command.add_argument("--to", dest="end", help="the last day, included", **day)
        command.add_argument(
            "--columns", metavar="NAMES", help="what each column is, such as term,clicks,impressions,ctr,position"
        )


def _explain(root: _Group) -> None:
    text = "say what would become of page views, asked as JSON lines or by --url"
    command = root.command("explain", explain, text, needs_data=False)
    command.epilog = "Nothing is counted. docs/explain.md has the keys of a question and of its answer."
    command.add_argument("files", nargs="*", type=Path, metavar="FILE", help="JSON lines; - or none: from stdin")
    command.add_argument("--url", help="of the page, as the browser shows it")
    command.add_argument("--referrer", metavar="URL", help="what the visit began with (nothing: direct)")
    command.add_argument("--user-agent", metavar="TEXT", help="what the browser calls itself")
    whose = command.add_mutually_exclusive_group()
    whose.add_argument("--site", metavar="HOST", help="as this site's policy permits (the site that the URL is of)")
    whose.add_argument("--hosts", nargs="+", metavar="HOST", help="of a site that is not installed: all is permitted")
    command.set_defaults(misused=command.error)


def _audit(root: _Group) -> None:
    text = "check a website's consent in a real browser"
    command = root.command("audit", audit, text, "url", needs_data=False)
    command.epilog = "Exit status: 0 no faults, 1 faults found, 2 usage, 3 the website could not be audited."
    command.add_argument("--any-host", action="store_true", help="also a website that is not one's own")
    command.add_argument("--policy", type=Path, metavar="FILE", help="compare with it (what the website publishes)")
    command.add_argument("--pages", type=_whole(MOST_PAGES), default=10, metavar="N", help="pages at most (10)")
    command.add_argument("--language", choices=["sv", "en"], default="sv", help="of the report (sv)")
    command.add_argument("--out", type=_directory, default=Path(), metavar="DIR", help="where the report is put (here)")
    command.add_argument("--json", action="store_true", help="write it as JSON too, with the evidence")
    command.add_argument("--propose", type=Path, metavar="FILE", help="draft the rows that the policy lacks")
    command.add_argument("--browser", type=Path, metavar="PATH", help="the Chromium to drive")


if __name__ == "__main__":
    sys.exit(main())
