"""How what others have written is spelled before it is counted, and before it is looked for among what was."""

import re
from typing import Final
from unicodedata import normalize

_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_UNSEEN: Final = re.compile(r"[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
"""Turns the direction of what follows, or takes no room: with them two texts look like one, or one like another."""


def plain(text: str) -> str:
    """With single spaces and nothing that is not seen."""
    return " ".join(_CONTROL.sub(" ", _UNSEEN.sub("", text)).split())


def folded(text: str) -> str:
    """What a person typed, as all who typed it alike are counted together."""
    return plain(normalize("NFC", text.lower()))  # ö is written with one character or with two
