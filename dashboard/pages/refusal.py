"""What a person is told whose address asks for what is not counted, and what could be asked for instead."""

from collections.abc import Iterator

from dashboard.locale.language import Language
from dashboard.numbers.stats import Refused
from policy.dimensions import DIMENSIONS


def refused(language: Language, error: Refused) -> str:
    known = ", ".join(_names(language, error))
    return language("filter_refused", known=known) if known else language("filter_nothing")


def _names(language: Language, error: Refused) -> Iterator[str]:
    """Titles of dimensions; of what is cut from addresses, its kinds."""
    for name in error.known:
        row = DIMENSIONS.get(name)
        yield f"{language.title(row)} ({name})" if row else language.value("scrubbed", name)
