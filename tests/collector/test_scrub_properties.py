"""Whatever the text, it is scrubbed in bounded time, once for all; and no surrounding or encoding hides a value."""

import re
import time
from collections.abc import Callable
from datetime import date
from ipaddress import IPv4Address, IPv6Address
from typing import Final
from urllib.parse import quote, unquote

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from collector.numbers import luhn
from collector.scrub import KINDS, LIMIT, Scrubbed, scrub_term, scrub_title, scrub_url

TODAY: Final = date(2026, 3, 1)
SCRUBS: Final = {"url": scrub_url, "title": scrub_title, "term": scrub_term}
Scrub = Callable[..., Scrubbed]
EVERY_SCRUB = pytest.mark.parametrize("scrub", SCRUBS.values(), ids=SCRUBS)


def checked(body: str) -> str:
    return next(body + last for last in "0123456789" if luhn(body + last))


def pnr(born: date, serial: int, coordination: bool, century: bool, separator: str) -> str:
    birthday = f"{born:%y%m}{born.day + 60 * coordination:02}"
    number = checked(f"{birthday}{serial:03}")
    return f"{born.year // 100 if century else ''}{number[:6]}{separator}{number[6:]}"


def card(prefix: str, rest: str, separator: str) -> str:
    number = checked((prefix + rest)[:15])
    return separator.join(number[at : at + 4] for at in range(0, 16, 4))


def iban(country: str, body: str, separator: str) -> str:
    number = f"{country}{98 - int(''.join(str(int(char, 36)) for char in f'{body}{country}00')) % 97:02}{body}"
    return separator.join(number[at : at + 4] for at in range(0, len(number), 4))


def ipv6(network: int, interface: int) -> IPv6Address:
    return IPv6Address(((1 << 61) + network << 64) + interface)


def mobile(start: str, rest: str) -> str:
    return f"{start}{rest}"


def figures(number: int) -> st.SearchStrategy[str]:
    return st.text("0123456789", min_size=number, max_size=number)


WORD = st.text("abcdefghijklmnopqrstuvwxyzåäö", min_size=2, max_size=12)
PERSONAL: Final = {
    "email": st.builds(
        "{}{}{}@{}.{}".format, WORD, st.sampled_from(["", ".", "_", "-", "+"]), WORD, WORD,
        st.sampled_from(["se", "com", "nu", "example", "co.uk"]),
    ),
    "pnr": st.builds(
        pnr, st.dates(date(1927, 1, 1), date(2026, 2, 28)), st.integers(0, 999), st.booleans(), st.booleans(),
        st.sampled_from(["", "-", "+", " ", "–", "−", " - ", "."]),
    ),
    "card": st.builds(card, st.sampled_from(["4", "51", "55", "2221", "2720", "6011", "65"]), figures(15),
                      st.sampled_from(["", " ", "-"])),
    "iban": st.one_of(
        st.builds(iban, st.just("SE"), figures(20), st.sampled_from(["", " "])),
        st.builds(iban, st.just("DE"), figures(18), st.sampled_from(["", " "])),
        st.builds(iban, st.just("NO"), figures(11), st.sampled_from(["", " "])),
    ),
    "ip": st.one_of(
        st.builds(str, st.builds(IPv4Address, st.integers(0x0100_0000, 0xDFFF_FFFF))),
        st.builds(str, st.builds(ipv6, st.integers(0, (1 << 61) - 1), st.integers(1 << 60, (1 << 64) - 1))),
    ),
    "phone": st.builds(
        mobile,
        st.sampled_from(["070-174 06 ", "0701740 6", "070 174 06 ", "+46 70 174 06 ", "+46701740 6", "0046 70-17406",
                         "08-465 004 ", "+46 8 465 004 ", "031-390 06 ", "0980-319 2"]),
        st.sampled_from(["12", "27", "35", "48", "59"]),
    ),
}  # fmt: skip
BEFORE = st.sampled_from(
    ["/", "/kund/", "/sok?q=", "/a?b=1&c=", "/a?b=", "/a#", "/a;b=", "https://www.example.se/a/", "/boka/2026/11/22/",
     "/sok?q=ring ", "/a?q=kund: ", "/åäö/", "/?next=/a?b=", "/a,", "/x?c=(", "/x?c='"]
)  # fmt: skip
AFTER = st.sampled_from(["", "/", "/klar", "?a=1", "&b=2", "#topp", " tack", ", tack", ")", "'", "/?", ";c=1", " "])


def encoded(text: str, times: int, every: bool) -> str:
    """Percent-encoded so many times: what must be, or every byte."""
    for _ in range(times):
        text = "".join(f"%{byte:02X}" for byte in text.encode()) if every and len(text) < 90 else quote(text, safe="")
    return text


def bare(text: str) -> str:
    """The letters and digits alone."""
    return re.sub(r"[\W_]", "", text).lower()


@pytest.mark.parametrize("kind", PERSONAL)
@settings(deadline=None, max_examples=150)
@given(data=st.data(), before=BEFORE, after=AFTER, times=st.integers(0, 2), every=st.booleans(), form=st.booleans())
def test_nothing_hides_what_is_personal(
    kind: str, data: st.DataObject, before: str, after: str, times: int, every: bool, form: bool
) -> None:
    value = data.draw(PERSONAL[kind])
    written = encoded(value, times, every)
    if form and times and "?" in before:
        written = written.replace("%20", "+").replace("%2520", "+")
    scrubbed = scrub_url(before + written + after, today=TODAY)
    left = scrubbed.text
    for _ in range(2):
        left = unquote(left.replace("+", " "))
    assert bare(value) not in bare(left)
    assert scrubbed.kinds


@EVERY_SCRUB
@pytest.mark.parametrize("kind", PERSONAL)
@settings(deadline=None, max_examples=40)
@given(
    data=st.data(),
    before=st.sampled_from(["", "ring ", "till: ", "(", "kund\t"]),
    after=st.sampled_from(["", ".", " nu", ")"]),
)
def test_nothing_hides_it_in_a_text(scrub: Scrub, kind: str, data: st.DataObject, before: str, after: str) -> None:
    value = data.draw(PERSONAL[kind])
    assert bare(value) not in bare(scrub(before + value + after, today=TODAY).text)


SPIKES = """
    tel: /ring/ 0812345678 85-07-09-9805 85.07.09. bounce+a=b.se@c.se a_name= login/ d41d8cd98f00b204.
    +46 0046 070 - 8 %20 %2B %40 %2540 a@b.se @ .se %25 &q= email= / ? # ; 850615-9808 19 1 2 + [ [pnr] [removed]
    :// // reset/ eyJ . sk_live_ abcdef1234567890 SE45 5000 81.234. 56.78 2001:db8:: : % %C3 %B6 %E5 å name code=
    state= – １ (0) ( ) 4111 Bearer (at) [at] (a) (dot) &#64; &#x40; &commat; & &# %u0040 %u %00 %26%2364%3B ٩
    550e8400-e29b-41d4-a716-446655440000 550e8400-
"""
FRAGMENTS = st.sampled_from(SPIKES.split())
HOSTILE = st.one_of(
    st.text(st.characters(codec=None), max_size=200),
    st.lists(FRAGMENTS | st.sampled_from(" \0\n\ud800\u200b\xad"), max_size=60).map("".join),
    st.lists(FRAGMENTS, min_size=1, max_size=8).map(lambda parts: "".join(parts) * (2 * LIMIT // len("".join(parts)))),
)


@EVERY_SCRUB
@settings(deadline=None, max_examples=100)
@given(text=HOSTILE)
@example(text="&#1114112;@&#9999999;a.se")
@example(text="%u" * LIMIT)
@example(text="\ud800@\udfff.se 0")
def test_any_text_is_scrubbed_once_for_all(scrub: Scrub, text: str) -> None:
    scrubbed = scrub(text, today=TODAY)
    assert len(scrubbed.text) <= LIMIT
    assert set(scrubbed.kinds) <= set(KINDS)
    assert scrub(scrubbed.text, today=TODAY).text == scrubbed.text


@EVERY_SCRUB
@given(
    text=st.text(st.characters(codec=None, exclude_characters="%=@＠﹫&([{", exclude_categories=["Nd"]), max_size=200)
)
def test_without_digits_and_signs_every_character_stays(scrub: Scrub, text: str) -> None:
    assert scrub(text) == (text, ())


def seconds(scrub: Scrub, text: str) -> float:
    """The quicker of two, so that what else the machine does counts less."""
    took = []
    for _ in range(2):
        started = time.process_time()
        scrub(text, today=TODAY)
        took.append(time.process_time() - started)
    return min(took)


ORDINARY: Final = ("/?" + "q=kbt+2026&sida=12&" * LIMIT)[:LIMIT]


@EVERY_SCRUB
@pytest.mark.parametrize(
    "part",
    [
        "+46 1 2 3 4 5 6 7 8 9 1 2 3 4 ", "00 1", "a@", "a.@a.a", "@", "%25", "%2525", "4%2B6+", "0123456789", "08-1 ",
        "08-46%2050 04 ", "email=a&?", "/;a=b", "-eyJ-", "eyJa.", "SE45 ", "1.2.3.", "1:2:", "/reset/", "://a@", "//a:",
        "%252Fa%253Fb%253D", "4111 ", "07", "0 7 0 ", "46 70", "bearer ", "[1", "a+", "-", "=", "0", "(at)", "a(a)",
        " ( at", "(dot)@", "&#64;", "&#", "&commat;a", "%u0040", "%u", "%00", "a%00@%00", "aA1", "/aA1", "550e8400-",
        "/" + "aA1" * 12, "\u200b1", "\xad@a", "١", "(at)a.a ",
        "85-07-09-", "85 07 09 98 05 ", "tel:0812345678/", "/reset/a1b2c3d4e5f6a7b8", "a-b+c=a.a@", "=a.a@b.se", "a-",
        "a1b2c3d4e5f6a7b8.", "a_name=1&", "a_",
    ],
)  # fmt: skip
def test_no_text_takes_long(scrub: Scrub, part: str) -> None:
    hostile = ("/?" + part * LIMIT)[: LIMIT - 2] + "@1"
    reference = max(seconds(scrub, ORDINARY), 0.0002)
    assert seconds(scrub, hostile) < 60 * reference, "a backtracking expression would take thousands of times as long"
