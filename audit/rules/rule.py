"""A line of the checklist: its number, what it demands, where that comes from and how it is judged."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from audit.finding import Outcome, Words
from audit.rules.case import Case


class Rule(NamedTuple):
    """`judge` yields nothing where all is well."""

    id: str
    title: Words
    source: Words
    judge: Callable[[Case], Iterator[Outcome]]
