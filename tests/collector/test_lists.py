"""The look-up tables, and that every entry of the supplement has its reason and does something."""

import re
from collections.abc import Iterator
from importlib.resources import files

import pytest

import collector
from collector.lists import load_lists, package_of, read_listed, split_place
from collector.sources import Source, classify_source
from lists.idle import idle_entries
from policy.domains import suffixes

pytestmark = pytest.mark.quick

DATA = files(collector).joinpath("data")
LISTED = read_listed(DATA)
OURS = LISTED.supplement
LISTS = load_lists()


def entries() -> Iterator[tuple[str, str, str]]:
    """Medium, name and address of what the supplement names."""
    for name, rows in OURS.search.items():
        yield from (("search", name, url) for row in rows for url in row.urls)
    for medium, table in (("social", OURS.social), ("ai", OURS.ai), ("email", OURS.email)):
        yield from ((medium, name, url) for name, urls in table.items() for url in urls)


ENTRIES = list(entries())


def address(url: str) -> str:
    if package := package_of(url):
        return f"android-app://{package}/"
    host, path = split_place(url.replace("{}", "se"))
    return f"https://{host}{path or '/'}"


def test_the_supplement_names_a_host_once() -> None:
    named = [url for _, _, url in ENTRIES]
    assert len(named) == len(set(named))


def test_what_the_supplement_names_is_called_so() -> None:
    """A host that is asked only with a term is a website without one."""
    answers = [(medium, name, url, classify_source(LISTS, address(url), (), ())) for medium, name, url in ENTRIES]
    wrong = [
        (url, source)
        for medium, name, url, source in answers
        if source != Source(medium, name) and not (medium == "search" and source.medium == "website")  # type: ignore[arg-type]
    ]
    assert wrong == []


def test_no_entry_of_the_supplement_is_idle() -> None:
    assert idle_entries(LISTED) == []


def test_each_entry_of_the_supplement_has_its_reason() -> None:
    """Beside each address, or one for all of the same name."""
    text = DATA.joinpath("supplement.yml").read_text(encoding="utf-8")
    silent = []
    for section in re.split(r"^(?=[a-z-]+:$)", text, flags=re.MULTILINE)[1:]:
        for entry in re.split(r"^ {2}(?=[^\s#])", section, flags=re.MULTILINE)[1:]:
            for_all = section.startswith("search:") or re.search(r"^ +#", entry, re.MULTILINE)
            silent += [
                line
                for line in ([entry] if for_all else re.findall(r"^.*- .*$", entry, re.MULTILINE))
                if " #" not in line
            ]
    assert silent == []


def test_a_public_suffix_speaks_for_itself_alone() -> None:
    """Whoever registers a name below it is another."""
    tables = (LISTS.spammers, LISTS.assistants, LISTS.mail, LISTS.networks)
    below = [host for table in tables for host in table.parents if suffixes().publicsuffix(host) == host]
    assert below == []
    assert "kharkov.ua" in LISTS.spammers.hosts


def test_every_pattern_of_a_term_captures_it() -> None:
    patterns = [rule for rows in LISTS.engines.values() for _, engine in rows for rule in engine.path_terms]
    assert patterns
    assert all(rule.groups == 1 for rule in patterns)
