"""A site through the versions of its policy: what an earlier yes still permits."""

from datetime import date

import pytest

from policy.site import Site, Sites, site_of
from tests.policy.documents import DOCUMENT, changed

pytestmark = pytest.mark.quick


def edition(number: int, *changes: tuple[str, str]) -> tuple[date, str]:
    """A version of the document, a month after the one before."""
    text = changed("version = 1", f"version = {number}")
    for old, new in changes:
        text = changed(old, new, text)
    return date(2026, number, 1), text


def site(*editions: tuple[date, str], host: str = "klinik.example") -> Site:
    return site_of(host, "Europe/Stockholm", editions)


REWORDED = ("Vi är en klinik.", "Vi är en mottagning.")
PAGES = ("visits = {}", "visits = {}\npages = {}")
ONLY_TERMS = ("visits = {}\n", "")


def test_the_newest_version_is_in_force_in_whatever_order_they_come() -> None:
    assert site(edition(2, REWORDED), edition(1)).policy.version == 2
    assert list(site(edition(2, REWORDED), edition(1)).history) == [1, 2]


def test_each_version_keeps_its_day() -> None:
    assert site(edition(1), edition(2)).history[2].day == date(2026, 2, 1)


def test_the_sites_own_hosts_are_its_name_and_aliases() -> None:
    assert site(edition(1)).hosts == frozenset({"klinik.example", "www.klinik.example"})


def test_sites_under_the_same_policy_are_linked() -> None:
    shop = ("[legal]\n", '[[site]]\nhost = "butik.example"\naliases = ["www.butik.example"]\n\n[legal]\n')
    linked = site(edition(1, shop)).linked
    assert linked == {"klinik.example", "www.klinik.example", "butik.example", "www.butik.example"}
    assert site(edition(1, shop)).hosts == {"klinik.example", "www.klinik.example"}


def test_the_first_version_holds_until_something_material_changes() -> None:
    assert site(edition(1)).material_since == 1
    assert site(edition(1), edition(2, REWORDED)).material_since == 1


def test_a_material_change_voids_all_answers_before_it() -> None:
    assert site(edition(1), edition(2, PAGES), edition(3, PAGES, REWORDED)).material_since == 2


def test_taking_a_material_change_back_does_not_revive_older_answers() -> None:
    assert site(edition(1), edition(2, PAGES), edition(3)).material_since == 2


def test_a_yes_permits_what_both_versions_name() -> None:
    narrowed = site(edition(1), edition(2, ONLY_TERMS))
    assert narrowed.permitted(1) == narrowed.permitted(2) == frozenset({"search_terms"})
    widened = site(edition(1, ONLY_TERMS), edition(2))
    assert widened.permitted(1) == frozenset({"search_terms"})
    assert widened.permitted(2) == frozenset({"visits", "search_terms"})


def test_a_version_that_never_existed_permits_nothing_at_all() -> None:
    assert site(edition(1)).permitted(7) is None


def test_sites_are_found_by_host_and_listed_in_order() -> None:
    shop = changed('host = "klinik.example"', 'host = "butik.example"', DOCUMENT)
    sites = Sites([site(edition(1)), site((date(2026, 1, 1), shop), host="butik.example")])
    assert [each.host for each in sites] == ["butik.example", "klinik.example"]
    found = sites.get("klinik.example")
    assert found is not None
    assert found.timezone.key == "Europe/Stockholm"
    assert sites.get("www.klinik.example") is None
