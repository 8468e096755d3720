"""What a document says of other companies' services and of what they store holds together, or is refused."""

from typing import NamedTuple

import pytest

from policy.check import PolicyError, read
from policy.document import NECESSARY
from policy.phrases import CATEGORIES
from policy.problem import Problem
from tests.policy.documents import DOCUMENT, changed, policy

pytestmark = pytest.mark.quick

NAME = 'name = "film"\n'
ROW = DOCUMENT[DOCUMENT.index('[[cookie]]\nname = "film_id"') : DOCUMENT.index('[[cookie]]\nname = "rv_visit"')]
STORED = 'cookies = ["film_id"]\nstorage = []'
SET_BY = 'set_by = "film"'
HOSTS = 'hosts = ["film.example"]'


class Fault(NamedTuple):
    """A change of the sound document, and the parts of the refusal."""

    old: str
    new: str
    key: str
    expected: str
    fix: str


FAULTS = {
    "a name with capitals": Fault(NAME, 'name = "Film"\n', "service[1].name",
        "a short name of a-z, 0-9 and hyphens", 'The document has "Film": correct it.'),
    "a name that begins with a hyphen": Fault(NAME, 'name = "-film"\n', "service[1].name",
        "a short name of a-z, 0-9 and hyphens", "correct it."),
    "a name too long for a cookie": Fault(NAME, f'name = "{"f" * 41}"\n', "service[1].name",
        "a short name of a-z, 0-9 and hyphens", "correct it."),
    "no title": Fault('title = "Filmrutan"\n', "", "service[1].title",
        "the name that visitors know it by", "Add this key."),
    "a title that cannot be read": Fault('"Filmrutan"', '" … "', "service[1].title",
        "the name that visitors know it by", "correct it."),
    "no purpose": Fault('purpose.sv = "för att visa film"\npurpose.en = "to show films"\n', "", "service[1].purpose",
        "what it is used for", "Add this key."),
    "a category of one's own": Fault('category = "media"', 'category = "social"', "service[1].category",
        "one of functional, media, analytics, marketing", 'The document has "social": correct it.'),
    "a necessary service": Fault('category = "media"', 'category = "necessary"', "service[1].category",
        "one of functional, media, analytics, marketing", 'The document has "necessary": correct it.'),
    "no hosts": Fault(HOSTS, "hosts = []", "service[1].hosts", "the host names that it loads from", "correct it."),
    "a star within a host": Fault(HOSTS, 'hosts = ["a.*.example"]', "service[1].hosts[1]",
        '"*.cdn.example" for all below it', "correct it."),
    "everything below a suffix": Fault(HOSTS, 'hosts = ["film.example", "*.co.uk"]', "service[1].hosts[2]",
        "a domain that one owner has registered", 'Anyone can have a name below "co.uk": name the hosts in full.'),
    "everything below a host for all": Fault(HOSTS, 'hosts = ["*.cloudfront.net"]', "service[1].hosts[1]",
        "a domain that one owner has registered", 'Anyone can have a name below "cloudfront.net"'),
    "an unknown signal": Fault(STORED, STORED + '\nconsent_mode = ["ads"]', "service[1].consent_mode[1]",
        "one of ad_storage, ad_user_data", 'The document has "ads": correct it.'),
    "a cookie without a row": Fault(STORED, 'cookies = ["film_id", "film_*"]\nstorage = []', "service[1].cookies[2]",
        'a [[cookie]] with name = "film_*", kind = "cookie" and set_by = "film"', "Add it, so that visitors read"),
    "a row that the service does not name": Fault(STORED, "cookies = []\nstorage = []", "service[1].cookies",
        '"film_id" among them', 'A [[cookie]] says that "film" sets it: add it here.'),
    "storage without a row": Fault(STORED, STORED.replace("[]", '["player"]'), "service[1].storage[1]",
        'a [[cookie]] with name = "player", its kind and set_by = "film"', "Add it, so that visitors read"),
    "a cookie among the storage": Fault(STORED, 'cookies = []\nstorage = ["film_id"]', "service[1].cookies",
        '"film_id" among them', "add it here."),
    "a third party's statistics": Fault('needs = "service"', 'needs = "statistics"', "cookie[2].needs",
        '"service"', '"film_id" is set by a third party: it waits for a yes to that.'),
    "a service's cookie of nobody": Fault(SET_BY, "", "cookie[2].set_by", "the name of a [[service]]",
        '"film_id" waits for a service: name the one that sets it.'),
    "a star within a name": Fault('name = "film_id"', 'name = "film*id"', "cookie[2].name",
        'a name; only its last character may be "*"', "correct it."),
    "a star alone": Fault('name = "film_id"', 'name = "*"', "cookie[2].name",
        'a name; only its last character may be "*"', "correct it."),
    "a name of nothing but space": Fault('name = "film_id"', 'name = " "', "cookie[2].name",
        'a name; only its last character may be "*"', "correct it."),
    "the answer among a service's own": Fault('name = "film_id"', 'name = "rv*"', "cookie[2].name",
        "a name that does not stand for one of the site's own",
        'When consent is withdrawn, "rv_choice" would go with it: rename or narrow it.'),
    "the answer as a service's cookie": Fault('name = "film_id"', 'name = "rv_choice"', "cookie[2].name",
        "a name that does not stand for one of the site's own", '"rv_choice" would go with it'),
    "a cookie of the site among a service's": Fault(ROW, ROW.replace("film_id", "film_*") + ROW.replace(
        'needs = "service"\nset_by = "film"', 'needs = "basket"').replace("film_id", "film_basket"), "cookie[2].name",
        "a name that does not stand for one of the site's own", '"film_basket" would go with it'),
    "storage of a host": Fault('name = "rv_visit"\nkind = "local-storage"',
        'name = "rv_visit"\ndomain = "klinik.example"\nkind = "local-storage"', "cookie[3].domain",
        "no such key here", 'Only cookies have it; "rv_visit" is none.'),
    "storage that scripts are kept from": Fault('name = "rv_queue"\n', 'name = "rv_queue"\nhttp_only = true\n',
        "cookie[4].http_only", "no such key here", 'Only cookies have it; "rv_queue" is none.'),
    "partitioned storage": Fault('name = "rv_queue"\n', 'name = "rv_queue"\npartitioned = true\n',
        "cookie[4].partitioned", "no such key here", 'Only cookies have it; "rv_queue" is none.'),
    "a cookie for a whole suffix": Fault(SET_BY, SET_BY + '\ndomain = "co.uk"', "cookie[2].domain",
        "a host that a cookie can be set for", 'Browsers set none for all of "co.uk": correct it.'),
    "a cookie of another host that nobody sets": Fault(ROW, ROW.replace(
        'needs = "service"\nset_by = "film"', 'needs = "basket"\ndomain = "till.example"'), "cookie[2].domain",
        "one of the site's own", 'declare its [[service]] and name it in set_by.'),
    "a domain with a scheme": Fault(SET_BY, SET_BY + '\ndomain = "https://film.example"', "cookie[2].domain",
        'a host name such as "video.example"', "correct it."),
    "a kind by another name": Fault('kind = "cookie"\nneeds = "service"', 'kind = "indexeddb"\nneeds = "service"',
        "cookie[2].kind", '"session-storage" or "indexed-db"', "correct it."),
    "storage that outlives what is said": Fault(ROW, ROW + ROW.replace("film_id", "player").replace(
        'kind = "cookie"', 'kind = "local-storage"'), "cookie[3].lifetime", "at least the 182 days of rv_choice",
        'Nothing deletes "player" while the answer holds: say that it stays so long.'),
    "a country beyond the law without a safeguard": Fault('country = "SE"\nhosts', 'country = "US"\nhosts',
        "service[1].safeguard", "what protects the data there, in each language", '"US" is outside the EEA'),
    "advertising signals of a film": Fault(STORED, STORED + '\nconsent_mode = ["security_storage", "ad_user_data"]',
        "service[1].consent_mode[2]", 'ad_user_data only with category = "marketing"', 'A yes to "media" is none'),
    "statistics' signal of a film": Fault(STORED, STORED + '\nconsent_mode = ["analytics_storage"]',
        "service[1].consent_mode[1]", 'analytics_storage only with category = "analytics" or "marketing"', "remove it"),
}  # fmt: skip


def refused(text: str) -> tuple[Problem, ...]:
    with pytest.raises(PolicyError) as caught:
        read(text)
    return caught.value.problems


@pytest.mark.parametrize(
    ("category", "signal"),
    [("marketing", "ad_storage"), ("marketing", "analytics_storage"), ("analytics", "analytics_storage")],
)
def test_a_category_may_give_the_signals_that_visitors_are_told_of(category: str, signal: str) -> None:
    text = changed(STORED, f'{STORED}\nconsent_mode = ["{signal}"]', DOCUMENT.replace('"media"', f'"{category}"'))
    assert read(text).service[0].consent_mode == (signal,)


def test_beyond_the_law_a_safeguard_is_enough() -> None:
    safeguard = 'safeguard.sv = "Standardavtalsklausuler."\nsafeguard.en = "Standard contractual clauses."\n'
    assert policy('country = "SE"\nhosts', f'country = "CH"\n{safeguard}hosts').service[0].safeguard


HEALTH = changed("health_care = false", "health_care = true", DOCUMENT.replace('"consent"', '"explicit-consent"'))


def test_health_care_with_a_service_names_the_pages_that_it_stays_away_from() -> None:
    assert read(HEALTH).sensitive.paths
    [problem] = refused(changed('[[sensitive.paths]]\npath = "/behandlingar/"\ncount = "section"\n', "", HEALTH))
    assert (problem.key, problem.expected) == ("sensitive.paths", "at least one path")


@pytest.mark.parametrize("category", ["analytics", "marketing"])
def test_nobody_else_measures_or_advertises_on_a_health_care_site(category: str) -> None:
    [problem] = refused(changed('category = "media"', f'category = "{category}"', HEALTH))
    assert (problem.key, problem.expected) == ("service[1].category", '"functional" or "media"')


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS.keys())
def test_a_fault_is_refused_with_what_to_do(fault: Fault) -> None:
    found = refused(changed(fault.old, fault.new))
    [problem] = [problem for problem in found if problem.key == fault.key][:1] or [found[0]]
    assert (problem.key, fault.expected in problem.expected) == (fault.key, True), problem
    assert fault.fix in problem.fix


@pytest.mark.parametrize("name", ["statistics", "necessary", *CATEGORIES])
def test_a_name_that_an_answer_uses_for_something_else_is_refused(name: str) -> None:
    text = changed(NAME, f'name = "{name}"\n', changed(SET_BY, f'set_by = "{name}"'))
    [problem] = refused(text)
    assert problem.key == "service[1].name"
    assert problem.fix == f'"{name}" already means something in an answer: rename it.'


def test_two_services_may_set_cookies_of_one_name() -> None:
    service = DOCUMENT[DOCUMENT.index("[[service]]") : DOCUMENT.index(ROW)]
    both = changed(ROW, ROW + (service + ROW).replace('"film"', '"cinema"'))
    assert [row.identity for row in read(both).cookie][1:3] == ["film_id (film)", "film_id (cinema)"]


def test_one_name_may_be_kept_in_several_places() -> None:
    hosts = [ROW.replace(SET_BY, f'{SET_BY}\ndomain = "{host}"') for host in ("film.example", "www.film.example")]
    places = ROW.replace('kind = "cookie"', 'kind = "session-storage"')
    text = changed(ROW, "".join([*hosts, places]), changed(STORED, STORED.replace("[]", '["film_id"]')))
    assert [row.identity for row in read(text).cookie][1:4] == [
        "film_id (film) (film.example)",
        "film_id (film) (www.film.example)",
        "film_id (film) (session-storage)",
    ]


def test_a_service_may_load_from_all_below_its_domain() -> None:
    assert policy(HOSTS, 'hosts = ["film.example", "*.film.example"]').service[0].hosts[1] == "*.film.example"


def test_the_sites_own_cookie_may_belong_to_its_domain() -> None:
    own = ROW.replace('needs = "service"\nset_by = "film"', 'needs = "basket"\nhttp_only = true').replace(
        "film_id", "basket"
    )
    for domain in ("klinik.example", "www.klinik.example"):
        text = changed(ROW, ROW + own.replace("http_only", f'domain = "{domain}"\nhttp_only'))
        assert read(text).cookie[2].domain == domain


@pytest.mark.parametrize("need", [need for need in NECESSARY if need != "choice"])
def test_what_is_necessary_may_be_set_without_a_yes(need: str) -> None:
    own = ROW.replace('needs = "service"\nset_by = "film"', f'needs = "{need}"').replace("film_id", "own")
    assert read(changed(ROW, ROW + own)).cookie[2].needs == need


def test_the_necessary_is_the_closed_list_of_the_law() -> None:
    assert NECESSARY == ("choice", "login", "basket", "load-balancing", "language", "security")
