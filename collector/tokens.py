"""Tokens: what opens an account, a booking or a session for whoever holds it, told from words, dates and files' names.

Every finder yields the start and the end, not included, of each token in the text that it is given.
"""

import re
from collections.abc import Iterator

from collector.decoding import unaccented

Span = tuple[int, int]

_KEY = re.compile(
    r"""(?<![A-Za-z0-9_])(?:
    eyJ[\w-]{8,}+\.[\w-]{2,}+(?:\.[\w-]*+){0,3}             # JWT and JWE
    | (?:sk|pk|rk)_(?:live|test)_\w{8,} | whsec_\w{8,}
    | gh[opsur]_\w{10,} | github_pat_\w{10,} | gl(?:pat|dt|rt|ptt)-[\w-]{10,}
    | xox[a-z]-[\w-]{8,} | xapp-[\w-]{8,}
    | A[KS]IA[A-Z0-9]{16}(?![A-Z0-9]) | AIza[\w-]{20,} | ya29\.[\w.-]{8,} | 1//0[\w-]{10,}
    | sk-(?:ant-|proj-)?[A-Za-z0-9][\w-]{19,} | hf_\w{16,} | npm_\w{16,} | pypi-[\w-]{16,}
    | SG\.[\w-]{10,}\.[\w-]{10,} | shp(?:at|ca|pa|ss)_\w{16,} | do[opr]_v1_\w{16,} | EAA[A-Za-z0-9]{20,}
    | bearer[ +:]+[\w.~+/-]{8,}=*
    )""",
    re.ASCII | re.IGNORECASE | re.VERBOSE,
)
_UUID = re.compile(
    r"""(?<![A-Za-z0-9])(?:
    [0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}
    | [0-9a-f]{12}[47][0-9a-f]{3}[89ab][0-9a-f]{15}        # without hyphens only where it says which version it is
    )(?![A-Za-z0-9])""",
    re.IGNORECASE | re.VERBOSE,
)
_LONG = re.compile(r"(?=.*[0-9])(?=.*[A-Za-z])[A-Za-z0-9_.~+-]{32,}={0,2}")
_WORD_BREAK = re.compile(r"[-_.+~=\s]")
_VOWEL = re.compile(r"[aeiouyåäö]", re.IGNORECASE)

# In a path a long name in lower case may be a file's: only what mixes all three is surely made by a machine.
_LONG_RUN = re.compile(r"[A-Za-z0-9_.~+-]{32}")
_LONG_IN_PATH = re.compile(
    r"(?<=/)(?=[^/?#&;]*[a-z])(?=[^/?#&;]*[A-Z])(?=[^/?#&;]*[0-9])([A-Za-z0-9_.~+-]{32,}={0,2})(?=[/;?#&]|$)"
)
_RUN = re.compile(r"[A-Za-z0-9]{20}")

# Behind one of these, in any later segment of the path, a code is a token.
_ERRANDS = frozenset(
    re.findall(
        r"\w+",
        """
    reset aterstall aterstallning verify verifiera verifiering verification bekrafta bekraftelse bokningsbekraftelse
    orderbekraftelse confirm confirmation activate activation aktivera aktivering invite invitation inbjudan magic
    magiclink unsubscribe unsub optout avregistrera avregistrering avanmal avanmalan avprenumerera prenumeration
    avsluta avboka avbokning omboka ombokning bokning booking rebook reschedule cancel cancellation kallelse login
    logga loggain inloggning signin signup auth session sso password passwd losenord token betala betalning
    payment kvitto receipt faktura invoice enkat survey svara rsvp
    """,
    )
)
_SEGMENT = re.compile(r"(?:^|/)(?<!://)([^/?#&;=]+)|[?#&]")
_LONG_SEGMENT = re.compile(r"/(?=[^/?#&;=\d]{0,200}\d)[^/?#&;=]{16}")
_DATE = re.compile(
    r"(?<!\d)(?:19|20)\d\d([-._]?)(?:0[1-9]|1[0-2])\1(?:0[1-9]|[12]\d|3[01])"
    r"(?:[-._Tt]{1,2}(?:[01]\d|2[0-3])(?:[-._:]|\0{3})?[0-5]\d(?:(?:[-._:]|\0{3})?[0-5]\d)?)?(?!\d)",
    re.ASCII,
)
_WORD_AND_NUMBER = re.compile(r"([^\W\d_]*)\d{0,4}")
_RUN_OF_16 = re.compile(r"[A-Za-z0-9]{16,}")
_HEX = re.compile(r"(?=[a-f]*\d)[0-9a-f]+", re.IGNORECASE)
_DIGITS = re.compile(r"\d+")
# The first labels of a host's name, with the domain behind them.
_LABEL = re.compile(r"(?<![\w-])([A-Za-z0-9]{16,63})(?=(?:\.[\w-]+){1,6}\.[A-Za-z]{2})")


def known(text: str) -> list[Span]:
    """UUIDs, and keys that are known by how they begin."""
    spans = [match.span() for match in _UUID.finditer(text)] if _LONG_RUN.search(text) else []
    spans += (match.span() for match in _KEY.finditer(text) if _is_key(match[0]))
    return spans


def in_path(text: str) -> list[Span]:
    if not _LONG_RUN.search(text):
        return []
    matches = _LONG_IN_PATH.finditer(text)
    return [match.span(1) for match in matches if _RUN.search(match[1]) and not _is_made_of_words(match[1])]


def behind_errand(text: str) -> Iterator[Span]:
    if not _LONG_SEGMENT.search(text):
        return
    errand = False
    for match in _SEGMENT.finditer(text):
        segment: str | None = match[1]
        if segment is None:
            errand = False
        elif errand and _is_code(segment):
            yield match.span(1)
        elif not errand and text.startswith("/", match.end()):
            errand = len(segment) < 60 and _is_errand(segment)


def in_host(text: str) -> Iterator[Span]:
    """Labels before a domain that are a code: `d41d8cd98f00b204.frame.example`."""
    return (match.span(1) for match in _LABEL.finditer(text) if _is_coded(match[1]))


def is_long(text: str) -> bool:
    # A number in groups, or many short words, is as long: there + is a space.
    return _LONG.fullmatch(text) is not None and max(map(len, text.split("+"))) > 15 and not _is_made_of_words(text)


def _has_digit(text: str) -> bool:
    return any(map(str.isdigit, text))


def _is_key(key: str) -> bool:
    return _has_digit(key) and not (key[:6].lower() == "bearer" and _is_made_of_words(key))


def _is_errand(segment: str) -> bool:
    words = _WORD_BREAK.split(unaccented(segment))
    return not _ERRANDS.isdisjoint(words) or "".join(words) in _ERRANDS


def _is_code(segment: str) -> bool:
    """Whether a segment behind an errand is no name with a date, an hour and some numbers."""
    if len(segment) < 16 or not _has_digit(segment):
        return False
    if any(_is_coded(run) for run in _RUN_OF_16.findall(segment)):
        return True
    segment = _DATE.sub("-", segment).replace("\0", "o")  # a letter that is still encoded
    return not (_is_made_of_words(segment) or _is_name_with_numbers(segment))


def _is_coded(run: str) -> bool:
    return _HEX.fullmatch(run) is not None or len(_DIGITS.findall(run)) > 2


def _is_name_with_numbers(text: str) -> bool:
    if len("".join(_DIGITS.findall(text))) > 6:
        return False
    matches = [_WORD_AND_NUMBER.fullmatch(part) for part in _WORD_BREAK.split(text)]
    return all(match and (len(match[1]) < 3 or _VOWEL.search(match[1])) for match in matches)


def _is_made_of_words(text: str) -> bool:
    words = (part for part in _WORD_BREAK.split(text) if len(part) > 2 and part.isalpha() and _VOWEL.search(part))
    return len(list(words)) > 1
