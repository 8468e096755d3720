"""The demonstration's policy is the first user's, with every placeholder filled by something plainly invented."""

from importlib.resources import files

import pytest

from demo.acts import BOOKING, EVENTS, ORDERED
from demo.policy import demo_policy
from demo.sites import HOSTS
from policy.check import placeholders, read
from policy.document import SensitivePath
from policy.statistics import STATISTICS

pytestmark = pytest.mark.quick

EXAMPLE = (files("policy") / "examples" / "kbt-verkstan.toml").read_text(encoding="utf-8")
FILLINGS = {"email": "hej@demo.example", "telephone": "(påhittat nummer)"}
POLICY = read(demo_policy(EXAMPLE, HOSTS, FILLINGS))


def test_it_can_be_published() -> None:
    assert placeholders(read(EXAMPLE)), "the example waits for its owner"
    assert placeholders(POLICY) == ()


def test_fillings_go_by_key_and_the_rest_says_that_it_is_invented() -> None:
    controller = POLICY.controller
    assert (controller.email, controller.telephone) == ("hej@demo.example", "(påhittat nummer)")
    assert controller.organisation_number == "Påhittat: organisationsnummer"
    assert all(processor.name.startswith("Påhittat: ") for processor in POLICY.processor)


def test_each_site_answers_under_its_demonstration_name_too() -> None:
    aliases = {site.host: site.aliases for site in POLICY.site}
    assert aliases == {
        "kbt-verkstan.se": ("www.kbt-verkstan.se", HOSTS.clinic),
        "kbtverkstanbutik.se": ("www.kbtverkstanbutik.se", HOSTS.shop),
    }


def test_what_is_promised_is_what_the_example_promises() -> None:
    example = read(EXAMPLE)
    for promise in ("version", "threshold", "retention", "legal"):
        assert getattr(POLICY, promise) == getattr(example, promise)
    assert POLICY.sensitive.health_care
    assert POLICY.sensitive.paths == (*example.sensitive.paths, SensitivePath(path=ORDERED, count="page"))


def test_all_is_counted_that_there_is_to_show_but_visitors() -> None:
    assert STATISTICS.keys() - POLICY.statistics.keys() == {"visitors"}
    assert read(EXAMPLE).statistics.items() <= POLICY.statistics.items()


def test_goals_are_told_by_their_addresses_and_names() -> None:
    contacts, events = POLICY.statistics["contact_clicks"], POLICY.statistics["events"]
    assert (contacts.booking, contacts.order) == ((BOOKING,), (ORDERED,))
    assert {name: (words.sv, words.en) for name, words in events.names.items()} == {
        name: (words["sv"], words["en"]) for name, words in EVENTS.items()
    }


def test_of_services_and_cookies_the_film_and_its_own_are_all_that_is_added() -> None:
    example = read(EXAMPLE)
    (film,) = set(POLICY.service) - set(example.service)
    (cookie,) = set(POLICY.cookie) - set(example.cookie)
    assert film.hosts == (cookie.domain,) == (HOSTS.video,)
    assert film.cookies == (cookie.name,)


def test_the_figures_of_both_engines_are_told() -> None:
    assert read(EXAMPLE).engines == frozenset()
    assert POLICY.engines == {"google", "bing"}
