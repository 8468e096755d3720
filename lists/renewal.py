"""From newest copies to lists that the collector reads: all of them or none."""

import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

import msgspec
import yaml

from collector.lists import Listed, join, read_listed
from collector.robots import Robots
from lists.difference import Edition, differences
from lists.notice import renewed
from lists.upstream import ISBOT_FILE, Copy, Unfit

NOTICE: Final = "NOTICE.md"

KEPT: Final = 0.9
"""The part that must be left of a list: one that shrinks by more is more likely broken than mended."""

_HOST: Final = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+)+", re.IGNORECASE)


class Renewal(NamedTuple):
    """`files` are those to write, by name; `told` is what they change, in lines."""

    files: dict[str, bytes]
    told: list[str]


def renewal(data: Path, copies: Iterable[Copy]) -> Renewal:
    """Raises `Unfit` where a copy cannot be read, or has lost too much."""
    notice, files = (data / NOTICE).read_text(encoding="utf-8"), dict[str, bytes]()
    for copy in copies:
        other = {name: content for name, content in copy.files.items() if content != (data / name).read_bytes()}
        files |= other
        notice = renewed(notice, copy) if other else notice
    if not files:
        return Renewal({}, [])
    old = read_edition(data)
    with tempfile.TemporaryDirectory() as place:
        candidate = Path(place) / "data"
        shutil.copytree(data, candidate)
        for name, content in files.items():
            (candidate / name).write_bytes(content)
        new = read_edition(candidate)
    for name, had, has in _sizes(old, new):
        if has < KEPT * had:
            raise Unfit(f"{name} would shrink from {had} entries to {has}, by more than a tenth: look at it first.")
    told = differences(old, new) or ["Other bytes, the same lists."]
    return Renewal({**files, NOTICE: notice.encode()}, told)


def read_edition(data: Path) -> Edition:
    """Reads as the collector does; raises `Unfit`."""
    try:
        patterns = msgspec.json.decode((data / ISBOT_FILE).read_bytes(), type=list[str])
        Robots((), patterns)
        listed = read_listed(data)
        join(listed)
    except (OSError, UnicodeError, yaml.YAMLError, msgspec.MsgspecError, re.error, ValueError, LookupError) as error:
        raise Unfit(f"A list cannot be read: {' '.join(str(error).split())}") from error
    if strange := next((each for each in listed.spammers if not _HOST.fullmatch(each)), None):
        raise Unfit(f"A list cannot be read: in spammers.txt {strange!r} is no host.")
    return Edition(listed, patterns)


def write(data: Path, files: dict[str, bytes]) -> None:
    """Each file is whole before it takes its place, and none does before all are."""
    ready = {name: data / f".{name}.new" for name in files}
    try:
        for name, content in files.items():
            ready[name].write_bytes(content)
        for name, path in ready.items():
            path.replace(data / name)
    finally:
        for path in ready.values():
            path.unlink(missing_ok=True)


def _sizes(old: Edition, new: Edition) -> Iterator[tuple[str, int, int]]:
    for (name, had), (_, has) in zip(_counts(old.listed), _counts(new.listed), strict=True):
        yield name, had, has
    yield ISBOT_FILE, len(old.patterns), len(new.patterns)


def _counts(read: Listed) -> Iterator[tuple[str, int]]:
    yield "SearchEngines.yml", sum(len(row.urls) for rows in read.search.values() for row in rows)
    yield "Socials.yml", sum(map(len, read.social.values()))
    yield "AIAssistants.yml", sum(map(len, read.ai.values()))
    yield "spammers.txt", len(read.spammers)
