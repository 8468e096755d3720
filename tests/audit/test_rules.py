"""Each rule on evidence by hand: silent on a good website, and each fault of which it knows found."""

import re
from datetime import date
from types import ModuleType
from typing import Final

import pytest
from msgspec.structs import replace

from audit import rules
from audit.declaration import Declaration
from audit.evidence import Content, Control, Evidence, Gap, Published, Violation
from audit.finding import Fault, Finding, Words
from audit.judge import judge
from audit.rules import (
    accessibility,
    answering,
    buttons,
    declared,
    health,
    record,
    remembering,
    signal,
    silence,
    withdrawal,
    wording,
)
from policy.document import Cookie, Policy
from policy.ledger import Ledger, PolicyEntry, Shot, ShotsEntry
from policy.schema import Words as Texts
from tests.audit.by_hand import (
    FILM,
    GOOD,
    OTHER,
    PAGE,
    POLICY,
    QUESTION,
    Change,
    answer,
    asked,
    autoconsent,
    banner,
    control,
    declaration,
    instead,
    keyboard,
    layer,
    more,
    refusal,
    request,
    stored,
    ticking,
    views,
    way,
    whole,
    without_script,
)
from tests.audit.by_hand import buttons as given_buttons

pytestmark = pytest.mark.quick

DAY: Final = date(2026, 11, 22)

UNSEEN: Final = ["L15", "L16", "L17"]
"""What a browser cannot see of the good website."""


def content(**changes: object) -> Change:
    free = Content(covered=0.3, scroll_locked=False, inert=False, links=5, clickable=4)
    return views(content=replace(free, **changes))


def violation(*, inside: bool) -> Violation:
    return Violation(
        rule="color-contrast", impact="serious", help="Elements must meet contrast", url="https://example.org/",
        tags=("wcag2aa",), targets=("#banner",), inside=inside,
    )  # fmt: skip


def low(each: Control) -> Control:
    return replace(each, box=replace(each.box, height=18.0))


def row(name: str, **changes: object) -> Policy:
    """The policy with one row more, or one changed."""
    rows = [each for each in POLICY.cookie if each.name != name]
    old = next((each for each in POLICY.cookie if each.name == name), None)
    texts = Texts(sv="Något.", en="Something.")
    new = old or Cookie(name=name, purpose=texts, lifetime=30, kind="cookie", needs="statistics")
    return replace(POLICY, cookie=(*rows, replace(new, **changes)))


def published(*, digest: str = POLICY.digest, head: str = "", shots: bool = False, text: str = "") -> Change:
    entry = PolicyEntry(
        day=DAY, site="klinik.localhost", version=1, since=DAY, digest=POLICY.digest,
        document="0" * 64, material=(), changed=(), texts={}, scripts=("0" * 64,), pages="0" * 64,
        software="0.1.0",
    )  # fmt: skip
    ledger = Ledger().with_entry(entry)
    if shots:
        shot = Shot(language="sv", width=320, scheme="light", layer="first", sha256="0" * 64)
        ledger = ledger.with_entry(ShotsEntry(day=entry.day, version=1, shots=(shot,)))
    document = {"version": 1, "digest": digest, "ledger": head or ledger.head}
    chain = text or ledger.text.decode()
    return whole(published=Published(url=f"{PAGE}policy/klinik.localhost.json", document=document, ledger=chain))


NO_BASIS: Final = QUESTION.replace("uttryckliga ", "")

FOUND: Final[dict[str, tuple[Fault, Change]]] = {
    "no refusal": (buttons.NO_REFUSAL, given_buttons(control("accept", "Godkänn"))),
    "refusal out of view": (buttons.OUT_OF_VIEW, refusal(in_view=False)),
    "refusal only after scrolling": (buttons.OUT_OF_VIEW, refusal(scrolled=True)),
    "refusal under something": (buttons.UNREACHABLE, refusal(reachable=False)),
    "refusal as a link": (buttons.OTHER_KIND, refusal(tag="a")),
    "refusal far away": (
        buttons.APART,
        refusal(beside="p", box=replace(control("reject", "").box, y=20.0)),
    ),
    "two clicks to a no": (
        buttons.MORE_CLICKS,
        whole(answers=(answer("refused", "Neka", clicks=2), answer("accepted", "Godkänn"))),
    ),
    "grey refusal": (buttons.LOOKS, refusal(background="#dddddd", colour="#222222")),
    "refusal in smaller type": (buttons.LOOKS, refusal(font_size=11.0)),
    "refusal without a border": (
        buttons.LOOKS,
        given_buttons(control("reject", "Neka"), control("accept", "Godkänn", border="1px solid #000000")),
    ),
    "small refusal": (buttons.LOOKS, refusal(box=replace(control("reject", "").box, height=20.0))),
    "pale refusal": (buttons.FAINT, refusal(contrast=2.1)),
    "soft refusal": (
        wording.UNCLEAR_REFUSAL,
        given_buttons(control("reject", "Nej tack"), control("accept", "Godkänn")),
    ),
    "not known for a banner": (wording.NOT_RECOGNISED, whole(autoconsent=autoconsent(detected=False))),
    "refused in vain": (wording.REFUSED_IN_VAIN, whole(autoconsent=autoconsent(asked=True))),
    "purpose not named": (wording.UNNAMED, banner(text=QUESTION.replace(" och visa film", ""))),
    "no word on withdrawal": (wording.NO_WITHDRAWAL, banner(text=QUESTION.partition(" Du kan")[0])),
    "legitimate interest": (wording.INTEREST_TOGGLE, banner(inputs=(ticking("Berättigat intresse: annonser"),))),
    "interest in the text": (wording.INTEREST_TEXT, banner(text=f"{QUESTION} Vi stöder oss på berättigat intresse.")),
    "scrolling is a yes": (answering.TAKEN, more("before", stored("_x"), moments=["scroll"])),
    "ticked beforehand": (answering.TICKED, banner(inputs=(ticking("Statistik", checked=True),))),
    "wall": (answering.WALL, content(covered=1.0)),
    "page that does not scroll": (answering.WALL, content(scroll_locked=True)),
    "cookie before an answer": (silence.STORED_EARLY, more("before", stored("_x"), moments=["first-page"])),
    "database before an answer": (
        silence.STORED_EARLY,
        more("before", stored("_x", "indexed-db"), moments=["first-page"]),
    ),
    "cookie after a no": (silence.STORED_AFTER_NO, more("refused", stored("_x"))),
    "company before an answer": (silence.ASKED_EARLY, more("before", requests=[request()])),
    "company after a no": (silence.ASKED_AFTER_NO, more("refused", requests=[request()], moments=["reload"])),
    "cookie not declared": (declared.EXTRA, more("accepted", stored("_x"))),
    "company not declared": (declared.EXTRA_HOST, more("accepted", requests=[request()])),
    "never set": (declared.MISSING, instead("rv_visit")),
    "film that stores nothing": (declared.IDLE, instead("film_id")),
    "declared as another kind": (declared.DEVIATIONS["kind"], instead("rv_visit", stored("rv_visit"))),
    "kept longer": (declared.DEVIATIONS["lifetime"], instead("film_id", stored("film_id", days=60.0))),
    "receipt that scripts read": (declared.DEVIATIONS["not-http-only"], instead("rv_receipt", stored("rv_receipt"))),
    "kept from scripts": (
        declared.DEVIATIONS["http-only"],
        instead("film_id", stored("film_id", days=30.0, http_only=True)),
    ),
    "kept apart": (
        declared.DEVIATIONS["partitioned"],
        instead("film_id", stored("film_id", days=30.0, partitioned=True)),
    ),
    "no way back": (withdrawal.NO_WAY, whole(ways_back=(way("accepted", control=None, opens="", clicks=None),))),
    "way back far down": (
        withdrawal.HIDDEN,
        whole(ways_back=(way("accepted", footer=False, control=control("reopen", "Kakor", in_view=False)),)),
    ),
    "way back that does nothing": (withdrawal.DEAD, whole(ways_back=(way("accepted", opens="nothing", clicks=None),))),
    "way back elsewhere": (withdrawal.LEADS_AWAY, whole(ways_back=(way("accepted", opens="elsewhere", clicks=None),))),
    "three clicks": (withdrawal.TOO_FAR, whole(ways_back=(way("accepted", clicks=3),))),
    "never all off": (withdrawal.NOT_FOUND, whole(ways_back=(way("accepted", clicks=None),))),
    "way back that needs a script": (withdrawal.NEEDS_SCRIPT, whole(without_script=without_script(link=None))),
    "way back to an error": (withdrawal.BROKEN_PAGE, whole(without_script=without_script(status=404))),
    "way back without a form": (withdrawal.NO_FORM, whole(without_script=without_script(buttons=()))),
    "cookie left": (withdrawal.LEFT, more("withdrawn", stored("film_id"))),
    "cookie left elsewhere": (withdrawal.LEFT_ELSEWHERE, more("withdrawn", stored("sid", host=OTHER, own=False))),
    "company still asked": (withdrawal.STILL_ASKED, more("withdrawn", requests=FILM, moments=["reload"])),
    "no button for it": (
        withdrawal.NO_BUTTON,
        whole(ways_back=(way("accepted", layer=layer(controls=(control("save", "Spara"),))),)),
    ),
    "broken chain": (record.BROKEN, published(text='{"n":1}')),
    "another head": (record.OTHER_HEAD, published(head="1" * 64)),
    "another policy than in the ledger": (record.NOT_IN_LEDGER, published(digest="1" * 64)),
    "no pictures": (record.NO_PICTURES, published()),
    "question comes back": (remembering.COMES_BACK, asked("refused", "reload")),
    "shorter no": (remembering.SHORTER, more("accepted", stored("rv_choice", days=365.0))),
    "two years": (remembering.TOO_LONG, instead("rv_choice", stored("rv_choice", days=730.0))),
    "a month": (remembering.TOO_SHORT, instead("rv_choice", stored("rv_choice", days=30.0))),
    "answer in local storage": (
        remembering.ENDLESS,
        instead("rv_choice", stored("val", "local-storage")),
    ),
    "answer by a script": (remembering.SAFARI, instead("rv_choice", stored("rv_choice", set_by="script"))),
    "answer from afar": (remembering.SAFARI, instead("rv_choice", stored("rv_choice", near=False))),
    "refusal with a number": (
        remembering.TELLS_APART,
        whole(refusals=((stored("rv_choice"),), (stored("rv_choice", digest="2" * 16),))),
    ),
    "deaf to the signal": (signal.ASKED_ANYWAY, asked("signal", "first-page")),
    "storing in spite of the signal": (signal.STORED_ANYWAY, more("signal", stored("_x"), moments=["first-page"])),
    "company in spite of the signal": (
        signal.FETCHED_ANYWAY,
        more("signal", requests=[request()], moments=["first-page"]),
    ),
    "no yes after the signal": (
        signal.NO_WAY_TO_YES,
        lambda evidence: replace(
            evidence, steps=tuple(each for each in evidence.steps if each.moment != "yes-after-signal")
        ),
    ),
    "yes in vain after the signal": (
        signal.YES_IN_VAIN,
        lambda evidence: replace(
            evidence,
            steps=tuple(
                replace(each, stored=()) if each.moment == "yes-after-signal" else each for each in evidence.steps
            ),
        ),
    ),
    "film on a page about health": (health.OTHERS_LEARN, more("sensitive", requests=FILM)),
    "no explicit consent": (health.NOT_EXPLICIT, banner(text=NO_BASIS)),
    "axe in the banner": (accessibility.AXE, views(violations=(violation(inside=True),))),
    "axe outside of it": (accessibility.AXE_PAGE, views(violations=(violation(inside=False),))),
    "no landmark": (accessibility.NO_LANDMARK, banner(role="", label="")),
    "modal": (accessibility.FALSE_MODAL, banner(role="dialog", modal=True)),
    "interrupting": (accessibility.LIVE, banner(live="assertive")),
    "focus taken": (accessibility.STOLEN, views(keyboard=keyboard(stolen=True, first=False))),
    "trapped": (accessibility.TRAPPED, views(keyboard=keyboard(trapped=True, reaches_page=False))),
    "no without a keyboard": (accessibility.NO_KEYS, views(keyboard=keyboard(reaches_reject=False))),
    "last for the keyboard": (accessibility.NOT_FIRST, views(keyboard=keyboard(first=False))),
    "lies over the focus": (accessibility.OBSCURES, views(keyboard=keyboard(hidden=("a Kontakt",)))),
    "small target": (accessibility.SMALL, given_buttons(low(control("reject", "Neka")))),
    "wider than the screen": (accessibility.CUT_OFF, banner(box=replace(layer().box, width=1400.0))),
    "sideways": (accessibility.SIDEWAYS, views(scroll_width=1400)),
    "most of the view": (accessibility.FILLS, banner(share=0.8)),
    "page that jumps": (accessibility.JUMPS, views(shift_by_banner=0.3)),
}  # fmt: skip

MODULES: Final[tuple[ModuleType, ...]] = (
    accessibility, answering, buttons, declared, health, record, remembering, signal, silence, withdrawal, wording,
)  # fmt: skip


def faults(module: ModuleType) -> list[Fault]:
    named = [each for each in vars(module).values() if isinstance(each, Fault)]
    tables = [each for each in vars(module).values() if isinstance(each, dict)]
    return [*named, *(fault for table in tables for fault in table.values() if isinstance(fault, Fault))]


def findings(evidence: Evidence, declared: Declaration | None) -> list[Finding]:
    return [finding for verdict in judge(evidence, declared) for finding in verdict.findings]


def tells(fault: Fault, finding: Finding) -> bool:
    """Whether the finding is of this kind, in both languages."""
    patterns = (re.sub(r"\\\{\w+\\\}", ".*", re.escape(text)) for text in fault.what)
    return fault.severity == finding.severity and all(map(re.fullmatch, patterns, finding.what))


def test_a_good_website_has_no_fault() -> None:
    assert findings(GOOD, declaration()) == []


def test_what_no_browser_sees_is_said_to_be_unchecked() -> None:
    verdicts = judge(GOOD, declaration())
    assert [verdict.rule.id for verdict in verdicts if verdict.result != "passed"] == UNSEEN
    assert [verdict.rule.id for verdict in verdicts] == [f"L{number}" for number in range(1, 24)]


@pytest.mark.parametrize(("fault", "change"), FOUND.values(), ids=FOUND)
def test_a_fault_is_found(fault: Fault, change: Change) -> None:
    found = findings(change(GOOD), declaration())
    assert any(tells(fault, each) for each in found), [each.what.en for each in found]


OF_THE_DECLARATION: Final = {
    "measuring called security": (declared.NOT_NECESSARY, row("_ga", needs="security")),
    "shared by all": (declared.DEVIATIONS["not-partitioned"], row("film_id", partitioned=True)),
}


@pytest.mark.parametrize(("fault", "policy"), OF_THE_DECLARATION.values(), ids=OF_THE_DECLARATION)
def test_a_fault_of_the_declaration_is_found(fault: Fault, policy: Policy) -> None:
    assert any(tells(fault, each) for each in findings(GOOD, declaration(policy)))


def test_a_question_without_a_purpose_is_found_where_nothing_is_declared() -> None:
    found = findings(banner(text="Vi använder kakor. Du kan ändra dig när du vill.")(views(settings=None)(GOOD)), None)
    assert any(tells(wording.NO_PURPOSE, each) for each in found)


def test_every_fault_is_tried() -> None:
    tried = {fault for fault, _ in (*FOUND.values(), *OF_THE_DECLARATION.values())} | {wording.NO_PURPOSE}
    assert {fault.what.en for module in MODULES for fault in faults(module)} == {fault.what.en for fault in tried}


def test_every_text_is_said_in_both_languages_with_the_same_blanks() -> None:
    for module in MODULES:
        for fault in faults(module):
            for words in (fault.what, fault.why, fault.mend):
                assert set(re.findall(r"\{\w+\}", words.sv)) == set(re.findall(r"\{\w+\}", words.en)), words


def test_nothing_is_judged_where_there_is_no_banner() -> None:
    verdicts = judge(views(banner=None)(GOOD), declaration())
    of_the_banner = [verdict.result for verdict in verdicts if verdict.rule.id in ("L1", "L2", "L3", "L4", "L5", "L23")]
    assert set(of_the_banner) == {"unchecked"}


def test_a_gap_is_told_with_its_reason() -> None:
    gap = Gap(what="axe", reason="failed", why="The browser failed: out of memory")
    [verdict] = [each for each in judge(whole(gaps=(gap,))(GOOD), declaration()) if each.rule.id == "L23"]
    told = Words("Programmet axe-core kunde inte köras: webbläsaren misslyckades.", gap.why)
    assert [each.because for each in verdict.unchecked] == [told]


def test_without_a_declaration_the_rules_that_need_one_are_unchecked() -> None:
    verdicts = {verdict.rule.id: verdict for verdict in judge(GOOD, None)}
    assert {verdicts[each].result for each in ("L11", "L20", "L22")} == {"unchecked"}
    assert findings(GOOD, None) == []


def test_a_necessary_cookie_may_be_there_before_an_answer() -> None:
    evidence = more("before", stored("lb", days=None))(more("refused", stored("lb", days=None))(GOOD))
    policy = row("lb", needs="load-balancing", lifetime=0)
    assert findings(evidence, declaration(policy)) == []
    assert any(tells(silence.STORED_EARLY, each) for each in findings(evidence, declaration()))


def test_closing_that_is_remembered_as_a_no_is_no_yes() -> None:
    assert findings(more("before", stored("rv_choice"), moments=["escape"])(GOOD), declaration()) == []


def test_what_the_browser_blocked_was_never_asked() -> None:
    assert findings(more("before", requests=[request(outcome="blocked")])(GOOD), declaration()) == []


def test_the_ledger_that_the_website_publishes_is_verified() -> None:
    [verdict] = [each for each in judge(published(shots=True)(GOOD), declaration()) if each.rule.id == "L15"]
    assert verdict.result == "passed"


def test_what_is_wrong_with_the_ledger_is_said_in_the_report_s_language() -> None:
    [verdict] = [each for each in judge(published(text="{}\n")(GOOD), declaration()) if each.rule.id == "L15"]
    [finding] = verdict.findings
    assert "Rad 1 kan inte läsas" in finding.what.sv
    assert "Line 1" in finding.what.en


def test_an_english_question_is_read_too() -> None:
    text = (
        "May we count your visit and show video? What you read can say something about your health, so we ask for your "
        "explicit consent. You can change your mind at any time."
    )
    buttons = (control("reject", "Reject all"), control("accept", "Accept all"))
    assert findings(banner(text=text, language="en", controls=buttons)(whole(language="en")(GOOD)), declaration()) == []


def test_words_in_another_language_are_not_judged() -> None:
    evidence = banner(text="Saammeko laskea käyntisi?", language="fi")(whole(language="fi")(GOOD))
    verdicts = {verdict.rule.id: verdict for verdict in judge(evidence, declaration())}
    assert {verdicts[each].result for each in ("L4", "L5")} == {"unchecked"}


def test_the_rules_are_in_order() -> None:
    assert [rule.id for rule in rules.RULES] == [f"L{number}" for number in range(1, 24)]
