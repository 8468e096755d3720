"""The browser that an audit drives: where it is found, and what it says that it is."""

from pathlib import Path

import pytest

from audit.browser import browser, find_browser, user_agent
from audit.refusal import NoBrowser
from tests.audit.place import SITE, Place, page


def program(folder: Path, name: str, text: str = "#!/bin/sh\nexit 1\n") -> Path:
    path = folder / name
    path.write_text(text)
    path.chmod(0o755)
    return path


@pytest.mark.quick
@pytest.mark.parametrize("name", ["chromium", "chromium-browser", "google-chrome"])
def test_a_chromium_on_the_path_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_browser() is None
    assert program(tmp_path, name) == find_browser()


@pytest.mark.quick
def test_the_program_that_was_named_is_taken(tmp_path: Path) -> None:
    named = program(tmp_path, "mine")
    assert find_browser(named) == named


@pytest.mark.quick
def test_a_program_that_is_not_there_is_refused_with_what_to_install(tmp_path: Path) -> None:
    with pytest.raises(NoBrowser, match=r"no such program.*apt install chromium.*--browser"):
        find_browser(tmp_path / "none")


def test_a_program_that_is_no_browser_is_refused_with_what_to_install(tmp_path: Path) -> None:
    with (
        pytest.raises(NoBrowser, match=r"could not be started.*apt install chromium"),
        browser(program(tmp_path, "chromium")),
    ):
        pytest.fail("it ran")


def test_it_says_that_it_audits_and_passes_for_no_robot() -> None:
    with Place({"/": page()}) as place, browser(find_browser()) as running:
        opened = running.new_page(user_agent=user_agent(running))
        opened.goto(place.url())
        assert opened.evaluate("navigator.webdriver") is False
        assert place.asked[0] == f"GET {SITE}/"
        (agent,) = place.agents
        assert " RakneverkAudit/" in agent
        assert "Headless" not in agent
