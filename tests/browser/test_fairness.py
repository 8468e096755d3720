"""No site can make the refusal harder than the acceptance: then there is none."""

from collections.abc import Iterator
from typing import Final

import pytest
from playwright.sync_api import Browser, ConsoleMessage, expect

from tests.browser.conftest import new_context
from tests.browser.visitor import NOTHING, Visitor
from tests.browser.website import Server, Website

UNFAIR: Final = {
    "refusal hidden": "[data-consent=reject]{display:none!important}",
    "refusal invisible": "[data-consent=reject]{visibility:hidden!important}",
    "refusal transparent": "[data-consent=reject]{opacity:.3!important}",
    "refusal grey": "[data-consent=reject]{background:#ccc!important;color:#eee!important}",
    "refusal without words": "[data-consent=reject]{text-indent:-999px!important;overflow:hidden!important}",
    "refusal small": "[data-consent=reject]{font-size:12px!important}",
    "refusal narrow": "[data-consent=reject]{max-width:60%!important}",
    "refusal flat": "[data-consent=reject]{max-height:30px!important}",
    "refusal out of view": "[data-consent=reject]{position:fixed!important;top:-200px!important}",
    "refusal dead": "[data-consent=reject]{pointer-events:none!important}",
    "refusal covered": "body::after{content:'';position:fixed;z-index:2147483647;inset:auto 50% 0 0;height:80px}",
    "acceptance praised": "[data-consent=accept]{box-shadow:0 0 9px #0f0!important}",
}

DECEIVING: Final = {
    "words swapped": """#rakneverk [data-consent]{font-size:0!important}
        [data-consent=accept]::after{content:"Neka"!important;font-size:16px}""",
    "refusal painted over": """[data-consent=reject]::before{content:""!important;position:absolute;width:45%;
        height:46px;margin:-12px -10px;left:8px;background:#fff}""",
    "first line transparent": "[data-consent=reject]::first-line{color:transparent!important}",
    "refusal seen on approach": "#rakneverk:not(:hover) [data-consent=reject]{opacity:0!important}",
    "banner transparent": "#rakneverk{opacity:0!important;filter:brightness(0)!important;zoom:.2!important}",
    "half masked": "#rakneverk>:last-child{mask-image:linear-gradient(to right,#0000 50%,#000 50%)!important}",
    "question hidden": "#rakneverk>:first-child{display:none!important}",
    "question minute": "#rakneverk>:first-child{font-size:1px!important}",
    "page transparent": "html,body{opacity:.01!important}",
    "page filtered": "body{filter:brightness(9);transform:translateY(300px)}",
}

THEMES: Final = {
    "transparent": ":root{--rv-background:transparent;--rv-text:transparent;--rv-accent:transparent}",
    "half transparent": ":root{--rv-accent:#1d4f8033}",
    "gradient": ":root{--rv-accent:linear-gradient(90deg,#fff 50%,#1d4f80 50%) fixed}",
    "picture": ":root{--rv-accent:url(http://bild.localhost/a.png)}",
}

SCRIPTS: Final = {
    "refusal taken away": "document.querySelector('[data-consent=reject]').remove()",
    "refusal buried": """document.querySelector('main').append(document.querySelector('[data-consent=reject]'));
        document.querySelector('main').hidden = true""",
    "refusal styled": "document.querySelector('[data-consent=reject]').style.setProperty('color', 'gray', 'important')",
    "refusal dead": "document.querySelector('[data-consent=reject]').disabled = true",
    "refusal minute": "document.documentElement.style.zoom = '.4'",
    "acceptance moved": "document.querySelector('main').append(document.querySelector('[data-consent=accept]'))",
}


@pytest.fixture
def said(visitor: Visitor) -> list[str]:
    messages: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type == "error":
            messages.append(message.text)

    visitor.page.on("console", note)
    return messages


def shown(visitor: Visitor) -> bytes:
    """The banner as a person sees it."""
    visitor.page.mouse.move(640, 20)
    box = visitor.banner.bounding_box()
    assert box is not None
    return visitor.page.screenshot(clip=box)


@pytest.fixture(scope="module")
def before(browser: Browser) -> Iterator[bytes]:
    """The banner of a site that has no such style sheet."""
    server, context = Server(), new_context(browser)
    visitor = Visitor(context, server.website)
    visitor.opens()
    yield shown(visitor)
    context.close()
    server.stop()


def gets_no_yes(visitor: Visitor, website: Website, said: list[str]) -> None:
    visitor.accept.focus()
    visitor.page.keyboard.press("Enter")
    expect(visitor.banner).to_be_visible()
    visitor.is_done()
    assert (visitor.cookies(), visitor.storage()) == ({}, NOTHING)
    assert (website.choices, website.hits) == ([], [])
    assert [text for text in said if "unequal" in text]


@pytest.mark.parametrize("style", [*UNFAIR.values(), *DECEIVING.values()], ids=[*UNFAIR, *DECEIVING])
def test_no_style_sheet_of_the_site_changes_the_banner(
    visitor: Visitor, website: Website, before: bytes, style: str
) -> None:
    website.head = f"<style>{style}</style>"
    visitor.opens()
    assert shown(visitor) == before


@pytest.mark.parametrize("style", THEMES.values(), ids=THEMES)
def test_colours_that_hide_the_words_make_no_yes(
    visitor: Visitor, website: Website, said: list[str], style: str
) -> None:
    website.head = f"<style>{style}</style>"
    visitor.opens()
    gets_no_yes(visitor, website, said)
    assert visitor.reject.evaluate("(button) => getComputedStyle(button).backgroundImage") == "none"


@pytest.mark.parametrize("script", SCRIPTS.values(), ids=SCRIPTS)
def test_nor_does_a_script_that_makes_them_so(visitor: Visitor, website: Website, said: list[str], script: str) -> None:
    visitor.opens()
    visitor.page.evaluate(script)
    gets_no_yes(visitor, website, said)


@pytest.mark.parametrize(
    "click",
    [
        "(button) => button.click()",
        "(button) => button.dispatchEvent(new MouseEvent('click', {bubbles: true}))",
        "(button) => { button.focus(); button.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter'})) }",
    ],
)
def test_a_script_cannot_press_the_acceptance(visitor: Visitor, website: Website, click: str) -> None:
    visitor.opens()
    visitor.accept.evaluate(click)
    expect(visitor.banner).to_be_visible()
    visitor.is_done()
    assert (visitor.cookies(), website.choices) == ({}, [])


def test_a_program_may_refuse_for_its_visitor(visitor: Visitor, website: Website) -> None:
    visitor.opens()
    visitor.reject.evaluate("(button) => button.click()")
    expect(visitor.banner).to_have_count(0)
    assert visitor.cookies() == {"rv_choice": "no.3"}


@pytest.mark.parametrize("screen", [(319, 568), (501, 700), (1281, 801)], ids=str)
@pytest.mark.parametrize("how", ["mouse", "keyboard"])
def test_fair_buttons_are_enough(visitor: Visitor, website: Website, screen: tuple[int, int], how: str) -> None:
    website.head = "<style>*{transition:all .3s}button{letter-spacing:2px}button:hover{background:red}</style>"
    visitor.page.set_viewport_size({"width": screen[0], "height": screen[1]})
    visitor.opens()
    if how == "mouse":
        visitor.accepts()
    else:
        visitor.accept.focus()
        visitor.page.keyboard.press("Space")
    expect(visitor.banner).to_have_count(0)
    assert visitor.cookies() == {"rv_choice": "yes.3"}
