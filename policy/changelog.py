"""What changed from one version of a policy to the next, in words."""

from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from typing import Any, Final, Literal, NamedTuple

from policy.banner import wordings
from policy.changes import Change, changes
from policy.contact import CONTACT
from policy.countries import country
from policy.document import Cookie, Policy, Processor, Provider, SensitivePath, Service
from policy.keys import KEYS, ORDER, WORDING, Key
from policy.prose import blocks
from policy.schema import Words
from policy.statistics import STATISTICS
from policy.words import Language, lifetime_in_words, months_in_words, part, sentences

SHORT: Final = 80
"""Characters up to which a value stands whole beside the one that it replaces."""

_LABELS: Final[dict[str, dict[Language, str]]] = {
    "changed": {"sv": "Ändrat", "en": "Changed"},
    "new": {"sv": "Nytt", "en": "New"},
    "gone": {"sv": "Borttaget", "en": "Removed"},
}
_ELSEWHERE: Final[dict[Language, str]] = {"sv": "bara på engelska", "en": "in Swedish only"}
_VALUES: Final[dict[str, dict[Language, str]]] = {
    "consent": {"sv": "samtycke", "en": "consent"},
    "explicit-consent": {"sv": "uttryckligt samtycke", "en": "explicit consent"},
    "month": {"sv": "en månad", "en": "a month"},
    "quarter": {"sv": "ett kvartal", "en": "a quarter"},
    "google": {"sv": "Google", "en": "Google"},
    "bing": {"sv": "Bing", "en": "Bing"},
    "True": {"sv": "ja", "en": "yes"},
    "False": {"sv": "nej", "en": "no"},
}


class Passage(NamedTuple):
    """A paragraph, or an item of a list, that stands in one of the versions alone."""

    kind: Literal["old", "new"]
    text: str


class Alteration(NamedTuple):
    """A change in words. Short values stand in `old` and `new`, of long texts the differing `passages`; both are in the
    language `spoken`. How to reach the controller changes without either, for it can name a person. `why` is empty
    where earlier answers hold."""

    label: str
    about: str
    why: str
    spoken: Language
    old: str = ""
    new: str = ""
    passages: tuple[Passage, ...] = ()

    def __str__(self) -> str:
        values = " → ".join(each for each in (self.old, self.new) if each)
        return f"{self.label}: {self.about}" + (f" ({values})" if values else "")


def alterations(old: Policy, new: Policy, language: Language) -> list[Alteration]:
    """In the document's order; what is said in the same words, once."""
    return list(dict.fromkeys(alteration for _, alteration in told(old, new, language)))


def told(old: Policy, new: Policy, language: Language) -> list[tuple[Change, Alteration]]:
    """Each change with its words."""
    telling = _Telling(old, new, language)
    return [(change, telling.of(change)) for change in changes(old, new)]


class _Telling:
    """Puts changes between two policies into a language."""

    def __init__(self, old: Policy, new: Policy, language: Language) -> None:
        self._language: Language = language
        self._t = sentences(language)
        self._titles = {
            "service": {row.name: row.title for row in (*old.service, *new.service)},
            "section": {row.id: row.title.in_(language) for row in (*old.section, *new.section)},
            "processor": {
                row.identity: f"{row.name} ({self._t[f'task_{row.task}']})" for row in (*old.processor, *new.processor)
            },
            "statistics": {name: row.words[language] for name, row in STATISTICS.items()},
        }
        self._categories = {
            name: phrases.title
            for policy in (old, new)
            if (said := wordings(policy)[language].phrases.services)
            for name, phrases in said.categories.items()
        }

    def of(self, change: Change) -> Alteration:
        key, names = self._key(change)
        why = key.why[self._language] if change.material else ""
        row = Alteration(self._label(change), key.about[self._language].format(*names), why, self._language)
        is_gone = change.new is None and change.row.endswith(".*")
        if is_gone or key in (ORDER, WORDING) or change.row in _UNTOLD:
            return row
        if isinstance(change.old, Words) and isinstance(change.new, Words):
            return self._of_words(row, change.old, change.new)
        if change.row in ("section.*.sv", "section.*.en"):
            spoken: Language = "sv" if change.row.endswith("sv") else "en"
            return row._replace(spoken=spoken, passages=_passages(change.old, change.new))
        return _of_texts(row, *(self._value(value, change.row) for value in (change.old, change.new)))

    def _key(self, change: Change) -> tuple[Key, tuple[str, ...]]:
        """The words for the key, and for the names in it those that visitors know."""
        table, *_ = change.row.partition(".")
        if isinstance(change.new, tuple):
            return ORDER, (part(table, self._language),)
        if table == "language" and change.row != "language.*":
            return WORDING, change.names
        first, *others = change.names or ("",)
        others = [self._t.get(name, name) if "consent_mode" in change.row else name for name in others]
        return KEYS[change.row], (self._titles.get(table, {}).get(first, first), *others)

    def _label(self, change: Change) -> str:
        gone, is_new = change.new in (None, ""), change.old in (None, "")
        which = "changed" if gone == is_new else "gone" if gone else "new"
        return _LABELS[which][self._language]

    def _of_words(self, row: Alteration, old: Words, new: Words) -> Alteration:
        spoken = self._language
        if old.in_(spoken) == new.in_(spoken):
            row = row._replace(about=f"{row.about}, {_ELSEWHERE[spoken]}")
            spoken = "en" if spoken == "sv" else "sv"
        return _of_texts(row._replace(spoken=spoken), old.in_(spoken), new.in_(spoken))

    def _value(self, value: Any, row: str) -> str:
        """As visitors read it; of a whole item what it is."""
        language = self._language
        if value is None:
            return ""
        if isinstance(value, Words):
            return value.in_(language)
        if isinstance(value, Cookie):
            return value.purpose.in_(language)
        if isinstance(value, Service):
            return f"{value.recipient}, {country(value.country, language)}"
        if isinstance(value, Processor | Provider):
            return country(value.country, language)
        if isinstance(value, SensitivePath):
            return self._t[f"count_{value.count}"]
        if isinstance(value, int) and not isinstance(value, bool):
            return self._number(value, row)
        return self._word(str(value), row) if isinstance(value, str | bool) else ""

    def _number(self, value: int, row: str) -> str:
        if row.startswith("retention."):
            return months_in_words(value, self._language)
        return lifetime_in_words(value, self._language) if row.endswith(".lifetime") else str(value)

    def _word(self, value: str, row: str) -> str:
        if row.endswith(".*"):
            return ""  # the name is in the words for the key
        if row.endswith(".country"):
            return country(value, self._language)
        if row.endswith((".kind", ".needs")):
            return self._t[f"{row.rpartition('.')[2]}_{value}"]
        if row.endswith(".category"):
            return self._categories[value]
        fixed: Mapping[Language, str] = _VALUES.get(value, {}) if row in _WORDED else {}
        return fixed.get(self._language, value)


_UNTOLD: Final = tuple(f"controller.{key}" for key in CONTACT)

_WORDED: Final = (
    "legal.basis",
    "threshold.window",
    "provider.*.engine",
    "sensitive.health_care",
    "cookie.*.http_only",
    "cookie.*.partitioned",
)
"""Keys whose values are words of the document, not of its owner."""


def _of_texts(row: Alteration, old: str, new: str) -> Alteration:
    if max(len(old), len(new)) <= SHORT:
        return row._replace(old=old, new=new)
    return row._replace(passages=_passages(old, new))


def _passages(old: str, new: str) -> tuple[Passage, ...]:
    return tuple(_differing(_paragraphs(old), _paragraphs(new)))


def _paragraphs(text: str) -> list[str]:
    return [each for block in blocks(text) for each in block.texts]


def _differing(old: list[str], new: list[str]) -> Iterator[Passage]:
    for _, start, end, other_start, other_end in (
        step for step in SequenceMatcher(None, old, new, autojunk=False).get_opcodes() if step[0] != "equal"
    ):
        yield from (Passage("old", text) for text in old[start:end])
        yield from (Passage("new", text) for text in new[other_start:other_end])
