"""The way back to a choice that was made: what leads to it, and how far it is until all is off."""

from typing import Any, Final, Literal, NamedTuple

import msgspec
from playwright.sync_api import ElementHandle

from audit.answer import refuses
from audit.banner import Banner, click, look_at
from audit.evidence import Control, Does, Layer, WayBack, WithoutScript
from audit.profile import Profile
from audit.refusal import CannotAudit, ErrorAnswer

Phase = Literal["refused", "accepted", "signal"]
Opens = Literal["layer", "page", "nothing", "elsewhere", ""]

_REFUSALS: Final[tuple[Does, ...]] = ("reject", "withdraw")


class Opened(NamedTuple):
    """`banner` is the layer that came, if any."""

    way: WayBack
    banner: Banner | None


class _Way(msgspec.Struct):
    control: Control
    floating: bool
    footer: bool


def way_back(profile: Profile, phase: Phase) -> Opened:
    """Presses what leads back, of the likeliest ones the first that does; nothing is changed by it."""
    start = profile.page.url
    opened = Opened(_nothing(profile, phase), None)
    for index, _ in enumerate(_ways(profile)):
        ways = _ways(profile)
        if index >= len(ways):
            break
        opened = _follow(profile, phase, ways[index])
        if opened.way.opens in ("layer", "page"):
            break
        if profile.page.url != start:
            profile.opens(start)
    return opened


def spot_way(profile: Profile, phase: Phase) -> WayBack:
    """What leads back on the page that is open, which is not pressed."""
    ways = _ways(profile)
    found = _describe(profile, ways[0]) if ways else None
    if found is None:
        return _nothing(profile, phase)
    return msgspec.structs.replace(
        _nothing(profile, phase), control=found.control, floating=found.floating, footer=found.footer
    )


def take_back(profile: Profile, opened: Opened) -> WayBack:
    """Takes everything back in the layer that was opened; the way with the clicks that this took."""
    if opened.banner is None:
        return opened.way
    done = refuses(profile, opened.banner)
    pressed = (*opened.way.pressed, *done.texts)
    return msgspec.structs.replace(opened.way, pressed=pressed, clicks=len(pressed) if done.all_of_it else None)


def _ways(profile: Profile) -> list[ElementHandle]:
    found = look_at(profile.page.main_frame).evaluate_handle("(lib) => lib.ways()")
    elements = (handle.as_element() for handle in found.get_properties().values())
    return [element for element in elements if element]


def _describe(profile: Profile, element: ElementHandle) -> _Way:
    lib = look_at(profile.page.main_frame)
    data: Any = lib.evaluate("(lib, element) => lib.describeWay(element)", element)
    return msgspec.convert(data, _Way)


def _nothing(profile: Profile, phase: Phase) -> WayBack:
    return WayBack(
        phase=phase, page=profile.address, control=None, floating=False, footer=False, opens="", clicks=None,
        pressed=(), layer=None,
    )  # fmt: skip


def _follow(profile: Profile, phase: Phase, element: ElementHandle) -> Opened:
    found = _describe(profile, element)
    opens, banner, clicks = _press(profile, element)
    layer: Layer | None = banner.layer if banner else None
    way = WayBack(
        phase=phase, page=profile.address, control=found.control, floating=found.floating, footer=found.footer,
        opens=opens, clicks=clicks, pressed=(found.control.text,), layer=layer,
    )  # fmt: skip
    return Opened(way, banner)


def _press(profile: Profile, element: ElementHandle) -> tuple[Opens, Banner | None, int | None]:
    """What came of it, and, where a page with a form was reached, how many clicks it would take."""
    before, shown = profile.page.url, profile.shown()
    profile.follows_back = True
    try:
        if not click(element):
            return "nothing", None, None
        profile.settles()
        banner = profile.banner(opened=shown)
        if banner:
            return "layer", banner, 2 if banner.has(*_REFUSALS) else None
        if profile.page.url.partition("#")[0] == before.partition("#")[0]:
            return "nothing", None, None
        return "page", None, 2 if _form_refuses(profile) else None
    except CannotAudit:
        return "elsewhere", None, None
    finally:
        profile.follows_back = False


def _form_refuses(profile: Profile) -> bool:
    return any(each["does"] in _REFUSALS for each in profile.ask("(lib) => lib.formButtons()"))


def without_script(profile: Profile) -> WithoutScript:
    """What leads to the choice on the page that is open, in a profile that runs no scripts; it is opened, not used."""
    profile.follows_back = True
    page, links = profile.address, [_describe(profile, each).control for each in _ways(profile)]
    link = next((each for each in links if each.href.startswith("http")), None)
    stored, requests = profile.stored(), profile.traffic.drain()
    there = _open(profile, link.href) if link else None
    return WithoutScript(
        page=page, link=link, status=there.status if there else 0, url=there.url if there else "",
        text=there.text if there else "", buttons=there.buttons if there else (), stored=stored, requests=requests,
    )  # fmt: skip


class _There(NamedTuple):
    status: int
    url: str
    text: str
    buttons: tuple[str, ...]


def _open(profile: Profile, href: str) -> _There | None:
    """The page behind a link; None where it is another's."""
    if not (profile.site.reaches(href) or profile.site.holds(href)):
        return None
    try:
        profile.opens(href)
    except ErrorAnswer as error:
        return _There(error.status, href, "", ())
    except CannotAudit:
        return _There(0, href, "", ())
    buttons = tuple(each["text"] for each in profile.ask("(lib) => lib.formButtons()"))
    return _There(200, profile.address, profile.page.inner_text("body")[:5_000], buttons)
