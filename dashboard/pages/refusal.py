"""What a person is told whose address asks for what is not counted, and what could be asked for instead."""

from collections.abc import Iterator

from dashboard.locale.language import Language, visible
from dashboard.numbers.stats import BadFilter, NotPaired, NotPermitted, Refused
from policy.dimensions import DIMENSIONS
from policy.statistics import CUT


def refused(language: Language, error: Refused) -> str:
    known = ", ".join(_names(language, error))
    if not known:
        return language("filter_nothing")
    return f"{_why(language, error)} {language('filter_known', known=known)}"


def _why(language: Language, error: Refused) -> str:
    given = visible(error.given)
    if isinstance(error, BadFilter) and error.known != CUT:
        return language("filter_written", given=given)
    if isinstance(error, NotPermitted):
        return language("filter_not_permitted", given=given)
    if isinstance(error, NotPaired):
        return language("filter_refused")
    return language("filter_unknown", given=given)


def _names(language: Language, error: Refused) -> Iterator[str]:
    """Titles of dimensions; of what is cut from addresses, its kinds."""
    for name in error.known:
        row = DIMENSIONS.get(name)
        yield f"{language.title(row)} ({name})" if row else language.value("scrubbed", name)
