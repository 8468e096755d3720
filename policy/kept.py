"""What lies in a visitor's browser after a yes, by what the policy counts: in the service's own words, whatever the
document's row says that it is for."""

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from policy.document import Policy
from policy.words import Language, listed, sentences

_UNNAMED: Final = frozenset({"act", "leave", "screen", "language", "timezone"})
"""Inputs of which the queue holds something that no other memory names."""


def remembered(policy: Policy) -> Iterator[str]:
    """By their names in `Memories`, the memories besides the receipt and the visit itself."""
    inputs = policy.inputs
    if inputs & {"referrer", "campaign"}:
        yield "referrer"
    yield from (name for name in ("page", "search", "act") if name in inputs)
    if inputs & _UNNAMED:
        yield "queue"


def contents(name: str, policy: Policy, language: Language) -> str:
    """What lies under a name in local storage, for how long, and what of it is sent; "" for what is none of ours."""
    return _CONTENTS[name](policy, language) if name in _CONTENTS else ""


def _visit(policy: Policy, language: Language) -> str:
    t, inputs = sentences(language), policy.inputs
    sent = _words("visit", [name for name in ("referrer", "campaign") if name in inputs], language)
    marked = _words("visit", [name for name in ("page", "search", "act") if name in inputs], language)
    origin = [t["visit_origin"].format(items=sent)] if sent else []
    marks = [t["visit_marks"].format(items=marked)] if marked else []
    said = t["visit_holds"].format(items=listed([t["visit_time"], *origin, *marks], language))
    return f"{said} {t['visit_sent'].format(items=sent) if sent else t['visit_unsent']}"


def _queue(policy: Policy, language: Language) -> str:
    further = [name for name in ("act", "leave") if name in policy.inputs]
    return sentences(language)["queue_holds"].format(items=_words("queue", ["visit", *further], language))


def _words(where: str, inputs: Iterable[str], language: Language) -> str:
    """What lies there of the inputs, some of which have words for two kinds; "" for none."""
    t = sentences(language)
    words = [word for name in inputs for word in t[f"{where}_{name}"].split(", ")]
    return listed(words, language) if words else ""


def _dates(_: Policy, language: Language) -> str:
    return sentences(language)["dates_hold"]


_CONTENTS: Final[dict[str, Callable[[Policy, Language], str]]] = {
    "rv_visit": _visit,
    "rv_queue": _queue,
    "rv_dates": _dates,
}
