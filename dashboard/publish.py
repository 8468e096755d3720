"""Installing sites and publishing their policies: all checks first, then one moment at which it is in force."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from policy.check import placeholders, read
from policy.document import Policy, decode, material_changes
from policy.domains import registrable_domain
from store.policies import InstalledSite, PolicyFiles, Publication


class Refusal(Exception):
    """What was asked for is refused; the message says why and what to do."""


class Change(NamedTuple):
    """What publishing would change: the keys that differ, and those of them that void earlier consent."""

    keys: tuple[str, ...]
    material: tuple[str, ...]


def install(
    files: PolicyFiles, host: str, text: str, timezone: str, service: str | None, third_party: bool, today: date
) -> InstalledSite:
    """Adds a site with its first policy. Raises `Refusal` or `policy.check.PolicyError`."""
    policy = _sound(text)
    if any(site.host == host for site in files.sites()):
        raise Refusal(f"{host} is installed already; publish a new version with: rakneverk policy publish {host} FILE")
    try:
        ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # a directory of zones, such as "Europe", is an OSError
        raise Refusal(f'There is no time zone "{timezone}"; use a name such as Europe/Stockholm.') from None
    governed = policy.governs(host)
    if governed is None:
        known = ", ".join(site.host for site in policy.site)
        raise Refusal(f"The policy does not govern {host} but {known}: add a [[site]] or correct the host.")
    name = service or governed.service or f"stats.{registrable_domain(host)}"
    if registrable_domain(name) != registrable_domain(host) and not third_party:
        raise Refusal(
            f"{name} is not under {registrable_domain(host)}, so browsers treat its script as a third party's and the "
            f"choice cannot be kept. Use a name such as stats.{registrable_domain(host)}, or say --third-party."
        )
    newest = max(files.versions(host), default=0)
    if policy.version < newest or (policy.version == newest and files.text(host, newest) != text):
        raise Refusal(
            f"Version {newest} was published for {host} before: install that very text, or set version = {newest + 1}."
        )
    site = InstalledSite(host, timezone, name, (Publication(policy.version, policy.digest, today),))
    files.write_text(host, policy.version, text)
    files.replace_sites((*files.sites(), site))
    return site


def publish(files: PolicyFiles, host: str, text: str, today: date) -> tuple[str, ...]:
    """Puts a document in force for every installed site that it governs; returns those for which it is new. Raises
    `Refusal` or `policy.check.PolicyError`."""
    policy = _sound(text)
    sites = {site.host: site for site in files.sites()}
    if host not in sites:
        raise Refusal(f"There is no site {host} here; add it with: rakneverk site add {host} --policy FILE")
    if policy.governs(host) is None:
        raise Refusal(f"The policy does not govern {host}: add a [[site]] or name another file.")
    new = [sites[each.host] for each in policy.site if each.host in sites and _is_new(sites[each.host], policy)]
    for site in new:
        files.write_text(site.host, policy.version, text)
        published = (*site.published, Publication(policy.version, policy.digest, today))
        sites[site.host] = InstalledSite(site.host, site.timezone, site.service, published)
    if new:
        files.replace_sites(tuple(sites.values()))
    return tuple(site.host for site in new)


def remove(files: PolicyFiles, host: str) -> None:
    """Takes a site away; its published texts stay, for they are what visitors agreed to."""
    sites = files.sites()
    if all(site.host != host for site in sites):
        raise Refusal(f"There is no site {host} here; rakneverk site list shows those there are.")
    files.replace_sites(tuple(site for site in sites if site.host != host))


def installed(files: PolicyFiles, host: str) -> InstalledSite:
    """The site; raises `Refusal`."""
    for site in files.sites():
        if site.host == host:
            return site
    raise Refusal(f"There is no site {host} here; rakneverk site list shows those there are.")


def changes(files: PolicyFiles, host: str, text: str) -> Change:
    """From the policy in force to another document."""
    old = decode(files.text(host, installed(files, host).published[-1].version))
    new = read(text)
    return Change(tuple(_differing(old, new)), material_changes(old, new))


def _sound(text: str) -> Policy:
    policy = read(text)
    if unfilled := placeholders(policy):
        raise Refusal("The policy cannot be published yet:\n" + "\n".join(f"  {each}" for each in unfilled))
    return policy


def _is_new(site: InstalledSite, policy: Policy) -> bool:
    last = site.published[-1]
    if (policy.version, policy.digest) == (last.version, last.digest):
        return False
    if policy.version == last.version:
        raise Refusal(
            f"Version {policy.version} is published for {site.host} with another text. What visitors agreed to cannot "
            f"be changed: set version = {last.version + 1} and publish again."
        )
    if policy.version != last.version + 1:
        raise Refusal(f"After version {last.version} of {site.host} comes version = {last.version + 1}.")
    return True


def _differing(old: Policy, new: Policy) -> Iterator[str]:
    """The keys whose content differs, those of tables one by one."""
    before, after = msgspec.to_builtins(old), msgspec.to_builtins(new)
    for key, value in after.items():
        if isinstance(value, dict):
            names = dict.fromkeys((*before[key], *value))
            yield from (f"{key}.{name}" for name in names if before[key].get(name) != value.get(name))
        elif before[key] != value:
            yield key
