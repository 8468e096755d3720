"""The Content-Security-Policy of each choice, and the patterns that tell web servers which one holds."""

import re
from typing import Final

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy.csp import ContentPolicy, NoSuchAddress
from policy.document import GovernedSite, Policy, Sensitive, SensitivePath
from tests.policy.documents import policy

pytestmark = pytest.mark.quick

SERVICE: Final = "https://stats.klinik.example"
OWN: Final = "klinik.example:* *.klinik.example:* wss://klinik.example:* wss://*.klinik.example:*"
BASE: Final = f"default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob: {OWN}"
REPORT: Final = f"; report-uri {SERVICE}/report/klinik.example"
FILM: Final = " film.example wss://film.example"

ADS: Final = """\
[[service]]
name = "reklam"
title = "Reklam"
category = "marketing"
purpose.sv = "för att visa reklam"
purpose.en = "to show advertisements"
recipient = "Reklambolaget"
country = "SE"
hosts = ["reklam.example", "*.cdn.example"]

[[service]]
"""
TWO: Final = policy("[[service]]\n", ADS)
ADVERTS: Final = " reklam.example wss://reklam.example *.cdn.example wss://*.cdn.example"


def of(document: Policy = TWO, material: int = 3, service: str = SERVICE) -> ContentPolicy:
    return ContentPolicy(document, "klinik.example", material, service)


@pytest.mark.parametrize(
    ("cookie", "permits"),
    [
        ("", ""),
        ("no.3", ""),
        ("yes.3", ADVERTS + FILM + REPORT),
        ("yes.4", ADVERTS + FILM + REPORT),
        ("yes.30.s", ADVERTS + FILM + REPORT),
        ("yes.2", ""),
        ("yes.03", ""),
        ("yes.3+media", FILM),
        ("yes.3+media+statistics", FILM + REPORT),
        ("yes.3.s+film", FILM),
        ("yes.3.s+film+statistics", FILM + REPORT),
        ("yes.3+marketing+statistics", ADVERTS + REPORT),
        ("yes.3+statistics", REPORT),
        ("yes.3+films", ""),
        ("yes.3+afilm", ""),
        ("yes.3+films+statistics", REPORT),
        ("yes.3+mystatistics", ""),
        ("yes.3+statistics-of-others", ""),
        ("yes.2+statistics", ""),
        ("yes.2+media", ""),
        ("no.3+media", ""),
        ("yes.3media", ""),
        ("yes.3.t", ""),
        ("yes.3; x", ""),
        (" yes.3", ""),
    ],
)
def test_a_choice_permits_what_it_accepted(cookie: str, permits: str) -> None:
    assert of().header(cookie, "/film", signal=False) == BASE + permits


def test_on_a_sensitive_path_no_choice_permits_anything() -> None:
    assert of().header("yes.3.s", "/behandlingar/angest", signal=False) == BASE


@pytest.mark.parametrize(
    ("cookie", "permits"), [("yes.3", ""), ("yes.3.s+media+statistics", FILM + REPORT), ("no.3", "")]
)
def test_against_the_browsers_signal_only_an_answer_in_spite_of_it_holds(cookie: str, permits: str) -> None:
    assert of().header(cookie, "/film", signal=True) == BASE + permits


def test_every_domain_of_the_site_is_its_own() -> None:
    several = policy('aliases = ["www.klinik.example"]', 'aliases = ["kliniken.example", "a.kliniken.example"]')
    own = OWN + " " + OWN.replace("klinik.example", "kliniken.example")
    assert of(several).base == f"default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob: {own}"


@pytest.mark.parametrize(
    ("service", "more"),
    [
        ("https://klinik.example/raknar", ""),
        ("https://stats.klinik.example:8443", ""),
        ("https://stats.byran.example", " https://stats.byran.example"),
        ("http://stats.byran.example:8000/a/b", " http://stats.byran.example:8000"),
    ],
)
def test_the_service_is_reached_also_under_a_foreign_name(service: str, more: str) -> None:
    made = of(service=service)
    assert made.base == BASE + more
    assert made.header("yes.3", "/", signal=False).endswith(f"; report-uri {service}/report/klinik.example")


@pytest.mark.parametrize(
    "service",
    ["stats.klinik.example", "https://a.example/", "https://a.example;", "https://a.example/x y", "ftp://a.example",
     'https://a.example/"', "https://a.example/$x", "https://a.example/?x", "https://å.example", ""],
)  # fmt: skip
def test_what_is_no_address_is_refused(service: str) -> None:
    with pytest.raises(NoSuchAddress, match=r"such as https://stats\.example\.se"):
        of(service=service)


def test_a_host_that_the_policy_does_not_govern_is_refused() -> None:
    with pytest.raises(LookupError, match=r"does not govern other\.example"):
        ContentPolicy(TWO, "other.example", 1, SERVICE)


@given(st.integers(1, 999_999_999), st.integers(1, 999_999_999))
@settings(deadline=None)
def test_an_answer_holds_from_the_material_version_on(material: int, version: int) -> None:
    accepted = of(material=material).header(f"yes.{version}", "/", signal=False) != BASE
    assert accepted == (version >= material)


@given(st.integers(1, 999_999_998))
@settings(deadline=None)
def test_an_answer_to_the_version_before_does_not_hold(version: int) -> None:
    assert of(material=version + 1).header(f"yes.{version}", "/", signal=False) == BASE
    assert of(material=version).header(f"yes.{version}", "/", signal=False) != BASE


PATHS: Final = ("/behandlingar/", "/boka", "/Ångest", "/a.b(c)$'[x]|%\"\\", "/")
LETTERS: Final = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="?#"), max_size=8)


def _closed(paths: tuple[str, ...]) -> Policy:
    rows = tuple(SensitivePath(path=path, count="page") for path in paths)
    return msgspec.structs.replace(TWO, sensitive=Sensitive(paths=rows))


def _sent(path: str, plain: list[bool]) -> str:
    """As some client might send it: any character by percent signs, and those that browsers never send otherwise."""
    return "".join(
        each if is_plain and each.isascii() and each not in ' "<>`{}%\\' else _encoded(each)
        for each, is_plain in zip(path, plain, strict=True)
    )


def _encoded(character: str) -> str:
    return "".join(f"%{byte:02X}" for byte in character.encode())


@given(st.data())
@settings(deadline=None)
def test_web_servers_find_a_path_closed_where_the_policy_does(data: st.DataObject) -> None:
    row = data.draw(st.sampled_from(PATHS[:-1]))
    path = data.draw(st.sampled_from([row, row.upper(), row.lower(), row.replace("/", "//")])) + data.draw(LETTERS)
    path = data.draw(st.sampled_from([path, path[1:], "/" + path, f"/x{path}"]))
    path = "/" + path.removeprefix("/")
    sent = _sent(path, data.draw(st.lists(st.booleans(), min_size=len(path), max_size=len(path))))
    document = _closed((row,))
    (pattern,) = of(document).closed.values()
    assert bool(re.search(pattern, sent, re.IGNORECASE | re.ASCII)) == (document.sensitive.rule(path) is not None)


@pytest.mark.parametrize(
    "sent", ["/b%65handlingar/%E5", "/behandlingar%2F%E5", "/%42EHANDLINGAR%2f%ff%C3%A5", "/%C3%85ngest%E5"]
)
def test_web_servers_find_a_path_closed_in_spite_of_a_stray_byte(sent: str) -> None:
    found = [re.search(pattern, sent, re.IGNORECASE | re.ASCII) for pattern in of(_closed(PATHS[:-1])).closed.values()]
    assert sum(map(bool, found)) == 1


def test_the_patterns_have_nothing_that_a_server_would_take_for_its_own() -> None:
    made = of(_closed(PATHS))
    for pattern in (*made.closed.values(), *(each.pattern for each in made.additions)):
        assert not re.search(r"""["'#\s]|\$(?!\||\))""", pattern), pattern
    assert len(made.closed) == len(PATHS)


def test_a_site_without_services_keeps_all_third_parties_away() -> None:
    document = msgspec.structs.replace(TWO, service=())
    assert of(document).header("yes.3", "/", signal=False) == BASE + REPORT


def test_where_the_host_is_an_address_there_are_no_names_below_it() -> None:
    document = msgspec.structs.replace(TWO, site=(GovernedSite(host="127.0.0.1"),))
    base = ContentPolicy(document, "127.0.0.1", 1, "http://127.0.0.1:8000").base
    assert base == "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:"
