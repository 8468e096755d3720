"""Which properties are a site's own."""

import msgspec
import pytest

from dashboard.search.engines.properties import fitting, is_of, is_part
from policy.document import GovernedSite
from policy.site import Published, Site
from tests.dashboard.seed import HOST, TODAY, site

pytestmark = pytest.mark.quick

ALIAS = f"www.{HOST}"


def with_aliases(host: str, *aliases: str) -> Site:
    policy = site(host).policy
    named = msgspec.structs.replace(policy, site=(GovernedSite(host=host, aliases=aliases),))
    return Site(host, "Europe/Stockholm", {1: Published(named, TODAY)})


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (f"sc-domain:{HOST}", True),
        (f"https://{HOST}/", True),
        (f"http://{HOST}/", True),
        (f"https://{ALIAS}/", True),
        (f"https://{HOST}", True),
        (f"https://{HOST}/blogg/", False),
        (f"https://{HOST.upper()}/", True),
        (f"sc-domain:{ALIAS}", True),
        (f"sc-domain:blogg.{HOST}", False),
        (f"https://blogg.{HOST}/", False),
        (f"https://not{HOST}/", False),
        (f"https://{HOST}.evil.example/", False),
        (f"https://evil.example/{HOST}/", False),
        (f"https://{HOST}@evil.example/", False),
        (f"sc-domain:evil.example#{HOST}", False),
        (f"android-app://{HOST}/", False),
        (HOST, False),
        ("https://[::1", False),
        ("sc-domain:", False),
        ("", False),
    ],
)
def test_a_property_is_the_sites_by_its_host_or_an_alias(name: str, expected: bool) -> None:
    assert is_of(with_aliases(HOST, ALIAS), name) is expected


def test_the_site_of_www_is_in_the_property_of_its_domain() -> None:
    assert is_of(with_aliases(ALIAS), f"sc-domain:{HOST}")
    assert not is_of(with_aliases(ALIAS), f"https://{HOST}/")
    assert not is_of(with_aliases(f"blogg.{HOST}"), f"sc-domain:{HOST}"), "it holds the terms of other sites"


def test_what_covers_the_most_stands_first() -> None:
    names = [
        f"http://{HOST}/", f"https://{ALIAS}/", f"https://{HOST}/", f"sc-domain:{HOST}", "https://others.example/",
    ]  # fmt: skip
    assert fitting(with_aliases(HOST, ALIAS), names) == [
        f"sc-domain:{HOST}", f"https://{HOST}/", f"http://{HOST}/", f"https://{ALIAS}/",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (f"https://{HOST}/blogg/", True),
        (f"http://{ALIAS}/en", True),
        (f"https://{HOST}/", False),
        (f"sc-domain:{HOST}", False),
        ("https://others.example/blogg/", False),
    ],
)
def test_what_lies_under_a_path_of_the_site_is_a_part_of_it(name: str, expected: bool) -> None:
    assert is_part(with_aliases(HOST, ALIAS), name) is expected
