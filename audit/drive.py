"""One audit under way: its visitors, and what has been noted so far."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, Error

from audit.address import Website
from audit.evidence import Answer, Gap, Lacking, Moment, PhaseName, Reason, Step, Stored, WayBack
from audit.order import Order, Progress
from audit.profile import Profile
from audit.refusal import AsksForLogin, CannotAudit, ErrorAnswer, LeavesTheSite, NotAPage
from audit.ways import spot_way

_REASONS: tuple[tuple[type[CannotAudit], Reason], ...] = (
    (LeavesTheSite, "elsewhere"),
    (AsksForLogin, "login"),
    (ErrorAnswer, "error-answer"),
    (NotAPage, "not-a-page"),
)


class Drive:
    """What the phases of an audit share."""

    def __init__(self, running: Browser, site: Website, order: Order, progress: Progress) -> None:
        self.running, self.site, self.order, self.progress = running, site, order, progress
        self.steps: list[Step] = []
        self.gaps: list[Gap] = []
        self.answers: list[Answer] = []
        self.ways: list[WayBack] = []
        self.refusals: list[tuple[Stored, ...]] = []
        self.pages: tuple[str, ...] = ()
        self.found: tuple[str, ...] = ()
        """Pages that are known, opened or not."""
        self.sensitive = order.sensitive
        self._late = 0.0

    def moves(self, url: str) -> bool:
        """Takes the address that the site's redirects lead to for its own; whether it is under the same domain, so that
        what was noted on the way holds."""
        before = self.site.domain
        self.site = self.site._replace(url=url.partition("#")[0])
        return self.site.domain == before

    @contextmanager
    def visitor(self, **kind: Any) -> Iterator[Profile]:
        """A profile that is empty, and knows how late a banner came to those before it."""
        with Profile(self.running, self.site, self.order.patience, **kind) as profile:
            profile.late = self._late
            yield profile
            self._late = max(self._late, profile.late)

    @contextmanager
    def part(self, what: Lacking) -> Iterator[None]:
        """What fails in it is a gap, and no end to the audit."""
        try:
            yield
        except CannotAudit as error:
            self.fails(what, error)
        except Error as error:
            self.lacks(what, "failed", f"The browser failed: {error.message.splitlines()[0]}")

    def fails(self, what: Lacking, error: CannotAudit) -> None:
        self.lacks(what, _reason(error), str(error), error.url)

    def lacks(self, what: Lacking, reason: Reason, why: str, page: str = "") -> None:
        self.gaps.append(Gap(what=what, reason=reason, why=why, page=page))

    def note(self, profile: Profile, phase: PhaseName, moment: Moment) -> Step:
        self.steps.append(profile.step(phase, moment))
        return self.steps[-1]

    def tours(self, profile: Profile, phase: PhaseName, pages: tuple[str, ...]) -> None:
        """Opens pages one after another; one that fails is a gap."""
        self.progress.expects(len(pages))
        for page in pages:
            self.progress.does(phase)
            with self.part("sensitive" if phase == "sensitive" else "page"):
                try:
                    profile.opens(page, follows=True)
                except ErrorAnswer:
                    # A sensitive path stands for all below it, and need not be a page.
                    if phase == "sensitive":
                        continue
                    raise
                self.note(profile, phase, "other-page")
                if phase == "accepted":
                    self.ways.append(spot_way(profile, phase))


def _reason(error: CannotAudit) -> Reason:
    return next((reason for kind, reason in _REASONS if isinstance(error, kind)), "unreachable")
