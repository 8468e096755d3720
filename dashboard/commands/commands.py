"""What the commands do."""

import argparse
import asyncio
import csv
import getpass
import re
import secrets
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import msgspec

from collector.signing import ReceiptKeys
from dashboard.commands import difference, publish
from dashboard.commands.demonstration import demonstrate
from dashboard.commands.given import text_of
from dashboard.commands.ledger import counted, hindrances, keep_up, require_sound, tell_heads, today, warn_of_receipts
from dashboard.commands.shots import after_publishing
from dashboard.commands.snippets import snippet
from dashboard.numbers.check import LOWEST, check_site
from dashboard.numbers.ranges import Range, asked
from dashboard.numbers.stats import Stats, read_filter, stats
from dashboard.search.check import check_figures
from dashboard.serve import Side, build_sites, create, data_centres, run
from dashboard.settings import Settings
from policy.check import PolicyError, placeholders, read
from policy.csp import ContentPolicy, NoSuchAddress
from policy.site import Site
from store.access import Form, SearchAccess
from store.accounts import Accounts
from store.database import Database
from store.policies import PolicyFiles
from store.sqlite import SQLiteCounts
from store.sqlite_search import SQLiteSearch

Arguments = argparse.Namespace


class Failure(Exception):
    """One clear line for stderr; exit status 1."""


def serve(settings: Settings, given: Arguments) -> int:
    _require_sound(settings, given.side)
    settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    sites = len(_files(settings).sites())
    if sites:
        keep_up(settings)
        warn_of_receipts(build_sites(_files(settings)))
    _say(f"http://{given.host}:{given.port}, data in {settings.data.resolve()}, {counted(sites, 'site')}")
    if not sites:
        _say("Nothing is counted before a site is added: rakneverk site add HOST --policy FILE")
    return run(partial(create, settings, given.side), settings, given.host, given.port, given.workers)


def _require_sound(settings: Settings, side: Side) -> None:
    """What is wrong with the files that settings name is said here, and not by each worker."""
    data_centres(settings)
    if side != "collector":
        from dashboard.owner import google_client  # noqa: PLC0415 - the collector does without what comes with it

        google_client(settings)


def demo(settings: Settings, given: Arguments) -> int:
    return demonstrate(settings, given.data, given.host, given.port)


def site_add(settings: Settings, given: Arguments) -> int:
    text, files = text_of(given.policy), _files(settings)
    with _naming(given.policy), files.locked():
        require_sound(files, _keys(settings), text, today())
        site = publish.install(files, given.host, text, given.timezone, given.service, given.third_party, today())
    _say(f"{site.host} is installed with version {site.published[-1].version} of its policy.")
    _say("1. Let the service's name lead to this machine, by a DNS record with its address, such as:")
    _say(f"   {site.service}. A 203.0.113.7")
    _say("   A CNAME to another domain makes Safari forget answers after 7 days: see docs/choice.md.")
    _say("2. Embed the script in every page, before </head>:")
    _say(f'   <script async src="https://{site.service}/s/{site.host}.js" referrerpolicy="no-referrer"></script>')
    _say("3. Let visitors change their mind, by a link at the bottom of every page:")
    _say(f'   <a href="https://{site.service}/cookies/{site.host}" data-rakneverk-open>Kakor</a>')
    _say(f"4. Make an account: rakneverk user add EMAIL --role owner --site {site.host}")
    after_publishing(settings, [site.host])
    tell_heads(settings, site.host)
    return 0


def site_list(settings: Settings, _: Arguments) -> int:
    for site in _files(settings).sites():
        last = site.published[-1]
        _say(f"{site.host}\t{site.timezone}\t{site.service}\tversion {last.version} since {last.day}")
    return 0


def site_remove(settings: Settings, given: Arguments) -> int:
    files = _files(settings)
    with files.locked():
        publish.remove(files, given.host)
    forms = asyncio.run(_end_access(settings, given.host))
    _say(f"{given.host} is removed. Its counts and its published policies are left as they are.")
    if forms:
        _say("What opened its search engines is deleted here.")
    if "oauth" in forms:
        _say("Whoever connected Google can take that back there too: https://myaccount.google.com/connections")
    return 0


async def _end_access(settings: Settings, host: str) -> list[Form]:
    """Nobody's to the site, and the service's to its search engines; returns the forms of those there were."""
    accounts = await Accounts.open(settings.data / "accounts.db")
    try:
        await accounts.revoke(host)
    finally:
        await accounts.close()
    access = await SearchAccess.open(settings.data / "accounts.db")
    try:
        ended = [each for each in await access.every() if each.site == host]
        for each in ended:
            await access.remove(host, each.engine)
        await access.forget_fetched_of(host)
    finally:
        await access.close()
    return [each.form for each in ended]


def policy_check(_: Settings, given: Arguments) -> int:
    with _naming(given.file):
        policy = read(text_of(given.file))
    unfilled = placeholders(policy)
    _say(f"{given.file}: version {policy.version} is sound. Digest: {policy.digest}")
    if unfilled:
        _say("Before it can be published, fill in:")
        for each in unfilled:
            _say(f"  {each.key}: {each.expected}")
    return 0


def policy_publish(settings: Settings, given: Arguments) -> int:
    files, text = _files(settings), text_of(given.file)
    before = _blocking(files)
    with _naming(given.file), files.locked():
        material = publish.difference(files, given.host, text, today()).material
        require_sound(files, _keys(settings), text, today())
        hosts = publish.publish(files, given.host, text, today())
    if not hosts:
        _say("This very text is in force already; nothing changed.")
        tell_heads(settings)
        return 0
    version = publish.installed(files, hosts[0]).published[-1].version
    _say(f"Version {version} is in force for {', '.join(hosts)}. {_consequence(material)}")
    after = _blocking(files)
    for host in hosts:
        if after[host] != before.get(host):
            _say(f"If a web server has the Content-Security-Policy of {host}, make that anew:")
            _say(f"   rakneverk policy csp {host} --for SERVER")
    after_publishing(settings, hosts)
    tell_heads(settings, *hosts)
    return 0


def _blocking(files: PolicyFiles) -> dict[str, tuple[object, ...]]:
    """What the Content-Security-Policy of each site depends on, besides the service's address."""
    sites = build_sites(files)
    policies = (ContentPolicy(site.policy, site.host, site.material_since, f"https://{site.host}") for site in sites)
    return {policy.host: (policy.base, policy.additions, policy.closed) for policy in policies}


def _consequence(material: Sequence[str]) -> str:
    if not material:
        return "Answers hold as before."
    return f"Every visitor is asked again, because of {', '.join(material)}."


def policy_diff(settings: Settings, given: Arguments) -> int:
    files, text = _files(settings), text_of(given.file)
    with _naming(given.file):
        found = publish.difference(files, given.host, text, today())
    of_ledgers = hindrances(files, settings.data / "keys", found.other, today())
    for line in difference.lines(found._replace(hindrances=(*found.hindrances, *of_ledgers))):
        _say(line)
    return 0


def policy_show(settings: Settings, given: Arguments) -> int:
    files = _files(settings)
    sys.stdout.write(files.text(given.host, publish.version_of(files, given.host, given.version)))
    return 0


def policy_csp(settings: Settings, given: Arguments) -> int:
    files = _files(settings)
    service = given.service_url or f"https://{publish.installed(files, given.host).service}"
    site = build_sites(files)[given.host]
    try:
        policy = ContentPolicy(site.policy, site.host, site.material_since, service)
    except NoSuchAddress as error:
        raise Failure(str(error)) from None
    sys.stdout.write(snippet(policy, given.server))
    return 0


def user_add(settings: Settings, given: Arguments) -> int:
    publish.installed(_files(settings), given.site)
    if not re.fullmatch(r"[^@\s]+@[^@\s]+", given.email):
        raise Failure(f"{given.email!r} is not an e-mail address; nothing was changed.")
    password = _password()
    made = "" if password else secrets.token_urlsafe(12)

    async def add() -> bool:
        accounts = await Accounts.open(settings.data / "accounts.db")
        try:
            return await accounts.add_user(given.email, password or made, given.role, given.site)
        finally:
            await accounts.close()

    is_new = asyncio.run(add())
    _say(f"{given.email} may see {given.site} as {given.role}.")
    if not is_new:
        _say("The account was there; its password is as before.")
    elif made:
        _say(f"Password: {made}")
    return 0


def check_sums(settings: Settings, _: Arguments) -> int:
    sites = build_sites(_files(settings))
    lowest = {site.host: min(each.policy.threshold.visits for each in site.history.values()) for site in sites}

    async def verify() -> list[str]:
        database = await Database.open(_existing(settings.data / "counts.db"))
        try:
            counts, figures = SQLiteCounts(database), SQLiteSearch(database)
            breaches: list[object] = []
            for host in sorted({*lowest, *await counts.sites(), *await figures.sites()}):
                breaches.append(await check_site(counts, host, lowest.get(host, LOWEST)))
                breaches.append(await check_figures(figures, host, lowest.get(host, 0)))
            return [str(breach) for breach in breaches if breach]
        finally:
            await database.close()

    if breaches := asyncio.run(verify()):
        raise Failure("\n".join(breaches))
    _say("Every sum holds.")
    return 0


def stats_of(settings: Settings, given: Arguments) -> int:
    site = build_sites(_files(settings)).get(given.host)
    if site is None:
        raise Failure(f"There is no site {given.host} here; rakneverk site list shows those there are.")
    days = asked({"from": given.start.isoformat(), "to": given.end.isoformat()}, today()).range
    found = asyncio.run(_stats(settings, site, days, given))
    if given.json:
        sys.stdout.write(msgspec.json.encode(found).decode() + "\n")
    else:
        _print_table(found, "," if given.csv else "\t")
    return 0


async def _stats(settings: Settings, site: Site, days: Range, given: Arguments) -> Stats:
    store = await SQLiteCounts.open(settings.data / "counts.db")
    try:
        chosen = read_filter(site, given.filter) if given.filter else None
        return await stats(store, site, days.start, days.end, given.dimension, chosen)
    finally:
        await store.close()


def _cell(text: str) -> str:
    """No formula: spreadsheets run what begins like one, and visitors write it."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text


def _print_table(found: Stats, delimiter: str) -> None:
    table = csv.writer(sys.stdout, delimiter=delimiter, lineterminator="\n")
    table.writerow((found.dimension or "total", "pageviews", "visits", "visitors"))
    table.writerows((_cell(row.value), row.pageviews, row.visits, row.visitors) for row in found.rows)
    table.writerow(("total", found.total.pageviews, found.total.visits, found.total.visitors))


@contextmanager
def _naming(file: Path) -> Iterator[None]:
    """Puts the document's file name before what is wrong in it."""
    try:
        yield
    except PolicyError as error:
        raise Failure("\n".join(f"{file}: {problem}" for problem in error.problems)) from None


def _files(settings: Settings) -> PolicyFiles:
    return PolicyFiles(settings.data / "policies")


def _keys(settings: Settings) -> ReceiptKeys:
    return ReceiptKeys(settings.data / "keys")


def _existing(path: Path) -> Path:
    if not path.exists():
        raise Failure(f"{path} does not exist: nothing has been counted there; name the directory with --data.")
    return path


def _password() -> str:
    """Typed twice at a terminal, or one line of stdin; empty to have one made."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    password = getpass.getpass("Password (empty: one is made for you): ")
    if password and getpass.getpass("Once more: ") != password:
        raise Failure("The two passwords differ; nothing was changed.")
    return password


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
