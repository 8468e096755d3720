"""What a rule says of a site, in both languages: a finding, or why it could not tell."""

from typing import Any, Literal, NamedTuple

Language = Literal["sv", "en"]
Severity = Literal["fail", "warn"]


class Words(NamedTuple):
    """The same text in each language; names in braces are filled in."""

    sv: str
    en: str

    def in_(self, language: Language) -> str:
        text: str = getattr(self, language)
        return text

    def filled(self, **values: object) -> "Words":
        """With the values, which may be words themselves."""
        return Words(*(self.in_(code).format(**_spoken(values, code)) for code in ("sv", "en")))


def _spoken(values: dict[str, Any], language: Literal["sv", "en"]) -> dict[str, Any]:
    return {name: value.in_(language) if isinstance(value, Words) else value for name, value in values.items()}


def plain(text: str) -> Words:
    """What is the same in both: an address, a name."""
    return Words(text, text)


class Finding(NamedTuple):
    """One fault of a site: what is wrong, where, why it matters and how to mend it."""

    severity: Severity
    what: Words
    where: Words
    why: Words
    mend: Words


class Unchecked(NamedTuple):
    """A rule, or a part of it, that could not be checked, and the reason."""

    because: Words


class Note(NamedTuple):
    """Something that is as it should be, and that the owner should know."""

    text: Words


class Fault(NamedTuple):
    """A kind of fault that a rule knows."""

    severity: Severity
    what: Words
    why: Words
    mend: Words

    def at(self, where: Words, **values: object) -> Finding:
        return Finding(
            self.severity, self.what.filled(**values), where, self.why.filled(**values), self.mend.filled(**values)
        )


Outcome = Finding | Unchecked | Note
