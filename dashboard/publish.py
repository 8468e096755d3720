"""Installing sites and publishing their policies: all checks first, then one moment at which it is in force."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from policy.check import placeholders, read
from policy.document import Policy, decode, material_changes
from policy.domains import registrable_domain
from store.policies import InstalledSite, PolicyFiles, Publication

_HOST: Final = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)*")


class Refusal(Exception):
    """What was asked for is refused; the message says why and what to do."""


class Difference(NamedTuple):
    """The policy in force, and another document."""

    present: Policy
    other: Policy

    @property
    def material(self) -> tuple[str, ...]:
        """The keys whose difference asks every visitor again."""
        return material_changes(self.present, self.other)


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
        _require_no_alias(policy, host)
        known = ", ".join(site.host for site in policy.site)
        raise Refusal(f"The policy does not govern {host} but {known}: add a [[site]] or correct the host.")
    name = service or governed.service or f"stats.{registrable_domain(host)}"
    if not _HOST.fullmatch(name):
        raise Refusal(f"{name} is not a host name: give it without scheme, port or path, such as stats.{host}.")
    if registrable_domain(name) != registrable_domain(host) and not third_party:
        raise Refusal(
            f"{name} is not under {registrable_domain(host)}, so browsers treat its script as a third party's and the "
            f"choice cannot be kept. Use a name such as stats.{registrable_domain(host)}, or say --third-party."
        )
    earlier = next((site.published for site in files.all_sites() if site.host == host), ())
    site = InstalledSite(host, timezone, name, _published(files, host, earlier, policy, today))
    _require_one_answer_a_domain((*files.sites(), site))
    files.write_text(host, policy.version, text)
    files.replace_sites([site])
    return site


def publish(files: PolicyFiles, host: str, text: str, today: date) -> tuple[str, ...]:
    """Puts a document in force for every installed site that it governs; returns those for which it is new. Raises
    `Refusal` or `policy.check.PolicyError`."""
    policy = _sound(text)
    installed(files, host)
    if policy.governs(host) is None:
        raise Refusal(f"The policy does not govern {host}: add a [[site]] or name another file.")
    new = {
        site.host: msgspec.structs.replace(site, published=published)
        for site in files.sites()
        if policy.governs(site.host)
        and (published := _published(files, site.host, site.published, policy, today)) != site.published
    }
    _require_one_answer_a_domain(new.get(site.host, site) for site in files.sites())
    for site in new.values():
        files.write_text(site.host, policy.version, text)
    if new:
        files.replace_sites(new.values())
    return tuple(each.host for each in policy.site if each.host in new)


def remove(files: PolicyFiles, host: str) -> None:
    """Takes a site away. Its published texts stay, for they are what visitors agreed to, and so does the duty to delete
    what was counted when the last of them says so."""
    files.replace_sites([msgspec.structs.replace(installed(files, host), removed=True)])


def installed(files: PolicyFiles, host: str) -> InstalledSite:
    """The site; raises `Refusal`."""
    for site in files.sites():
        if site.host == host:
            return site
        _require_no_alias(decode(files.text(site.host, site.published[-1].version)), host)
    raise Refusal(
        f"There is no site {host} here. rakneverk site list shows those there are; "
        f"add it with: rakneverk site add {host} --policy FILE"
    )


def _require_no_alias(policy: Policy, host: str) -> None:
    for site in policy.site:
        if host in site.aliases:
            raise Refusal(f"{host} is another name of {site.host}: use that.")


def difference(files: PolicyFiles, host: str, text: str) -> Difference:
    """What publishing a document would change. Raises `Refusal` or `policy.check.PolicyError`."""
    return Difference(decode(files.text(host, installed(files, host).published[-1].version)), read(text))


def _sound(text: str) -> Policy:
    policy = read(text)
    if unfilled := placeholders(policy):
        raise Refusal("The policy cannot be published yet:\n" + "\n".join(f"  {each}" for each in unfilled))
    return policy


def _published(
    files: PolicyFiles, host: str, earlier: tuple[Publication, ...], policy: Policy, today: date
) -> tuple[Publication, ...]:
    """The site's publications with the policy after those before it, unless it is the last of them already."""
    if not earlier:
        return (Publication(policy.version, policy.digest, today),)
    last = earlier[-1]
    if (policy.version, policy.digest) == (last.version, last.digest):
        return earlier
    if policy.version == last.version:
        raise Refusal(
            f"Version {policy.version} is published for {host} with another text. What visitors agreed to cannot "
            f"be changed: set version = {last.version + 1} and publish again."
        )
    if policy.version != last.version + 1:
        raise Refusal(f"After version {last.version} of {host} comes version = {last.version + 1}.")
    window = decode(files.text(host, last.version)).threshold.window
    if window != policy.threshold.window and (today.month % 3, today.day) != (1, 1):
        raise Refusal(
            f"threshold.window changes from {window} to {policy.threshold.window}: that is possible on the first day "
            "of a quarter only, so that no day lies in two windows. Publish it then."
        )
    return (*earlier, Publication(policy.version, policy.digest, today))


def _require_one_answer_a_domain(sites: Iterable[InstalledSite]) -> None:
    """The answer is a cookie of the registrable domain, so all sites below it must ask the same."""
    asked: dict[str, InstalledSite] = {}
    for site in sites:
        domain = registrable_domain(site.host)
        other = asked.setdefault(domain, site)
        if other.published[-1].digest != site.published[-1].digest:
            raise Refusal(
                f"One answer holds for all of {domain}, so {other.host} and {site.host} must have the same policy: "
                f"name both as [[site]] in one document, and publish it."
            )
