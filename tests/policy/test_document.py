"""Which changes of a document ask for consent again, and when two documents are the same."""

from typing import Any

import msgspec
import pytest

from policy.check import read
from policy.document import Policy, Sensitive, SensitivePath, decode, material_changes
from tests.policy.documents import DATES, DOCUMENT, changed, policy
from tests.policy.languages import ARABIC, ARABIC_SERVICES

pytestmark = pytest.mark.quick

SECOND_SERVICE = """[[service]]
name = "map"
title = "Kartan"
category = "functional"
purpose.sv = "för att visa vägen"
purpose.en = "to show the way"
recipient = "Kartbolaget"
country = "SE"
hosts = ["karta.example"]

"""

SECOND_PROCESSOR = """[[processor]]
name = "Driften"
task = "operation"
country = "SE"
agreement = "2026-01-01"

"""

SECOND_PROVIDER = """[[provider]]
engine = "bing"
name = "En annan"
country = "US"
gives.sv = "klick"
gives.en = "clicks"

"""

FIRST_COOKIE = '[[cookie]]\nname = "rv_choice"'

DARK = """
kind = "cookie"
needs = "language"
lifetime = 30
purpose.sv = "Minns utseendet."
purpose.en = "Remembers the appearance."

"""
"""The rest of a row for a cookie of the site's own."""

BELOW = "sensitive.paths./behandlingar/"

MATERIAL = {
    "another controller": (('name = "Kliniken"', 'name = "Bolaget"'), ["controller.name"]),
    "another basis": (('basis = "consent"', 'basis = "explicit-consent"'), ["legal.basis"]),
    "another purpose": (("att göra webbplatsen bättre", "att sälja mer"), ["legal.purpose"]),
    "one more statistic": (("visits = {}", "visits = {}\npages = {}"), ["statistics.pages"]),
    "the outcomes of searches": (
        ("visits = {}", "visits = {}\npages = {}\nsearch_outcomes = {}"),
        ["statistics.pages", "statistics.search_outcomes"],
    ),
    "one more search parameter": (('["s"]', '["s", "q"]'), ["statistics.search_terms.parameters.q"]),
    "a lower threshold": (("visits = 3", "visits = 2"), ["threshold.visits"]),
    "names kept longer": (("named = 12", "named = 18"), ["retention.named"]),
    "totals kept longer": (("totals = 24", "totals = 36"), ["retention.totals"]),
    "answers kept longer": (("totals = 24", "totals = 24\nanswers = 61"), ["retention.answers"]),
    "one more cookie": (("[[service]]", DATES + "[[service]]"), ["cookie.rv_dates"]),
    "a cookie kept longer": (("lifetime = 30", "lifetime = 60"), ["cookie.film_id (film).lifetime"]),
    "a cookie elsewhere": (
        (FIRST_COOKIE, FIRST_COOKIE.replace("rv_choice", "dark") + DARK + FIRST_COOKIE),
        ["cookie.dark"],
    ),
    "another company's cookie on another host": (
        ('set_by = "film"', 'set_by = "film"\ndomain = "film.example"'),
        ["cookie.film_id (film) (film.example)"],
    ),
    "one more service": (("[[service]]", SECOND_SERVICE + "[[service]]"), ["service.map"]),
    "another category": (('category = "media"', 'category = "marketing"'), ["service.film.category"]),
    "another recipient": (('"Filmbolaget"', '"Filmjätten"'), ["service.film.recipient"]),
    "another country of a service": (('country = "SE"\nhosts', 'country = "NO"\nhosts'), ["service.film.country"]),
    "another purpose of a cookie that waits for a service": (
        ("Minns var filmen stannade.", "Följer vad du ser."),
        ["cookie.film_id (film).purpose"],
    ),
    "another purpose of what waits for statistics": (("Minns besöket.", "Minns dig."), ["cookie.rv_visit.purpose"]),
    "another safeguard": (
        ('country = "SE"\nhosts', 'country = "SE"\nsafeguard.sv = "Avtal."\nsafeguard.en = "Terms."\nhosts'),
        ["service.film.safeguard"],
    ),
    "another host of a service": (
        ('["film.example"]', '["film.example", "*.ad.example"]'),
        ["service.film.hosts.*.ad.example"],
    ),
    "another purpose of a service": (("to show films", "to sell films"), ["service.film.purpose"]),
    "a signal to Google": (
        ("storage = []", 'storage = []\nconsent_mode = ["security_storage"]'),
        ["service.film.consent_mode.security_storage"],
    ),
    "one more processor": (("[[processor]]", SECOND_PROCESSOR + "[[processor]]"), ["processor.Driften (operation)"]),
    "another task": (('task = "hosting"', 'task = "operation"'), ["processor.Serverhallen (operation)"]),
    "one more task of a processor": (
        ("[[processor]]", SECOND_PROCESSOR.replace("Driften", "Serverhallen") + "[[processor]]"),
        ["processor.Serverhallen (operation)"],
    ),
    "another country of a processor": (
        ('country = "SE"\nagreement', 'country = "NO"\nagreement'),
        ["processor.Serverhallen (hosting).country"],
    ),
    "pages no longer cut to their section": (('count = "section"', 'count = "page"'), [BELOW]),
    "a sensitive path taken away": (
        ('[[sensitive.paths]]\npath = "/behandlingar/"\ncount = "section"\n', ""),
        [BELOW],
    ),
    "an exception within a sensitive path": (
        (FIRST_COOKIE, '[[sensitive.paths]]\npath = "/behandlingar/somn"\ncount = "page"\n\n' + FIRST_COOKIE),
        ["sensitive.paths./behandlingar/somn"],
    ),
}

IMMATERIAL = {
    "version": ("version = 1", "version = 2"),
    "organisation number": ('"000000-0000"', '"000000-0001"'),
    "address": ('"Storgatan 1"', '"Lillgatan 2"'),
    "contact": ('"Kansliet"', '"Receptionen"'),
    "telephone": ('telephone = "000"', 'telephone = "111"'),
    "e-mail": ('"kansliet@klinik.example"', '"post@klinik.example"'),
    "another alias": ('["www.klinik.example"]', '["www.klinik.example", "gamla.example"]'),
    "one more site": ("[legal]", '[[site]]\nhost = "butik.example"\n\n[legal]'),
    "service name": ('"stats.klinik.example"', '"raknare.klinik.example"'),
    "one statistic less": ("visits = {}\n", ""),
    "one search parameter less": ('["s"]', "[]"),
    "a higher threshold": ("visits = 3", "visits = 5"),
    "a shorter window": ('"quarter"', '"month"'),
    "names kept shorter": ("named = 12", "named = 6"),
    "totals kept shorter": ("totals = 24", "totals = 12"),
    "a cookie kept shorter": ("lifetime = 30", "lifetime = 7"),
    "a cookie until the browser closes": ("lifetime = 30", "lifetime = 0"),
    "the purpose of what is necessary reworded": ("Minns svaret.", "Kommer ihåg svaret."),
    "a cookie that scripts are kept from": ('set_by = "film"', 'set_by = "film"\nhttp_only = true'),
    "a cookie for each website": ('set_by = "film"', 'set_by = "film"\npartitioned = true'),
    "a service's brand": ('"Filmrutan"', '"Filmburken"'),
    "one more language": ("[[section]]", ARABIC + ARABIC_SERVICES + "[[section]]"),
    "one processor less": (
        '[[processor]]\nname = "Serverhallen"\ntask = "hosting"\ncountry = "SE"\nagreement = "2026-01-01"\n',
        "",
    ),
    "a new agreement": ('agreement = "2026-01-01"', 'agreement = "2027-01-01"'),
    "one more provider": ("[[provider]]", SECOND_PROVIDER + "[[provider]]"),
    "another engine of a provider": ('engine = "google"', 'engine = "bing"'),
    "what a provider gives reworded": ('"klick per sökord"', '"klick och visningar per sökord"'),
    "a sensitive path no longer counted": ('count = "section"', 'count = "nothing"'),
    "one more sensitive path": (
        FIRST_COOKIE,
        '[[sensitive.paths]]\npath = "/boka"\ncount = "nothing"\n\n' + FIRST_COOKIE,
    ),
    "a section reworded": ("Vi är en klinik.", "Vi är en mottagning."),
}


@pytest.mark.parametrize(("change", "keys"), MATERIAL.values(), ids=MATERIAL.keys())
def test_a_material_change_is_named(change: tuple[str, str], keys: list[str]) -> None:
    assert list(material_changes(policy(), policy(*change))) == keys


@pytest.mark.parametrize("change", IMMATERIAL.values(), ids=IMMATERIAL.keys())
def test_other_changes_leave_earlier_answers_in_force(change: tuple[str, str]) -> None:
    new = policy(*change)
    assert new != policy()
    assert material_changes(policy(), new) == ()


def marked(kind: Any) -> set[str]:
    """The names of all fields that the schema marks as material, from a type on downwards."""
    inner = getattr(kind, "type", kind)
    fields = {field.encode_name: field.type for field in getattr(inner, "fields", ())}
    items = [inner.item_type] if hasattr(inner, "item_type") else []
    names = {name for name, kind in fields.items() if (getattr(kind, "extra", None) or {}).get("material")}
    return names.union(*map(marked, [*fields.values(), *items]))


def test_every_field_that_the_schema_marks_is_tried_here() -> None:
    tried = {part for _, keys in MATERIAL.values() for key in keys for part in key.split(".")}
    untried = marked(msgspec.inspect.type_info(Policy)) - tried
    assert untried == {
        "health_care", "set_by", "window", "task", "kind", "needs", "domain", "partitioned",
    }, "own tests"  # fmt: skip


def test_marking_a_site_as_health_care_is_material() -> None:
    explicit = changed('basis = "consent"', 'basis = "explicit-consent"')
    health = changed("health_care = false", "health_care = true", explicit)
    assert material_changes(decode(explicit), decode(health)) == ("sensitive.health_care",)


def test_a_cookie_no_longer_kept_apart_for_each_website_is_material() -> None:
    apart = policy('set_by = "film"', 'set_by = "film"\npartitioned = true')
    assert material_changes(apart, policy()) == ("cookie.film_id (film).partitioned",)


def test_pages_that_are_no_longer_closed_to_services_are_material() -> None:
    row = '[[sensitive.paths]]\npath = "/{}"\ncount = "page"\n\n'
    closed = changed(FIRST_COOKIE, row.format("Artiklar/somn") + FIRST_COOKIE)
    assert material_changes(read(closed), policy()) == ("sensitive.paths./Artiklar/somn",)
    wider = changed(FIRST_COOKIE, row.format("artiklar") + FIRST_COOKIE)
    assert material_changes(read(closed), read(wider)) == ()
    start, end = DOCUMENT.index("[[service]]"), DOCUMENT.index('[[cookie]]\nname = "rv_visit"')
    alone = [read(text.replace(DOCUMENT[start:end], "")) for text in (closed, DOCUMENT)]
    assert material_changes(*alone) == (), "without services there is nobody to close them to"


def test_a_longer_window_is_material() -> None:
    monthly = policy('"quarter"', '"month"')
    assert material_changes(monthly, policy()) == ("threshold.window",)


def test_a_cookie_that_another_party_sets_from_now_on_is_material() -> None:
    other = changed('name = "film"', 'name = "cinema"', changed('set_by = "film"', 'set_by = "cinema"'))
    assert material_changes(policy(), decode(other)) == ("cookie.film_id (cinema)", "service.cinema")


def test_what_is_taken_away_asks_for_nothing_new() -> None:
    end, start = DOCUMENT.index('[[cookie]]\nname = "rv_visit"'), DOCUMENT.index("[[service]]")
    assert material_changes(policy(), read(DOCUMENT[:start] + DOCUMENT[end:])) == ()
    fewer = policy('hosts = ["film.example"]', 'hosts = ["film.example", "old.example"]')
    assert material_changes(fewer, policy()) == ()


def test_an_own_cookie_that_moves_to_another_place_or_need_is_material() -> None:
    before = changed(FIRST_COOKIE, FIRST_COOKIE.replace("rv_choice", "dark") + DARK + FIRST_COOKIE)
    for old, new, key in (
        ('kind = "cookie"\nneeds = "language"', 'kind = "local-storage"\nneeds = "language"', "kind"),
        ('needs = "language"', 'needs = "statistics"', "needs"),
    ):
        assert material_changes(read(before), read(changed(old, new, before))) == (f"cookie.dark.{key}",)


def test_material_changes_stand_in_the_order_of_the_document() -> None:
    text = changed("named = 12", "named = 18", changed('name = "Kliniken"', 'name = "Bolaget"'))
    assert material_changes(policy(), decode(text)) == ("controller.name", "retention.named")


def test_the_digest_does_not_depend_on_the_layout() -> None:
    version, *tables = DOCUMENT.split("\n\n")
    # Rows of one list keep their order, which is part of what the document says.
    resorted = "\n\n".join([version, *sorted(tables, key=lambda table: table.splitlines()[0], reverse=True)])
    assert resorted != DOCUMENT
    commented = "# A remark.\n" + DOCUMENT.replace(" = ", "   =   ")
    assert decode(resorted).digest == decode(commented).digest == policy().digest


def test_the_digest_is_the_same_whether_a_default_is_written_out() -> None:
    assert decode(changed('[threshold]\nvisits = 3\nwindow = "quarter"\n', "")).digest == policy().digest


@pytest.mark.parametrize("change", [*IMMATERIAL.values(), *(change for change, _ in MATERIAL.values())])
def test_the_digest_tells_every_change(change: tuple[str, str]) -> None:
    assert policy(*change).digest != policy().digest


RULES = Sensitive(
    paths=(
        SensitivePath(path="/behandlingar/", count="section"),
        SensitivePath(path="/behandlingar/priser", count="page"),
        SensitivePath(path="/boka", count="nothing"),
    )
)


@pytest.mark.parametrize(
    ("path", "count"),
    [
        ("/", None),
        ("/behandlingar/angest", "section"),
        ("/behandlingar/priser", "page"),
        ("/boka", "nothing"),
        ("/boka/tid?x", "nothing"),
        ("/om/boka", None),
    ],
)
def test_of_the_paths_that_fit_the_longest_holds(path: str, count: str | None) -> None:
    rule = RULES.rule(path)
    assert (rule and rule.count) == count


def test_only_inputs_of_named_statistics_may_be_read() -> None:
    assert policy('search_terms = { parameters = ["s"] }\n', "").inputs == {"visit"}
    assert policy().inputs == {"visit", "referrer", "query", "search"}


def test_a_document_governs_its_own_hosts_only() -> None:
    document: Policy = policy()
    assert document.governs("klinik.example") is document.site[0]
    assert document.governs("www.klinik.example") is None
