"""What is wrong with a policy document, told so that its owner can mend it."""

from typing import NamedTuple


class Problem(NamedTuple):
    """`key` is dotted as in the document, its rows counted from 1."""

    key: str
    expected: str
    fix: str

    def __str__(self) -> str:
        return f"{self.key}: expected {self.expected}. {self.fix}"
