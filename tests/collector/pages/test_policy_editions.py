"""The list of versions: what changed with each, why visitors were asked again, the ledger's head and the pictures."""

import hashlib
import json
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from typing import Final

import httpx
import msgspec
import pytest
from starlette.applications import Starlette

from collector.pages.policy_page import PolicyPages, render_policy
from policy.document import Policy
from policy.ledger import Ledger, Shot, ShotsEntry
from policy.site import Site, Sites, site_of
from policy.versions import SENTENCES
from policy.words import Language
from tests.collector.answers import assert_refused
from tests.collector.pages.test_policy_page import HOSTILE, LANGUAGES, Page, three_versions
from tests.policy.documents import DOCUMENT, changed
from tests.policy.ledgers import ledger_of

HOST: Final = "klinik.example"
PNG: Final = b"\x89PNG\r\n\x1a\n"
DIGEST: Final = hashlib.sha256(PNG).hexdigest()

pytestmark = [pytest.mark.quick, pytest.mark.anyio]


def pictured(site: Site) -> Site:
    """The site with a ledger that ends with pictures of version 2."""
    widths = ((1280, "light"), (320, "dark"))
    shots = tuple(
        Shot(language="sv", width=width, scheme="light" if scheme == "light" else "dark", layer="first", sha256=DIGEST)
        for width, scheme in widths
    )
    arabic = Shot(language="ar", width=320, scheme="light", layer="settings", sha256="a" * 64)
    site.ledger = ledger_of(site, b"k" * 32).with_entry(
        ShotsEntry(day=date(2026, 11, 22), version=2, shots=(*shots, arabic))
    )
    return site


def versions(site: Site, language: Language) -> str:
    text = Page(render_policy(site, language)).text
    return text[text.index("Version 3", text.index("Version 3") + 1) :]


def test_versions_are_listed_with_what_changed_and_why_consent_was_asked_again() -> None:
    assert versions(three_versions(), "en").startswith(
        "Version 3, in force from 22 November 2026. Consent was asked for again. "
        "Changed: how long counts with a name are kept ( 12 months → 18 months). "
        "So consent was asked for again: the counts are kept longer. "
        "Version 2, in force from 1 March 2026. Earlier answers still held. "
        "Changed: the Swedish text of the section “About us”. "
        "Show what changed Before: Vi är en klinik. Now: Vi är en mottagning. "
        "Version 1, in force from 5 January 2026. The first version. "
    )
    assert "Därför ställdes frågan på nytt: antalen sparas längre. " in versions(three_versions(), "sv")


def test_texts_of_the_other_language_say_which_it_is() -> None:
    page = Page(render_policy(three_versions(), "en"))
    assert page.values("lang").count("sv") == 3  # the link to the Swedish page, what it was, what it is
    assert Page(render_policy(three_versions(), "sv")).values("lang").count("en") == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_version_with_nothing_but_another_number_says_so(language: Language) -> None:
    days = (date(2026, 1, 5), date(2026, 3, 1))
    texts = (DOCUMENT, changed("version = 1", "version = 2"))
    text = Page(render_policy(site_of(HOST, "Europe/Stockholm", zip(days, texts, strict=True)), language)).text
    assert SENTENCES["renumbered"][language] in text


def test_hostile_texts_of_an_earlier_version_are_shown_as_text() -> None:
    owned = msgspec.json.encode(HOSTILE).decode()
    later = changed('"Vi är en klinik."', owned, changed('"000000-0000"', owned, changed("version = 1", "version = 2")))
    days = (date(2026, 1, 5), date(2026, 3, 1))
    html = Page(render_policy(site_of(HOST, "Europe/Stockholm", zip(days, (DOCUMENT, later), strict=True)), "en"))
    assert f"( 000000-0000 → {HOSTILE})" in html.text
    assert {"script", "img"} & set(html.tags) == set()


def test_the_head_of_the_ledger_stands_there_with_its_day_and_a_link_to_the_chain() -> None:
    site = pictured(three_versions())
    page = Page(render_policy(site, "sv"))
    assert f"Den sista raden skrevs den 22 november 2026 och har kontrollsumman: {site.ledger.head}" in page.text
    assert f"{HOST}/ledger.jsonl" in page.values("href")


@pytest.mark.parametrize("ledger", [Ledger(), Ledger.of(b"not a chain\n")])
def test_without_a_sound_ledger_no_head_is_told(ledger: Ledger) -> None:
    site = three_versions()
    site.ledger = ledger
    page = Page(render_policy(site, "sv"))
    assert "liggare" not in page.text
    assert f"{HOST}/ledger.jsonl" not in page.values("href")


@pytest.mark.parametrize("language", LANGUAGES)
def test_pictures_are_linked_from_their_version(language: Language) -> None:
    page = Page(render_policy(pictured(three_versions()), language))
    assert page.values("href").count(f"{HOST}/shots/{DIGEST}.png") == 2
    said = {
        "sv": "På språket ar, inställningarna: 320 px, ljust På svenska, första vyn: 1280 px, ljust, 320 px, mörkt",
        "en": "In Swedish, first view: 1280 px, light, 320 px, dark In the language ar, settings: 320 px, light",
    }
    assert said[language] in page.text


@pytest.fixture
async def client(tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    site = pictured(three_versions())
    (tmp_path / f"{DIGEST}.png").write_bytes(PNG)
    (tmp_path / f"{'e' * 64}.png").write_bytes(PNG)
    pages = PolicyPages(lambda: Sites([site]), lambda _, digest: tmp_path / f"{digest}.png")
    transport = httpx.ASGITransport(Starlette(routes=pages.routes()))
    async with httpx.AsyncClient(transport=transport, base_url=f"https://stats.{HOST}") as client:
        yield client


async def test_the_policy_is_there_for_programs(client: httpx.AsyncClient) -> None:
    site = pictured(three_versions())
    answer = await client.get(f"/policy/{HOST}.json")
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    record = answer.json()
    assert msgspec.convert(record.pop("policy"), Policy) == site.policy
    versions = record.pop("versions")
    assert record == {
        "v": 1, "site": HOST, "version": 3, "day": "2026-11-22", "digest": site.policy.digest,
        "ledger": site.ledger.head, "script": f"../s/{HOST}.js",
    }  # fmt: skip
    assert [(each["version"], each["material"], each["changed"]) for each in versions] == [
        (1, [], []),
        (2, [], ["section.about.sv"]),
        (3, ["retention.named"], ["retention.named"]),
    ]
    earlier = (await client.get(f"/policy/{HOST}.json?version=1")).json()
    assert (earlier["version"], earlier["day"]) == (1, "2026-01-05")
    assert earlier["digest"] == versions[0]["digest"] == site.history[1].policy.digest


async def test_of_a_version_not_in_force_programs_do_not_learn_whom_to_reach(client: httpx.AsyncClient) -> None:
    answer = await client.get(f"/policy/{HOST}.json?version=1")
    policy = msgspec.convert(answer.json()["policy"], Policy)
    controller = policy.controller
    assert (controller.address, controller.contact, controller.telephone, controller.email) == ("–", "–", "–", "")
    first = pictured(three_versions()).history[1].policy
    assert msgspec.structs.replace(policy, controller=first.controller) == first
    assert controller.name == "Kliniken"
    assert [word for word in ("Storgatan", "Kansliet", "kansliet@") if word in answer.text] == []


async def test_search_engines_are_to_find_the_page_in_force_alone(client: httpx.AsyncClient) -> None:
    async def robots(path: str) -> str:
        said: str = (await client.get(f"/policy/{HOST}{path}")).headers.get("X-Robots-Tag", "")
        return said

    assert [await robots(path) for path in ("", "?version=3", "?lang=en")] == ["", "", ""]
    others = ("?version=1", ".json", ".json?version=1", "/ledger.jsonl", "/fragment", "/fragment.js")
    assert {await robots(path) for path in others} == {"noindex"}


async def test_the_page_names_its_form_for_programs(client: httpx.AsyncClient) -> None:
    page = await client.get(f"/policy/{HOST}")
    assert f'<link rel="alternate" type="application/json" href="{HOST}.json">' in page.text
    old = await client.get(f"/policy/{HOST}?version=1")
    assert f'<link rel="alternate" type="application/json" href="{HOST}.json?version=1">' in old.text


async def test_the_ledger_is_given_as_it_lies(client: httpx.AsyncClient) -> None:
    answer = await client.get(f"/policy/{HOST}/ledger.jsonl")
    ledger = Ledger.of(answer.content)
    ledger.verify()
    assert answer.headers["Content-Type"] == "application/jsonl"
    assert ledger.head == (await client.get(f"/policy/{HOST}.json")).json()["ledger"]
    assert all(json.loads(line) for line in answer.text.splitlines())


async def test_only_pictures_that_the_ledger_names_are_given(client: httpx.AsyncClient) -> None:
    answer = await client.get(f"/policy/{HOST}/shots/{DIGEST}.png")
    assert (answer.content, answer.headers["Content-Type"]) == (PNG, "image/png")
    assert "immutable" in answer.headers["Cache-Control"]
    for digest in ("e" * 64, "a" * 64, "..%2f..%2fsites", "x"):
        assert (await client.get(f"/policy/{HOST}/shots/{digest}.png")).status_code == 404


@pytest.mark.parametrize("path", ["other.example.json", "other.example/ledger.jsonl", f"{HOST}.json?version=9"])
async def test_what_is_not_there_is_refused(client: httpx.AsyncClient, path: str) -> None:
    assert_refused(await client.get(f"/policy/{path}"), 404)
