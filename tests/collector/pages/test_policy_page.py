"""The policy page says what the document governs, in both languages and every version, and trusts no text."""

import re
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Final

import msgspec
import pytest

from collector.pages.policy_page import UnknownVersion, render_policy
from collector.pages.shell import STYLE_PATH
from policy.dimensions import DIMENSIONS
from policy.site import Site, site_of
from policy.statistics import STATISTICS, TRANSIENT, UPKEEP
from policy.words import Language, sentences
from tests.policy.documents import DOCUMENT, changed

pytestmark = pytest.mark.quick

LANGUAGES: tuple[Language, ...] = ("sv", "en")
EXAMPLE: Final = Path(__file__).parents[3] / "policy" / "examples" / "kbt-verkstan.toml"
EVERYTHING: Final = changed(
    'visits = {}\nsearch_terms = { parameters = ["s"] }',
    "\n".join(f"{name} = {{}}" for name in STATISTICS),
)

BARE: Final = DOCUMENT.replace(
    DOCUMENT[DOCUMENT.index("[[service]]") : DOCUMENT.index('[[cookie]]\nname = "rv_visit"')], ""
)
"""Without other companies' services."""


class Page(HTMLParser):
    """A page's visible text, its tags, links and ids."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self._words: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self._words.append("" if tag in {"a", "code"} else " ")
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        self._words.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self._words).split())

    def values(self, name: str) -> list[str]:
        return [value for key, value in self.attributes if key == name]


def one(text: str = DOCUMENT, host: str = "klinik.example") -> Site:
    return site_of(host, "Europe/Stockholm", [(date(2026, 1, 5), text)])


def page(site: Site, language: Language = "sv", version: int | None = None) -> Page:
    return Page(render_policy(site, language, version))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_named_statistic_stands_there_and_no_other(language: Language) -> None:
    text = page(one(EVERYTHING), language).text
    assert [row.name for row in STATISTICS.values() if row.words[language] not in text] == []
    few = page(one(), language).text
    absent = [row.name for row in STATISTICS.values() if row.words[language] not in few]
    assert absent == [name for name in STATISTICS if name not in {"visits", "search_terms"}]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_service_counts_for_itself_stands_in_every_policy(language: Language) -> None:
    text = page(one(), language).text
    assert [row.name for row in UPKEEP.values() if row.words(language, True) not in text] == []
    assert TRANSIENT[language] in text
    assert sentences(language)["passing"] in text
    assert sentences(language)["upkeep_ground"] in text


def test_threshold_and_retention_are_told_in_words() -> None:
    text = page(one()).text
    assert "först efter att minst 3 besök samma kvartal har haft det" in text
    assert "något annat med namn sparas i 12 månader" in text
    assert "antal besök en dag, sparas i 24 månader" in text
    assert "Hur många som har svarat ja eller nej sparas i 60 månader" in text
    monthly = page(one(changed('"quarter"', '"month"')), "en").text
    assert "at least 3 visits in the same month" in monthly


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_finer_than_a_named_count_is_told(language: Language) -> None:
    text = page(one(), language).text
    fixed = sentences(language)
    for key in ("passing", "threshold_buffer", "grain", "small", "safari"):
        assert fixed[key] in text
    assert fixed["threshold_limits"].format(visits=3) in text


def test_without_search_terms_no_threshold_is_spoken_of() -> None:
    text = page(one(changed('search_terms = { parameters = ["s"] }\n', ""))).text
    fixed = sentences("sv")
    for key in ("threshold", "threshold_buffer", "site_search"):
        assert fixed[key] not in text


def test_what_is_counted_together_is_told_where_the_policy_names_both() -> None:
    sentence = "Per dag räknar vi också det här uppdelat: vilka sidor som besöks – delat på {} "
    medium, referrer, engine = (DIMENSIONS[name].title["sv"].lower() for name in DIMENSIONS["page"].pairs)
    assert sentence.format(f"{medium}, {referrer} och {engine}") in page(one(EVERYTHING)).text
    named = changed("visits = {}", "pages = {}\nsearch_engines = {}")
    assert sentence.format(engine) in page(one(named)).text
    assert "uppdelat" not in page(one(changed("visits = {}", "pages = {}\nbrowsers = {}"))).text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_user_agent_is_read_for_statistics_only_where_they_are_named(language: Language) -> None:
    families = sentences(language)["families"]
    assert families in page(one(EVERYTHING), language).text
    assert families not in page(one(), language).text


def test_all_that_is_kept_on_the_device_is_listed_with_what_it_is_for() -> None:
    html = page(one())
    assert "rv_choice kaka Minns svaret. 182 dagar (cirka 6 månader) när du svarar på frågan webbplatsen" in html.text
    needs = "efter ett ja till tjänsten eller när du väljer att visa något en gång"
    assert f"film_id kaka Minns var filmen stannade. 30 dagar {needs} Filmrutan" in html.text
    session = changed("lifetime = 30", "lifetime = 0")
    assert "where the film stopped. until the browser closes" in page(one(session), "en").text


def test_the_mark_of_own_visits_is_listed_though_no_document_declares_it() -> None:
    site = one()
    assert "rv_own" not in {row.name for row in site.policy.cookie}
    purpose = "Säger till skriptet att inte räkna webbläsaren. Likadan hos alla."
    needs = "bara om du öppnar länken för egna besök"
    assert f"rv_own kaka {purpose} 365 dagar (cirka 12 månader) {needs} webbplatsen" in page(site).text
    assert "rv_own cookie Tells the script not to count the browser." in page(site, "en").text


def test_recipients_services_and_sources_are_named_with_their_countries() -> None:
    text = page(one(changed('country = "SE"\nagreement', 'country = "US"\nagreement'))).text
    assert "Serverhallen driftar servern USA (utanför EU och EES) 2026-01-01" in text
    assert "Filmrutan Film och kartor för att visa film Filmbolaget, Sverige film.example film_id" in text
    assert "Sökmotorn, Irland: klick per sökord" in text
    assert "XX (outside the EU and EEA)" in page(one(changed('"IE"', '"XX"')), "en").text


def test_a_database_in_the_browser_is_called_one() -> None:
    stored = changed('kind = "cookie"\nneeds = "service"', 'kind = "indexed-db"\nneeds = "service"')
    swapped = stored.replace('cookies = ["film_id"]\nstorage = []', 'storage = ["film_id"]')
    assert "film_id databas i webbläsaren (IndexedDB) Minns" in page(one(swapped)).text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_policy_without_third_parties_says_so(language: Language) -> None:
    bare = DOCUMENT[: DOCUMENT.index("[[sensitive.paths]]")]
    text = page(one(bare), language).text
    fixed = sentences(language)
    assert [key for key in ("no_processors", "no_services") if fixed[key] not in text] == []
    assert [key for key in ("withdrawal_services", "services_receive") if fixed[key] in text] == []
    assert fixed["sensitive_lead"] not in text


def test_sensitive_paths_say_what_is_counted_there() -> None:
    assert "/behandlingar/ bara som avsnitt" in page(one()).text
    assert "/behandlingar/ not at all" in page(one(changed('"section"', '"nothing"')), "en").text


def test_only_health_care_speaks_of_explicit_consent() -> None:
    assert "artikel 9.2 a" not in page(one()).text
    for document, key in ((DOCUMENT, "explicit_services"), (BARE, "explicit")):
        health = changed("health_care = false", "health_care = true", document)
        assert sentences("sv")[key].partition("{what}")[2] in page(one(health)).text


@pytest.mark.parametrize("language", LANGUAGES)
def test_withdrawal_rights_and_complaint_are_there(language: Language) -> None:
    text = page(one(), language).text
    for key in (
        "withdrawal_how",
        "withdrawal_scope",
        "withdrawal_past",
        "rights_list",
        "complaint",
    ):
        assert sentences(language)[key] in text


def test_a_no_is_said_to_hold_where_it_is_made() -> None:
    alone = page(one(changed('["www.klinik.example"]', "[]")), "en").text
    assert "ask for themselves" not in alone
    assert "another name of the website" not in alone
    two = changed("[legal]", '[[site]]\nhost = "butik.example"\n\n[legal]')
    text = page(one(two), "en").text
    assert "These websites each ask for themselves: klinik.example and butik.example." in text
    assert "under another name of the website (with or without www)" in text


def test_generated_sections_follow_the_owners_section_on_cookies() -> None:
    sections = "".join(
        f'[[section]]\nid = "{name}"\ntitle.sv = "{name}"\ntitle.en = "{name}"\nsv = "x"\nen = "x"\n\n'
        for name in ("before", "cookies", "after")
    )
    site = one(DOCUMENT[: DOCUMENT.index("[[section]]")] + sections)
    ids = page(site).values("id")
    assert ids == [
        "contents", "controller", "text-before", "text-cookies", "statistics", "text-after", "versions",
    ]  # fmt: skip


def test_without_a_section_on_cookies_the_generated_ones_come_last() -> None:
    assert page(one()).values("id")[-3:] == ["text-about", "statistics", "versions"]


def test_every_inner_link_leads_somewhere_and_ids_are_unique() -> None:
    html = page(one(EXAMPLE.read_text(encoding="utf-8"), "kbt-verkstan.se"))
    ids = html.values("id")
    assert len(set(ids)) == len(ids)
    targets = {href[1:] for href in html.values("href") if href.startswith("#")} | set(html.values("aria-labelledby"))
    assert targets <= set(ids)


HOSTILE: Final = """"'><script>alert(1)</script><img src=x onerror=alert(2)>{{ 7*7 }}{% raw %}&amp;"""
TIGHT: Final = HOSTILE.replace(" ", "")

OWNED = {
    "Kliniken": HOSTILE,
    "Storgatan 1": HOSTILE,
    "Kansliet": HOSTILE,
    "kansliet@klinik.example": f"{TIGHT}@klinik.example",
    "för att göra webbplatsen bättre": HOSTILE,
    "/behandlingar/": re.sub("[{}]", "", f"/{TIGHT}"),
    "Minns svaret.": HOSTILE,
    "Filmrutan": HOSTILE[:60],
    "för att visa film": HOSTILE,
    "Filmbolaget": HOSTILE,
    "Serverhallen": HOSTILE,
    "2026-01-01": HOSTILE,
    "Sökmotorn": HOSTILE,
    "klick per sökord": HOSTILE,
    "Om oss": HOSTILE,
    "Vi är en klinik.": HOSTILE,
}


@pytest.mark.parametrize(("written", "hostile"), OWNED.items(), ids=OWNED.keys())
def test_hostile_text_is_shown_as_text(written: str, hostile: str) -> None:
    html = page(one(changed(f'"{written}"', msgspec.json.encode(hostile).decode())))
    assert hostile in html.text
    assert {"script", "img"} & set(html.tags) == set()
    assert [name for name, _ in html.attributes if name.startswith("on")] == []


def test_the_page_needs_no_script_no_inline_style_and_no_other_host() -> None:
    for language in LANGUAGES:
        html = page(one(EXAMPLE.read_text(encoding="utf-8"), "kbt-verkstan.se"), language)
        assert not {"script", "style", "img", "iframe", "form"} & set(html.tags)
        assert html.values("style") == []
        assert [name for name, _ in html.attributes if name.startswith("on")] == []
        links = [href for href in html.values("href") if not href.startswith(("#", "?", "mailto:"))]
        assert links == [STYLE_PATH, "kbt-verkstan.se.json", "https://kbt-verkstan.se/", "kbt-verkstan.se.json"]


def three_versions() -> Site:
    reworded = changed("version = 1", "version = 2", changed("Vi är en klinik.", "Vi är en mottagning."))
    longer = reworded.replace("version = 2", "version = 3").replace("named = 12", "named = 18")
    days = (date(2026, 1, 5), date(2026, 3, 1), date(2026, 11, 22))
    return site_of("klinik.example", "Europe/Stockholm", zip(days, (DOCUMENT, reworded, longer), strict=True))


def test_an_earlier_version_is_kept_as_it_was_and_says_that_it_is_old() -> None:
    site = three_versions()
    old, new = page(site, version=1), page(site)
    assert "Vi är en klinik." in old.text
    assert "Det här är en äldre version, som gällde till 1 mars 2026." in old.text
    assert sentences("sv")["as_it_was"] in old.text
    assert "Version 1, gäller från 5 januari 2026." in old.text
    assert "Vi är en mottagning." in new.text
    assert "äldre version" not in new.text
    assert sentences("sv")["as_it_was"] not in new.text
    assert "?lang=en&version=1" in old.values("href")
    assert "?lang=en" in new.values("href")


REACH: Final = {
    "Storgatan 1": "Torget 2", "Kansliet": "Receptionen", "000": "111",
    "kansliet@klinik.example": "post@klinik.example",
}  # fmt: skip
"""How the controller was reached, and is."""


def moved() -> Site:
    """The site after the controller is to be reached in other ways."""
    later = changed("version = 1", "version = 2")
    for old, new in REACH.items():
        later = changed(f'"{old}"', f'"{new}"', later)
    days = (date(2026, 1, 5), date(2026, 3, 1))
    return site_of("klinik.example", "Europe/Stockholm", zip(days, (DOCUMENT, later), strict=True))


@pytest.mark.parametrize("language", LANGUAGES)
def test_how_the_controller_was_reached_before_is_told_nowhere(language: Language) -> None:
    site = moved()
    new, old = page(site, language), page(site, language, 1)
    for before, after in REACH.items():
        assert f" {after} " in new.text
        assert f" {before} " not in f"{new.text} {old.text}"
        assert f" {after} " not in old.text
    t = sentences(language)
    for key in ("address", "contact", "telephone", "email"):
        assert f" {t[key]} – " in old.text
    assert [href for href in old.values("href") if href.startswith("mailto:")] == []
    told = {
        "sv": "Ändrat: adress. Ändrat: kontakt. Ändrat: telefonnummer. Ändrat: e-postadress.",
        "en": "Changed: address. Changed: contact. Changed: telephone number. Changed: e-mail address.",
    }
    assert told[language] in new.text


def test_what_was_never_there_is_not_withheld() -> None:
    silent = changed('telephone = "000"\nemail = "kansliet@klinik.example"\n', "")
    later = changed("version = 1", "version = 2", silent)
    days = (date(2026, 1, 5), date(2026, 3, 1))
    site = site_of("klinik.example", "Europe/Stockholm", zip(days, (silent, later), strict=True))
    assert " Telefon " not in page(site, version=1).text
    assert " E-post " not in page(site, version=1).text.replace(sentences("sv")["as_it_was"], "")


def test_the_version_in_force_is_the_same_page_by_its_number() -> None:
    site = three_versions()
    assert render_policy(site, "sv", 3) == render_policy(site, "sv")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_language_is_kept_from_version_to_version(language: Language) -> None:
    other = {"sv": "en", "en": "sv"}[language]
    links = [href for href in page(three_versions(), language, 1).values("href") if href.startswith("?")]
    assert links == [
        f"?lang={other}&version=1",
        f"?lang={language}",
        *(f"?lang={language}&version={version}" for version in (3, 2, 1)),
    ]


def test_the_name_of_the_site_leads_to_the_site() -> None:
    assert "https://klinik.example/" in page(one()).values("href")


def test_the_digest_of_the_shown_version_stands_at_the_foot() -> None:
    site = three_versions()
    for version, published in site.history.items():
        assert f"version {version} (SHA-256): {published.policy.digest}" in page(site, "sv", version).text


def test_a_version_that_never_was_is_refused_with_those_that_were() -> None:
    with pytest.raises(UnknownVersion, match=r"There is no version 9 of this policy; there are 1, 2, 3\."):
        render_policy(three_versions(), "sv", 9)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_journal_is_spoken_of_for_at_a_clinic_that_is_the_patients(language: Language) -> None:
    assert "journal" not in page(one(EVERYTHING), language).text.lower()
