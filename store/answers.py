"""Answers that are kept in memory until something is written that could change them."""

from collections import OrderedDict
from collections.abc import Hashable, Sequence
from sys import getsizeof
from typing import Final, NamedTuple

MOST: Final = 15_000_000
"""Bytes, of all answers together, about."""

_ROW: Final = 300  # bytes besides its text; questions without an answer take as much


class Answer(NamedTuple):
    """What was read no earlier than when the file was at `version`; of a closed range also when its days were in
    `state`."""

    rows: Sequence[object]
    version: int
    state: int | None


class Answers:
    """By question. Those that were not asked for longest go first."""

    def __init__(self, most: int = MOST) -> None:
        self._most, self._size, self._version = most, 0, 0
        self._kept: OrderedDict[Hashable, tuple[Answer, int]] = OrderedDict()

    def find(self, question: Hashable, version: int) -> Answer | None:
        """What may still hold: it does when it is of this version, or its state still is the site's. At another
        version all goes that can no longer be true."""
        if version != self._version:
            self._version = version
            for each in [each for each, (answer, _) in self._kept.items() if answer.state is None]:
                self._drop(each)
        if question not in self._kept:
            return None
        self._kept.move_to_end(question)
        return self._kept[question][0]

    def keep(self, question: Hashable, answer: Answer) -> None:
        self._drop(question)
        size = _size(question, answer)
        if size > self._most:
            return
        self._kept[question] = answer, size
        self._size += size
        while self._size > self._most:
            self._drop(next(iter(self._kept)))

    def clear(self) -> None:
        self._kept.clear()
        self._size = 0

    def _drop(self, question: Hashable) -> None:
        if kept := self._kept.pop(question, None):
            self._size -= kept[1]


def _size(question: Hashable, answer: Answer) -> int:
    """What visitors send is long where they want it to be."""
    texts = (part for row in answer.rows if isinstance(row, tuple) for part in row if isinstance(part, str))
    return _ROW * (len(answer.rows) + 1) + getsizeof(str(question)) + sum(map(getsizeof, texts))
