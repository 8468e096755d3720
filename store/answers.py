"""Answers that are kept in memory until something is written that could change them."""

from collections import OrderedDict
from collections.abc import Hashable, Sequence
from typing import Final, NamedTuple

MOST: Final = 50_000
"""Rows, of all answers together: some 15 MB."""


class Answer(NamedTuple):
    """What was read no earlier than when the file was at `version`; of a closed range also when its days were in
    `state`."""

    rows: Sequence[object]
    version: int
    state: int | None


class Answers:
    """By question. Those that were not asked for longest go first."""

    def __init__(self, most: int = MOST) -> None:
        self._most, self._rows, self._version = most, 0, 0
        self._kept: OrderedDict[Hashable, Answer] = OrderedDict()

    def find(self, question: Hashable, version: int) -> Answer | None:
        """What may still hold: it does when it is of this version, or its state still is the site's. At another
        version all goes that can no longer be true."""
        if version != self._version:
            self._version = version
            for each in [each for each, answer in self._kept.items() if answer.state is None]:
                self._drop(each)
        if question in self._kept:
            self._kept.move_to_end(question)
        return self._kept.get(question)

    def keep(self, question: Hashable, answer: Answer) -> None:
        self._drop(question)
        if _size(answer) > self._most:
            return
        self._kept[question] = answer
        self._rows += _size(answer)
        while self._rows > self._most:
            self._drop(next(iter(self._kept)))

    def clear(self) -> None:
        self._kept.clear()
        self._rows = 0

    def _drop(self, question: Hashable) -> None:
        if answer := self._kept.pop(question, None):
            self._rows -= _size(answer)


def _size(answer: Answer) -> int:
    return len(answer.rows) + 1  # questions without an answer take room too
