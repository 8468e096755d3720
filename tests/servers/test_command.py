"""The command `rakneverk policy csp`: which address it writes for the service, what it refuses, and when it is due."""

import re
from pathlib import Path

import pytest
from msgspec import structs

from dashboard.commands.snippets import SERVERS, snippet
from policy.csp import ContentPolicy
from policy.document import Sensitive, SensitivePath
from tests.dashboard.terminal import CLINIC, FIVE, Terminal
from tests.policy.documents import changed, policy

pytestmark = pytest.mark.quick


@pytest.fixture
def rakneverk(tmp_path: Path) -> Terminal:
    terminal = Terminal(tmp_path)
    terminal.add()
    return terminal


@pytest.mark.parametrize("server", SERVERS)
def test_each_server_has_a_snippet_with_the_services_own_name(rakneverk: Terminal, server: str) -> None:
    done = rakneverk("policy", "csp", CLINIC, "--for", server)
    assert (done.status, done.err) == (0, "")
    assert "default-src 'self'" in done.out
    reports = re.findall(r"report-uri (\S+?)[\"']", done.out)
    assert reports == ([] if server == "meta" else ["https://stats.klinik.example/report/klinik.example"])


def test_the_service_may_lie_on_a_path_of_the_site(rakneverk: Terminal) -> None:
    done = rakneverk("policy", "csp", CLINIC, "--for", "nginx", "--service-url", "https://klinik.example/raknar")
    assert "report-uri https://klinik.example/raknar/report/klinik.example" in done.out


def test_what_cannot_be_done_is_refused_with_the_reason(rakneverk: Terminal) -> None:
    assert rakneverk("policy", "csp", "other.example", "--for", "nginx").err.startswith(
        "rakneverk: There is no site other.example here."
    )
    done = rakneverk("policy", "csp", CLINIC, "--for", "nginx", "--service-url", 'https://a.example/";')
    assert (done.status, done.out) == (1, "")
    assert "is not an address such as https://stats.example.se" in done.err
    assert rakneverk("policy", "csp", CLINIC, "--for", "iis").status == 2
    assert rakneverk("policy", "csp", CLINIC).status == 2


@pytest.mark.parametrize("server", SERVERS)
def test_no_text_of_the_owners_reaches_a_server_but_in_patterns(server: str) -> None:
    """A comment that ends in a backslash would swallow the line after it; Caddy fills in what is in braces."""
    paths = ("/rad\\", "/{$PATH}/", "/{{tid}}", "/# x")
    rows = tuple(SensitivePath(path=path, count="page") for path in paths)
    document = structs.replace(policy(), sensitive=Sensitive(paths=rows))
    made = snippet(ContentPolicy(document, CLINIC, 1, "https://stats.klinik.example"), server)
    assert [path for path in paths if path in made] == []
    assert not re.search(r"^#.*\\$", made, re.MULTILINE)


def test_the_snippet_says_from_which_version_answers_hold(rakneverk: Terminal) -> None:
    for version, old, new in ((2, 'contact = "Kansliet"', 'contact = "Annan"'), (3, "visits = 3", "visits = 2")):
        text = changed(old, new, changed("version = 1", f"version = {version}", FIVE))
        assert rakneverk("policy", "publish", CLINIC, rakneverk.file(text)).status == 0
    done = rakneverk("policy", "csp", CLINIC, "--for", "apache")
    assert "from version 3 of its policy; answers hold from version 3 on" in done.out


def test_publishing_says_when_a_snippet_is_out_of_date(rakneverk: Terminal) -> None:
    hint = "If a web server has the Content-Security-Policy of klinik.example, make that anew"
    spelling = changed('contact = "Kansliet"', 'contact = "Annan"', changed("version = 1", "version = 2", FIVE))
    assert hint not in rakneverk("policy", "publish", CLINIC, rakneverk.file(spelling)).out
    hosts = changed(
        '["film.example"]', '["film.example", "film2.example"]', spelling.replace("version = 2", "version = 3")
    )
    assert hint in rakneverk("policy", "publish", CLINIC, rakneverk.file(hosts)).out
