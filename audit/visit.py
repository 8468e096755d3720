"""An audit's visit to a website: all that it looks at, in order."""

import time
from collections.abc import Callable
from datetime import datetime

from playwright.sync_api import Browser, Error

from audit.address import host_of, website
from audit.autoconsent import Extension, verdict
from audit.browser import program_version, user_agent
from audit.crawl import Pages, sitemap
from audit.drive import Drive
from audit.evidence import Autoconsent, Evidence, Published, View, WithoutScript
from audit.order import Order, Part, Progress, Told
from audit.phases import accepted, before, instead, refused, signal
from audit.profile import Profile
from audit.published import published, sensitive_paths
from audit.refusal import BrowserFailed
from audit.views import SCREENS, Name, view
from audit.ways import without_script


def examine(running: Browser, order: Order, told: Told, now: datetime) -> Evidence:
    """What is seen on a website; raises what `CannotAudit` stands for where its first page is not to be had. What fails
    later is a gap in the evidence."""
    try:
        return _examine(running, order, told, now)
    except Error as error:
        reason = error.message.splitlines()[0]
        raise BrowserFailed(order.url, f"{order.url}: the browser failed ({reason}). Try again.") from error


def _examine(running: Browser, order: Order, told: Told, now: datetime) -> Evidence:
    began = time.monotonic()
    progress = Progress(told)
    progress.expects(order.pages + len(order.views) + len(order.parts))
    progress.does("start")
    drive = Drive(running, website(order.url, order.hosts), order, progress)
    first = _First(drive)
    site = drive.site
    _run(drive, "instead", instead)
    _run(drive, "signal", signal)
    _run(drive, "refused", refused)
    _run(drive, "accepted", accepted)
    views = tuple(filter(None, (_view(drive, name) for name in order.views)))
    without = _without_script(drive) if "without-script" in order.parts else None
    consent = _autoconsent(drive) if "autoconsent" in order.parts else None
    progress.ends()
    return Evidence(
        url=order.url, host=site.host, hosts=_hosts(drive), domain=site.domain, began=f"{now:%Y-%m-%dT%H:%M:%SZ}",
        seconds=round(time.monotonic() - began, 1), program=program_version(), browser=f"Chromium {running.version}",
        language=first.language, title=first.title, pages=drive.pages, skipped=first.skipped,
        steps=tuple(drive.steps), views=views, answers=tuple(drive.answers), ways_back=tuple(drive.ways),
        without_script=without, autoconsent=consent, refusals=tuple(drive.refusals), published=first.published,
        gaps=tuple(drive.gaps),
    )  # fmt: skip


class _First:
    """The first visitor, who answers nothing and goes from page to page."""

    def __init__(self, drive: Drive) -> None:
        self.language, self.title = "", ""
        self.published: Published | None = None
        self.skipped: tuple[str, ...] = ()
        arrived = False
        while not arrived:
            with drive.visitor() as profile:
                profile.opens(drive.site.url)
                arrived = drive.moves(profile.page.url)
                if arrived:
                    self._goes(drive, profile)

    def _goes(self, drive: Drive, profile: Profile) -> None:
        agent = user_agent(drive.running)
        pages = Pages(drive.site, drive.order.pages)
        pages.finds([drive.site.url])
        pages.next()
        drive.progress.does("before")
        self._looks(drive, profile, agent)
        if "before" in drive.order.parts:
            pages.finds(sitemap(drive.site, agent))
            before(drive, profile, pages)
        drive.pages, self.skipped = tuple(pages.opened), pages.left
        drive.found = (*pages.opened, *pages.left)

    def _looks(self, drive: Drive, profile: Profile, agent: str) -> None:
        self.language = profile.page.evaluate("document.documentElement.lang")
        self.title = profile.page.title()
        if profile.banner(expected=True) is None:
            drive.lacks("banner", "no-banner", "Nothing on the first page asks for consent.", drive.site.url)
        drive.note(profile, "before", "first-page")
        if "published" in drive.order.parts:
            self.published = published(profile.ask("(lib) => lib.scripts()"), agent)
            drive.sensitive = (*drive.order.sensitive, *sensitive_paths(self.published))
            if self.published is None:
                drive.lacks("published", "not-told", "The site tells no policy that a program can read.")


def _run(drive: Drive, part: Part, phase: Callable[[Drive], None]) -> None:
    if part in drive.order.parts:
        phase(drive)


def _view(drive: Drive, name: Name) -> View | None:
    seen = None
    with drive.visitor(screen=SCREENS[name]) as profile, drive.part("banner"):
        drive.progress.does("view")
        profile.opens(drive.site.url)
        seen = view(profile, name, drive.part)
    return seen


def _without_script(drive: Drive) -> WithoutScript | None:
    seen = None
    with drive.visitor(script=False) as profile, drive.part("without-script"):
        drive.progress.does("without-script")
        profile.opens(drive.site.url)
        seen = without_script(profile)
    return seen


def _autoconsent(drive: Drive) -> Autoconsent | None:
    """It looks for a banner in the first moments only: what it missed on a busy computer it may find once more."""
    seen = None
    for _ in range(2):
        extension = Extension()
        with drive.visitor(prepare=extension.prepare) as profile, drive.part("autoconsent"):
            drive.progress.does("autoconsent")
            profile.opens(drive.site.url)
            seen = verdict(profile, extension)
        if seen is None or seen.detected or not seen.asked:
            break
    return seen


def _hosts(drive: Drive) -> tuple[str, ...]:
    asked = {request.host for step in drive.steps for request in step.requests if request.own}
    return tuple(sorted(asked | {host_of(page) for page in drive.pages}))
