"""The replicas stand on their own: whole, searchable, and silent towards third parties."""

import asyncio
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import NamedTuple
from urllib.parse import urlsplit

import httpx
import pytest
from starlette.applications import Starlette

from demo import sites
from demo.sites import HOSTS, Page, SiteName

PORT = 8123
SERVICE = {
    "kbt-verkstan.se": f"http://{HOSTS.clinic_service}:{PORT}",
    "kbtverkstanbutik.se": f"http://{HOSTS.shop_service}:{PORT}",
}
SITES: tuple[SiteName, ...] = ("kbt-verkstan.se", "kbtverkstanbutik.se")
# Attributes whose address a browser asks for without being told to by the visitor.
LOADING = {"src", "srcset", "poster", "data", "background", "ping", "manifest", "xlink:href"}


class Element(NamedTuple):
    tag: str
    attributes: dict[str, str]


class Document(HTMLParser):
    def __init__(self, markup: str) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self.title = ""
        self._tag = ""
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, {name: value or "" for name, value in attrs}))
        self._tag = tag

    def handle_data(self, data: str) -> None:
        if self._tag == "title":
            self.title += data.strip()

    def named(self, tag: str) -> list[dict[str, str]]:
        return [element.attributes for element in self.elements if element.tag == tag]

    def loads(self) -> Iterator[str]:
        for tag, attributes in self.elements:
            yield from (value for name, value in attributes.items() if name in LOADING)
            if tag in {"link", "use", "image"}:
                yield attributes.get("href", "")


class Visited(NamedTuple):
    site: SiteName
    page: Page
    document: Document
    policy: str


class Visitor(NamedTuple):
    app: Starlette

    def get(self, address: str, params: dict[str, str] | None = None) -> httpx.Response:
        async def ask() -> httpx.Response:
            transport = httpx.ASGITransport(self.app)
            async with httpx.AsyncClient(transport=transport, base_url=f"http://localhost:{PORT}") as client:
                return await client.get(address, params=params)

        return asyncio.run(ask())


def browse(site: SiteName) -> Visitor:
    return Visitor(sites.clinic(PORT) if site == "kbt-verkstan.se" else sites.shop(PORT))


@pytest.fixture(scope="module", params=SITES)
def site(request: pytest.FixtureRequest) -> SiteName:
    return SITES[SITES.index(request.param)]


@pytest.fixture(scope="module")
def visitor(site: SiteName) -> Visitor:
    return browse(site)


@pytest.fixture(scope="module")
def visited(site: SiteName, visitor: Visitor) -> list[Visited]:
    found = []
    for page in sites.pages(site):
        response = visitor.get(page.path)
        assert response.status_code == 200, page.path
        assert "set-cookie" not in response.headers
        found.append(Visited(site, page, Document(response.text), response.headers["content-security-policy"]))
    return found


def test_every_page_is_swedish_and_has_the_title_that_the_visits_report(visited: list[Visited]) -> None:
    for _, page, document, _ in visited:
        assert document.named("html") == [{"lang": "sv"}]
        assert document.title == page.title
        assert len(document.named("h1")) == 1, page.path
    titles = [page.title for _, page, *_ in visited]
    assert len(set(titles)) == len(titles)


def test_every_internal_link_answers(visited: list[Visited], visitor: Visitor) -> None:
    links = {
        address
        for _, _, document, _ in visited
        for element in document.elements
        for address in (element.attributes.get("href", ""), element.attributes.get("action", ""))
        if address.startswith("/")
    }
    assert len(links) > len(visited) / 2
    for link in links:
        assert visitor.get(link).status_code == 200, link


def test_the_pages_that_visits_are_made_from_lead_to_each_other(visited: list[Visited]) -> None:
    pages = {page.path: page for _, page, *_ in visited}
    reached, waiting = {"/"}, ["/"]
    while waiting:
        new = set(pages[waiting.pop()].links) - reached
        reached |= new
        waiting += new
    # The clinic's search page is reached by its form alone.
    assert reached | {"/sok"} >= set(pages) >= reached
    assert all(page.weight > 0 for page in pages.values())


def test_every_page_embeds_the_script_of_its_own_site_once(visited: list[Visited]) -> None:
    for site, page, document, _ in visited:
        script = {"async": "", "src": f"{SERVICE[site]}/s/{site}.js", "referrerpolicy": "no-referrer"}
        assert document.named("script") == [script], page.path


def test_nothing_is_loaded_but_own_files_and_the_script(visited: list[Visited]) -> None:
    for site, page, document, _ in visited:
        foreign = {url for url in document.loads() if urlsplit(url).netloc}
        assert foreign == {f"{SERVICE[site]}/s/{site}.js"}, page.path
        assert not document.named("iframe") + document.named("style") + document.named("base")
        for _, attributes in document.elements:
            assert "style" not in attributes
            assert not [name for name in attributes if name.startswith("on")]


def test_the_header_allows_no_more_than_the_page_needs(visited: list[Visited]) -> None:
    for site, _, _, policy in visited:
        directives = dict(part.split(" ", 1) for part in policy.split("; "))
        assert directives["default-src"] == "'none'"
        assert directives["script-src"] == directives["connect-src"] == SERVICE[site]
        assert "unsafe" not in policy


def test_links_out_lead_to_the_demonstration_only(visited: list[Visited]) -> None:
    known = {"localhost", *HOSTS}
    for _, page, document, _ in visited:
        hosts = {urlsplit(link["href"]).hostname for link in document.named("a")} - {None}
        assert hosts <= known, page.path
        assert {f"http://localhost:{PORT}/sites"} <= {link["href"] for link in document.named("a")}


def test_every_page_leads_to_the_policy_and_to_the_choice(visited: list[Visited]) -> None:
    for site, page, document, _ in visited:
        ways = {link["href"] for link in document.named("a") if "data-rakneverk-open" in link}
        assert ways == {f"{SERVICE[site]}/cookies/{site}"}, page.path
        policy = f"{SERVICE[site]}/policy/{site}"
        assert [link["href"] for link in document.named("a")].count(policy) == 1, page.path


def test_the_two_sites_link_to_each_other() -> None:
    clinic = Document(browse("kbt-verkstan.se").get("/").text)
    shop = Document(browse("kbtverkstanbutik.se").get("/").text)
    assert {"href": f"http://{HOSTS.shop}:{PORT}/"} in clinic.named("a")
    assert {"href": f"http://{HOSTS.clinic}:{PORT}/"} in shop.named("a")


def test_the_film_is_a_link_until_the_visitor_asks_for_it() -> None:
    page = Document(browse("kbt-verkstan.se").get("/andningsovning").text)
    (film,) = (link for link in page.named("a") if link.get("data-service") == "video")
    assert film["href"].startswith(f"http://{HOSTS.video}:{PORT}/film/")
    assert film["data-src"].startswith(f"http://{HOSTS.video}:{PORT}/embed/")
    for url in (film["href"], film["data-src"]):
        response = Visitor(sites.video(PORT)).get(urlsplit(url).path)
        assert response.status_code == 200
        assert re.match("viewer=.*; Partitioned$", response.headers["set-cookie"])
        assert "x-frame-options" not in response.headers


def test_unknown_addresses_get_a_page_that_says_so(visitor: Visitor, site: SiteName) -> None:
    for path in ("/finns-inte", "/bocker/", "/assets/finns-inte.css", "/%3Cscript%3E"):
        response = visitor.get(path)
        assert response.status_code == 404
        document = Document(response.text)
        assert document.title.startswith("Sidan finns inte")
        assert len(document.named("script")) == 1


def found(client: Visitor, address: str) -> list[str]:
    """The paths that a search lists, best first."""
    (results,) = re.findall(r'<ol class="results">(.*?)</ol>', client.get(address).text, re.DOTALL) or [""]
    return re.findall(r'<h2><a href="([^"]+)">', results)


@pytest.mark.parametrize(
    ("query", "best"),
    [
        ("sömn", "/behandlingar/somn"),
        ("SÖMN", "/behandlingar/somn"),
        ("somn", "/behandlingar/somn"),
        ("so\N{COMBINING DIAERESIS}mn", "/behandlingar/somn"),
        ("social fobi", "/behandlingar/social-fobi"),
        ("avbokning", "/priser"),
        ("dörröppnare hörslinga", "/kontakt"),
        ("grubblar natten", "/artiklar/grubbla-pa-natten"),
    ],
)
def test_the_clinics_search_finds(query: str, best: str) -> None:
    assert found(browse("kbt-verkstan.se"), f"/sok?q={query}")[0] == best


def test_the_shops_search_finds_on_its_first_page() -> None:
    shop = browse("kbtverkstanbutik.se")
    assert found(shop, "/?s=panik") == ["/bocker/nar-kroppen-slar-larm"]
    assert found(shop, "/?s=") == []
    assert "Ta med verkstan hem" in shop.get("/?s=").text


@pytest.mark.parametrize("address", ["/sok?q=kvantfysik", "/sok?q=sömn kvantfysik"])
def test_a_search_without_result_says_so(address: str) -> None:
    clinic = browse("kbt-verkstan.se")
    assert found(clinic, address) == []
    assert "Inga träffar på" in clinic.get(address).text


def test_an_excerpt_marks_the_word_among_its_neighbours() -> None:
    text = browse("kbt-verkstan.se").get("/sok?q=orostid").text
    assert "<strong>" not in text
    assert re.search(r"<p>(… )?[^<]*<mark>Orostid</mark>[^<]* …</p>", text)


@pytest.mark.parametrize(
    "query",
    [
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "{{ 7 * 7 }}",
        "</title><style>",
        "\x00\u202e",
        "ß İ \N{COMBINING DIAERESIS}",
        "a" * 5000,
        " ",
    ],
)
def test_a_hostile_search_is_shown_as_text(site: SiteName, visitor: Visitor, query: str) -> None:
    path, parameter = ("/sok", "q") if site == "kbt-verkstan.se" else ("/", "s")
    response = visitor.get(path, params={parameter: query})
    assert response.status_code == 200
    plain, searched = Document(visitor.get(path).text), Document(response.text)
    assert searched.title == plain.title, "a term in the title would reach the statistics of titles"
    assert len(searched.named("script")) == 1
    assert not searched.named("img") + searched.named("style")
    assert "49" not in re.findall("Inga träffar på ”(.*?)”", response.text)
    assert all(len(field.get("value", "")) <= 100 for field in searched.named("input"))


def test_the_till_shows_a_product_and_takes_no_payment() -> None:
    shop = browse("kbtverkstanbutik.se")
    product = Document(shop.get("/bocker/sov-igen").text)
    (buy,) = (link["href"] for link in product.named("a") if link["href"].startswith("/kassa?"))
    till = shop.get(buy).text
    assert "Sov igen" in till
    assert "249\N{NO-BREAK SPACE}kr" in till
    assert {form["action"] for form in Document(till).named("form")} == {"/"}, "the search form alone"
    assert "Kassan är tom" in shop.get("/kassa?vara=finns-inte").text


def luminance(colour: str) -> float:
    parts = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_texts_have_contrast_in_light_and_in_dark(site: SiteName, visitor: Visitor) -> None:
    css = visitor.get(f"/assets/{'clinic' if site == 'kbt-verkstan.se' else 'shop'}.css").text
    light, dark = (dict(re.findall(r"--([\w-]+): (#\w{6});", block)) for block in css.split("@media", 2)[:2])
    texts = [(text, ground) for text in ("ink", "muted", "link", "accent") for ground in ("paper", "card", "band")]
    texts += [("on-button", "button"), ("on-guide", "guide"), ("ink", "mark")]
    texts += [("on-sun", "sun"), ("on-nav", "nav")] if "on-sun" in light else []
    for colours in (light, light | dark):
        for text, ground in texts:
            assert contrast(colours[text], colours[ground]) >= 4.5, (text, ground)
        assert contrast(colours["edge"], colours["card"]) >= 3, "a field's border"


def test_style_sheets_ask_for_nothing(site: SiteName, visitor: Visitor) -> None:
    css = visitor.get(f"/assets/{'clinic' if site == 'kbt-verkstan.se' else 'shop'}.css").text
    assert not re.search(r"url\(|@import|@font-face", css)
