"""Answers the question of a website as a person would: a no, a yes, and a yes that is taken back."""

from typing import Literal, NamedTuple

from audit.banner import Banner
from audit.evidence import Answer, Does, PhaseName
from audit.profile import Profile

_NO: tuple[Does, ...] = ("withdraw", "reject")


class Pressed(NamedTuple):
    """What was pressed, in order; `all_of_it` if that was a whole answer."""

    texts: tuple[str, ...]
    all_of_it: bool


def answers(profile: Profile, phase: PhaseName, answer: Literal["accept", "reject"]) -> Answer | None:
    """Gives the answer; None if the banner, or what lies behind it, does not take it."""
    banner = profile.banner(expected=True)
    if banner is None:
        return None
    pressed = refuses(profile, banner) if answer == "reject" else _accepts(profile, banner)
    if not pressed.all_of_it:
        return None
    return Answer(
        phase=phase, page=profile.address, clicks=len(pressed.texts), pressed=pressed.texts,
        gone=profile.banner() is None, focus=profile.ask("(lib) => lib.focused(null).what"),
    )  # fmt: skip


def refuses(profile: Profile, banner: Banner) -> Pressed:
    """Says no to everything, in the layer or in the settings behind it."""
    return _presses(profile, banner, *_NO) or _switches_off(profile, banner) or _behind(profile, banner, "reject")


def _accepts(profile: Profile, banner: Banner) -> Pressed:
    return _presses(profile, banner, "accept") or _behind(profile, banner, "accept")


def _presses(profile: Profile, banner: Banner, *does: Does) -> Pressed | None:
    """Where a button only turns the switches, and its layer stays, the layer's button that saves is the other half."""
    control = banner.press(*does)
    if control is None:
        return None
    profile.settles()
    left = profile.banner() if banner.has("save") and banner.layer.inputs else None
    saved = left.press("save") if left and left.layer.mark == banner.layer.mark else None
    if saved is None:
        return Pressed((control.text,), all_of_it=True)
    profile.settles()
    return Pressed((control.text, saved.text), all_of_it=True)


def _switches_off(profile: Profile, banner: Banner) -> Pressed | None:
    if not banner.has("save") or not banner.layer.inputs:
        return None
    labels = banner.switch_off()
    saved = banner.press("save") if labels is not None else None
    if saved is None:
        return None
    profile.settles()
    return Pressed((*(labels or ()), saved.text), all_of_it=True)


def _behind(profile: Profile, banner: Banner, answer: Literal["accept", "reject"]) -> Pressed:
    """The same in the settings, which the layer leads to."""
    shown = profile.shown()
    opened = banner.press("settings")
    if opened is None:
        return Pressed((), all_of_it=False)
    profile.settles()
    settings = profile.banner(opened=shown)
    if settings is None:
        return Pressed((opened.text,), all_of_it=False)
    if answer == "accept":
        there = _presses(profile, settings, "accept")
    else:
        there = _presses(profile, settings, *_NO) or _switches_off(profile, settings)
    return Pressed((opened.text, *(there.texts if there else ())), all_of_it=there is not None)
