"""A website with the policy that governs it now and those that its visitors agreed to before."""

import itertools
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import NamedTuple
from zoneinfo import ZoneInfo

from policy.document import GovernedSite, Policy, decode, material_changes
from policy.ledger import Ledger


class Published(NamedTuple):
    """A policy as it came into force."""

    policy: Policy
    day: date


class Site:
    """A website by its host; `history` maps each version to its policy, the newest being in force. One that was
    `removed` is counted no more, and still held to its retention. `service` is the name under which its visitors reach
    the service, "" where nobody has said."""

    def __init__(
        self,
        host: str,
        timezone: str,
        history: Mapping[int, Published],
        *,
        removed: bool = False,
        ledger: Ledger | None = None,
        service: str = "",
    ) -> None:
        self.host, self.removed, self.service = host, removed, service
        self.ledger = ledger or Ledger()
        self.timezone = ZoneInfo(timezone)
        self.history = dict(sorted(history.items()))
        self.policy = self.history[max(self.history)].policy

    @cached_property
    def governed(self) -> GovernedSite:
        governed = self.policy.governs(self.host)
        assert governed is not None, "a policy is published only for sites that it names"
        return governed

    @cached_property
    def hosts(self) -> frozenset[str]:
        """The host names under which the site's own pages are found."""
        return frozenset({self.host, *self.governed.aliases})

    @cached_property
    def linked(self) -> frozenset[str]:
        """The host names of all sites under the same policy: who comes from one of them comes from within."""
        return self.policy.hosts

    @cached_property
    def material_since(self) -> int:
        """The oldest version to which a yes still holds."""
        versions = list(self.history)
        since = versions[0]
        for older, newer in itertools.pairwise(versions):
            if material_changes(self.history[older].policy, self.history[newer].policy):
                since = newer
        return since

    def day(self, now: float) -> date:
        """On the site's clock, at a time in seconds since 1970."""
        return datetime.fromtimestamp(now, self.timezone).date()

    def policy_on(self, day: date) -> Policy:
        """The policy that was in force on a day; before the first, the first."""
        published = list(self.history.values())
        return next((each.policy for each in reversed(published) if each.day <= day), published[0].policy)

    def threshold_since(self, day: date) -> int:
        """The most visits that any policy has demanded since the day began, before a text is named. In a window that
        began then nobody is promised less: neither who came before a change, nor who came after."""
        since = [each.policy for each in self.history.values() if each.day >= day]
        return max(policy.threshold.visits for policy in (self.policy_on(day - timedelta(days=1)), *since))

    def permitted(self, version: int) -> frozenset[str] | None:
        """The names of the statistics that both the agreed and the present policy name; None for a version that never
        existed. A version older than `material_since` is not asked for."""
        agreed = self.history.get(version)
        if agreed is None:
            return None
        return frozenset(agreed.policy.statistics.keys() & self.policy.statistics.keys())


def site_of(
    host: str,
    timezone: str,
    documents: Iterable[tuple[date, str]],
    *,
    removed: bool = False,
    ledger: Ledger | None = None,
    service: str = "",
) -> Site:
    """A site from the texts of its published documents and the days on which they came into force."""
    history = [Published(decode(text), day) for day, text in documents]
    versions = {each.policy.version: each for each in history}
    return Site(host, timezone, versions, removed=removed, ledger=ledger, service=service)


class Sites:
    """The installed sites, found by host; `everything` has those that were removed too."""

    def __init__(self, sites: Iterable[Site]) -> None:
        self.everything = tuple(sorted(sites, key=lambda site: site.host))
        self._installed = {site.host: site for site in self.everything if not site.removed}
        self._known = {site.host: site for site in self.everything}

    def __iter__(self) -> Iterator[Site]:
        return iter(self._installed.values())

    def __getitem__(self, host: str) -> Site:
        return self._installed[host]

    def get(self, host: str) -> Site | None:
        return self._installed.get(host)

    def named(self, name: str) -> Site | None:
        """By its host, or by another of its names."""
        return self.get(name) or next((site for site in self if name in site.hosts), None)

    def known(self, host: str) -> Site | None:
        """Also one that was removed."""
        return self._known.get(host)
