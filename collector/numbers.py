"""Numbers that lead to a person: where they stand in a text, told from other numbers by their check digits.

Every finder yields the start and the end, not included, of each number in the text that it is given.
"""

import ipaddress
import re
from collections.abc import Iterator
from datetime import date

import phonenumbers

Span = tuple[int, int]

_NEITHER = r"(?<![^\W_])"  # no letter and no digit before
_NOR = r"(?![^\W_])"  # nor after

# The least that all of them have but IP addresses; the letters of an IBAN stand together.
_SEVEN_DIGITS = re.compile(r"\d(?:[^A-Za-z0-9]{0,3}\d){6}", re.ASCII)

# Eight digits with a century, six without; then the four that end in the check digit.
_PERSONNUMMER = re.compile(r"(?<!\d)((?:\d\d)?\d{6}(?: ?[-–+_] ?|[ .])?\d{4})(?!\d)", re.ASCII)
# With the birthday as a date. A lookahead, so that a number before it hides none of it.
_DATED_PERSONNUMMER = re.compile(
    r"\d(?<!\d\d)(?=(\d(?:\d\d)?([-–. ])(?:0[1-9]|1[0-2])\2[0-36-9]\d)(?: ?[-–+._] ?| )?(\d\d[-–. ]?\d\d)(?!\d))",
    re.ASCII,
)
_HOUR = re.compile(r"(?:[01]\d|2[0-3])[-–. ]?[0-5]\d", re.ASCII)
# The VAT number of a sole trader is SE, the personnummer and 01.
_SOLE_TRADER = re.compile(_NEITHER + r"SE[ -]?(\d{6}[- ]?\d{4})[- ]?01" + _NOR, re.ASCII | re.IGNORECASE)
_COORDINATION = 60  # what a samordningsnummer adds to the day of birth

_CARD = re.compile(
    r"(?<!\d)(?=(\d{4}(?:[ ._–-]?\d{4}){3}|\d{4}[ ._–-]?(?:\d{6}[ ._–-]?\d{5}|\d{4}[ ._–-]?\d{4}[ ._–-]?\d{3}))"
    r"(?!\d))",
    re.ASCII,
)
_CARD_PREFIXES = {
    15: re.compile(r"3[47]"),
    16: re.compile(r"4|5[0-8]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720|35[2-8]|6011|6[2-57]"),
}

_IBAN_CHECK_DIGITS = re.compile(r"\d(?=\d(?:[ –-]?[A-Za-z0-9]){11})", re.ASCII)
_LETTER_OR_DIGIT = re.compile(r"[A-Za-z0-9]")
# How long each country's number is, by the register of ISO 13616.
_IBAN_LENGTHS = {
    country: int(length)
    for country, length in re.findall(
        r"([A-Z]{2})(\d\d)",
        """
    AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20
    EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30
    KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23
    PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26
    UA29 VA22 VG24 XK20 YE30
    """,
    )
}

_DIGITS = re.compile(r"\d+", re.ASCII)
_INTERNATIONAL = re.compile(r"(?=((?:\+|(?<!\d)(?<!\d[.,:])00)[ (]?[1-9](?:[ ()./–-]{0,3}\d){6,15}))", re.ASCII)
# Before the country's code the plus may be missing: a form reads it as a space.
_MOBILE = re.compile(
    r"(?<!\d)(?:(?:(?:\+|00) ?)?46[ ()./+–-]{0,2}(?:0[ ()./+–-]{0,2})?|0[ ()./+–-]?)"
    r"7[ ()./+–-]?[02369](?:[ ()./+_–-]{0,3}\d){7}(?!\d)",
    re.ASCII,
)
_LANDLINE = re.compile(
    r"(?<!\d)(?=(?:\((0[1-9]\d{0,2})\) ?|(0[1-9]\d{0,2})( ?[–-] ?|[ ./]))(\d+(?:[ .–-]\d+){0,4}))", re.ASCII
)
_UNBROKEN_LANDLINE = re.compile(r"\s*(0[1-9]\d{5,8})\s*", re.ASCII)
# Behind these a number is nothing but a telephone's, without separators too.
_DIALLED = re.compile(r"[04](?<=[:/ ].)\d{6,12}" + _NOR, re.ASCII)
_DIALLED_BEFORE = re.compile(
    r"(?:(?<![^\W_])(?:tel|callto|sms):(?: |//)?|/(?:tel|telefon|ring|sms|phone|call)/)$", re.IGNORECASE
)
_TRUNK = re.compile(r"0046|46|0")
_LANDLINE_TYPES = {
    phonenumbers.PhoneNumberType.FIXED_LINE,
    phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE,
    phonenumbers.PhoneNumberType.VOIP,
    phonenumbers.PhoneNumberType.PERSONAL_NUMBER,
    phonenumbers.PhoneNumberType.UAN,
}
# Dates and hours that have the digits of a telephone number: 08-12-2024, 2024-08-12 1430, 08.30-17.00, 08-17 2024.
_DAY = r"(?:0[1-9]|[12]\d|3[01])"
_MONTH = r"(?:0[1-9]|1[0-2])"
_CALENDAR = re.compile(
    rf"{_DAY}([-./]){_MONTH}\1(?:(?:19|20)\d\d(?!\d)|\d\d(?!\d|\1\d\d(?!\d)))"
    rf"|{_DAY} {_MONTH} (?:19|20)\d\d(?!\d)"
    r"|[0-2]\d[.:][0-5]\d ?[–-] ?[0-2]\d[.:]?[0-5]\d"
    r"|[0-2]\d ?[–-] ?[0-2]\d (?:19|20)\d\d(?!\d)",
    re.ASCII,
)
_YEAR_BEFORE = re.compile(r"(?:19|20)\d\d[-./]", re.ASCII)
_MONTH_AND_DAY = re.compile(rf"{_MONTH}[-./]{_DAY}(?!\d)", re.ASCII)

_IPV4 = re.compile(r"\d(?<![^\W_]\d)(?<!\.\d)\d{0,2}(?:\.\d{1,3}){3}" + _NOR + r"(?!\.\d)", re.ASCII)
_IPV6 = re.compile(r"(?<![0-9A-Fa-f:.])[0-9A-Fa-f:.]{4,48}+" + _NOR)
# Behind one of these, or before the end of a file's name, four numbers are a version or a paragraph.
_VERSION_BEFORE = re.compile(
    _NEITHER + r"(?:v|ver|version|versionen|build|release|firmware|driver|drivrutin|uppdatering|update|patch"
    r"|kapitel|avsnitt|punkt|bilaga|chapter|section|§|windows|win|android|ios|ipados|macos|linux|ubuntu|debian"
    r"|chrome|chromium|crios|firefox|fxios|edge|edga?|safari|opera|opr|vivaldi|brave|samsungbrowser|webkit"
    r"|office|outlook|excel|teams|acrobat|reader|flash|java|jre|jdk|php|python|npm|mysql|nginx|apache|openssl"
    r"|docker|vmware|citrix|bios|uefi|nvidia|intel|realtek|wordpress|woocommerce|magento)\.?[ /_:-]{0,2}$",
    re.IGNORECASE,
)
_FILE_AFTER = re.compile(
    r"\.(?:zip|exe|msi|dmg|tar|t?gz|7z|js|css|deb|rpm|pkg|apk|jar|whl|iso|pdf|html?)" + _NOR, re.IGNORECASE
)


_QUESTIONS = 40


class Validity:
    """What libphonenumber says of the candidates in one text.

    It is asked about at most 40 of them; any further one counts as a number, so that no text can take long.
    """

    def __init__(self) -> None:
        self._answers: dict[tuple[str, str], bool] = {}

    def international(self, number: str) -> bool:
        return self._answer("", number)

    def landline(self, area: str, rest: str) -> bool:
        """Whether these, in digits, are a Swedish area code with its 0 and a number in that area."""
        return self._answer(area, rest)

    def _answer(self, area: str, rest: str) -> bool:
        known = self._answers.get((area, rest))
        if known is None:
            known = len(self._answers) >= _QUESTIONS or _is_valid(area, rest)
            self._answers[area, rest] = known
        return known


def _is_valid(area: str, rest: str) -> bool:
    try:
        number = phonenumbers.parse(area + rest, "SE")
    except phonenumbers.NumberParseException:
        return False
    if not phonenumbers.is_valid_number(number):
        return False
    return not area or (
        phonenumbers.number_type(number) in _LANDLINE_TYPES
        and phonenumbers.length_of_national_destination_code(number) == len(area) - 1
    )


def luhn(digits: str) -> bool:
    """Whether the last of these ASCII digits is the check digit of ISO/IEC 7812."""
    odd = sum(map(int, digits[-1::-2]))
    return (odd + sum(sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2])) % 10 == 0


def is_personnummer(digits: str, today: date) -> bool:
    """Whether 10 or 12 ASCII digits are a personnummer or samordningsnummer of someone born by `today`."""
    if not luhn(digits[-10:]):
        return False
    centuries = [digits[:-10]] if len(digits) == 12 else ["19", "20"]
    return any(century in {"18", "19", "20"} and _is_birthday(century + digits[-10:-4], today) for century in centuries)


def _is_recent(birthday: str, today: date) -> bool:
    """Of the last 20 years; of two digits, which may also be a day, those up to 31."""
    return int(birthday[:4]) > today.year - 20 if len(birthday) == 8 else int(birthday[:2]) < 32


def _is_birthday(digits: str, today: date) -> bool:
    day = int(digits[6:])
    try:
        born = date(int(digits[:4]), int(digits[4:6]), day - _COORDINATION if day > _COORDINATION else day)
    except ValueError:
        return False
    return born <= today


def is_card(digits: str) -> bool:
    prefix = _CARD_PREFIXES.get(len(digits))
    return prefix is not None and prefix.match(digits) is not None and luhn(digits)


def is_iban(number: str) -> bool:
    """Whether this, without spaces and in upper case, has its country's length and the rest 1 modulo 97."""
    if _IBAN_LENGTHS.get(number[:2]) != len(number):
        return False
    return int("".join(str(int(char, 36)) for char in number[4:] + number[:4])) % 97 == 1


def found(text: str, today: date, valid: Validity) -> Iterator[tuple[str, Span]]:
    """Every number with its kind: "pnr", "phone", "card", "iban" or "ip"."""
    if _SEVEN_DIGITS.search(text):
        yield from (("pnr", span) for span in personnummer(text, today))
        yield from (("phone", span) for span in phones(text, valid))
        yield from (("card", span) for span in cards(text))
        yield from (("iban", span) for span in ibans(text))
    if text.count(".") > 2 or text.count(":") > 1:
        yield from (("ip", span) for span in addresses(text))


def personnummer(text: str, today: date) -> Iterator[Span]:
    for pattern in (_PERSONNUMMER, _SOLE_TRADER):
        for match in pattern.finditer(text):
            if is_personnummer(_digits(match[1]), today):
                yield match.span()
    for match in _DATED_PERSONNUMMER.finditer(text):
        birthday, last = match[0] + _digits(match[1]), match[3]
        # A recent date with four digits in that form is more often an hour, and with dots a version.
        doubtful = match[2] == "." or _HOUR.fullmatch(last)
        if not (doubtful and _is_recent(birthday, today)) and is_personnummer(birthday + _digits(last), today):
            yield match.start(), match.end(3)


def cards(text: str) -> Iterator[Span]:
    for match in _CARD.finditer(text):
        if is_card(_digits(match[1])):
            yield match.span(1)


def ibans(text: str) -> Iterator[Span]:
    for match in _IBAN_CHECK_DIGITS.finditer(text):
        start = match.start() - 2
        length = _IBAN_LENGTHS.get(text[max(0, start) : start + 2].upper())
        if length is None or text[max(0, start - 1) : start].isalnum():
            continue
        # Groups are of four, but a number that was split anyhow has at most one separator a character.
        places = [start + found.start() for found in _LETTER_OR_DIGIT.finditer(text[start : start + 2 * length])]
        if len(places) < length:
            continue
        end = places[length - 1] + 1
        number = "".join(text[place] for place in places[:length]).upper()
        if not text[end : end + 1].isalnum() and is_iban(number):
            yield start, end


def phones(text: str, valid: Validity) -> Iterator[Span]:
    for match in _INTERNATIONAL.finditer(text):
        start = match.start()
        for end in _group_ends(text, *match.span(1)):
            if valid.international(text[start:end]):
                yield start, end
                break
    for match in _MOBILE.finditer(text):
        if not _is_calendar(text, match.start()):
            yield _with_bracket(text, *match.span())
    for match in _LANDLINE.finditer(text):
        yield from _landline(text, match, valid)
    for match in _DIALLED.finditer(text):
        before = text[max(0, match.start() - 10) : match.start()]
        if _DIALLED_BEFORE.search(before) and _is_landline(_TRUNK.sub("0", match[0], count=1), valid):
            yield match.span()


def unbroken_landline(text: str, valid: Validity) -> Iterator[Span]:
    """The text itself if it is nothing but a Swedish landline number without separators."""
    match = _UNBROKEN_LANDLINE.fullmatch(text)
    if match and _is_landline(match[1], valid):
        yield match.span(1)


def _is_landline(digits: str, valid: Validity) -> bool:
    return any(valid.landline(digits[:area], digits[area:]) for area in (2, 3, 4))


def addresses(text: str) -> Iterator[Span]:
    """IP addresses of both versions."""
    for match in _IPV4.finditer(text) if text.count(".") > 2 else ():
        start, end = match.span()
        if all(int(part) < 256 for part in match[0].split(".")) and not (
            _VERSION_BEFORE.search(text[max(0, start - 24) : start]) or _FILE_AFTER.match(text, end)
        ):
            yield start, end
    for match in _IPV6.finditer(text) if text.count(":") > 1 else ():
        yield from _ipv6(text, *match.span())


def _ipv6(text: str, start: int, end: int) -> Iterator[Span]:
    if text.startswith(":", start) and not text.startswith("::", start):
        start += 1  # of "ip:2001:db8::1"
    elif text[start - 1 : start].isalnum():
        return
    if text.endswith((".", ":"), start, end) and not text.endswith("::", start, end):
        end -= 1  # of a sentence
    run = text[start:end]
    # A word with "::" in it may be read as an address; a real one has a digit and more than a few.
    if run.count(":") < 2 or len(run.replace(":", "")) < 5 or not _DIGITS.search(run):
        return
    try:
        ipaddress.IPv6Address(run)
    except ValueError:
        return
    yield start, end


def _landline(text: str, match: re.Match[str], valid: Validity) -> Iterator[Span]:
    start = match.start()
    separator = (match[3] or "").strip(" ") or " "
    if _is_calendar(text, start) or (separator == " " and re.fullmatch(r"\d ", text[max(0, start - 2) : start])):
        return
    area = match[1] or match[2]
    for end in _group_ends(text, *match.span(4)):
        rest = text[match.start(4) : end]
        between = set(_DIGITS.sub("", rest))
        # Hours and ranges mix separators; a number has one kind, or a space after its area code's.
        uniform = len(between) < 2 and between <= {" ", ".", separator}
        if uniform and valid.landline(area, _digits(rest)):
            yield start, end
            return


def _group_ends(text: str, start: int, end: int) -> Iterator[int]:
    """Where a number that begins at `start` may end: after each group of digits, the last first."""
    for group in reversed(list(_DIGITS.finditer(text, start, end))):
        if group.end() < end or not text[end : end + 1].isdigit():
            yield group.end()


def _is_calendar(text: str, start: int) -> bool:
    if _CALENDAR.match(text, start):
        return True
    return bool(_YEAR_BEFORE.fullmatch(text, max(0, start - 5), start) and _MONTH_AND_DAY.match(text, start))


def _with_bracket(text: str, start: int, end: int) -> Span:
    number = text[start:end]
    return (start - 1 if ")" in number and "(" not in number and text[start - 1 : start] == "(" else start), end


def _digits(text: str) -> str:
    return "".join(_DIGITS.findall(text))
