"""What a site's own scripts can ask: as it is typed and documented, and no more."""

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import expect

from tests.browser.configuration import STATIC
from tests.browser.visitor import Visitor
from tests.browser.website import ELSEWHERE, PATIENCE, SITE, Website

TYPES: Final = STATIC / "rakneverk.d.ts"
DOCUMENT: Final = STATIC.parent / "docs/javascript.md"

NOTED: Final = """window.noted = [];
document.addEventListener('rakneverk', ({detail}) => noted.push(['event', detail.answer]));
"""

LISTENS: Final = "() => { window.off = rakneverk.on((now, before) => noted.push([now.accepted, before.accepted])) }"


def members() -> list[str]:
    inside = TYPES.read_text(encoding="utf-8").partition("interface Api {")[2].partition("\n  }")[0]
    return re.findall(r"^    (\w+)\(", inside, re.MULTILINE)


def test_every_typed_member_is_there_and_none_more(visitor: Visitor) -> None:
    page = visitor.opens()
    assert sorted(page.evaluate("Object.keys(rakneverk)")) == sorted(members())
    text = DOCUMENT.read_text(encoding="utf-8")
    assert all(f"`{name}(" in text for name in members())


def test_choice_is_read_as_it_stands(visitor: Visitor) -> None:
    page = visitor.opens()
    read = "[rakneverk.choice(), rakneverk.allows('statistics'), rakneverk.allows('media'), rakneverk.allows('')]"
    assert page.evaluate(read) == [{"accepted": []}, False, False, False]
    visitor.accepts()
    accepted = {"answer": "yes", "version": 3, "accepted": ["statistics"]}
    assert page.evaluate(read) == [accepted, True, False, False]
    visitor.reopens()
    visitor.declines()
    assert page.evaluate(read) == [{"answer": "no", "version": 3, "accepted": []}, False, False, False]


def test_listeners_are_told_at_once_and_of_each_change(visitor: Visitor) -> None:
    visitor.context.add_init_script(NOTED)
    page = visitor.opens()
    page.evaluate(LISTENS)
    visitor.accepts()
    visitor.reopens()
    visitor.accepts()
    page.evaluate("off()")
    visitor.reopens()
    visitor.declines()
    told = page.evaluate("noted")
    assert [each for each in told if each[0] == "event"] == [["event", None], ["event", "yes"], ["event", "no"]]
    assert [each for each in told if each[0] != "event"] == [[[], []], [["statistics"], []]]


def test_consent_is_waited_for(visitor: Visitor) -> None:
    page = visitor.opens()
    page.evaluate("""() => {
        rakneverk.consent('statistics').then(() => document.title = 'Ja');
        rakneverk.consent('media').then(() => document.title = 'Film');
    }""")
    visitor.declines()
    visitor.reopens()
    assert page.title() == "Kurser"
    visitor.accepts()
    page.wait_for_function("document.title === 'Ja'")
    assert page.evaluate("rakneverk.consent('statistics').then(() => 'at once')") == "at once"


def test_settings_open_with_focus_and_give_it_back(visitor: Visitor, website: Website) -> None:
    website.body = '<button id="own" onclick="rakneverk.open()">Val</button>'
    page = visitor.opens()
    visitor.declines()
    page.locator("#own").click()
    expect(visitor.banner).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#own")).to_be_focused()


def test_nothing_that_a_script_calls_gives_consent(visitor: Visitor, website: Website) -> None:
    page = visitor.opens()
    page.evaluate("""() => {
        rakneverk.open();
        rakneverk.choice().accepted.push('statistics');
        rakneverk.on((now) => { now.accepted.push('statistics'); now.answer = 'yes' })();
        for (const answer of ['yes', ['statistics'], true]) {
            for (const call of Object.values(rakneverk)) try { call(answer, answer) } catch {}
            document.dispatchEvent(new CustomEvent('rakneverk', {detail: {answer: 'yes', accepted: ['statistics']}}));
        }
    }""")
    visitor.is_done()
    assert page.evaluate("rakneverk.allows('statistics')") is False
    assert (visitor.cookies(), website.choices, website.hits) == ({}, [], [])


def test_a_listener_that_throws_keeps_nothing_from_happening(visitor: Visitor, website: Website) -> None:
    page = visitor.opens()
    page.evaluate("() => { rakneverk.on((now) => { if (now.answer) throw new Error('of the site') }) }")
    page.evaluate("() => { rakneverk.on((now) => { document.title = now.answer || '' }) }")
    visitor.accepts()
    assert page.title() == "yes"
    website.counted(1)


def test_what_a_listener_does_to_its_choice_changes_nothing(visitor: Visitor, website: Website) -> None:
    page = visitor.opens()
    page.evaluate("() => { rakneverk.on((now) => { now.accepted.push('statistics') }) }")
    visitor.declines()
    assert page.evaluate("[rakneverk.choice().accepted, rakneverk.allows('statistics')]") == [[], False]
    visitor.is_done()
    assert (website.hits, visitor.storage()["local"]) == ([], {})


def test_of_several_answers_a_no_holds(visitor: Visitor) -> None:
    page = visitor.opens("/kurser/host")
    visitor.accepts()
    page.evaluate("document.cookie = 'rv_choice=no.3;path=/kurser'")
    assert page.evaluate("rakneverk.choice().answer") == "no"
    page.evaluate("document.cookie = 'rv_choice=yes.3;path=/kurser/host'")
    assert page.evaluate("rakneverk.choice().answer") == "no"


def test_choice_made_in_another_tab_is_told_when_this_one_is_seen_again(visitor: Visitor, website: Website) -> None:
    visitor.context.add_init_script(NOTED)
    page = visitor.opens()
    other = Visitor(visitor.context, website)
    other.opens("/andra")
    other.accepts()
    website.counted(1)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange', {bubbles: true}))")
    expect(visitor.banner).to_have_count(0)
    assert page.evaluate("noted") == [["event", None], ["event", "yes"]]
    assert len(website.counted(2)) == 2


@pytest.mark.parametrize(("now", "views"), [("yes.3", 1), ("no.3", 0)])
def test_page_that_comes_back_as_it_was_left_knows_the_choice_made_since(
    visitor: Visitor, website: Website, now: str, views: int
) -> None:
    visitor.context.add_init_script(NOTED)
    page = visitor.opens()
    expect(visitor.banner).to_be_visible()
    page.evaluate("window.left = true")
    visitor.opens(host=ELSEWHERE)
    visitor.context.add_cookies([{"name": "rv_choice", "value": now, "domain": f".{SITE}", "path": "/"}])
    page.go_back(wait_until="commit")
    page.wait_for_function("window.left")
    expect(visitor.banner).to_have_count(0)
    assert page.evaluate("noted") == [["event", None], ["event", now.partition(".")[0]]]
    visitor.is_done()
    website.counted(views)
    assert len(website.views) == views


def test_second_embedding_changes_nothing(visitor: Visitor, website: Website) -> None:
    website.body = f'<script src="{website.service}/s/kbt-verkstan.se.js"></script>'
    page = visitor.opens()
    expect(visitor.banner).to_have_count(1)
    visitor.accepts()
    website.counted(1)
    page.evaluate("1")
    visitor.is_done()
    assert len(website.views) == 1


def _tsc() -> str | None:
    local = Path(__file__).parents[2] / "node_modules/.bin/tsc"
    return os.environ.get("TSC") or shutil.which(local) or shutil.which("tsc")


USE: Final = """
const choice: Rakneverk.Choice | undefined = window.rakneverk?.choice();
const off: (() => void) | undefined = window.rakneverk?.on((now, before) => now.accepted.includes('media'));
window.rakneverk?.consent('film').then(() => window.rakneverk?.open());
document.addEventListener('rakneverk', ({ detail }) => detail.accepted.length);
const allowed: boolean = window.rakneverk?.allows('statistics') ?? false;
// @ts-expect-error No call gives consent.
window.rakneverk?.decide(['statistics']);
// @ts-expect-error What is accepted is read only.
choice?.accepted.push('media');
export {};
"""


def test_types_are_what_a_compiler_takes_them_for(tmp_path: Path) -> None:
    tsc = _tsc()
    if tsc is None:
        pytest.skip("tsc is not at hand")
    use = tmp_path / "use.ts"
    use.write_text(USE, encoding="utf-8")
    command = [tsc, "--noEmit", "--strict", "--target", "es2020", "--lib", "es2020,dom", str(TYPES), str(use)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=PATIENCE * 12)
    assert (done.stdout, done.returncode) == ("", 0)
