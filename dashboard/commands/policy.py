"""`rakneverk policy`: documents checked, published, shown and compared."""

import sys
from collections.abc import Sequence

from dashboard.commands import difference, publish
from dashboard.commands.data import Arguments, Failure, files_of, keys_of, naming, say
from dashboard.commands.given import text_of
from dashboard.commands.ledger import hindrances, require_sound, tell_heads, today
from dashboard.commands.shots import after_publishing
from dashboard.commands.snippets import snippet
from dashboard.serve import build_sites
from dashboard.settings import Settings
from policy.check import placeholders, read
from policy.csp import ContentPolicy, NoSuchAddress
from store.policies import PolicyFiles


def policy_check(_: Settings, given: Arguments) -> int:
    with naming(given.file):
        policy = read(text_of(given.file))
    unfilled = placeholders(policy)
    say(f"{given.file}: version {policy.version} is sound. Digest: {policy.digest}")
    if unfilled:
        say("Before it can be published, fill in:")
        for each in unfilled:
            say(f"  {each.key}: {each.expected}")
    return 0


def policy_publish(settings: Settings, given: Arguments) -> int:
    files, text = files_of(settings), text_of(given.file)
    before = _blocking(files)
    with naming(given.file), files.locked():
        material = publish.difference(files, given.host, text, today()).material
        require_sound(files, keys_of(settings), text, today())
        hosts = publish.publish(files, given.host, text, today())
    if not hosts:
        say("This very text is in force already; nothing changed.")
        tell_heads(settings)
        return 0
    version = publish.installed(files, hosts[0]).published[-1].version
    say(f"Version {version} is in force for {', '.join(hosts)}. {_consequence(material)}")
    after = _blocking(files)
    for host in hosts:
        if after[host] != before.get(host):
            say(f"If a web server has the Content-Security-Policy of {host}, make that anew:")
            say(f"   rakneverk policy csp {host} --for SERVER")
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
    files, text = files_of(settings), text_of(given.file)
    with naming(given.file):
        found = publish.difference(files, given.host, text, today())
    of_ledgers = hindrances(files, settings.data / "keys", found.other, today())
    for line in difference.lines(found._replace(hindrances=(*found.hindrances, *of_ledgers))):
        say(line)
    return 0


def policy_show(settings: Settings, given: Arguments) -> int:
    files = files_of(settings)
    sys.stdout.write(files.text(given.host, publish.version_of(files, given.host, given.version)))
    return 0


def policy_csp(settings: Settings, given: Arguments) -> int:
    files = files_of(settings)
    service = given.service_url or f"https://{publish.installed(files, given.host).service}"
    site = build_sites(files)[given.host]
    try:
        policy = ContentPolicy(site.policy, site.host, site.material_since, service)
    except NoSuchAddress as error:
        raise Failure(str(error)) from None
    sys.stdout.write(snippet(policy, given.server))
    return 0
