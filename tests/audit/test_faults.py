"""The audit finds the fault of each faulty website by its rule, and in the good one none."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Final

import pytest
from playwright.sync_api import Browser

from audit.browser import browser, find_browser
from audit.declaration import Declaration
from audit.finding import Severity, plain
from audit.judge import Verdict, judge
from audit.order import PARTS, Order, Part
from audit.profile import Patience
from audit.rules import RULES
from audit.views import SCREENS, Name
from audit.visit import examine
from policy.check import read
from tests.audit.sites.faults import FAULTS, Fault
from tests.audit.sites.server import CLINIC, Server
from tests.audit.sites.site import Edit, Site

QUICK: Final = Patience(silence=0.2, banner=1.0)
EVERY: Final = tuple(SCREENS)
UNSEEN: Final = {"L15", "L16", "L17"}
"""What the server keeps, and what happens between two versions, no browser sees."""

PARTS_OF: Final[Mapping[str, frozenset[Part]]] = {
    "L6": frozenset({"instead"}),
    "L9": frozenset({"refused"}),
    "L10": frozenset({"refused"}),
    "L11": frozenset({"accepted"}),
    "L12": frozenset({"accepted", "withdrawn", "without-script"}),
    "L13": frozenset({"accepted", "withdrawn"}),
    "L14": frozenset({"accepted", "withdrawn"}),
    "L18": frozenset({"refused", "accepted"}),
    "L19": frozenset({"refused", "refusals"}),
    "L20": frozenset(),
    "L21": frozenset({"signal"}),
    "L22": frozenset({"accepted", "sensitive"}),
}
"""What of an audit these rules need to see, that the whole may be quick; the others judge the views alone."""

MARKED: Final = Site(
    [
        Edit("banner.js", "banner.id = 'banner';", "banner.id = 'banner'; banner.dataset.consentBanner = '';"),
        Edit("first.html", 'data-does="no"', 'data-does="no" data-consent="reject"'),
        Edit("first.html", 'data-does="yes"', 'data-does="yes" data-consent="accept"'),
        Edit("first.html", 'data-does="more"', 'data-does="more" data-consent="settings"'),
    ]
)
"""The good one, with the marks of Räkneverk's banner."""

Findings = Mapping[str, tuple[str, ...]]


@pytest.fixture(scope="module")
def running() -> Iterator[Browser]:
    with browser(find_browser()) as running:
        yield running


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with Server() as server:
        yield server


def found(
    running: Browser, server: Server, site: Site, parts: frozenset[Part] = PARTS, views: tuple[Name, ...] = EVERY
) -> tuple[Findings, Findings]:
    """Failures and warnings, by rule."""
    server.shows = site
    policy = read(site.files["policy.toml"])
    sensitive = tuple(each.path for each in policy.sensitive.paths)
    order = Order(server.url(), frozenset({CLINIC}), len(site.pages), sensitive, parts, views, QUICK)
    evidence = examine(running, order, lambda *_: None, datetime.now(UTC))
    verdicts = judge(evidence, Declaration(policy, plain("policy.toml")))
    return told(verdicts, "fail"), told(verdicts, "warn")


def told(verdicts: Iterable[Verdict], severity: Severity) -> Findings:
    """What it says in English, and where."""
    found = {
        verdict.rule.id: tuple(
            f"{each.what.en} {each.where.en}" for each in verdict.findings if each.severity == severity
        )
        for verdict in verdicts
    }
    return {rule: findings for rule, findings in found.items() if findings}


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_the_fault_is_found_by_its_rule(running: Browser, server: Server, fault: Fault) -> None:
    parts = PARTS_OF.get(fault.rule, frozenset())
    if len(fault.pages) > 1:
        parts |= {"before"}
    views = tuple(fault.views) or (("large",) if not parts else ())
    failures, warnings = found(running, server, fault.site, parts, views)
    said = "\n".join((warnings if fault.warns else failures).get(fault.rule, ()))
    assert said, (failures, warnings)
    assert [name for name in fault.names if name not in said] == []
    assert failures.keys() <= {fault.rule, *fault.also}, failures


def test_the_good_website_has_no_fault(running: Browser, server: Server) -> None:
    assert found(running, server, Site(pages=("/", "/om"))) == ({}, {})


def test_nor_has_it_with_the_marks(running: Browser, server: Server) -> None:
    parts: frozenset[Part] = frozenset({"refused", "accepted", "withdrawn"})
    assert found(running, server, MARKED, parts, ("large",)) == ({}, {})


def test_each_rule_that_a_browser_can_break_has_a_faulty_website() -> None:
    assert {fault.rule for fault in FAULTS} == {rule.id for rule in RULES} - UNSEEN
