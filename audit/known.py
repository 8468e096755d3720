"""Whose a cookie may be, by its name: the Open Cookie Database."""

import csv
import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from policy.domains import registrable_domain

FILE: Final = Path(__file__).parent / "data" / "open-cookie-database.csv"

_SHORTEST: Final = 4
"""Characters of a name, or of the beginning of one, that say something without the domain: many use "id" and "ts". Of
a whole name that begins with an underscore, such as "_ga", one less is enough."""

_HOST: Final = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+")


class KnownCookie(NamedTuple):
    """A row of the list; `name` is a beginning where `wildcard` is true, `hosts` where the list has seen it."""

    name: str
    wildcard: bool
    platform: str
    category: str
    hosts: tuple[str, ...]
    controller: str
    description: str

    @property
    def pattern(self) -> str:
        """The name as a policy document writes it."""
        return f"{self.name}*" if self.wildcard else self.name

    def lies_on(self, host: str) -> bool:
        return any(registrable_domain(host) == registrable_domain(each) for each in self.hosts)


class KnownCookies:
    """The list, by name and by host."""

    def __init__(self, rows: Iterable[KnownCookie]) -> None:
        self._rows = tuple(rows)
        self._exact = defaultdict[str, list[KnownCookie]](list)
        for row in self._rows:
            if not row.wildcard:
                self._exact[row.name].append(row)
        self._beginnings = sorted((row for row in self._rows if row.wildcard), key=lambda row: -len(row.name))

    def find(self, name: str, host: str) -> tuple[KnownCookie, ...]:
        """The rows that fit best, more than one where the list has several owners for the name; empty if unknown."""
        begun = [row for row in self._beginnings if name.startswith(row.name)]
        longest = [row for row in begun if row.name == begun[0].name]
        return _likely(self._exact.get(name, ()), host) or _likely(longest, host)

    def on(self, host: str) -> KnownCookie | None:
        """A row of whoever uses cookies on a host, if it is one alone."""
        found = _one_each(row for row in self._rows if host in row.hosts) or _one_each(
            row for row in self._rows if row.lies_on(host)
        )
        return found[0] if len(found) == 1 else None


def _likely(rows: Iterable[KnownCookie], host: str) -> tuple[KnownCookie, ...]:
    """Those that have been seen on the host; if none has, those whose name is told from others without it."""
    rows = tuple(rows)
    seen = tuple(row for row in rows if row.lies_on(host))
    return _one_each(seen or filter(_is_telling, rows))


def _is_telling(row: KnownCookie) -> bool:
    return len(row.name) + (row.name.startswith("_") and not row.wildcard) >= _SHORTEST


def _one_each(rows: Iterable[KnownCookie]) -> tuple[KnownCookie, ...]:
    """The first row of each platform."""
    return tuple({row.platform: row for row in reversed(list(rows))}.values())[::-1]


@cache
def load_known() -> KnownCookies:
    with FILE.open(encoding="utf-8", newline="") as file:
        return KnownCookies(map(_row, csv.DictReader(file)))


def _row(row: dict[str, str]) -> KnownCookie:
    hosts = tuple(_HOST.findall(row["domain"].lower()))
    wildcard = row["wildcard"] == "1"
    return KnownCookie(
        row["name"], wildcard, row["platform"], row["category"], hosts, row["controller"], row["description"]
    )
