"""Which pages an audit opens: a site's own, that show something and do nothing."""

import gzip
from collections.abc import Iterator

import pytest

from audit.address import Website, website
from audit.crawl import Pages, is_safe, sitemap
from audit.fetch import fetch
from audit.refusal import BadAddress, ForeignHost
from tests.audit.place import OTHER, SITE, Answer, Place

pytestmark = pytest.mark.quick

AGENT = "Test"
XML = {"Content-Type": "application/xml"}


@pytest.fixture
def place() -> Iterator[Place]:
    with Place() as place:
        yield place


def site_of(place: Place) -> Website:
    return website(place.url(), [SITE])


def urls(place: Place, *paths: str, tag: str = "url", outer: str = "urlset") -> str:
    rows = "".join(f"<{tag}><loc>{place.url(path)}</loc></{tag}>" for path in paths)
    return f'<?xml version="1.0"?><{outer} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</{outer}>'


@pytest.mark.parametrize(
    "address",
    ["/om", "/artiklar/panik?sida=2", "/logga", "/utbildning", "/kassa", "/lagga-om-dieten", "/?s=panik"],
)
def test_a_page_is_opened(address: str) -> None:
    assert is_safe(f"https://plats.se{address}")


@pytest.mark.parametrize(
    "address",
    [
        "/logga-ut",
        "/logout",
        "/wp-login.php?action=logout",
        "/konto/avregistrera",
        "/?add-to-cart=12",
        "/bok?action=kop",
        "/bok?_wpnonce=abc",
        "/lista?delete=3",
        "/korg/add-to-cart/12",
        "/folder.pdf",
        "/bild.JPG",
        "/nyheter/feed/",
        "/artikel?replytocom=12",
        "/post/3/delete",
    ],
)
def test_what_may_do_something_is_left_alone(address: str) -> None:
    assert not is_safe(f"https://plats.se{address}")


def test_each_page_is_opened_once_and_no_other_sites() -> None:
    pages = Pages(website("https://plats.se/", ["plats.se", "www.plats.se", "annan.se"]), limit=10)
    pages.finds(["https://plats.se/", "https://www.plats.se/", "https://plats.se/om", "https://plats.se/om/#mer"])
    pages.finds(["https://annan.se/", "https://tredje.se/", "mailto:vi@plats.se", "http://plats.se/om"])
    assert [pages.next(), pages.next(), pages.next()] == ["https://plats.se/", "https://plats.se/om", None]


def test_no_more_pages_than_were_asked_for() -> None:
    pages = Pages(website("https://plats.se/", ["plats.se"]), limit=2)
    pages.finds(f"https://plats.se/{number}" for number in range(9))
    assert pages.are_enough
    opened = [pages.next(), pages.next(), pages.next()]
    assert opened[2] is None
    assert len(pages.left) == 7


def test_another_page_takes_the_place_of_one_that_was_none() -> None:
    pages = Pages(website("https://plats.se/", ["plats.se"]), limit=1)
    pages.finds(["https://plats.se/a", "https://plats.se/b"])
    first = pages.next()
    assert first
    pages.drops(first)
    assert pages.next() == "https://plats.se/b"
    assert pages.left == ("https://plats.se/a",)


def test_a_site_map_of_several_files_is_read_one_part_of_the_site_after_another(place: Place) -> None:
    place.pages["/robots.txt"] = Answer(f"User-agent: *\nSitemap: {place.url('/karta.xml')}\n")
    place.pages["/karta.xml"] = Answer(urls(place, "/en.xml", "/tva.xml", tag="sitemap", outer="sitemapindex"))
    place.pages["/en.xml"] = Answer(urls(place, "/artiklar/a", "/artiklar/b", "/artiklar/c"), headers=XML)
    place.pages["/tva.xml"] = Answer(urls(place, "/om", "/bocker/x"), headers=XML)
    found = [url.removeprefix(place.url("")) for url in sitemap(site_of(place), AGENT)]
    assert found == ["/artiklar/a", "/om", "/bocker/x", "/artiklar/b", "/artiklar/c"]


def test_a_packed_site_map_is_read(place: Place) -> None:
    packed = gzip.compress(urls(place, "/om").encode())
    place.pages["/robots.txt"] = Answer(f"Sitemap: {place.url('/karta.xml.gz')}")
    place.raw["/karta.xml.gz"] = packed
    assert sitemap(site_of(place), AGENT) == (place.url("/om"),)


def test_a_site_map_that_lies_elsewhere_is_not_asked_for(place: Place) -> None:
    place.pages["/robots.txt"] = Answer(f"Sitemap: {place.url('/karta.xml', OTHER)}")
    assert sitemap(site_of(place), AGENT) == ()
    assert not [asked for asked in place.asked if OTHER in asked]


@pytest.mark.parametrize(
    "text",
    ["", "<html><body>Sidan finns inte", '<!DOCTYPE x [<!ENTITY a "aaaa">]><urlset><url><loc>&a;</loc></url></urlset>'],
)
def test_what_is_no_site_map_names_no_pages(place: Place, text: str) -> None:
    place.pages["/sitemap.xml"] = Answer(text)
    assert sitemap(site_of(place), AGENT) == ()


def test_a_redirect_to_another_host_is_not_followed(place: Place) -> None:
    place.pages["/fil"] = Answer(status=302, headers={"Location": f"http://{OTHER}:__PORT__/fil"})
    assert fetch(place.url("/fil"), site_of(place).holds, AGENT) is None
    assert place.asked == [f"GET {SITE}/fil"]


def test_an_address_may_lack_its_scheme() -> None:
    assert website("plats.se", None).url == "https://plats.se/"
    assert website("plats.se", None).holds("https://www.plats.se/om")


@pytest.mark.parametrize("given", ["", "ftp://plats.se/", "https://", "https://plats.se:hej/", "fil.html:///x"])
def test_what_is_no_address_is_refused_with_an_example(given: str) -> None:
    with pytest.raises(BadAddress, match=r"https://example\.se/"):
        website(given, None)


def test_a_host_of_somebody_else_is_refused() -> None:
    with pytest.raises(ForeignHost, match="--any-host"):
        website("https://annan.se/", ["plats.se"])
