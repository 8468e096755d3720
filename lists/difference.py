"""What another edition of the lists changes, in words."""

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Final, NamedTuple

from collector.lists import EngineRow, Listed, join
from collector.sources import Source
from lists.corpus import answer, read_corpus
from lists.idle import idle_entries

ALIKE: Final = 0.5
"""The part of its hosts that an entry shares with one that is gone, to be the same under another name."""


class Edition(NamedTuple):
    listed: Listed
    patterns: list[str]
    """Of robots' user agents."""


def differences(old: Edition, new: Edition) -> list[str]:
    """Lines under a heading each; none where nothing differs."""
    sections = (
        ("Search engines", _engines(old.listed.search, new.listed.search)),
        ("Social networks", _names(old.listed.social, new.listed.social)),
        ("Assistants", _names(old.listed.ai, new.listed.ai)),
        ("Spammers", _items(old.listed.spammers, new.listed.spammers)),
        ("Robots' user agents", _items(old.patterns, new.patterns)),
        ("Answers that become others", _answers(old.listed, new.listed)),
        ("Entries of supplement.yml that can go", _idle(old.listed, new.listed)),
    )
    told = ((title, list(lines)) for title, lines in sections)
    return [line for title, lines in told if lines for line in (title, *(f"  {each}" for each in lines))]


def _engines(old: Mapping[str, list[EngineRow]], new: Mapping[str, list[EngineRow]]) -> Iterator[str]:
    hosts = [{name: [url for row in rows for url in row.urls] for name, rows in each.items()} for each in (old, new)]
    yield from _names(*hosts)
    before, after = ({url: row for rows in each.values() for row in rows for url in row.urls} for each in (old, new))
    for url in sorted(before.keys() & after.keys()):
        if how := ", ".join(_otherwise(before[url], after[url])):
            yield f"~ {url} is read otherwise: {how}"


def _otherwise(old: EngineRow, new: EngineRow) -> Iterator[str]:
    parts: tuple[tuple[str, Callable[[EngineRow], list[str]]], ...] = (
        ("params", lambda row: row.params),
        ("charsets", lambda row: row.charsets),
        ("hiddenkeyword", lambda row: row.hiddenkeyword),
    )
    for name, of in parts:
        if of(old) != of(new):
            yield f"{name} {_some(of(old))} → {_some(of(new))}"


def _names(old: Mapping[str, Collection[str]], new: Mapping[str, Collection[str]]) -> Iterator[str]:
    renamed = dict(_renamed(old, new))
    for name in sorted(old.keys() | new.keys()):
        if name in renamed:
            yield f"~ {name} is now called {renamed[name]}"
        was, now = old.get(name, ()), new.get(renamed.get(name, name), ())
        if name in renamed.values():
            continue
        if not was:
            yield f"+ {name}: {_some(now)}"
        elif not now:
            yield f"- {name}: {_some(was)}"
        else:
            yield from (f"{line} ({renamed.get(name, name)})" for line in _items(was, now))


def _renamed(old: Mapping[str, Collection[str]], new: Mapping[str, Collection[str]]) -> Iterator[tuple[str, str]]:
    """Names that are gone, with the new one that has most of their hosts."""
    fresh = {name: set(new[name]) for name in new.keys() - old.keys()}
    for name in sorted(old.keys() - new.keys()):
        shared = {other: len(hosts.intersection(old[name])) for other, hosts in fresh.items()}
        best = max(sorted(shared), key=shared.__getitem__, default=None)
        if best is not None and shared[best] >= ALIKE * max(len(old[name]), len(fresh[best])):
            del fresh[best]
            yield name, best


def _items(old: Collection[str], new: Collection[str]) -> Iterator[str]:
    yield from (f"+ {each}" for each in sorted(set(new).difference(old)))
    yield from (f"- {each}" for each in sorted(set(old).difference(new)))


def _answers(old: Listed, new: Listed) -> Iterator[str]:
    before, after = join(old), join(new)
    for line in read_corpus():
        was, now = answer(before, line), answer(after, line)
        if was != now:
            yield f"{line.referrer} {line.query}".rstrip() + f": {_in_words(was)} → {_in_words(now)}"


def _in_words(source: Source) -> str:
    return " ".join(each for each in (source.medium, source.name, source.term and f"({source.term})") if each)


def _idle(old: Listed, new: Listed) -> Iterator[str]:
    before = set(idle_entries(old))
    yield from (each for each in idle_entries(new) if each not in before)


def _some(texts: Collection[str]) -> str:
    return ", ".join(texts) or "none"
