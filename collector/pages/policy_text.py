"""A policy's text: the owner's sections with the generated ones between them, for a page or a part of one."""

from typing import Any, Final

from collector.pages.policy_sections import generated
from policy.contact import contact
from policy.document import Section
from policy.prose import blocks
from policy.site import Site
from policy.words import Language, day_in_words, sentences

AFTER: Final = "cookies"
"""The generated sections follow the owner's section of this id; where there is none, the last."""


def context(site: Site, language: Language, version: int, level: int) -> dict[str, Any]:
    """What the templates below `policy/` need; headings begin at `level`."""
    policy, day = site.history[version]
    in_force = version == site.policy.version
    before, after = _split(policy.section)
    return {
        "t": sentences(language),
        "language": language,
        "site": site,
        "policy": policy,
        "contact": contact(policy, in_force),
        "in_force": in_force,
        "day": day_in_words(day, language),
        "before": before,
        "after": after,
        "blocks": blocks,
        "level": level,
        **generated(policy, language),
    }


def _split(sections: tuple[Section, ...]) -> tuple[tuple[Section, ...], tuple[Section, ...]]:
    """What stands before the generated sections, and what after."""
    end = next((index for index, section in enumerate(sections, 1) if section.id == AFTER), len(sections))
    return sections[:end], sections[end:]
