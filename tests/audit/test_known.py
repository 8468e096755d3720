"""The list of known cookies: whose a name may be, and what is left unknown."""

import pytest

from audit.known import load_known

pytestmark = pytest.mark.quick

SITE = "klinik.example"
KNOWN = {
    "by its name": ("_ga", SITE, "Google Analytics", "_ga"),
    "by how it begins": ("_ga_1A2B3C4D5E", SITE, "Google Analytics", "_ga_*"),
    "by the longest beginning": ("wordpress_logged_in_0123", SITE, "WordPress", "wordpress_logged_in_*"),
    "by its domain": ("IDE", "doubleclick.net", "DoubleClick/Google Marketing", "IDE"),
    "by a host below its domain": ("YSC", "www.youtube.com", "Youtube", "YSC"),
}
UNKNOWN = {
    "of nobody": ("rv_choice", SITE),
    "too short without its domain": ("u", SITE),
    "with a beginning that says little": ("SRxyz", SITE),
    "with something before what is known": ("x_ga", SITE),
}


@pytest.mark.parametrize(("name", "host", "platform", "pattern"), KNOWN.values(), ids=KNOWN)
def test_a_cookie_is_known(name: str, host: str, platform: str, pattern: str) -> None:
    [found] = load_known().find(name, host)
    assert (found.platform, found.pattern) == (platform, pattern)


@pytest.mark.parametrize(("name", "host"), UNKNOWN.values(), ids=UNKNOWN)
def test_a_cookie_is_unknown(name: str, host: str) -> None:
    assert load_known().find(name, host) == ()


def test_a_name_with_several_owners_has_them_all() -> None:
    platforms = {each.platform for each in load_known().find("euconsent-v2", SITE)}
    assert len(platforms) == 2


def test_a_host_is_known_by_the_cookies_that_lie_there() -> None:
    found = load_known().on("player.vimeo.com")
    assert found is not None
    assert found.platform == "Vimeo"
    assert load_known().on("nobody.example") is None
