"""The way of a hit from what the server hands on to what is journalled, as `collector/app.py` goes it."""

from typing import Final

from bench.hit.mix import Headers
from collector.agents import is_audit
from collector.classify import Classifier, looked_at, request_of
from collector.hits import Counted, Ignored
from collector.lists import Lists
from collector.wire import read_hit
from policy.site import Site, Sites

_ADDRESS: Final = "192.0.2.77"


class Door:
    """A process of the collector that has just begun."""

    def __init__(self, site: Site, lists: Lists) -> None:
        self._sites, self._classifier = Sites([site]), Classifier(lists)

    def take(self, body: bytes, headers: Headers, now: float) -> Counted | Ignored:
        wire = read_hit(body)
        site = self._sites[wire.site]
        assert wire.policy in site.history
        seen = request_of(looked_at(headers), _ADDRESS)
        assert not is_audit(seen.user_agent)
        return self._classifier.classify(site, wire, seen, now)

    def forget(self, now: float) -> None:
        self._classifier.forget(now)
