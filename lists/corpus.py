"""Real-world shaped referrers, each with the source that it has."""

from pathlib import Path
from typing import Final
from urllib.parse import parse_qsl

import msgspec

from collector.lists import Lists
from collector.sources import Medium, Source, classify_source

CORPUS: Final = Path(__file__).parents[1] / "tests" / "data" / "referrers.jsonl"

OWN_HOSTS: Final = ("kbt-verkstan.se", "gamla.kbt-verkstan.se", "räksmörgås.se", "kbtverkstanbutik.se")
"""A site, its aliases, and one that is linked with it."""


class Line(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`query` is the landing page's."""

    group: str
    says: str
    referrer: str
    medium: Medium
    query: str = ""
    name: str | None = None
    term: str | None = None
    campaign: str | None = None

    @property
    def source(self) -> Source:
        return Source(self.medium, self.name, self.term, self.campaign)


def read_corpus() -> list[Line]:
    return msgspec.json.decode(b"[" + b",".join(CORPUS.read_bytes().splitlines()) + b"]", type=list[Line])


def answer(lists: Lists, line: Line) -> Source:
    return classify_source(lists, line.referrer, parse_qsl(line.query), OWN_HOSTS)
