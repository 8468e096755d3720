"""L11 and L20: what is declared and what was seen are the same, and what is called necessary is."""

from collections.abc import Iterator
from typing import Final

from audit.declaration import Comparison, Declaration, Deviation, Fact, compare
from audit.finding import Fault, Finding, Note, Outcome, Unchecked, Words, plain
from audit.known import load_known
from audit.rules.case import KINDS, Case, named, on_pages, where_of
from audit.rules.rule import Rule
from audit.seen import Thing
from policy.document import NECESSARY, Cookie

_WHY: Final = Words(
    "Besökare ska få veta vad som sparas, varför, hur länge och av vem, innan de svarar (pts.se; Planet49).",
    "Visitors must be told what is stored, why, for how long and by whom, before they answer (pts.se; Planet49).",
)

EXTRA: Final = Fault(
    "fail",
    Words("{name} finns inte i deklarationen.", "{name} is not declared."),
    _WHY,
    Words("Ta bort det, eller lägg till en rad i policyn: --propose skriver ett utkast.",
          "Remove it, or add a row to the policy: --propose drafts one."),
)  # fmt: skip
EXTRA_HOST: Final = Fault(
    "fail",
    Words("{host} anropas efter ett ja, men ingen tjänst i deklarationen laddas därifrån.",
          "{host} is asked after a yes, but no declared service loads from there."),
    _WHY,
    Words("Ta bort anropet, eller lägg till tjänsten i policyn: --propose skriver ett utkast.",
          "Remove the request, or add the service to the policy: --propose drafts it."),
)  # fmt: skip
MISSING: Final = Fault(
    "fail",
    Words("{name} är deklarerad men fanns aldrig, inte heller efter ett ja.",
          "{name} is declared and was never there, not even after a yes."),
    Words("En deklaration som inte stämmer med verkligheten säger inte vad besökaren säger ja till.",
          "A declaration that is not true to life does not say what visitors say yes to."),
    Words("Ta bort raden, eller se efter varför det inte sparas.", "Remove the row, or find out why it is not stored."),
)  # fmt: skip
IDLE: Final = Fault(
    "warn",
    Words("{name} är deklarerad för {service}, som anropades utan att det sparades.",
          "{name} is declared for {service}, which was asked and did not store it."),
    MISSING.why,
    MISSING.mend,
)  # fmt: skip

DEVIATIONS: Final[dict[Fact, Fault]] = {
    "kind": Fault(
        "fail",
        Words("{name} är deklarerad som {declared}.", "{name} is declared as {declared}."),
        _WHY,
        Words("Rätta kind i raden.", "Correct its row's kind."),
    ),
    "lifetime": Fault(
        "fail",
        Words("{name} sparas i {seen} dagar, men deklarationen säger {promised}.",
              "{name} is kept for {seen} days, but the declaration says {promised}."),
        _WHY,
        Words("Korta tiden där kakan sätts, eller rätta lifetime i raden.",
              "Shorten it where the cookie is set, or correct the row's lifetime."),
    ),
    "not-http-only": Fault(
        "fail",
        Words("{name} går att läsa för skript, men deklarationen säger att den inte gör det (HttpOnly).",
              "{name} can be read by scripts, but the declaration says that it cannot (HttpOnly)."),
        _WHY,
        Words("Sätt kakan med HttpOnly, eller rätta http_only i raden.",
              "Set the cookie with HttpOnly, or correct the row's http_only."),
    ),
    "http-only": Fault(
        "warn",
        Words("{name} är HttpOnly, vilket deklarationen inte säger.", "{name} is HttpOnly, which is not declared."),
        _WHY,
        Words("Skriv http_only = true i raden.", "Write http_only = true in its row."),
    ),
    "not-partitioned": Fault(
        "fail",
        Words("{name} är gemensam för alla webbplatser, men deklarationen säger att den är egen för varje "
              "(Partitioned).",
              "{name} is shared by all websites, but the declaration says that each has its own (Partitioned)."),
        _WHY,
        Words("Sätt kakan med Partitioned, eller rätta partitioned i raden.",
              "Set the cookie with Partitioned, or correct the row's partitioned."),
    ),
    "partitioned": Fault(
        "warn",
        Words("{name} är egen för varje webbplats (Partitioned), vilket deklarationen inte säger.",
              "{name} is kept apart for each website (Partitioned), which is not declared."),
        _WHY,
        Words("Skriv partitioned = true i raden.", "Write partitioned = true in its row."),
    ),
}  # fmt: skip
NOT_NECESSARY: Final = Fault(
    "fail",
    Words("{name} är deklarerad som nödvändig ({needs}), men är känd som {category} från {platform}.",
          "{name} is declared as necessary ({needs}), but is known as {category} of {platform}."),
    Words("Nödvändigt är bara valet, inloggning, varukorg, lastfördelning, språk och säkerhet. Allt annat väntar på "
          "ett ja (Artikel 29-gruppen, WP194).",
          "Only the choice, login, basket, load balancing, language and security are necessary. All else waits for a "
          "yes (Article 29 Working Party, WP194)."),
    Words("Skriv needs = \"statistics\" eller \"service\", och låt det vänta på ett ja.",
          "Write needs = \"statistics\" or \"service\", and let it wait for a yes."),
)  # fmt: skip

_NONE: Final = Words(
    "Ingen deklaration att jämföra med: webbplatsen publicerar ingen som går att läsa, och ingen policy är angiven med "
    "--policy.",
    "There is no declaration to compare with: the website publishes none that can be read, and no policy was named "
    "with --policy.",
)
_WAITING: Final = Words(
    "Sågs inte här, för det väntar på något som granskningen inte gör: {names}.",
    "Not seen here, as it waits for something that the audit does not do: {names}.",
)
_NO_YES: Final = Words(
    "Inget ja kunde ges, så det som bara finns efter ett ja gick inte att se: {names}.",
    "No yes could be given, so what is there only after one could not be seen: {names}.",
)


def _declared(case: Case) -> Iterator[Outcome]:
    if not case.declaration:
        yield Unchecked(_NONE)
        return
    found = compare(case.declaration, case.things, case.parties)
    yield from (EXTRA.at(where_of(thing), name=named(thing.first)) for thing in found.extra)
    yield from (EXTRA_HOST.at(on_pages(each.pages), host=each.host) for each in found.hosts)
    yield from map(_deviation, found.deviations)
    yield from _unseen(case, case.declaration, found)


def _deviation(found: Deviation) -> Finding:
    declared = KINDS[found.row.kind]
    promised = found.row.lifetime or Words("tills webbläsaren stängs", "until the browser closes")
    return DEVIATIONS[found.fact].at(
        where_of(found.thing),
        name=named(found.thing.first),
        declared=declared,
        seen=_days(found.thing),
        promised=promised,
    )


def _days(thing: Thing) -> str:
    return f"{thing.longest:.0f}" if thing.longest is not None else "0"


def _unseen(case: Case, declaration: Declaration, found: Comparison) -> Iterator[Outcome]:
    if not case.evidence.during("accepted"):
        if waiting := [row.name for row in (*found.missing, *found.idle, *found.waiting)]:
            yield Unchecked(_NO_YES.filled(names=", ".join(waiting)))
        return
    where = plain("[[cookie]]")
    yield from (MISSING.at(where, name=_row(row)) for row in found.missing)
    titles = {service.name: service.title for service in declaration.policy.service}
    yield from (IDLE.at(where, name=_row(row), service=titles[row.set_by]) for row in found.idle)
    if found.waiting:
        yield Note(_WAITING.filled(names=", ".join(row.name for row in found.waiting)))


def _row(row: Cookie) -> Words:
    kind = KINDS[row.kind]
    return Words(f"{row.name} ({kind.sv})", f"{row.name} ({kind.en})")


def _necessary(case: Case) -> Iterator[Outcome]:
    if not case.declaration:
        yield Unchecked(_NONE)
        return
    for row in case.declaration.policy.cookie:
        if row.needs in NECESSARY:
            yield from _known_otherwise(row)


def _known_otherwise(row: Cookie) -> Iterator[Finding]:
    """The list is others' opinion of a name: only where it is of one mind."""
    known = load_known().find(row.name.rstrip("*"), row.domain)
    categories = {each.category for each in known}
    if known and categories <= {"Analytics", "Marketing"}:
        yield NOT_NECESSARY.at(
            plain("[[cookie]]"), name=_row(row), needs=row.needs, category=known[0].category, platform=known[0].platform
        )


RULES: Final = (
    Rule("L11", Words("Det som sparas är deklarerat, och tvärtom", "What is stored is declared, and the reverse"),
         Words("pts.se; EU-domstolen C-673/17 Planet49", "pts.se; Court of Justice C-673/17 Planet49"), _declared),
    Rule("L20", Words("Bara det nödvändiga kallas nödvändigt", "Only what is necessary is called so"),
         Words("Artikel 29-gruppen, WP194; pts.se", "Article 29 Working Party, WP194; pts.se"), _necessary),
)  # fmt: skip
