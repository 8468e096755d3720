"""The first page as kinds of screens show it: its banner, the settings behind it, and the page between them."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, Final, Literal

from playwright.sync_api import JSHandle

from audit.axe import violations
from audit.banner import Banner
from audit.evidence import Content, Keyboard, Lacking, View, Violation
from audit.profile import Profile, Screen

Part = Callable[[Lacking], AbstractContextManager[None]]
"""Names what is missing if what is done in it fails."""

Name = Literal["small", "large", "small-dark", "large-dark", "small-200"]

SCREENS: Final[dict[Name, Screen]] = {
    "small": Screen(320, 568),
    "large": Screen(1280, 800),
    "small-dark": Screen(320, 568, "dark"),
    "large-dark": Screen(1280, 800, "dark"),
    "small-200": Screen(320, 568, text=200),
}

_SETTINGS_READ: Final = ("small", "large", "large-dark")
"""Where axe reads the settings too."""

_PRESSES: Final = 60
"""Of the Tab key: more than what a banner holds, however long its settings are."""


def view(profile: Profile, name: Name, part: Part) -> View:
    """The page that is open, in a profile with that screen which has done nothing else; what fails in a `part` of it
    leaves that out."""
    banner = profile.banner(expected=True)
    element = banner.holder if banner else None
    shifts = _of_layer(profile, "shifts", element)
    widths = _of_layer(profile, "widths", element)
    settings: Banner | None = None
    found: tuple[Violation, ...] = ()
    in_settings: tuple[Violation, ...] = ()
    with part("axe"):
        found = violations(profile.page, element) if name != "small-200" else ()
    after = _of_layer(profile, "arrival", element) if element else None
    keyboard = _keyboard(profile, element) if name == "large" and banner and not banner.layer.frame else None
    content = _content(profile, element) if element and name in ("large", "small") else None
    with part("settings"):
        settings = _settings(profile, banner) if banner else None
    with part("axe"):
        in_settings = violations(profile.page, settings.holder) if settings and name in _SETTINGS_READ else ()
    return View(
        name=name, width=SCREENS[name].width, height=SCREENS[name].height, banner=banner.layer if banner else None,
        settings=settings.layer if settings else None, scroll_width=widths["width"],
        scroll_width_without=widths["without"], violations=found, settings_violations=in_settings,
        shift=shifts["all"], shift_by_banner=shifts["byLayer"], banner_after=after,
        keyboard=keyboard, content=content,
    )  # fmt: skip


def _of_layer(profile: Profile, function: str, element: JSHandle | None) -> Any:
    return profile.ask(f"(lib, layer) => lib.{function}(layer)", element)


def _settings(profile: Profile, banner: Banner) -> Banner | None:
    """The settings layer, if the banner leads to one that lies over the same page."""
    before, shown = profile.page.url, profile.shown()
    if banner.press("settings") is None:
        return None
    profile.settles()
    settings = profile.banner(opened=shown)
    return settings if profile.page.url.partition("#")[0] == before.partition("#")[0] else None


def _keyboard(profile: Profile, element: JSHandle | None) -> Keyboard:
    stolen = profile.ask("(lib, layer) => lib.isIn(layer, document.activeElement)", element)
    places: list[dict[str, Any]] = []
    for _ in range(_PRESSES):
        profile.page.keyboard.press("Tab")
        place = _of_layer(profile, "focused", element)
        if not place["what"] and places:
            break
        if any(place["key"] == other["key"] for other in places) and place["key"] == places[0]["key"]:
            break
        places.append(place)
    profile.page.evaluate("() => { document.activeElement?.blur(); scrollTo({top: 0, behavior: 'instant'}); }")
    return _told(places, stolen=stolen, more=_of_layer(profile, "reachable", element))


def _told(places: list[dict[str, Any]], *, stolen: bool, more: int) -> Keyboard:
    inside = [place for place in places if place["inside"]]
    outside = [place for place in places if place["what"] and not place["inside"]]
    skip = 1 if places and places[0].get("skips") and not places[0]["inside"] else 0
    return Keyboard(
        order=tuple(("banner: " if place["inside"] else "") + place["what"] for place in places if place["what"]),
        stolen=stolen,
        reaches_banner=bool(inside),
        reaches_accept=any(place["does"] == "accept" for place in inside),
        reaches_reject=any(place["does"] == "reject" for place in inside),
        reaches_page=bool(outside),
        trapped=bool(inside) and not outside and more > 0,
        first=len(places) > skip and places[skip]["inside"],
        hidden=tuple(place["what"] for place in outside if place["covered"]),
    )


def _content(profile: Profile, element: JSHandle) -> Content:
    seen = _of_layer(profile, "content", element)
    return Content(
        covered=seen["covered"], scroll_locked=seen["high"] and not _scrolls(profile, seen["free"]),
        inert=seen["inert"], links=seen["links"], clickable=seen["clickable"],
    )  # fmt: skip


def _scrolls(profile: Profile, free: list[float] | None) -> bool:
    """Whether a turn of the wheel moves the page, at a point that the banner leaves free if there is one."""
    before = profile.page.evaluate("scrollY")
    profile.page.mouse.move(*(free or (5, 5)))
    profile.page.mouse.wheel(0, 200)
    moved = bool(_until(profile, lambda: profile.page.evaluate("scrollY") != before))
    profile.page.evaluate("(y) => scrollTo(0, y)", before)
    return moved


def _until(profile: Profile, holds: Callable[[], bool]) -> bool:
    for _ in range(10):
        if holds():
            return True
        profile.page.wait_for_timeout(50)
    return False
