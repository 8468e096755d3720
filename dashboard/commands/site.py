"""`rakneverk site`: the sites there are, added and removed."""

import asyncio

from dashboard.commands import publish
from dashboard.commands.data import Arguments, files_of, keys_of, naming, say
from dashboard.commands.given import text_of
from dashboard.commands.ledger import require_sound, tell_heads, today
from dashboard.commands.shots import after_publishing
from dashboard.settings import Settings
from store.access import Form, SearchAccess
from store.accounts import Accounts
from store.notes import Notes


def site_add(settings: Settings, given: Arguments) -> int:
    text, files = text_of(given.policy), files_of(settings)
    with naming(given.policy), files.locked():
        require_sound(files, keys_of(settings), text, today())
        site = publish.install(files, given.host, text, given.timezone, given.service, given.third_party, today())
    service = f"https://{site.service}" if settings.secure else f"http://{site.service}:8000"  # as `serve` listens
    say(f"{site.host} is installed with version {site.published[-1].version} of its policy.")
    say("1. Let the service's name lead to this machine, by a DNS record with its address, such as:")
    say(f"   {site.service}. A 203.0.113.7")
    say("   A CNAME to another domain makes Safari forget answers after 7 days: see docs/choice.md.")
    say("2. Embed the script in every page, before </head>:")
    say(f'   <script async src="{service}/s/{site.host}.js" referrerpolicy="no-referrer"></script>')
    say("3. Let visitors change their mind, by a link at the bottom of every page:")
    say(f'   <a href="{service}/cookies/{site.host}" data-rakneverk-open>Kakor</a>')
    say(f"4. Make an account: rakneverk user add EMAIL --role owner --site {site.host}")
    after_publishing(settings, [site.host])
    tell_heads(settings, site.host)
    return 0


def site_list(settings: Settings, _: Arguments) -> int:
    for site in files_of(settings).sites():
        last = site.published[-1]
        say(f"{site.host}\t{site.timezone}\t{site.service}\tversion {last.version} since {last.day}")
    return 0


def site_remove(settings: Settings, given: Arguments) -> int:
    files = files_of(settings)
    with files.locked():
        publish.remove(files, given.host)
    forms = asyncio.run(_end_access(settings, given.host))
    say(f"{given.host} is removed. Its counts and its published policies are left as they are.")
    if forms:
        say("What opened its search engines is deleted here.")
    if "oauth" in forms:
        say("Whoever connected Google can take that back there too: https://myaccount.google.com/connections")
    return 0


async def _end_access(settings: Settings, host: str) -> list[Form]:
    """Nobody's to the site, and the service's to its search engines; returns the forms of those there were. What owners
    have written on its days goes too."""
    accounts = await Accounts.open(settings.data / "accounts.db")
    try:
        await accounts.revoke(host)
    finally:
        await accounts.close()
    notes = await Notes.open(settings.data / "accounts.db")
    try:
        await notes.forget(host)
    finally:
        await notes.close()
    access = await SearchAccess.open(settings.data / "accounts.db")
    try:
        ended = [each for each in await access.every() if each.site == host]
        for each in ended:
            await access.remove(host, each.engine)
        await access.forget_fetched_of(host)
    finally:
        await access.close()
    return [each.form for each in ended]
