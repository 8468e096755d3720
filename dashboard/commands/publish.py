"""Installing sites and publishing their policies: all checks first, then one moment at which it is in force."""

import re
from collections.abc import Iterable, Iterator
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
    """The policy in force, another document, and why that cannot be published: nothing where it can."""

    present: Policy
    other: Policy
    hindrances: tuple[str, ...] = ()

    @property
    def material(self) -> tuple[str, ...]:
        """The keys whose difference asks every visitor again."""
        return material_changes(self.present, self.other)


def install(
    files: PolicyFiles, host: str, text: str, timezone: str, service: str | None, third_party: bool, today: date
) -> InstalledSite:
    """Adds a site with its first policy. Raises `Refusal` or `policy.check.PolicyError`."""
    policy = read(text)
    _refuse(map(str, placeholders(policy)))
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
    before = InstalledSite(host, timezone, name, earlier)
    site = _with(before, policy, today)
    _refuse([_out_of_turn(files, before, policy, today), _two_answers((*files.sites(), site))])
    files.write_text(host, policy.version, text)
    files.replace_sites([site])
    return site


def publish(files: PolicyFiles, host: str, text: str, today: date) -> tuple[str, ...]:
    """Puts a document in force for every installed site that it governs; returns those for which it is new. Raises
    `Refusal` or `policy.check.PolicyError`."""
    policy = read(text)
    installed(files, host)
    _refuse(_hindrances(files, host, policy, today))
    before = files.sites()
    new = {site.host: site for site in _after(before, policy, today) if site not in before}
    for each in new:
        files.write_text(each, policy.version, text)
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


def version_of(files: PolicyFiles, host: str, wanted: int | None) -> int:
    """The version if it was published for the host; the newest where none is wanted. Raises `Refusal`."""
    versions = [each.version for each in installed(files, host).published]
    version = versions[-1] if wanted is None else wanted
    if version not in versions:
        raise Refusal(f"{host} has the versions {', '.join(map(str, versions))}; there is no version {version}.")
    return version


def difference(files: PolicyFiles, host: str, text: str, today: date) -> Difference:
    """What publishing a document would change, and why it would be refused. Raises `Refusal` where there is no such
    site, or `policy.check.PolicyError`."""
    present, other = decode(files.text(host, version_of(files, host, None))), read(text)
    return Difference(present, other, tuple(_hindrances(files, host, other, today)))


def _hindrances(files: PolicyFiles, host: str, policy: Policy, today: date) -> Iterator[str]:
    """Why the policy cannot be published, for all installed sites that it governs; each reason once."""
    yield from map(str, placeholders(policy))
    if policy.governs(host) is None:
        yield f"The policy does not govern {host}: add a [[site]] or name another file."
    sites = files.sites()
    turns = (_out_of_turn(files, site, policy, today) for site in sites if policy.governs(site.host))
    yield from filter(None, dict.fromkeys([*turns, _two_answers(_after(sites, policy, today))]))


def _refuse(hindrances: Iterable[str]) -> None:
    """Raises `Refusal` where anything hinders."""
    found = list(filter(None, hindrances))
    if len(found) > 1:
        found.insert(0, "The policy cannot be published yet:")
    if found:
        raise Refusal("\n  ".join(found))


def _after(sites: Iterable[InstalledSite], policy: Policy, today: date) -> list[InstalledSite]:
    """The sites as they are with the policy in force where it governs."""
    return [_with(site, policy, today) if policy.governs(site.host) else site for site in sites]


def _with(site: InstalledSite, policy: Policy, today: date) -> InstalledSite:
    """The site with the policy after those before it, unless it is the last of them already."""
    if _is_last(site, policy):
        return site
    new = Publication(policy.version, policy.digest, today)
    return msgspec.structs.replace(site, published=(*site.published, new))


def _is_last(site: InstalledSite, policy: Policy) -> bool:
    return [(each.version, each.digest) for each in site.published[-1:]] == [(policy.version, policy.digest)]


def _out_of_turn(files: PolicyFiles, site: InstalledSite, policy: Policy, today: date) -> str:
    """Why the policy cannot follow those before it; "" where it can, or is the last of them already. A first may have
    any version: a document that governs several sites is not begun anew for one that is added."""
    if not site.published or _is_last(site, policy):
        return ""
    last = site.published[-1]
    if policy.version == last.version:
        return (
            f"Version {policy.version} is published for {site.host} with another text. What visitors agreed to cannot "
            f"be changed: set version = {last.version + 1} and publish again."
        )
    if policy.version != last.version + 1:
        return f"After version {last.version} of {site.host} comes version = {last.version + 1}."
    window = decode(files.text(site.host, last.version)).threshold.window
    if window != policy.threshold.window and (today.month % 3, today.day) != (1, 1):
        return (
            f"threshold.window changes from {window} to {policy.threshold.window}: that is possible on the first day "
            "of a quarter only, so that no day lies in two windows. Publish it then."
        )
    return ""


def _two_answers(sites: Iterable[InstalledSite]) -> str:
    """The answer is a cookie of the registrable domain, so all sites below it must ask the same: "" where they do."""
    asked: dict[str, InstalledSite] = {}
    for site in sites:
        domain = registrable_domain(site.host)
        other = asked.setdefault(domain, site)
        if other.published[-1].digest != site.published[-1].digest:
            return (
                f"One answer holds for all of {domain}, so {other.host} and {site.host} must have the same policy: "
                f"name both as [[site]] in one document, and publish it."
            )
    return ""
