"""How many answered the question about cookies, and how many of them accept the statistics."""

from collections.abc import Mapping
from typing import NamedTuple


class Answers(NamedTuple):
    """To the banner, and those of them that accept statistics."""

    all: int = 0
    yes: int = 0

    @classmethod
    def of(cls, counts: Mapping[str, int]) -> "Answers":
        """Of the service's own counts. An answer accepts statistics by a yes, or by a part with them."""
        yes = sum(number for answer, number in counts.items() if answer == "yes" or "statistics" in answer.split("+"))
        return cls(sum(counts.values()), yes)

    def plus(self, other: "Answers") -> "Answers":
        return Answers(self.all + other.all, self.yes + other.yes)
