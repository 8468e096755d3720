"""Personal data out at the door: what stands in addresses, titles and terms and leads to a person is replaced.

Names in free text are not recognised, nor street addresses, car plates or `user [at] host`.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from collector import numbers

LIMIT = 2_000  # characters
KINDS = ("removed", "userinfo", "token", "email", "iban", "card", "pnr", "phone", "ip")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Without one of these a text holds nothing that the rules look for.
_SUSPECT = re.compile(r"[0-9０-９@＠%=]")
_PASSES = 8
_ESCAPES = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_PLAIN = str.maketrans(
    dict.fromkeys("\xa0\u2007\u2008\u2009\u202f\u3000", " ")
    | dict.fromkeys("‐‑‒—―−﹘﹣－", "–")
    | dict(zip("０１２３４５６７８９＠＋．", "0123456789@+.", strict=True))
)

# Parameters whose whole value goes: names without accents and separators, and some that are nothing without.
_EXACT_NAMES = {"_ga", "_gl", "_hsenc", "_ke", "_kx"}
_NAMES = _words("""
    name namn fornamn efternamn mellannamn tilltalsnamn fullnamn fullstandigtnamn dittnamn kundnamn
    kontaktperson firstname lastname middlename fullname surname givenname familyname yourname customername
    contactname displayname nickname smeknamn fname lname email epost mail mejl emailaddress emailadress
    epostadress mailadress mejladress mailaddress useremail youremail dinepost customeremail contactemail
    subscriberemail tel telefon telefonnummer telefonnr telnr tfn mobil mobilnummer mobilnr mobiltelefon phone
    phonenumber telephone cellphone mobile mobilephone yourphone swish swishnummer fax pnr personnummer
    personnr persnr pnummer personid personalnumber samordningsnummer ssn socialsecuritynumber nationalid
    passnummer passport passportnumber korkortsnummer fodelsedatum fodelsedag dob birthdate birthday
    dateofbirth kundnr kundnummer kundid customerid customernumber medlemsnummer medlemsnr medlemsid memberid
    membernumber patientid patientnummer journalnummer anstallningsnummer employeeid user userid username uid
    login loginid anvandare anvandarnamn anvandarid subscriberid contactid leadid adress address gatuadress
    gata street streetaddress hemadress postadress postaladdress leveransadress fakturaadress deliveryaddress
    shippingaddress billingaddress addressline careof postnummer postnr zip zipcode postcode postalcode
    password passwd passwort pwd pass passphrase losenord losen pin pinkod pincode otp engangskod secret
    clientsecret key apikey accesskey privatekey signature sig token accesstoken refreshtoken idtoken
    authtoken apitoken usertoken csrf csrftoken xsrf xsrftoken csrfmiddlewaretoken authenticitytoken
    resettoken resetpasswordtoken confirmationtoken invitationtoken unsubscribetoken logintoken sessiontoken
    auth authorization credential credentials jwt bearer ticket nonce samlresponse samlrequest bankid authcode
    authorizationcode codeverifier verificationcode kortnummer kortnr kreditkort cardnumber cardno creditcard
    creditcardnumber ccnumber ccnum cvc cvv cvc2 cvv2 iban kontonummer kontonr bankkonto accountnumber
    accountno bankaccount session sessionid sessid sid phpsessid jsessionid aspsessionid aspnetsessionid cfid
    cftoken visitorid clientid deviceid udid idfa idfv gaid aaid imei macaddress ip ipaddress ipadress ipaddr
    fingerprint gclid gbraid wbraid dclid fbclid msclkid ttclid twclid yclid ymclid lifatid igshid igsh mceid
    mkttok clickid irclickid rbclickid scclid sccid epik rdtcid qclid wickedid vmcid zanpid cjevent awc tduid
    efid scid srsltid mibextid hsctatracking hssc hstc hsfp hubspotutk veroid olyanonid olyencid openstat
    bbeid mlsubscriber mlsubscriberhash kenshooclickid elqtrackid ctctid sfmcsub
""")
_BARE = str.maketrans("[", ".", "]_-+ ")

_PARAMETER = re.compile(r"(?:^|(?<=[?&;#/]))([^?&;#=/]++)(=|(?=[&#])|$)")
_PIECE = re.compile(r"[^?&#]+")
_SEGMENT = re.compile(r"[^/;?#]+")
_HAS_VALUES = re.compile(r"[?#=%]")
_QUERY_START = re.compile(r"[?#]")
_PATH_VALUE = re.compile(r"[^;/?#&]*")
_QUERY_VALUE = re.compile(r"[^&#]*")

_USERINFO = re.compile(r"//(?<![^:]//)([^/?#&\s]*@)")
_HOST = re.compile(r"^(?:[A-Za-z][A-Za-z0-9+.-]*:)?//[^/?#]*")
_EMAIL = re.compile(r"(?<![\w.+'~-])[\w.+'~-]++@(?=([\w.-]++))")
_DOMAIN = re.compile(r"(?:[^\W_][\w-]{0,62}\.)+(?:xn--[a-z0-9-]{2,59}|[^\W\d_]{2,63})", re.IGNORECASE)
# What stands behind the @ of `pkg@1.2.3` and `logo@2x.png`.
_VERSION = re.compile(r"v?\d+\.\d|[\d.]+x(?:\.|$)", re.IGNORECASE)
_FILE_TYPES = _words("""
    png jpg jpeg gif svg webp avif ico bmp tif tiff css scss js mjs cjs jsx ts tsx json map min html htm php
    asp aspx jsp xml pdf txt csv woff woff2 ttf eot mp4 webm mp3
""")

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
_LONG = re.compile(r"(?=.*[0-9])(?=.*[A-Za-z])[A-Za-z0-9_.~+-]{32,}={0,2}")
_WORD_BREAK = re.compile(r"[-_.+~=\s]")
_VOWEL = re.compile(r"[aeiouyåäö]", re.IGNORECASE)
_NON_SPACE = re.compile(r"\S+")

# The segments after these words hold a token, at `/reset/NUMBER/TOKEN` the second.
_ERRAND = re.compile(r"(?:^|(?<=/))([^/?#&;=]{4,60}+)/(?=([^/?#&;=]+)(?:/([^/?#&;=]+))?)")
_LONG_SEGMENT = re.compile(r"[^/?#&;=]{16}")
_ERRANDS = _words("""
    reset aterstall verify verifiera bekrafta confirm activate aktivera invite inbjudan magic unsubscribe
    avregistrera avanmal token
""")


class Scrubbed(NamedTuple):
    text: str
    kinds: tuple[str, ...]  # of `KINDS`, sorted, each once


class Finding(NamedTuple):
    """What is to be replaced, as places in the raw text."""

    start: int
    end: int
    kind: str


class View(NamedTuple):
    """The text as it reads after some decoding, and where each of its characters stands in the raw text."""

    text: str
    places: Sequence[int]  # one more than characters: the last is the end

    def part(self, start: int, end: int) -> "View":
        return View(self.text[start:end], self.places[start : end + 1])

    def finding(self, span: tuple[int, int], kind: str) -> Finding:
        return Finding(self.places[span[0]], self.places[span[1]], kind)


def scrub_url(text: str, *, today: date | None = None) -> Scrubbed:
    """A whole URL or a path; a personnummer is of someone born by `today`, by the clock if it is not said."""
    return _scrub(text, _in_url, today)


def scrub_title(text: str, *, today: date | None = None) -> Scrubbed:
    return _scrub(text, _in_title, today)


def scrub_term(text: str, *, today: date | None = None) -> Scrubbed:
    return _scrub(text, _in_term, today)


def _scrub(text: str, find: Callable[[str, date], Iterable[Finding]], today: date | None) -> Scrubbed:
    """Until nothing more is found; a text that does not come to rest, which none does by chance, goes whole."""
    text = text[:LIMIT]
    if not _SUSPECT.search(text):
        return Scrubbed(text, ())
    # It may be tomorrow already where the number was given.
    born_by = today or (datetime.now(UTC) + timedelta(days=1)).date()
    kinds: set[str] = set()
    for _ in range(_PASSES):
        findings = _merged(find(text, born_by))
        scrubbed = _replaced(text, findings)[:LIMIT]
        if scrubbed == text:
            return Scrubbed(text, tuple(sorted(kinds)))
        kinds.update(finding.kind for finding in findings)
        text = scrubbed
    return Scrubbed("[removed]", tuple(sorted(kinds | {"removed"})))


def _merged(findings: Iterable[Finding]) -> list[Finding]:
    """Findings that overlap become one, of the kind of the longest, but "removed" comes before all."""
    groups: list[list[Finding]] = []
    end = 0
    for finding in sorted(findings):
        if finding.start >= end:
            groups.append([])
        groups[-1].append(finding)
        end = max(end, finding.end)
    return [Finding(group[0].start, max(found.end for found in group), min(group, key=_rank).kind) for group in groups]


def _rank(finding: Finding) -> tuple[bool, int, int]:
    return finding.kind != "removed", finding.start - finding.end, KINDS.index(finding.kind)


def _replaced(text: str, findings: Iterable[Finding]) -> str:
    parts: list[str] = []
    rest = 0
    for start, end, kind in findings:
        parts += text[rest:start], "" if kind == "userinfo" else f"[{kind}]"
        rest = end
    return "".join(parts) + text[rest:]


def _in_url(text: str, born_by: date) -> Iterator[Finding]:
    raw = View(text, range(len(text) + 1))
    # In a form + is a space, but people also write it as it is: numbers are sought both ways, and e-mail addresses
    # with a + in the text as it stands or where it was encoded.
    form = _decodings(_spaced(raw))
    plain = _decodings(raw) if "+" in text else []
    views = _distinct([*form, *plain, *map(_spaced, plain)])
    userinfo = [view.finding(match.span(1), "userinfo") for view in views for match in _USERINFO.finditer(view.text)]
    if userinfo:
        yield from userinfo  # alone: with the host it reads as an e-mail address
        return
    valid = numbers.Validity()
    yield from _values(raw, valid)
    for view in _distinct([raw, *form]):
        yield from _emails(_legible(view))
    for view in map(_legible, views):
        yield from _errand_tokens(view)
        yield from _keys(view)
        for kind, span in numbers.found(view.text, born_by, valid):
            finding = view.finding(span, kind)
            if kind != "ip" or not _HOST.fullmatch(text, 0, finding.end):
                yield finding


def _in_title(text: str, born_by: date) -> Iterator[Finding]:
    valid = numbers.Validity()
    for view in map(_legible, _decodings(View(text, range(len(text) + 1)))):
        yield from _emails(view)
        yield from _keys(view)
        yield from (view.finding(span, kind) for kind, span in numbers.found(view.text, born_by, valid))
        words = _NON_SPACE.finditer(view.text)
        yield from (view.finding(word.span(), "token") for word in words if _is_long_token(word[0]))


def _in_term(text: str, born_by: date) -> Iterator[Finding]:
    yield from _in_title(text, born_by)
    valid = numbers.Validity()
    for view in _decodings(View(text, range(len(text) + 1))):
        yield from (view.finding(span, "phone") for span in numbers.unbroken_landline(view.text, valid))


def _decodings(view: View) -> list[View]:
    """The view, and where it is percent-encoded also decoded once and twice."""
    views = [view]
    while len(views) < 3 and _ESCAPES.search(views[-1].text):
        views.append(_decoded(views[-1]))
    return views


def _decoded(view: View) -> View:
    parts: list[str] = []
    places: list[int] = []
    rest = 0
    for run in _ESCAPES.finditer(view.text):
        parts.append(view.text[rest : run.start()])
        places += view.places[rest : run.start()]
        at = run.start()
        for char, width in _characters(bytes.fromhex(run[0].replace("%", ""))):
            parts.append(char)
            places.append(view.places[at])
            at += 3 * width
        rest = run.end()
    return View("".join(parts) + view.text[rest:], [*places, *view.places[rest:]])


def _characters(octets: bytes) -> Iterator[tuple[str, int]]:
    """Each character and its number of bytes: UTF-8 where it is, single bytes as Latin-1 where it is not."""
    at = 0
    while at < len(octets):
        lead = octets[at]
        width = 1 if lead < 0xC0 else 2 if lead < 0xE0 else 3 if lead < 0xF0 else 4
        try:
            char = octets[at : at + width].decode()
        except UnicodeDecodeError:
            char, width = chr(lead), 1
        yield char, width
        at += width


def _spaced(view: View) -> View:
    """The view with + as a space, as forms write it, behind the path."""
    if "+" not in view.text:
        return view
    start = _path_end(view.text)
    return View(view.text[:start] + view.text[start:].replace("+", " "), view.places)


def _path_end(text: str) -> int:
    found = _QUERY_START.search(text)
    return found.start() if found else len(text)


def _distinct(views: Iterable[View]) -> list[View]:
    return list({view.text: view for view in views}.values())


def _legible(view: View) -> View:
    """The view with typographic characters as the plain ones, and no digits or letters of what is still encoded."""
    text = view.text
    if "%" in text:
        text = _ESCAPES.sub(lambda run: "\0" * len(run[0]), text)
    return View(text if text.isascii() else text.translate(_PLAIN), view.places)


def _emails(view: View) -> Iterator[Finding]:
    for match in _EMAIL.finditer(view.text) if "@" in view.text else ():
        local = match[0][:-1]
        start = match.end() - 1 - len(local.lstrip(".+'~-"))
        domain = _DOMAIN.match(match[1])
        host = domain[0] if domain and not _VERSION.match(match[1]) else ""
        while host.rpartition(".")[2].lower() in _FILE_TYPES:
            host = host.rpartition(".")[0]
        if "." in host and start < match.end() - 1:
            yield view.finding((start, match.end() + len(host)), "email")


def _keys(view: View) -> Iterator[Finding]:
    for match in _KEY.finditer(view.text):
        key = match[0]
        if _has_digit(key) and not (key[:6].lower() == "bearer" and _is_made_of_words(key)):
            yield view.finding(match.span(), "token")


def _errand_tokens(view: View) -> Iterator[Finding]:
    for match in _ERRAND.finditer(view.text) if _LONG_SEGMENT.search(view.text) else ():
        if _ERRANDS.isdisjoint(_WORD_BREAK.split(_unaccented(match[1]))):
            continue
        for group in (2, 3):
            segment = match[group] or ""
            if len(segment) >= 16 and _has_digit(segment) and not _is_made_of_words(segment):
                yield view.finding(match.span(group), "token")


def _values(raw: View, valid: numbers.Validity) -> Iterator[Finding]:
    for view in _levels(raw, 2) if _HAS_VALUES.search(raw.text) else ():
        parameters = list(_parameters(view))
        names = {_unaccented(name) for name, _ in parameters}
        signing_in = {"code", "state"} if {"code", "state"} <= names else set[str]()
        for name, value in parameters:
            span = (0, len(value.text))
            if value.text in {"", "[removed]"}:
                continue
            if _unaccented(name) in signing_in or _is_sensitive(name):
                yield value.finding(span, "removed")
            elif _is_long_token(value.text):
                yield value.finding(span, "token")
            else:
                for place in numbers.unbroken_landline(value.text.replace("+", " "), valid):
                    yield value.finding(place, "phone")


def _levels(view: View, depth: int) -> Iterator[View]:
    """The view and, decoded each by itself, its parts: their own delimiters are not those around them."""
    yield view
    path_end = _path_end(view.text)
    if not depth or "%" not in view.text:
        return
    for part in (*_SEGMENT.finditer(view.text, 0, path_end), *_PIECE.finditer(view.text, path_end)):
        if _ESCAPES.search(part[0]):
            yield from _levels(_decoded(view.part(*part.span())), depth - 1)


def _parameters(view: View) -> Iterator[tuple[str, View]]:
    """Those of the query, of a fragment or path that has the form, and query parts without a name."""
    text = view.text
    path_end = _path_end(text)
    for match in _PARAMETER.finditer(text):
        start = match.start()
        before = text[start - 1 : start]
        if before == "/" and start > path_end:
            continue
        if match[2]:
            in_path = before in {";", "/"} and start <= path_end
            value = (_PATH_VALUE if in_path else _QUERY_VALUE).match(text, match.end())
            yield match[1], view.part(*(value or match).span())
        elif before and before in "?&#":
            yield "", view.part(*match.span(1))


def _is_sensitive(name: str) -> bool:
    """Whether a parameter of this name goes whole; of `a[b]` and `a.b` the last part counts."""
    if "%" in name:
        name = _decodings(View(name, range(len(name) + 1)))[-1].text
    name = _unaccented(name)
    if name in _NAMES or name in _EXACT_NAMES:
        return True
    parts = list(filter(None, (part.rstrip("0123456789") for part in name.translate(_BARE).split("."))))
    return bool(parts) and (parts[-1] in _NAMES or "".join(parts) in _NAMES)


def _unaccented(text: str) -> str:
    if text.isascii():
        return text.lower()
    return "".join(char for char in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(char))


def _is_long_token(text: str) -> bool:
    # A number in groups, or many short words, is as long: there + is a space.
    return _LONG.fullmatch(text) is not None and max(map(len, text.split("+"))) > 15 and not _is_made_of_words(text)


def _is_made_of_words(text: str) -> bool:
    words = (part for part in _WORD_BREAK.split(text) if len(part) > 2 and part.isalpha() and _VOWEL.search(part))
    return len(list(words)) > 1


def _has_digit(text: str) -> bool:
    return any(map(str.isdigit, text))
