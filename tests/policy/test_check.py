"""Each fault of a document is refused with its key, what was expected, and how to mend it."""

from typing import NamedTuple

import pytest

from policy.check import PolicyError, placeholders, read
from policy.document import Policy
from tests.policy.documents import DATES, DOCUMENT, changed, policy

pytestmark = pytest.mark.quick

HOST = 'a host name in lower case without scheme, port or path, such as "example.se"'
MONTHS = "a whole number of months from 1 to 120"
STATISTICS = (
    "visits, pages, referrers, search_terms, search_engines, visitors, campaigns, browsers, systems, devices, "
    "search_outcomes, entry_pages, flow, missing_pages, screens, languages, countries, outbound_links, downloads, "
    "contact_clicks, events, engaged_time, scroll_depth, web_vitals"
)

LEGAL = DOCUMENT[DOCUMENT.index("[legal]") : DOCUMENT.index("[statistics]")]


class Fault(NamedTuple):
    """A change of the sound document, and the parts of the refusal."""

    old: str
    new: str
    key: str
    expected: str
    fix: str


FAULTS = {
    "not TOML": Fault("version = 1", "version =", "(file)",
        "a TOML document", "Mend what the reader met: Invalid value"),
    "a text for a number": Fault("version = 1", 'version = "1"', "version", "a whole number", 'The document has "1"'),
    "version 0": Fault("version = 1", "version = 0", "version", "1 for the first", "The document has 0: correct it."),
    "no version": Fault("version = 1\n", "", "version", "a whole number", "Add this key."),
    "unknown table": Fault("[legal]", "[legals]", "legals",
        "one of the keys version, controller, site, legal", "Correct or remove this key."),
    "unknown key": Fault("contact =", "contakt =", "controller.contakt",
        "one of the keys name, organisation_number", "Correct or remove this key."),
    "unknown key of a row": Fault("lifetime = 182", "life = 182", "cookie[1].life",
        "one of the keys name, purpose, lifetime", "Correct or remove this key."),
    "missing table": Fault(LEGAL, "", "legal", "a table with the keys basis, purpose", "Add this key."),
    "missing key of a row": Fault("lifetime = 182\n", "", "cookie[1].lifetime",
        "a whole number of days, at most 400", "Add this key."),
    "missing language": Fault("gives.en", "gives.fi", "provider[1].gives.fi",
        "one of the keys sv, en", "Correct or remove this key."),
    "missing translation": Fault('gives.en = "clicks by search term"\n', "", "provider[1].gives.en",
        "a text that is not empty", "Add this key."),
    "empty text": Fault('sv = "Vi är en klinik."', 'sv = ""', "section[1].sv",
        "the text in Swedish", 'The document has "": correct it.'),
    "too long a lifetime": Fault("lifetime = 30", "lifetime = 500", "cookie[2].lifetime",
        "a whole number of days, at most 400", "The document has 500: correct it."),
    "unknown kind": Fault('kind = "cookie"\nneeds = "choice"', 'kind = "cake"\nneeds = "choice"', "cookie[1].kind",
        '"cookie", "local-storage", "session-storage" or "indexed-db"', 'The document has "cake": correct it.'),
    "not necessary": Fault('needs = "choice"', 'needs = "comfort"', "cookie[1].needs",
        '"necessary" is a closed list: choice, login, basket, load-balancing, language, security',
        'The document has "comfort". If it serves the site\'s own statistics, write "statistics"; if another company '
        'sets it, declare a [[service]] and write "service". Both wait for a yes. What fits nowhere may not be set.'),
    "a URL for a host": Fault('host = "klinik.example"', 'host = "https://klinik.example"', "site[1].host",
        HOST, 'The document has "https://klinik.example": correct it.'),
    "an alias in capitals": Fault('"www.klinik.example"', '"WWW.klinik.example"', "site[1].aliases[1]",
        HOST, 'The document has "WWW.klinik.example": correct it.'),
    "aliases as text": Fault('["www.klinik.example"]', '"www.klinik.example"', "site[1].aliases",
        "a list of the site's other host names", "correct it."),
    "service with a path": Fault('"stats.klinik.example"', '"klinik.example/stats"', "site[1].service",
        "the host name under which the site reaches the service", "correct it."),
    "legitimate interest": Fault('basis = "consent"', 'basis = "legitimate-interest"', "legal.basis",
        '"consent" or, for health care, "explicit-consent"', 'The document has "legitimate-interest": correct it.'),
    "threshold of one": Fault("visits = 3", "visits = 1", "threshold.visits",
        "a whole number of at least 2", "The document has 1: correct it."),
    "window of a day": Fault('"quarter"', '"day"', "threshold.window",
        '"month" or "quarter"', 'The document has "day": correct it.'),
    "retention for ever": Fault("named = 12", "named = 0", "retention.named",
        MONTHS, "The document has 0: correct it."),
    "section id": Fault('id = "about"', 'id = "About us"', "section[1].id",
        "a short name of a-z, 0-9 and hyphens", "correct it."),
    "relative path": Fault('path = "/beh', 'path = "beh', "sensitive.paths[1].path",
        'the beginning of a path, such as "/behandlingar/"', "correct it."),
    "a path with a line feed": Fault('path = "/behandlingar/"', 'path = "/behandlingar\\n"', "sensitive.paths[1].path",
        "the beginning of a path", "correct it."),
    "a host with a line feed": Fault('host = "klinik.example"', 'host = "klinik.example\\n"', "site[1].host",
        HOST, "correct it."),
    "an engine that gives no figures": Fault('engine = "google"', 'engine = "altavista"', "provider[1].engine",
        '"google" or "bing"', 'The document has "altavista": correct it.'),
    "a provider of no engine": Fault('engine = "google"\n', "", "provider[1].engine",
        '"google" or "bing"', "Add this key."),
    "country by name": Fault('country = "IE"', 'country = "Ireland"', "provider[1].country",
        'a country by its two letters, such as "SE"', 'The document has "Ireland": correct it.'),
    "e-mail": Fault('"kansliet@klinik.example"', '"kansliet"', "controller.email", "an e-mail address", "correct it."),
    "statistic without a table": Fault("visits = {}", "visits = true", "statistics.visits",
        "a table with the keys parameters, booking, order, names", "The document has true: correct it."),
    "unknown key of a statistic": Fault("parameters =", "parameter =", "statistics.search_terms.parameter",
        "one of the keys parameters, booking, order, names", "Correct or remove this key."),
    "unknown statistic": Fault("visits = {}", "vistors = {}", "statistics.vistors",
        f"one of {STATISTICS}", 'There is no statistic "vistors": rename or remove it.'),
    "no statistics": Fault('visits = {}\nsearch_terms = { parameters = ["s"] }', "", "statistics",
        f"at least one of {STATISTICS}", "Add a line such as: visits = {}"),
    "parameters elsewhere": Fault("visits = {}", 'visits = { parameters = ["q"] }', "statistics.visits.parameters",
        "no such key here", "Move it to [statistics.search_terms]."),
    "outcomes of no search": Fault('search_terms = { parameters = ["s"] }', "search_outcomes = {}",
        "statistics.search_terms.parameters", 'such as ["s", "q"]', "name the parameters, or remove it."),
    "outcomes without pages": Fault("visits = {}", "search_outcomes = {}", "statistics.pages",
        "pages = {}, which search_outcomes needs", "search_outcomes tells more of what pages counts: add the line"),
    "entries without visits": Fault("visits = {}", "pages = {}\nentry_pages = {}", "statistics.visits",
        "visits = {}, which entry_pages needs", "add the line, or remove entry_pages."),
    "the way between no pages": Fault("visits = {}", "flow = {}", "statistics.pages",
        "pages = {}, which flow needs", "add the line, or remove flow."),
    "missing pages without pages": Fault("visits = {}", "missing_pages = {}", "statistics.pages",
        "pages = {}, which missing_pages needs", "add the line, or remove missing_pages."),
    "orders without pages": Fault("visits = {}", 'contact_clicks = { order = ["/tack"] }', "statistics.pages",
        "pages = {}, which contact_clicks needs", "add the line, or remove contact_clicks."),
    "the front page for that of an order": Fault("visits = {}", 'pages = {}\ncontact_clicks = { order = ["/"] }',
        "statistics.contact_clicks.order[1]", "the path of a page", 'The document has "/": correct it.'),
    "booking on no https address": Fault("visits = {}", 'contact_clicks = { booking = ["http://boka.example/"] }',
        "statistics.contact_clicks.booking[1]", "the beginning of an address", "correct it."),
    "booking on every host that begins so": Fault("visits = {}", 'contact_clicks = { booking = ["https://boka.ex"] }',
        "statistics.contact_clicks.booking[1]", "the beginning of an address", "correct it."),
    "booking elsewhere": Fault("visits = {}", 'visits = { booking = ["https://boka.example/"] }',
        "statistics.visits.booking", "no such key here", "Move it to [statistics.contact_clicks]."),
    "orders elsewhere": Fault("visits = {}", 'pages = { order = ["/tack"] }',
        "statistics.pages.order", "no such key here", "Move it to [statistics.contact_clicks]."),
    "orders on pages that are counted as one": Fault("visits = {}",
        'pages = {}\ncontact_clicks = { order = ["/Behandlingar/tack"] }', "statistics.contact_clicks.order",
        'of "/Behandlingar/tack" it is "section"', "add it to [[sensitive.paths]] with count = \"page\"."),
    "booking on the site's own page of such": Fault("visits = {}",
        'contact_clicks = { booking = ["https://www.klinik.example/behandlingar/boka"] }',
        "statistics.contact_clicks.booking", 'of "/behandlingar/boka" it is "section"', "remove it, or add it"),
    "events elsewhere": Fault("visits = {}", 'visits = { names = { a = { sv = "a", en = "a" } } }',
        "statistics.visits.names", "no such key here", "Move it to [statistics.events]."),
    "no events": Fault("visits = {}", "events = {}", "statistics.events.names",
        "at least one event, in words that visitors read", "Add a line such as: names.newsletter = "),
    "an event in one language": Fault("visits = {}", 'events = { names = { brev = { sv = "brev" } } }',
        "statistics.events.names.brev.en", "a text that is not empty", "Add this key."),
    "an event's name with spaces": Fault("visits = {}", 'events.names."Ett brev" = { sv = "brev", en = "letter" }',
        "statistics.events.names.Ett brev", "a name of 1 to 40 of a-z, 0-9 and hyphens", "rename it."),
    "outcomes without parameters": Fault('{ parameters = ["s"] }', "{}\nsearch_outcomes = {}",
        "statistics.search_terms.parameters", 'such as ["s", "q"]', "name the parameters, or remove it."),
    "alias twice": Fault('["www.klinik.example"]', '["klinik.example"]', "site",
        "names that differ", '"klinik.example" stands 2 times: merge or rename.'),
    "cookie twice": Fault('name = "rv_queue"', 'name = "rv_visit"', "cookie",
        "names that differ", '"rv_visit" stands 2 times: merge or rename.'),
    "totals forgotten before names": Fault("totals = 24", "totals = 6", "retention.totals",
        "at least retention.named (12)", "Raise it"),
    "cookie of no service": Fault('set_by = "film"', 'set_by = "ljud"', "cookie[2].set_by",
        "the name of a [[service]]", '"film_id" waits for a service'),
    "necessary third party": Fault('needs = "service"', 'needs = "security"', "cookie[2].needs",
        '"service"', '"film_id" is set by a third party'),
    "answer not declared": Fault('name = "rv_choice"', 'name = "choice"', "cookie",
        'a row for rv_choice with kind = "cookie" and needs = "choice"', "add a [[cookie]] for it."),
    "visit not declared": Fault('name = "rv_visit"', 'name = "visit"', "cookie",
        'a row for rv_visit with kind = "local-storage" and needs = "statistics"', "add a [[cookie]] for it."),
    "queue not declared": Fault('name = "rv_queue"', 'name = "queue"', "cookie",
        'a row for rv_queue with kind = "local-storage" and needs = "statistics"', "add a [[cookie]] for it."),
    "dates of visitors not declared": Fault("visits = {}", "visits = {}\nvisitors = {}", "cookie",
        'a row for rv_dates with kind = "local-storage" and needs = "statistics"', "add a [[cookie]] for it."),
    "answer elsewhere": Fault('kind = "cookie"\nneeds = "choice"', 'kind = "local-storage"\nneeds = "choice"',
        "cookie[1].kind", '"cookie"', 'That is what the service does with "rv_choice": correct it.'),
    "answer for something else": Fault('needs = "choice"', 'needs = "security"',
        "cookie[1].needs", '"choice"', 'That is what the service does with "rv_choice": correct it.'),
    "visit without a yes": Fault('name = "rv_visit"\nkind = "local-storage"\nneeds = "statistics"',
        'name = "rv_visit"\nkind = "local-storage"\nneeds = "security"',
        "cookie[3].needs", '"statistics"', 'That is what the service does with "rv_visit": correct it.'),
    "queue in a cookie": Fault('name = "rv_queue"\nkind = "local-storage"', 'name = "rv_queue"\nkind = "cookie"',
        "cookie[4].kind", '"local-storage"', 'That is what the service does with "rv_queue": correct it.'),
    "answer that scripts are kept from": Fault('needs = "choice"', 'needs = "choice"\nhttp_only = true',
        "cookie[1].http_only", "false", 'That is what the service does with "rv_choice": correct it.'),
    "answer on one host alone": Fault('needs = "choice"', 'needs = "choice"\ndomain = "www.klinik.example"',
        "cookie[1].domain", '""', 'That is what the service does with "rv_choice": correct it.'),
    "answer forgotten at once": Fault("lifetime = 182", "lifetime = 0", "cookie[1].lifetime",
        "a whole number of days from 90 to 365", "asked again within a year: correct it."),
    "a no that is not left in peace": Fault("lifetime = 182", "lifetime = 89", "cookie[1].lifetime",
        "a whole number of days from 90 to 365", "A no is left in peace"),
    "answer kept too long": Fault("lifetime = 182", "lifetime = 366", "cookie[1].lifetime",
        "a whole number of days from 90 to 365", "asked again within a year: correct it."),
    "receipt not declared": Fault('name = "rv_receipt"\nkind="cookie"\nneeds = "yes"',
        'name = "receipt"\nkind="cookie"\nneeds = "choice"', "cookie",
        'a row for rv_receipt with kind = "cookie", http_only = true and needs = "yes"', "add a [[cookie]] for it."),
    "receipt that scripts can read": Fault("http_only = true\n", "", "cookie[5].http_only", "true",
        'That is what the service does with "rv_receipt": correct it.'),
    "receipt without a yes": Fault('needs = "yes"', 'needs = "choice"', "cookie[5].needs", '"yes"',
        'That is what the service does with "rv_receipt": correct it.'),
    "something else after any yes": Fault('name = "rv_queue"', 'name = "other"\nkind = "cookie"\nneeds = "yes"\n'
        'lifetime = 1\npurpose.sv = "x"\npurpose.en = "x"\n\n[[cookie]]\nname = "rv_queue"', "cookie[4].needs",
        "what the yes is to", '"yes" is for the receipt alone: say which yes "other" waits for.'),
    "receipt that goes before the answer": Fault("lifetime=182", "lifetime=90", "cookie[5].lifetime",
        "the 182 days of rv_choice", "The receipt is kept for as long as the answer: correct it."),
    "a processor beyond the law without a safeguard": Fault('country = "SE"\nagreement', 'country = "US"\nagreement',
        "processor[1].safeguard", "what protects the data there", '"US" is outside the EEA'),
    "health care on mere consent": Fault("health_care = false", "health_care = true", "legal.basis",
        '"explicit-consent"', "ask for explicit consent."),
}  # fmt: skip

TWICE = {
    "service": ('[[service]]\nname = "film"', '"film"'),
    "processor": ('[[processor]]\nname = "Serverhallen"', '"Serverhallen (hosting)"'),
    "provider": ('[[provider]]\nengine = "google"\nname = "Sökmotorn"', '"Sökmotorn"'),
    "section": ('[[section]]\nid = "about"', '"about"'),
    "sensitive.paths": ('[[sensitive.paths]]\npath = "/behandlingar/"', '"/behandlingar/"'),
}


def refusal(text: str) -> PolicyError:
    with pytest.raises(PolicyError) as caught:
        read(text)
    return caught.value


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS.keys())
def test_a_fault_names_its_key_what_was_expected_and_the_fix(fault: Fault) -> None:
    error = refusal(changed(fault.old, fault.new))
    problem = error.problems[0]
    assert problem.key == fault.key
    assert fault.expected in problem.expected
    assert fault.fix in problem.fix
    assert str(error).splitlines()[0] == f"{fault.key}: expected {problem.expected}. {problem.fix}"


@pytest.mark.parametrize(("key", "head", "name"), [(key, *row) for key, row in TWICE.items()], ids=TWICE.keys())
def test_rows_of_one_name_are_refused(key: str, head: str, name: str) -> None:
    start = DOCUMENT.index(head)
    row = DOCUMENT[start : DOCUMENT.find("\n\n", start)] + "\n\n"
    problem = refusal(DOCUMENT.replace(head, row + head)).problems[0]
    assert (problem.key, problem.fix) == (key, f"{name} stands 2 times: merge or rename.")


@pytest.mark.parametrize("character", ["\\n", "\\u0000", "\\u007f", "\\\\", "{", "}", "?", "#", " "])
def test_a_path_has_no_character_that_means_something_to_a_web_servers_settings(character: str) -> None:
    [problem] = refusal(changed('path = "/behandlingar/"', f'path = "/b{character}"')).problems
    assert problem.key == "sensitive.paths[1].path"


def test_one_company_may_have_several_tasks() -> None:
    start = DOCUMENT.index("[[processor]]")
    row = DOCUMENT[start : DOCUMENT.index("\n\n", start)] + "\n\n"
    text = changed("[[processor]]", row.replace('"hosting"', '"operation"') + "[[processor]]")
    assert [(each.name, each.task) for each in read(text).processor] == [
        ("Serverhallen", "operation"),
        ("Serverhallen", "hosting"),
    ]


@pytest.mark.parametrize("days", [90, 365])
def test_an_answer_may_be_kept_for_a_quarter_or_a_year(days: int) -> None:
    text = changed("lifetime=182", f"lifetime={days}", changed("lifetime = 182", f"lifetime = {days}"))
    assert read(text).cookie[0].lifetime == days


def test_visitors_are_counted_with_dates_that_are_declared() -> None:
    text = changed("visits = {}", "visitors = {}", changed("[[service]]", DATES + "[[service]]"))
    assert "visitors" in read(text).statistics
    [problem] = refusal(text.replace(DATES, DATES.replace("182", "62"))).problems
    assert (problem.key, problem.expected) == ("cookie[2].lifetime", "at least the 182 days of rv_choice")


def test_all_faults_of_meaning_are_told_at_once() -> None:
    text = changed("totals = 24", "totals = 6", changed("visits = {}", "vistors = {}"))
    assert [problem.key for problem in refusal(text).problems] == ["statistics.vistors", "retention.totals"]


def test_a_long_value_is_cut_in_the_message() -> None:
    assert len(str(refusal(changed('"consent"', f'"{"x" * 5000}"')))) < 300


def test_a_sound_document_without_placeholders_can_be_published() -> None:
    assert placeholders(policy()) == ()


def test_every_placeholder_is_found() -> None:
    text = changed('"Storgatan 1"', '"{{ gatuadress }}"', changed("Vi är en klinik.", "{{namn}} och {{nummer}}"))
    found = placeholders(read(text))
    assert [problem.key for problem in found] == ["controller.address", "section[1].sv", "section[1].sv"]
    assert str(found[0]) == (
        "controller.address: expected gatuadress in the place of {{ gatuadress }}. Fill it in, then publish."
    )


def test_a_document_may_leave_out_what_has_a_default() -> None:
    whole = changed('[threshold]\nvisits = 3\nwindow = "quarter"\n', "")
    assert isinstance(read(whole), Policy)
    assert read(whole) == policy()
