"""L3, L4, L5 and L7: what the question says."""

from collections.abc import Iterator
from typing import Final

from audit.finding import Fault, Outcome, Unchecked, Words
from audit.rules.case import Case, in_views, plain_list
from audit.rules.rule import Rule
from audit.rules.vocabulary import (
    CATEGORIES,
    INTEREST,
    PURPOSES,
    REFUSALS,
    WITHDRAWAL,
)

UNCLEAR_REFUSAL: Final = Fault(
    "warn",
    Words("Nekandet heter ”{text}”.", "The refusal is called “{text}”."),
    Words("Ett nej ska gå att förstå direkt, också för program som svarar åt besökaren.",
          "A no should be understood at once, also by programs that answer for the visitor."),
    Words("Kalla knappen ”Neka”, ”Neka alla” eller ”Bara nödvändiga”.",
          "Call the button “Decline”, “Reject all” or “Necessary only”."),
)  # fmt: skip
NOT_RECOGNISED: Final = Fault(
    "warn",
    Words("Ett program som nekar åt besökaren (autoconsent) känner inte igen frågan.",
          "A program that refuses on the visitor's behalf (autoconsent) does not recognise the question."),
    Words("Allt fler besökare låter webbläsaren svara. Känns frågan inte igen får de den ändå.",
          "More and more visitors let the browser answer. If the question is not recognised, they are asked anyway."),
    Words("Låt frågan ligga fast över sidan i vanlig HTML, med ”Neka” och en länk ”English: how we use cookies”.",
          "Let the question lie fixed over the page in plain HTML, with “Reject all” as a button."),
)  # fmt: skip
REFUSED_IN_VAIN: Final = Fault(
    "warn",
    Words("Ett program som nekar åt besökaren (autoconsent) tryckte på nej, men frågan stod kvar.",
          "A program that refuses on the visitor's behalf (autoconsent) pressed no, but the question stayed."),
    Words("Den som redan har sagt nej ska inte frågas igen.", "Whoever has said no should not be asked again."),
    Words("Låt ett tryck på knappen räcka, också när ett program trycker.",
          "Let one press of the button be enough, also when a program presses it."),
)  # fmt: skip
UNNAMED: Final = Fault(
    "fail",
    Words("Första lagret nämner inte: {missing}.", "The first layer does not mention: {missing}."),
    Words("Ett ja gäller bara det som den som svarar har fått veta.", "A yes covers only what one was told of."),
    Words("Skriv i frågan vad ja betyder, ett ändamål i taget.", "Say in the question what a yes is to, one by one."),
)
NO_PURPOSE: Final = Fault(
    "fail",
    Words(
        "Första lagret säger inte vad kakorna är till för.", "The first layer does not say what the cookies are for."
    ),
    UNNAMED.why,
    UNNAMED.mend,
)
NO_WITHDRAWAL: Final = Fault(
    "fail",
    Words("Frågan säger inte att ett ja kan tas tillbaka.", "The question does not say that a yes can be taken back."),
    Words("Den som säger ja ska redan då få veta att och hur det går att ångra (GDPR, artikel 7.3).",
          "Whoever says yes must be told at once that, and how, it can be undone (GDPR, Article 7(3))."),
    Words("Lägg till en mening: ”Du kan ändra dig när du vill under Kakor längst ned.”",
          "Add a sentence: “You can change your mind at any time under Cookies at the bottom.”"),
)  # fmt: skip
INTEREST_TOGGLE: Final = Fault(
    "fail",
    Words("Det finns ett val om berättigat intresse: ”{text}”.", "There is a choice on legitimate interest: “{text}”."),
    Words("Det som lagras på enheten får bara vila på samtycke. Ett förvalt ”berättigat intresse” är inget samtycke.",
          "What is stored on the device can rest on consent alone. A preset “legitimate interest” is no consent."),
    Words("Ta bort reglaget, och det som det styr, eller be om samtycke.",
          "Remove the toggle and what it governs, or ask for consent."),
)  # fmt: skip
INTEREST_TEXT: Final = Fault(
    "warn",
    Words("Texten talar om berättigat intresse.", "The text speaks of legitimate interest."),
    INTEREST_TOGGLE.why,
    Words("Stryk meningen, eller säg att det inte används.", "Strike the sentence, or say that it is not relied on."),
)

_FOREIGN_LANGUAGE: Final = Words(
    "Sidan anger språket ”{language}”, och den här regeln läser bara svenska och engelska.",
    "The page says that its language is “{language}”, and this rule reads Swedish and English only.",
)


def _is_readable(case: Case) -> bool:
    return case.language in ("sv", "en", "")


def _unread(case: Case) -> Iterator[Unchecked]:
    if case.banners and not _is_readable(case):
        yield Unchecked(_FOREIGN_LANGUAGE.filled(language=case.language))


def _refusal(case: Case) -> Iterator[Outcome]:
    yield from case.unless_banner()
    named = {reject.text: view for view, layer in case.banners if (reject := layer.control("reject"))}
    for text, view in named.items():
        if not REFUSALS.fullmatch(text.strip(" .!×✕→")):
            yield UNCLEAR_REFUSAL.at(in_views([view]), text=text)
    if not named and case.banners:
        yield Unchecked(Words("Det finns inget nej i första lagret; se L1.", "The first layer has no refusal; see L1."))
    yield from _by_program(case)


def _by_program(case: Case) -> Iterator[Outcome]:
    yield from case.gaps("autoconsent")
    tried = case.evidence.autoconsent
    if tried and case.banners:
        if not tried.detected:
            yield NOT_RECOGNISED.at(_FIRST_PAGE)
        elif tried.asked:
            yield REFUSED_IN_VAIN.at(_FIRST_PAGE)


_FIRST_PAGE: Final = Words("första sidan", "the first page")


def _purposes(case: Case) -> Iterator[Outcome]:
    yield from case.unless_banner()
    yield from _unread(case)
    if not case.banners or not _is_readable(case):
        return
    missing = [name for name in _categories(case) if not CATEGORIES[name].words.search(case.text)]
    if missing:
        yield UNNAMED.at(_FIRST_PAGE, missing=plain_list(CATEGORIES[name].title for name in missing))
    elif not PURPOSES.search(case.text):
        yield NO_PURPOSE.at(_FIRST_PAGE)


def _categories(case: Case) -> list[str]:
    """Those that a yes is asked for: as declared, else as the settings offer them."""
    if case.declaration:
        policy = case.declaration.policy
        return list(dict.fromkeys(["statistics", *(service.category for service in policy.service)]))
    offered = [each.label for view in case.evidence.views if view.settings for each in view.settings.inputs]
    offered += [each.label for _, layer in case.banners for each in layer.inputs]
    kinds = (name for name in CATEGORIES if name != "analytics")  # nobody but a policy says whose statistics they are
    return [name for name in kinds if any(map(CATEGORIES[name].words.search, offered))]


def _withdrawal(case: Case) -> Iterator[Outcome]:
    yield from case.unless_banner()
    yield from _unread(case)
    if case.banners and _is_readable(case) and not WITHDRAWAL.search(case.text):
        yield NO_WITHDRAWAL.at(_FIRST_PAGE)


def _interest(case: Case) -> Iterator[Outcome]:
    yield from case.unless_banner()
    offered = {each.label for _, layer in case.layers for each in layer.inputs}
    offered |= {each.text for _, layer in case.layers for each in layer.controls if each.does != "link"}
    labels = sorted(label for label in offered if INTEREST.search(label))
    for label in labels:
        yield INTEREST_TOGGLE.at(_FIRST_PAGE, text=label)
    if not labels and any(INTEREST.search(layer.text) for _, layer in case.layers):
        yield INTEREST_TEXT.at(_FIRST_PAGE)


RULES: Final = (
    Rule("L3", Words("Nekandet är tydligt formulerat", "The refusal is worded clearly"),
         Words("IAB Sveriges läsning av reglerna", "IAB Sverige's reading of the rules"), _refusal),
    Rule("L4", Words("Ändamålen nämns i första lagret", "The purposes are named in the first layer"),
         Words("PTS, vägledning om kakor", "PTS, guidance on cookies"), _purposes),
    Rule("L5", Words("Rätten att ta tillbaka nämns i samma vy", "The right to withdraw is named in the same view"),
         Words("GDPR artikel 7.3; PTS; IMY:s beslut om Warner Music",
               "GDPR Art. 7(3); PTS; IMY's decision on Warner Music"),
         _withdrawal),
    Rule("L7", Words("Inga reglage för berättigat intresse", "No toggles for legitimate interest"),
         Words("IMY:s beslut om Aller 2025", "IMY's decision on Aller 2025"), _interest),
)  # fmt: skip
