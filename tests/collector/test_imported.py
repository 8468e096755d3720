"""What of a search engine's figures is kept: by the same rules, and under the same names, as of hits."""

from datetime import date
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collector.classify import Classifier, Request
from collector.hits import Counted
from collector.imported import Imported
from collector.lists import load_lists
from collector.wire import WireHit
from policy.dimensions import NONE
from policy.site import Site, site_of
from tests.dashboard.seed import site as seeded
from tests.policy.documents import changed

pytestmark = pytest.mark.quick

PATHS = """
[sensitive]
health_care = true
[[sensitive.paths]]
path = "/behandlingar/"
count = "section"
[[sensitive.paths]]
path = "/boka"
count = "nothing"
"""
DOCUMENT = changed("visits = {}", "visits = {}\npages = {}")
DOCUMENT = DOCUMENT.replace(DOCUMENT[DOCUMENT.index("[sensitive]") : DOCUMENT.index("[[cookie]]")], PATHS)
HOST = "klinik.example"
CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"
CLASSIFIER = Classifier(load_lists())


def site(document: str = DOCUMENT) -> Site:
    return site_of(HOST, "Europe/Stockholm", [(date(2026, 1, 1), document)])


CLEAN = Imported(site())


def counted(url: str) -> str | None:
    """The page under which a view of it is counted."""
    wire = WireHit(v=1, site=HOST, url=url, id="a" * 22, policy=1, first=("visit", "page"))
    found = CLASSIFIER.classify(site(), wire, Request(CHROME), 1_790_000_000)
    return found.hit.page if isinstance(found, Counted) else None


def searched(text: str) -> str:
    """As which a search on the site is counted."""
    wire = WireHit(v=1, site=HOST, url=f"https://{HOST}/?s={quote(text)}", id="a" * 22, policy=1)
    found = CLASSIFIER.classify(site(), wire, Request(CHROME), 1_790_000_000)
    assert isinstance(found, Counted)
    return found.hit.site_search


@pytest.mark.parametrize(
    "path",
    ["/", "/om-oss", "/behandlingar/oro", "/behandlingar", "/BEHANDLINGAR/x", "/tack/anna@example.se", "/%C3%A5ngest"],
)
def test_a_page_has_the_name_under_which_its_views_are_counted(path: str) -> None:
    assert CLEAN.page(f"https://{HOST}{path}?utm_source=x#:~:text=y") == counted(f"https://{HOST}{path}")


def test_a_page_under_a_section_is_told_as_the_section() -> None:
    assert CLEAN.page(f"https://{HOST}/behandlingar/oro") == "/behandlingar/"


def test_a_page_of_which_nothing_is_counted_is_not_told() -> None:
    assert counted(f"https://{HOST}/boka/tid") is None
    assert CLEAN.page(f"https://{HOST}/boka/tid") == ""


def test_a_page_that_an_engine_writes_in_letters_is_the_one_that_browsers_escape() -> None:
    assert CLEAN.page(f"https://{HOST}/ångest och oro") == "/%C3%A5ngest%20och%20oro"


@pytest.mark.parametrize("url", ["https://www.klinik.example/om-oss", "http://KLINIK.example:80/om-oss"])
def test_all_names_of_the_site_are_its_own(url: str) -> None:
    assert CLEAN.page(url) == "/om-oss"


def test_a_name_in_letters_is_the_one_that_is_asked_for() -> None:
    own = Imported(site(DOCUMENT.replace('"www.klinik.example"', '"xn--ngest-lra.example"')))
    assert own.page("https://ångest.example/x") == "/x"


@pytest.mark.parametrize(
    "url", ["https://blogg.klinik.example/", "https://evil.example/klinik.example", "/om-oss", "", "android-app://x/",
            "https://" + "å" * 80 + ".example/"]
)  # fmt: skip
def test_a_page_of_another_site_is_none_of_its_own(url: str) -> None:
    assert CLEAN.page(url) is None


@pytest.mark.parametrize(
    "text",
    [
        "KBT Oro",
        " kbt \n oro ",
        "ring anna@example.se",
        "19900101-2385",
        "(none)",
        "kbt\u202e",
        "x" * 1500,
        "0701740605",
    ],
)
def test_a_term_is_kept_as_a_search_on_the_site_is(text: str) -> None:
    assert CLEAN.term(text) == searched(text)


def test_a_term_of_which_nothing_is_left_is_none() -> None:
    assert CLEAN.term("()") == CLEAN.term("\x00") == NONE


@settings(deadline=None)
@given(st.text(max_size=200))
def test_a_term_is_never_empty_and_cleaning_it_again_changes_nothing(text: str) -> None:
    term = CLEAN.term(text)
    assert term
    assert term == NONE or CLEAN.term(term) == term


@settings(deadline=None)
@given(st.text())
def test_any_text_is_a_page_or_none(text: str) -> None:
    CLEAN.page(text)
    assert CLEAN.page(f"https://{HOST}/{text}") is not None


def test_the_policy_says_the_threshold_and_whether_pages_are_named() -> None:
    assert (CLEAN.threshold(date(2026, 9, 1)), CLEAN.names_pages) == (3, True)
    without = Imported(seeded(statistics=("visits", "search_terms")))
    assert not without.names_pages
    assert without.page("https://example.se/x") == ""
