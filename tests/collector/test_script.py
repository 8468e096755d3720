"""The script as a site's pages load it: with the policy in it, safe to stand anywhere, and soon known when changed."""

import json
import re
from datetime import date
from importlib.resources import files
from typing import Any

import httpx
import msgspec
import pytest

from collector.script import script_of, script_text
from policy.banner import configuration
from policy.site import Site
from policy.statistics import STATISTICS
from tests.collector.conftest import HOST, Visitors, document, site

pytestmark = [pytest.mark.quick, pytest.mark.anyio]

TODAY = date(2026, 11, 22)
HOSTILE = "</script><script>alert(1)</script><!--\u2028\u2029'\"\\"


def hostile() -> Site:
    """A site whose owner has a name that would end the script, if it were not escaped."""
    return site(document(STATISTICS, 1, ('name = "Kliniken"', f"name = {msgspec.json.encode(HOSTILE).decode()}")))


async def load(there: Visitors, **headers: str) -> httpx.Response:
    return await there.browser.get(f"/s/{HOST}.js", headers=headers)


async def test_it_is_a_script_that_any_page_may_load_and_keep_for_five_minutes(collector: Visitors) -> None:
    answer = await load(collector)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer.headers["Cache-Control"] == "max-age=300, stale-while-revalidate=86400"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in answer.headers
    assert re.fullmatch(r'"[0-9a-f]{32}"', answer.headers["ETag"])


@pytest.mark.parametrize("shown", ["{}", "W/{}", '"another", {}', '"another", W/{}'])
async def test_who_has_it_is_told_so(collector: Visitors, shown: str) -> None:
    """A proxy that compresses the script marks its ETag as weak."""
    etag = (await load(collector)).headers["ETag"]
    answer = await load(collector, **{"If-None-Match": shown.format(etag)})
    assert answer.status_code == 304
    assert answer.content == b""
    assert answer.headers["ETag"] == etag
    assert answer.headers["Cache-Control"].startswith("max-age=300")


async def test_a_new_policy_makes_another_script(collector: Visitors) -> None:
    before = await load(collector)
    collector.install(site(document(), document(["visits"], 2)))
    after = await load(collector, **{"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    assert after.headers["ETag"] != before.headers["ETag"]
    assert '"version":2' in after.text


async def test_an_unknown_site_has_no_script(collector: Visitors) -> None:
    answer = await collector.browser.get("/s/other.example.js")
    assert answer.status_code == 404
    assert answer.headers["Content-Type"] == "application/problem+json"


def inlined(text: str) -> dict[str, Any]:
    """The object that stands where the bundle has the policy."""
    found: dict[str, Any]
    found, _ = json.JSONDecoder().raw_decode(text, text.index('{"site":'))
    return found


@pytest.mark.parametrize("where", [site(), site(document(["visits"])), hostile()])
def test_the_policy_is_inlined_as_it_is(where: Site) -> None:
    text = script_of(where, TODAY).text
    assert inlined(text) == msgspec.json.decode(msgspec.json.encode(configuration(where, TODAY)))
    assert "__POLICY__" not in text
    assert "__STYLE__" not in text


def test_no_text_of_an_owner_ends_the_script_or_a_line_of_it() -> None:
    with_hostile, without = script_of(hostile(), TODAY).text, script_of(site(), TODAY).text
    assert with_hostile.count("<") == without.count("<")
    assert not {"\u2028", "\u2029"} & set(with_hostile)
    assert "\\u003c/script>" in with_hostile


def test_a_policy_that_names_nothing_by_value_tells_the_script_to_read_nothing() -> None:
    told = inlined(script_of(site(document(["visits"])), TODAY).text)
    assert told["inputs"] == ["visit"]
    assert told["parameters"] == []
    assert told.keys().isdisjoint({"campaigns", "clicks", "visitors", "outcomes"})


def test_what_a_text_says_of_the_scripts_own_marks_stays_text() -> None:
    assert '{"a":"__STYLE__ __POLICY__"}' in script_text({"a": "__STYLE__ __POLICY__"})


@pytest.mark.parametrize(
    ("told", "bundle"),
    [
        ({"texts": {"sv": {}}, "visitors": False, "services": []}, "script"),
        ({"texts": {"sv": {}}, "visitors": True, "services": []}, "optional"),
        ({"texts": {"sv": {}}, "campaigns": ["utm_source"], "clicks": ["gclid"], "services": []}, "optional"),
        ({"texts": {"sv": {}}, "outcomes": True, "services": []}, "optional"),
        ({"texts": {"sv": {"notice": "Ändrad."}}, "visitors": False, "services": []}, "script-notice"),
        ({"texts": {"sv": {"notice": "Ändrad."}}, "visitors": True, "services": []}, "optional-notice"),
        ({"texts": {"sv": {}}, "contacts": [], "services": []}, "acts"),
        ({"texts": {"sv": {}}, "scroll": True, "services": []}, "measures"),
        ({"texts": {"sv": {}}, "vitals": True, "scroll": True, "services": []}, "vitals"),
        ({"texts": {"sv": {"notice": "Ändrad."}}, "vitals": True, "events": ["boka"], "services": []}, "all-notice"),
        ({"texts": {"sv": {}}, "engaged": True, "services": [{"name": "video"}]}, "services-all"),
        ({"texts": {"sv": {}}, "visitors": True, "services": [{"name": "video"}]}, "services"),
    ],
)
def test_a_site_is_served_no_more_than_its_policy_needs(told: dict[str, Any], bundle: str) -> None:
    made = (files("static") / f"{bundle}.min.js").read_text("utf-8")
    head, tail = made[: made.index("__POLICY__")], made[made.index("__STYLE__") + len("__STYLE__") :]
    text = script_text(told)
    assert text.startswith(head)
    assert text.endswith(tail)
