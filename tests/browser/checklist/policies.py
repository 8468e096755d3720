"""The first user's policy on the stage's host, alone and with a service, and what follows on each."""

from importlib.resources import files
from typing import Final

from policy.check import read
from policy.document import Policy
from tests.browser.checklist.evidence import Declaration, Row
from tests.browser.checklist.stage import CLOSED, FILM, SITE
from tests.policy.languages import ARABIC, ARABIC_SERVICES

_FILM: Final = f"""
[[service]]
name = "film"
title = "Filmrutan"
category = "media"
purpose.sv = "för att visa film"
purpose.en = "to show films"
recipient = "Filmrutan AB"
country = "SE"
hosts = ["{FILM}"]
cookies = ["viewer"]
storage = ["player-*"]

[[cookie]]
name = "viewer"
kind = "cookie"
needs = "service"
set_by = "film"
lifetime = 10
purpose.sv = "Minns vem som tittar."
purpose.en = "Remembers who is watching."

[[cookie]]
name = "player-*"
kind = "local-storage"
needs = "service"
set_by = "film"
lifetime = 182
purpose.sv = "Minns ljudstyrkan."
purpose.en = "Remembers the volume."
"""


def _first_user() -> str:
    text = files("policy").joinpath("examples", "kbt-verkstan.toml").read_text("utf-8")
    return text.replace("kbt-verkstan.se", SITE)


def _changed(text: str, old: str, new: str) -> str:
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
    return text.replace(old, new)


def history(document: str) -> tuple[str, str, str]:
    """The document, the next with better spelling, and one with another purpose: that alone is material."""
    spelling = _changed(document, "version = 1\n", "version = 2\n").replace(
        "Hur använder vi cookies", "Så använder vi kakor"
    )
    material = _changed(spelling, "version = 2\n", "version = 3\n").replace(
        "utveckla våra tjänster", "marknadsföra oss"
    )
    assert len({document, spelling, material}) == 3
    return document, spelling, material


ALONE: Final = history(_first_user())
WITH_FILM: Final = history(_first_user() + _FILM)
IN_ARABIC: Final = history(_first_user() + ARABIC + ARABIC_SERVICES + _FILM)


def declaration(document: str) -> Declaration:
    policy: Policy = read(document)
    return Declaration(
        domain=SITE,
        rows=tuple(Row(row.kind, row.name, row.needs, row.set_by) for row in policy.cookie),
        categories=frozenset({"statistics", *(service.category for service in policy.service)}),
        services={service.name: service.hosts for service in policy.service},
        health_care=policy.sensitive.health_care,
        untold=(CLOSED.rpartition("/")[2],),
    )
