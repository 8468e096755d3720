"""The rows that a declaration lacks, drafted as TOML for the owner to complete: what was seen is filled in, what the
list of known cookies says is named as its word, and the rest waits in double braces."""

import math
import re
from collections.abc import Iterable, Iterator
from textwrap import wrap
from typing import Final, NamedTuple

import msgspec

from audit.declaration import Declaration
from audit.evidence import Evidence
from audit.finding import Language, Words
from audit.known import KnownCookie, load_known
from audit.rules.case import KINDS, PHASES, listed
from audit.seen import Party, Thing, parties, things
from policy.document import NECESSARY
from policy.domains import registrable_domain

_DECLARABLE: Final = ("cookie", "local-storage", "session-storage", "indexed-db")
_LONGEST: Final = 400
"""Days for which browsers keep a cookie at most, and a row may say."""

_HEAD: Final = Words(
    "Utkast till det som saknas i deklarationen för {host}, efter granskningen {day}. Det som står i dubbla klamrar "
    "fyller du i, och ”enligt listan” ska du kontrollera: Open Cookie Database gissar på namnet. Ta bort det som inte "
    "behövs på webbplatsen i stället för att deklarera det. Lägg raderna i policyn, höj version med ett och kör: "
    "rakneverk policy check FIL",
    "Draft of what the declaration of {host} lacks, after the audit of {day}. Fill in what stands in double braces, "
    "and check what is said “by the list”: the Open Cookie Database goes by the name. Remove from the website what is "
    "not needed instead of declaring it. Put the rows into the policy, raise version by one and run: rakneverk policy "
    "check FILE",
)
_BY_LIST: Final = Words("Enligt listan: {platform} ({category}). {description}",
                        "By the list: {platform} ({category}). {description}")  # fmt: skip
_HOST_BY_LIST: Final = Words("Enligt listan: {platform}, som sätter kakor där.",
                             "By the list: {platform}, which sets cookies there.")  # fmt: skip
_UNKNOWN: Final = Words("Okänd: listan har inte namnet.", "Unknown: the list does not have the name.")
_UNKNOWN_HOST: Final = Words("Okänd: listan har inte värden.", "Unknown: the list does not have the host.")
_SEEN: Final = Words("Sågs {phases}.", "Seen {phases}.")
_NO_ROW: Final = Words("Kan inte deklareras, ta bort: {name} ({kind}).", "Cannot be declared, remove: {name} ({kind}).")
_TITLE: Final = Words("{{namnet som besökarna känner tjänsten vid}}", "{{the name that visitors know it by}}")
_RECIPIENT: Final = Words("{{företaget som får uppgifterna}}", "{{the company that receives the data}}")
_COUNTRY: Final = Words("{{landet, med två bokstäver}}", "{{the country, by two letters}}")
_CATEGORY: Final = Words("{{functional, media, analytics eller marketing}}",
                         "{{functional, media, analytics or marketing}}")  # fmt: skip
_NEEDS: Final = Words("{{{{statistics, service eller {necessary}}}}}", "{{{{statistics, service or {necessary}}}}}")
_DAYS: Final = Words("{{antal dagar}}", "{{number of days}}")
_USED: Final = Words("{{på svenska: vad den används till}}", "{{in Swedish: what it is used for}}")
_USED_EN: Final = Words("{{på engelska: vad den används till}}", "{{in English: what it is used for}}")


class _Service(NamedTuple):
    """A company's hosts, which become one row, and what it stored."""

    name: str
    hosts: tuple[str, ...]
    things: tuple[Thing, ...]
    known: KnownCookie | None
    phases: Words


def propose(evidence: Evidence, declaration: Declaration | None, language: Language) -> str:
    """The draft; "" where nothing is missing."""
    missing = [thing for thing in things(evidence) if not (declaration and declaration.rows(thing.first))]
    calls = [party for party in parties(evidence) if not party.own and not (declaration and _knows(declaration, party))]
    services = tuple(_services(calls, missing))
    tables = [*_service_rows(services, language), *_cookie_rows(missing, services, language)]
    if not tables:
        return ""
    head = _HEAD.filled(host=evidence.host, day=evidence.began[:10]).in_(language)
    return "\n".join([*map(_comment, wrap(head, 118)), *tables, ""])


def _knows(declaration: Declaration, party: Party) -> bool:
    return declaration.service(party.host) is not None


def _services(calls: Iterable[Party], missing: Iterable[Thing]) -> Iterator[_Service]:
    missing = tuple(missing)
    owners: dict[str, list[Party]] = {}
    for party in calls:
        owners.setdefault(registrable_domain(party.host), []).append(party)
    for domain, asked in owners.items():
        kept = tuple(each for each in missing if registrable_domain(each.first.host) == domain)
        phases = dict.fromkeys(phase for party in asked for phase in party.phases)
        known = next(filter(None, (load_known().on(party.host) for party in asked)), None)
        hosts = tuple(party.host for party in asked)
        yield _Service(_slug(domain), hosts, kept, known, listed(PHASES[phase] for phase in phases))


def _slug(domain: str) -> str:
    """The domain as the name of a service."""
    return re.sub(r"[^a-z0-9]+", "-", domain.lower()).strip("-")[:40] or "service"


def _service_rows(services: Iterable[_Service], language: Language) -> Iterator[str]:
    for service in services:
        known = service.known
        told = _HOST_BY_LIST.filled(platform=known.platform) if known else _UNKNOWN_HOST
        cookies = [_pattern(each) for each in service.things if each.first.kind == "cookie"]
        storage = [_pattern(each) for each in service.things if each.first.kind in _DECLARABLE[1:]]
        lines = [
            _comment(f"{told.in_(language)} {_SEEN.filled(phases=service.phases).in_(language)}"),
            "[[service]]",
            _line("name", service.name),
            _line("title", known.platform if known else _TITLE.in_(language)),
            _line("category", _CATEGORY.in_(language)),
            _line("purpose.sv", _USED.in_(language)),
            _line("purpose.en", _USED_EN.in_(language)),
            _line("recipient", known.controller if known and known.controller else _RECIPIENT.in_(language)),
            _line("country", _COUNTRY.in_(language)),
            _line("hosts", service.hosts),
        ]
        lines += [_line(key, tuple(dict.fromkeys(names))) for key, names in _named(cookies, storage) if names]
        yield "\n".join(["", *lines])


def _named(cookies: list[str], storage: list[str]) -> tuple[tuple[str, list[str]], ...]:
    return (("cookies", cookies), ("storage", storage))


def _cookie_rows(missing: Iterable[Thing], services: Iterable[_Service], language: Language) -> Iterator[str]:
    setters = {registrable_domain(host): service.name for service in services for host in service.hosts}
    written = set()
    for thing in missing:
        key = (_pattern(thing), thing.first.kind, thing.first.host)
        if key not in written:
            written.add(key)
            yield _cookie(thing, setters.get(registrable_domain(thing.first.host), ""), language)


def _cookie(thing: Thing, set_by: str, language: Language) -> str:
    stored = thing.first
    if stored.kind not in _DECLARABLE:
        kind = KINDS[stored.kind].in_(language)
        return "\n" + _comment(_NO_ROW.filled(name=stored.name, kind=kind).in_(language))
    known = load_known().find(stored.name, stored.host)
    told = [_of(each).in_(language) for each in known] or [_UNKNOWN.in_(language)]
    seen = _SEEN.filled(phases=listed(PHASES[phase] for phase in thing.phases)).in_(language)
    needs = "service" if set_by else _NEEDS.filled(necessary=", ".join(NECESSARY)).in_(language)
    lines = [
        *(_comment(each) for each in told),
        _comment(seen),
        "[[cookie]]",
        _line("name", _pattern(thing)),
        _line("kind", stored.kind),
        _line("needs", needs),
        _line("lifetime", _lifetime(thing, language)),
        _line("purpose.sv", _USED.in_(language)),
        _line("purpose.en", _USED_EN.in_(language)),
    ]
    lines += [_line(key, value) for key, value in _place(thing, set_by) if value]
    return "\n".join(["", *lines])


def _place(thing: Thing, set_by: str) -> tuple[tuple[str, str | bool], ...]:
    stored = thing.first
    domain = stored.host if set_by and stored.kind == "cookie" and not stored.own else ""
    return (
        ("set_by", set_by),
        ("domain", domain),
        ("http_only", stored.http_only),
        ("partitioned", stored.partitioned),
    )


def _lifetime(thing: Thing, language: Language) -> int | str:
    """As the browser keeps it; how long a website uses what has no end, only its owner knows."""
    if thing.first.kind == "cookie":
        return min(_LONGEST, math.ceil(thing.longest or 0))
    return 0 if thing.first.kind == "session-storage" else _DAYS.in_(language)


def _pattern(thing: Thing) -> str:
    """The name, or the beginning that the list knows of those that vary."""
    known = load_known().find(thing.first.name, thing.first.host)
    return known[0].pattern if known else thing.first.name


def _of(known: KnownCookie) -> Words:
    return _BY_LIST.filled(platform=known.platform, category=known.category, description=known.description)


def _line(key: str, value: str | bool | int | tuple[str, ...]) -> str:
    """What TOML and JSON write alike, but that TOML wants DEL escaped too."""
    return f"{key} = {msgspec.json.encode(value).decode()}".replace("\x7f", "\\u007f")


def _comment(text: str) -> str:
    """Names come from the website: nothing of them may end the line."""
    return "# " + "".join(letter for letter in " ".join(text.split()) if letter.isprintable())
