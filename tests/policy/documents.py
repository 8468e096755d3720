"""A policy document with one row of everything, and how tests change it."""

from typing import Final

from policy.check import read
from policy.document import Policy
from tests.policy.languages import ARABIC, ARABIC_SERVICES

# In the row rv_receipt there are no spaces where what tests change of rv_choice must stand once.
DOCUMENT: Final = """\
version = 1

[controller]
name = "Kliniken"
organisation_number = "000000-0000"
address = "Storgatan 1"
contact = "Kansliet"
telephone = "000"
email = "kansliet@klinik.example"

[[site]]
host = "klinik.example"
aliases = ["www.klinik.example"]
service = "stats.klinik.example"

[legal]
basis = "consent"
purpose.sv = "för att göra webbplatsen bättre"
purpose.en = "to make the website better"

[statistics]
visits = {}
search_terms = { parameters = ["s"] }

[threshold]
visits = 3
window = "quarter"

[retention]
named = 12
totals = 24

[sensitive]
health_care = false

[[sensitive.paths]]
path = "/behandlingar/"
count = "section"

[[cookie]]
name = "rv_choice"
kind = "cookie"
needs = "choice"
lifetime = 182
purpose.sv = "Minns svaret."
purpose.en = "Remembers the answer."

[[service]]
name = "film"
title = "Filmrutan"
category = "media"
purpose.sv = "för att visa film"
purpose.en = "to show films"
recipient = "Filmbolaget"
country = "SE"
hosts = ["film.example"]
cookies = ["film_id"]
storage = []

[[cookie]]
name = "film_id"
kind = "cookie"
needs = "service"
set_by = "film"
lifetime = 30
purpose.sv = "Minns var filmen stannade."
purpose.en = "Remembers where the film stopped."

[[cookie]]
name = "rv_visit"
kind = "local-storage"
needs = "statistics"
lifetime = 91
purpose.sv = "Minns besöket."
purpose.en = "Remembers the visit."

[[cookie]]
name = "rv_queue"
kind = "local-storage"
needs = "statistics"
lifetime = 2
purpose.sv = "Minns vad som inte kom fram."
purpose.en = "Remembers what did not get through."

[[cookie]]
name = "rv_receipt"
kind="cookie"
needs = "yes"
http_only = true
lifetime=182
purpose.sv = "Kvitto på ett ja."
purpose.en = "Receipt of a yes."

[[processor]]
name = "Serverhallen"
task = "hosting"
country = "SE"
agreement = "2026-01-01"

[[provider]]
engine = "google"
name = "Sökmotorn"
country = "IE"
gives.sv = "klick per sökord"
gives.en = "clicks by search term"

[[section]]
id = "about"
title.sv = "Om oss"
title.en = "About us"
sv = "Vi är en klinik."
en = "We are a clinic."
"""

BING: Final = """\
[[provider]]
engine = "bing"
name = "Den andra sökmotorn"
country = "IE"
gives.sv = "klick per sökord"
gives.en = "clicks by search term"
"""
"""What figures of Bing's need at the document's end; it has what those of Google's do."""


DATES: Final = """\
[[cookie]]
name = "rv_dates"
kind = "local-storage"
needs = "statistics"
lifetime = 182
purpose.sv = "Minns dagen."
purpose.en = "Remembers the day."

"""
"""What the script keeps where visitors are counted."""


def changed(old: str, new: str, document: str = DOCUMENT) -> str:
    """The document with one place changed."""
    assert document.count(old) == 1, f"{old!r} stands {document.count(old)} times"
    return document.replace(old, new)


def policy(old: str = "", new: str = "") -> Policy:
    """The document's policy, with one place changed if one is named."""
    return read(changed(old, new) if old else DOCUMENT)


def in_arabic(document: str = DOCUMENT) -> str:
    """The document with a third language, whose banner is read from right to left."""
    return changed("[[section]]", ARABIC + ARABIC_SERVICES + "[[section]]", document)
