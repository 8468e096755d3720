"""The phases of an audit: before an answer, under the signal, after a no, after a yes, after that was taken back."""

from typing import Final, Literal
from urllib.parse import urljoin, urlsplit

from audit.answer import answers
from audit.crawl import Pages, is_safe
from audit.drive import Drive
from audit.evidence import Moment, PhaseName, Reason
from audit.profile import Profile
from audit.refusal import CannotAudit
from audit.ways import Opened, take_back, way_back

_NO_BANNER: Final = "Nothing on the page asks for consent, so it could not be answered."
_NO_BUTTON: Final = "The banner has no button for this answer that could be pressed."

_SENSITIVE: Final = 10
"""Sensitive pages that are opened at most."""

_OF_EACH: Final = 2
"""Of them below one path."""

_AFTER: Final = 2
"""Pages that are opened after a yes was taken back."""


def before(drive: Drive, profile: Profile, pages: Pages) -> None:
    """Goes through the pages without an answer, and finds further ones in their links; the first is open already."""
    _finds_links(profile, pages)
    while url := pages.next():
        drive.progress.does("before")
        try:
            profile.opens(url)
        except CannotAudit as error:
            pages.drops(url)
            drive.fails("page", error)
        else:
            drive.note(profile, "before", "other-page")
            _finds_links(profile, pages)


def _finds_links(profile: Profile, pages: Pages) -> None:
    if not pages.are_enough:
        pages.finds(profile.ask("(lib) => lib.links()"))


def instead(drive: Drive) -> None:
    """Does what is no answer: scrolls, presses Escape, closes the banner, goes on to another page."""
    with drive.visitor() as profile, drive.part("banner"):
        drive.progress.does("instead")
        profile.opens(drive.site.url)
        if profile.banner(expected=True) is None:
            return
        profile.traffic.drain()
        profile.page.mouse.move(*_middle(profile))
        profile.page.mouse.wheel(0, 2_000)
        _settled(drive, profile, "scroll")
        profile.page.keyboard.press("Escape")
        _settled(drive, profile, "escape")
        profile.opens(drive.pages[1] if len(drive.pages) > 1 else drive.site.url, follows=True)
        drive.note(profile, "before", "next-page")
        banner = profile.banner()
        if banner and banner.press("close"):
            _settled(drive, profile, "close")


def _middle(profile: Profile) -> tuple[int, int]:
    size = profile.page.viewport_size or {"width": 2, "height": 2}
    return size["width"] // 2, size["height"] // 3


def _settled(drive: Drive, profile: Profile, moment: Moment) -> None:
    profile.settles()
    drive.note(profile, "before", moment)


def signal(drive: Drive) -> None:
    """A browser that says no by itself; and whether its owner can say yes all the same."""
    with drive.visitor(signal=True) as profile, drive.part("signal"):
        drive.progress.does("signal")
        profile.opens(drive.site.url)
        first = drive.note(profile, "signal", "first-page")
        drive.tours(profile, "signal", drive.pages[1:2])
        if first.asked:
            return
        opened = way_back(profile, "signal")
        drive.ways.append(opened.way)
        if opened.banner and opened.banner.press("accept"):
            profile.settles()
            drive.note(profile, "signal", "yes-after-signal")


def refused(drive: Drive) -> None:
    with drive.visitor() as profile, drive.part("refused"):
        drive.progress.does("refused")
        if not _answered(drive, profile, "refused"):
            return
        drive.refusals.append(drive.steps[-1].stored)
        _again(drive, profile, "refused")
        drive.tours(profile, "refused", drive.pages[1:])
        profile.opens(drive.site.url)
        with drive.part("way-back"):
            drive.ways.append(way_back(profile, "refused").way)
    if "refusals" in drive.order.parts:
        _refused_once_more(drive)


def _refused_once_more(drive: Drive) -> None:
    """Another visitor, so that what both hold can be compared."""
    with drive.visitor() as profile, drive.part("refusals"):
        drive.progress.does("refusals")
        profile.opens(drive.site.url)
        if answers(profile, "refused", "reject"):
            drive.refusals.append(profile.stored())


def _answered(drive: Drive, profile: Profile, phase: Literal["refused", "accepted"]) -> bool:
    """Opens the first page and answers there."""
    profile.opens(drive.site.url)
    asks = profile.banner(expected=True) is not None
    profile.traffic.drain()
    answer = answers(profile, phase, "accept" if phase == "accepted" else "reject") if asks else None
    if answer is None:
        drive.lacks(phase, "no-control" if asks else "no-banner", _NO_BUTTON if asks else _NO_BANNER, drive.site.url)
        return False
    drive.answers.append(answer)
    drive.note(profile, phase, "answer")
    return True


def _again(drive: Drive, profile: Profile, phase: PhaseName) -> None:
    """The same page once more, and in another tab."""
    profile.reloads()
    drive.note(profile, phase, "reload")
    first = profile.page
    profile.new_page()
    first.close()
    profile.opens(drive.site.url)
    drive.note(profile, phase, "new-tab")


def accepted(drive: Drive) -> None:
    """After a yes: the pages, the sensitive ones, and then the way back to all off."""
    with drive.visitor() as profile, drive.part("accepted"):
        drive.progress.does("accepted")
        if not _answered(drive, profile, "accepted"):
            return
        _again(drive, profile, "accepted")
        drive.tours(profile, "accepted", drive.pages[1:])
        if "sensitive" in drive.order.parts:
            drive.tours(profile, "sensitive", _sensitive(drive))
        if "withdrawn" in drive.order.parts:
            with drive.part("withdrawn"):
                _withdrawn(drive, profile)


def _sensitive(drive: Drive) -> tuple[str, ...]:
    """Pages known that lie at or under the paths; of a path without such the page that it names."""
    found: list[str] = []
    for path in drive.sensitive:
        met = [page for page in drive.found if is_safe(page) and _is_under(urlsplit(page).path, path)]
        found.extend(met[:_OF_EACH] or [urljoin(drive.site.url, path)])
    return tuple(dict.fromkeys(found))[:_SENSITIVE]


def _is_under(path: str, other: str) -> bool:
    return path == other or path.startswith(other.rstrip("/") + "/")


def _withdrawn(drive: Drive, profile: Profile) -> None:
    drive.progress.does("withdrawn")
    profile.opens(drive.site.url)
    profile.traffic.drain()
    opened = way_back(profile, "accepted")
    way = take_back(profile, opened)
    drive.ways.append(way)
    if opened.banner is None or way.clicks is None:
        reason, why = _why_not(opened)
        drive.lacks("withdrawn", reason, why, way.page)
        return
    drive.note(profile, "withdrawn", "answer")
    profile.opens(drive.site.url)
    drive.note(profile, "withdrawn", "reload")
    drive.tours(profile, "withdrawn", (drive.pages[1:] or drive.pages)[:_AFTER])


def _why_not(opened: Opened) -> tuple[Reason, str]:
    if opened.way.opens == "page":
        return "form", "The choice is changed in a form of a page of its own, and an audit submits no forms."
    if opened.way.opens == "elsewhere":
        return "elsewhere", "What leads back to the choice leads to another host, which was not opened."
    if opened.banner:
        return "no-control", "Nothing in the settings takes everything back."
    return "no-way-back", "Nothing on the page was found that leads back to the choice."
