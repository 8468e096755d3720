"""The versions that a site's policy has had: what changed with each, and the pictures of the question."""

import itertools
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from policy.changelog import Alteration, alterations
from policy.changes import Change, changes
from policy.ledger import Shot, ShotsEntry
from policy.site import Published, Site
from policy.words import Language, day_in_words, sentences


class Picture(NamedTuple):
    """A link to a picture, in words, and the digest that names the file."""

    words: str
    sha256: str


class Edition(NamedTuple):
    """A version, in force from a `day` in words; `alterations` are those since the one before, of which the first has
    none."""

    version: int
    day: str
    alterations: tuple[Alteration, ...]
    is_first: bool
    asks_again: bool
    pictures: Mapping[str, tuple[Picture, ...]]
    """By language and layer in words."""


@lru_cache(maxsize=256)
def editions(site: Site, language: Language) -> tuple[Edition, ...]:
    """Newest first."""
    return tuple(
        Edition(
            newer.policy.version,
            day_in_words(newer.day, language),
            tuple(alterations(older.policy, newer.policy, language)) if older else (),
            older is None,
            any(change.material for change in differences(site).get(newer.policy.version, ())),
            _pictures(site, newer.policy.version, language),
        )
        for older, newer in reversed(list(_pairs(site)))
    )


@lru_cache(maxsize=256)
def differences(site: Site) -> Mapping[int, tuple[Change, ...]]:
    """By version, what differs from the one before; of the first nothing."""
    return {newer.policy.version: changes(older.policy, newer.policy) if older else () for older, newer in _pairs(site)}


def is_picture(site: Site, digest: str) -> bool:
    """Whether the ledger names it."""
    return any(shot.sha256 == digest for entry in _taken(site) for shot in entry.shots)


def _taken(site: Site) -> list[ShotsEntry]:
    return [entry for entry in site.ledger.entries if isinstance(entry, ShotsEntry)]


def _pairs(site: Site) -> Iterator[tuple[Published | None, Published]]:
    history = list(site.history.values())
    return zip([None, *history], history, strict=False)


def _pictures(site: Site, version: int, language: Language) -> dict[str, tuple[Picture, ...]]:
    t = sentences(language)

    def group(shot: Shot) -> str:
        spoken = t.get(f"language_{shot.language}") or t["language_other"].format(code=shot.language)
        return f"{spoken}, {t.get(f'layer_{shot.layer}', shot.layer)}"

    last = next((entry.shots for entry in reversed(_taken(site)) if entry.version == version), ())
    return {
        words: tuple(Picture(f"{shot.width} px, {t[f'scheme_{shot.scheme}']}", shot.sha256) for shot in of)
        for words, of in itertools.groupby(sorted(last, key=group), group)
    }
