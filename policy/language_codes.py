"""The languages that are told apart by their codes; a rarer one could tell who has it, and where from."""

from typing import Final

OTHER: Final = "(other)"
"""A language that is not told from others."""

_CODES: Final = "ar bg cs da de el en es et fa fi fr hr hu is it lt lv nb nl no pl pt ro ru sk sl so sv th tr uk vi zh"
LANGUAGE_CODES: Final = frozenset(_CODES.split())
"""Those that many speak where they are official, in Europe, or that more than some ten thousand speak in Sweden; none
that would say of someone in Sweden that they belong to a small people."""


def language_code(primary: str) -> str:
    """The language by the first part of a tag such as "sv-SE"."""
    code = primary.partition("-")[0].lower()
    return code if code in LANGUAGE_CODES else OTHER
