"""What is said of a file that a search engine exported: why it is refused, or what was left out and why."""

from typing import Any, Final, NamedTuple

from dashboard.locale.language import LANGUAGES, Language

_LONGEST: Final = 300  # characters of what is told of a file


class Remark(NamedTuple):
    """One or two sentences, by their key, with what stands in their braces."""

    key: str
    filled: tuple[tuple[str, str], ...] = ()

    def said(self, language: Language) -> str:
        return language.filled("remark", self.key, **dict(self.filled))

    def __str__(self) -> str:
        return self.said(LANGUAGES["en"])


def remark(key: str, **filled: Any) -> Remark:
    return Remark(key, tuple((name, str(value)[:_LONGEST]) for name, value in filled.items()))


class BadExport(Exception):
    """A file that is not imported; `remark` says why and what to do, in each language."""

    def __init__(self, key: str, **filled: Any) -> None:
        self.remark = remark(key, **filled)
        super().__init__(str(self.remark))
