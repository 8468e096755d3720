"""Personal data is cut from addresses, titles and terms, and what only looks like it stays."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from collector.numbers import Validity, is_card, is_iban, is_personnummer, luhn
from collector.scrub import KINDS, LIMIT, Finding, Scrubbed, _scrub, scrub_term, scrub_title, scrub_url

pytestmark = pytest.mark.quick

TODAY = date(2026, 3, 1)
SCRUBS = {"url": scrub_url, "title": scrub_title, "term": scrub_term}
Scrub = Callable[..., Scrubbed]
EVERY_SCRUB = pytest.mark.parametrize("scrub", SCRUBS.values(), ids=SCRUBS)
DATA = Path(__file__).parents[1] / "data"
CASES, MORE = (
    [json.loads(line) for line in (DATA / name).read_text("utf-8").splitlines()]
    for name in ("pii-cases.jsonl", "pii-more.jsonl")
)
TOKEN = "k3Jd82mXq0PzL5vT7wYb"
LONG_TOKEN = "Zm9vYmFyMTIzNDU2Nzg5MGFiY2RlZmdoaWprbG1u"
UUID = "550e8400-e29b-41d4-a716-446655440000"


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_reference_cases(case: dict[str, str]) -> None:
    scrubbed = SCRUBS[case["kind"]](case["input"], today=TODAY)
    assert scrubbed.text == case["expected"], case["why"]
    assert scrubbed.kinds == tuple(sorted(set(case["replaced"])))
    assert set(scrubbed.kinds) <= set(KINDS)
    assert not [leak for leak in case["leaks"] if leak in scrubbed.text.removeprefix("https://www.example.se")]


@pytest.mark.parametrize("case", MORE, ids=[case["id"] for case in MORE])
def test_more_cases(case: dict[str, str]) -> None:
    """`expected` is what a person wrote down beforehand; of the kinds, those that it names."""
    scrubbed = SCRUBS[case["kind"]](case["input"], today=TODAY)
    assert scrubbed.text == case["expected"], case["why"]
    assert scrubbed.kinds == tuple(kind for kind in sorted(KINDS) if f"[{kind}]" in case["expected"])


def test_there_are_many_more_of_both_sorts() -> None:
    near_misses = [case for case in MORE if case["input"] == case["expected"]]
    assert len(near_misses) > 120
    assert len(MORE) - len(near_misses) > 120
    assert len({(case["kind"], case["input"]) for case in [*CASES, *MORE]}) > 400


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        # e-mail addresses
        ("/avboka/anna%2Bny%40example.se", "/avboka/[email]"),
        ("/x?q=anna+ny@example.se", "/x?q=[email]"),
        ("/x?q=skriv%20till%20anna@example.se", "/x?q=skriv%20till%20[email]"),
        ("/x?u=%2Fa%3Fq%3Danna%2540example.se%26b", "/x?u=%2Fa%3Fq%3D[email]%26b"),
        ("social.example/@anna@example.social", "social.example/@[email]"),
        ("/bild/anna@example.com.jpg", "/bild/[email].jpg"),
        # numbers, each in its Swedish ways of writing, in queries and encoded
        ("/x?q=ring+%2B46+70-174+06+05+nu", "/x?q=ring+[phone]+nu"),
        ("/x?q=８５０６１５-９８０８", "/x?q=[pnr]"),
        ("/x?q=tel+08-465+004+12+nu", "/x?q=tel+[phone]+nu"),
        ("/x?a=0846500412", "/x?a=[phone]"),
        ("/x?q=%200846500412", "/x?q=%20[phone]"),
        ("/sok/070-174+06+05", "/sok/[phone]"),
        ("/x?q=%2528070%2529%2520174%252006%252005", "/x?q=[phone]"),
        ("/x?q=SE45+5000+0000+0583+9825+7466+tack", "/x?q=[iban]+tack"),
        ("/x?q=4111+1111+1111+1111&b=1", "/x?q=[card]&b=1"),
        ("/x?u=%2Fa%3Fq%3D850615-9808%26b", "/x?u=%2Fa%3Fq%3D[pnr]%26b"),
        ("/x?u=%252Fa%253Fq%253D850615%25209808", "/x?u=%252Fa%253Fq%253D[pnr]"),
        # whole values of sensitive parameters
        ("/x?u=%252Fa%253Femail%253Dx%2526b%253D2", "/x?u=%252Fa%253Femail%253D[removed]%2526b%253D2"),
        ("/x?u=%2Fsida%3Bjsessionid%3DABC%3Fflik%3D2", "/x?u=%2Fsida%3Bjsessionid%3D[removed]%3Fflik%3D2"),
        ("/x#/tack?epost=x&steg=2", "/x#/tack?epost=[removed]&steg=2"),
        ("/x?namn=Anna?Svensson&a=1", "/x?namn=[removed]&a=1"),
        ("/x?kund%5B0%5D%5Be-post%5D=x&kund.adress=y", "/x?kund%5B0%5D%5Be-post%5D=[removed]&kund.adress=[removed]"),
        ("/x?Mobil_Nr=1&%F6=2&l%F6senord=3", "/x?Mobil_Nr=[removed]&%F6=2&l%F6senord=[removed]"),
        ("/x?address2=Gatan+1;namn=Anna", "/x?address2=[removed]"),
        ("/x;email=a/b;c=d?e", "/x;email=[removed]/b;c=d?e"),
        ("/x?_gl=1*abc&gl=se&_ga=2", "/x?_gl=[removed]&gl=se&_ga=[removed]"),
        # tokens
        (f"/x?id={UUID}", "/x?id=[token]"),
        (f"/order/{UUID}", "/order/[token]"),
        (f"/x?{LONG_TOKEN}", "/x?[token]"),
        (f"/x?next=%2Fa%3Fid%3D{LONG_TOKEN}%26b%3D1", "/x?next=%2Fa%3Fid%3D[token]%26b%3D1"),
        (f"/x?id={LONG_TOKEN}==", "/x?id=[token]"),
        (f"/%E5terst%E4ll/{TOKEN}", "/%E5terst%E4ll/[token]"),
        (f"/A\u030aterst\u00e4ll/{TOKEN}/", "/A\u030aterst\u00e4ll/[token]/"),
        (f"/reset-password/{TOKEN}", "/reset-password/[token]"),
        ("/reset/MQ/c5q3hz-3c3f4a1b2c3d4e5f", "/reset/MQ/[token]"),
        # the authority
        ("//anna:hemligt@example.se/x", "//example.se/x"),
        ("/x?u=https%3A%2F%2Fanna%3Ahemligt%40example.se%2Fa", "/x?u=https%3A%2F%2Fexample.se%2Fa"),
        ("http://[2001:db8::1]:80/?v=2001:db8::5", "http://[2001:db8::1]:80/?v=[ip]"),
        ("http://10.0.0.1:80/?u=http://10.0.0.2/", "http://10.0.0.1:80/?u=http://[ip]/"),
    ],
)
def test_in_addresses(url: str, expected: str) -> None:
    assert scrub_url(url, today=TODAY).text == expected


@pytest.mark.parametrize(
    "url",
    [
        "/order/550e8400-e29b-41d4-a716",
        "/fil/9fceb02d0ae598e95dc970b74767f193",
        "/verifiera/kommunens-nya-badhus-2024",
        "/token/abcdefghijklmnopqrst",
        f"/tokens/{TOKEN}",
        "/dl/program-1.2.3.4.zip",
        "/v1.2.3.4/",
        "/x?emails=alla&produkt[storlek]=42&tokens=3",
        "/x?code=VALP&land=se",
        "/x?state=oppen",
        "/x?email=&namn=#topp",
        "/x?sort=pris-stigande&visa=48&filter=farg.rod+storlek.42+tyg.bomull",
        "/x?t=2024-05-18T12:30:45.123Z",
        "/npm/vue@3.2.1-beta.min.js",
        "/bilder/hero@2x.retina.webp",
        "https://www.google.com/maps/place/Storgatan+1/@59.3,18.0",
        "?&?&==&=#=#",
        "/%/%%/%zz/%C3/%c3%28",
    ],
)
def test_addresses_that_stay(url: str) -> None:
    assert scrub_url(url, today=TODAY) == (url, ())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ring 070–174 06 05", "Ring [phone]"),
        ("(070) 174 06 05", "[phone]"),
        ("(08-465 004 12)", "([phone])"),
        ("08/465 004 12", "[phone]"),
        ("08-465 004 12, 08-465 004 13", "[phone], [phone]"),
        ("+46 8 465 004 12 2024", "[phone] 2024"),
        ("00 46 70 174 06 05", "[phone]"),
        ("46701740605", "[phone]"),  # a form made the plus a space
        ("010-123 45 67", "[phone]"),
        ("Nås på +47 22 00 00 00", "Nås på [phone]"),
        ("Kontakt—anna@example.se", "Kontakt—[email]"),
        ("'anna@example.se'", "'[email]'"),
        ("<åsa.öberg@example.se>.", "<[email]>."),
        ("anna@xn--rksmrgs-5wao1o.example", "[email]"),
        ("anna@163.com", "[email]"),
        ("a@b@c.se", "a@[email]"),
        ("anna%40example.se", "[email]"),
        ("８５０６１５－９８０８", "[pnr]"),
        ("850615\u00a0-\u00a09808", "[pnr]"),
        ("850615−9808", "[pnr]"),
        ("SE850615980801", "[pnr]"),  # a sole trader's VAT number
        ("SE45\u00a05000\u00a00000\u00a00583\u00a09825\u00a07466", "[iban]"),
        ("GB82 WEST 1234 5698 7654 32.", "[iban]."),
        ("3782 822463 10005", "[card]"),
        ("ip:2001:db8:85a3::8a2e:370:7334.", "ip:[ip]."),
        ("::ffff:81.234.56.78", "[ip]"),
        ("Authorization: Bearer abc123def456", "Authorization: [token]"),
        ("AKIAIOSFODNN7EXAMPLE", "[token]"),
        (f"Tack för order {UUID}!", "Tack för order [token]!"),
        (f"Tack för order {UUID}", "Tack för order [token]"),
    ],
)
def test_in_terms(text: str, expected: str) -> None:
    assert scrub_term(text, today=TODAY).text == expected


@pytest.mark.parametrize(
    "text",
    [
        "08-17 10-16",
        "öppet 08-17 2024",
        "08.30-17.00",
        "08-12-24 1930",
        "08/12/2024",
        "2024-08-12 1430",
        "2024-07-02 120000",
        "07-02-2024 12:30",
        "07.30-16.00 12",
        "strumpor 36 37 38 39 40 41 42 43",
        "pris 10 040 628 041 kr",
        "ring 0771-567 567",
        "020-300 400",
        "matcha 1:23:45:67 std::dec A::B",
        "00:1a:2b:3c:4d:5e",
        "version 1.2.3.4",
        "Firefox/1.2.3.4",
        "1.2.3.4.5",
        "SE556016068001",
        "the bearer of 2024-stockholm-goteborg",
        "3.14159265358979",
    ],
)
def test_terms_that_stay(text: str) -> None:
    assert scrub_term(text, today=TODAY) == (text, ())


def test_a_landline_number_without_separators_is_one_only_alone() -> None:
    assert scrub_term("0846500412").text == "[phone]"
    assert scrub_term("art 0846500412").text == "art 0846500412"
    assert scrub_title("0846500412").text == "0846500412"


def test_an_escape_is_no_part_of_a_number() -> None:
    mobile = next(f"07017406{serial:02}" for serial in range(5, 100) if luhn(f"07017406{serial:02}"))
    assert is_personnummer("20" + mobile, TODAY), "with the digits of %20 before it"
    assert scrub_url(f"/x?q=%20{mobile}", today=TODAY).text == "/x?q=%20[pnr]"


def test_nobody_is_born_tomorrow() -> None:
    number = next(f"20260302{serial:04}" for serial in range(10_000) if luhn(f"260302{serial:04}"))
    assert scrub_term(number, today=date(2026, 3, 1)).text == number
    assert scrub_term(number, today=date(2026, 3, 2)).text == "[pnr]"


def test_check_digits() -> None:
    assert luhn("8506159808")
    assert not luhn("8506159809")
    assert is_personnummer("8506759805", TODAY), "a samordningsnummer"
    assert not is_personnummer("218506159808", TODAY), "no such century"
    assert is_card("4111111111111111")
    assert not is_card("9400111899223100")
    assert is_iban("NO9386011117947")
    assert not is_iban("NO93860111179470"), "too long"


def test_several_kinds_are_named_once_each() -> None:
    scrubbed = scrub_url("/?email=x&a=anna@example.se&b=per@example.se&c=850615-9808", today=TODAY)
    assert scrubbed.text == "/?email=[removed]&a=[email]&b=[email]&c=[pnr]"
    assert scrubbed.kinds == ("email", "pnr", "removed")


@EVERY_SCRUB
@pytest.mark.parametrize("length", [LIMIT - 1, LIMIT, 100_000])
def test_long_texts_are_cut(scrub: Scrub, length: int) -> None:
    assert scrub("ö" * length).text == "ö" * min(length, LIMIT)
    assert scrub("/" + "1" * length).text == ("/" + "1" * length)[:LIMIT]


def test_what_does_not_come_to_rest_goes_whole() -> None:
    def always(text: str, born_by: date, valid: Validity) -> list[Finding]:
        return [Finding(0, 1, "ip")]

    assert _scrub("1", always, TODAY) == ("[removed]", ("ip", "removed"))


def test_the_questions_are_counted_over_all_passes() -> None:
    asked: list[Validity] = []

    def first_character(text: str, born_by: date, valid: Validity) -> list[Finding]:
        asked.append(valid)
        return [Finding(0, 1, "ip")] if text.startswith("1") else []

    assert _scrub("1 2", first_character, TODAY).text == "[ip] 2"
    assert len(asked) == 2
    assert asked[0] is asked[1]


def test_beyond_40_candidates_every_one_counts() -> None:
    valid = Validity()
    assert not any(valid.international(f"+999{candidate}") for candidate in range(40))
    assert valid.international("+999200")
    assert not valid.international("+9990"), "what was answered stays"
