"""What differs between two policies is found key by key, and every key that can differ has words in both languages."""

from collections.abc import Iterator
from typing import Any, Final

import msgspec
import pytest
from msgspec import inspect

from policy.changelog import Passage, alterations
from policy.changes import Change, changes
from policy.check import read
from policy.document import Policy, material_changes
from policy.keys import KEYS
from policy.schema import Words
from policy.words import Language
from tests.policy.documents import DATES, DOCUMENT, changed, in_arabic, policy

pytestmark = pytest.mark.quick

LANGUAGES: Final[tuple[Language, ...]] = ("sv", "en")

NAMING: Final = ("name", "host", "code", "path", "id", "set_by", "domain", "task")
"""Keys that tell an item of a list from the others: where one differs, so does the item."""


def between(old: str, new: str) -> list[Change]:
    return list(changes(policy(), policy(old, new)))


def keys(old: str, new: str) -> list[str]:
    return [change.key for change in between(old, new)]


def said(language: Language, old: str, new: str) -> list[str]:
    return [f"{row}{f' | {row.why}' if row.why else ''}" for row in alterations(policy(), policy(old, new), language)]


def test_a_document_does_not_differ_from_itself_or_by_its_version() -> None:
    assert changes(policy(), policy()) == ()
    assert keys("version = 1", "version = 2") == []


@pytest.mark.parametrize(
    ("old", "new", "key", "material"),
    [
        ('"Storgatan 1"', '"Torget 2"', "controller.address", False),
        ("named = 12", "named = 13", "retention.named", True),
        ("totals = 24", "totals = 23", "retention.totals", False),
        ("totals = 24", "totals = 24\nanswers = 59", "retention.answers", False),
        ("visits = {}", "visits = {}\npages = {}", "statistics.pages", True),
        ("visits = {}\n", "", "statistics.visits", False),
        ('["s"]', '["s", "q"]', "statistics.search_terms.parameters.q", True),
        ('"för att göra webbplatsen bättre"', '"för att förbättra"', "legal.purpose", True),
        ('["www.klinik.example"]', "[]", "site.klinik.example.aliases.www.klinik.example", False),
        ("lifetime = 30", "lifetime = 31", "cookie.film_id (film).lifetime", True),
        ("lifetime = 30", "lifetime = 29", "cookie.film_id (film).lifetime", False),
        ("[[processor]]", f"{DATES}[[processor]]", "cookie.rv_dates", True),
        ('["film.example"]', '["film.example", "x.film.example"]', "service.film.hosts.x.film.example", True),
        ('count = "section"', 'count = "page"', "sensitive.paths./behandlingar/", True),
        ('count = "section"', 'count = "nothing"', "sensitive.paths./behandlingar/", False),
        ('"Vi är en klinik."', '"Vi är kliniken."', "section.about.sv", False),
    ],
)
def test_one_difference_is_one_key(old: str, new: str, key: str, material: bool) -> None:
    assert [(change.key, change.material) for change in between(old, new)] == [(key, material)]


def test_every_material_key_is_among_those_that_differ() -> None:
    """Also one whose row is the same, and whose meaning another row has changed."""
    row = '[[sensitive.paths]]\npath = "{}"\ncount = "{}"\n\n'
    below = row.format("/behandlingar//barn/", "page")
    before = changed('[[cookie]]\nname = "rv_choice"', f'{below}[[cookie]]\nname = "rv_choice"')
    old, new = read(before), read(changed('count = "section"', 'count = "page"', before))
    assert material_changes(old, new) == ("sensitive.paths./behandlingar/", "sensitive.paths./behandlingar//barn/")
    assert [change.key for change in changes(old, new) if change.material] == list(material_changes(old, new))
    assert str(alterations(old, new, "en")[-1]) == (
        "Changed: the rule for pages whose address begins with /behandlingar//barn/"
    )


def test_another_order_is_told_as_one() -> None:
    rows = DOCUMENT[DOCUMENT.index('[[cookie]]\nname = "rv_visit"') : DOCUMENT.index("[[processor]]")]
    first, second = rows.split("\n\n", 1)
    swapped = read(DOCUMENT.replace(rows, f"{second}{first}\n\n"))
    [change] = changes(policy(), swapped)
    assert (change.key, change.material) == ("cookie", False)
    assert [str(row) for row in alterations(policy(), swapped, "sv")] == ["Ändrat: ordningen (kakor och annan lagring)"]


def test_a_language_is_told_of_once_however_many_of_its_words_differ() -> None:
    old = in_arabic()
    new = old.replace('accept = "', 'accept = "x ').replace('dismiss = "', 'dismiss = "x ')
    assert len(changes(read(old), read(new))) > 1
    assert [str(row) for row in alterations(read(old), read(new), "en")] == [
        "Changed: the words of the question about cookies in ar"
    ]
    assert [str(row) for row in alterations(policy(), read(old), "sv")] == ["Nytt: språket ar för frågan om kakor"]


@pytest.mark.parametrize(
    ("old", "new", "sv", "en"),
    [
        ("named = 12", "named = 13",
         "Ändrat: hur länge antal med namn sparas (12 månader → 13 månader) | antalen sparas längre",
         "Changed: how long counts with a name are kept (12 months → 13 months) | the counts are kept longer"),
        ("visits = {}", "visits = {}\npages = {}",
         "Nytt: statistik över vilka sidor som besöks | mer räknas",
         "New: statistics of which pages are visited | more is counted"),
        ('telephone = "000"\n', "", "Borttaget: telefonnummer", "Removed: telephone number"),
        ('"000000-0000"', '"111111-1111"', "Ändrat: organisationsnummer (000000-0000 → 111111-1111)",
         "Changed: organisation number (000000-0000 → 111111-1111)"),
        ('category = "media"', 'category = "functional"',
         "Ändrat: kategori för tjänsten Filmrutan (Film och kartor → Funktioner) | det gäller vilken kategori "
         "tjänsten hör till",
         "Changed: category of the service Filmrutan (Video and maps → Functions) | it concerns the service's "
         "category"),
        ("lifetime = 30", "lifetime = 0",
         "Ändrat: hur länge film_id (film) sparas hos dig (30 dagar → tills webbläsaren stängs)",
         "Changed: how long film_id (film) is stored on your device (30 days → until the browser closes)"),
        ('window = "quarter"', 'window = "month"',
         "Ändrat: den tid som sökord räknas ihop över (ett kvartal → en månad)",
         "Changed: the time over which search terms are added up (a quarter → a month)"),
        ('"to make the website better"', '"to improve the website"',
         "Ändrat: vad statistiken är till för, bara på engelska (to make the website better → to improve the "
         "website) | det gäller vad statistiken är till för",
         "Changed: what the statistics are for (to make the website better → to improve the website) | it concerns "
         "what the statistics are for"),
        ('agreement = "2026-01-01"', 'agreement = "2026-02-01"',
         "Ändrat: avtalet med Serverhallen (driftar servern) (2026-01-01 → 2026-02-01)",
         "Changed: the agreement with Serverhallen (hosts the server) (2026-01-01 → 2026-02-01)"),
        ('country = "IE"', 'country = "SE"',
         "Ändrat: land för Sökmotorn (Irland → Sverige)", "Changed: country of Sökmotorn (Ireland → Sweden)"),
        ('engine = "google"', 'engine = "bing"',
         "Ändrat: vilken sökmotor siffrorna från Sökmotorn gäller (Google → Bing)",
         "Changed: which search engine the figures from Sökmotorn are of (Google → Bing)"),
        ("storage = []", 'consent_mode = ["functionality_storage"]',
         "Nytt: att ett ja till tjänsten Filmrutan låter Google spara det som funktioner behöver, till exempel ditt "
         "språk | ett ja tillåter mer",
         "New: that a yes to the service Filmrutan lets Google store what functions need, such as your language | "
         "a yes permits more"),
    ],
)  # fmt: skip
def test_a_change_is_told_in_words(old: str, new: str, sv: str, en: str) -> None:
    assert said("sv", old, new) == [sv]
    assert said("en", old, new) == [en]


def test_of_long_texts_only_the_parts_that_differ_are_told() -> None:
    text = "Ett stycke som står kvar.\\n\\n- en punkt\\n- en till\\n\\nSlut."
    old = read(changed("Vi är en klinik.", text))
    new = read(changed("Vi är en klinik.", text.replace("en till", "en annan").replace("Slut.", "Slut.\\n\\nOch mer.")))
    for language in LANGUAGES:
        [row] = alterations(old, new, language)
        assert row.passages == (Passage("old", "en till"), Passage("new", "en annan"), Passage("new", "Och mer."))
        assert (row.old, row.new, row.spoken) == ("", "", "sv")


def test_a_long_purpose_is_told_by_its_passages() -> None:
    [row] = alterations(policy(), policy('"Minns svaret."', f'"{"Minns svaret. " * 9}"'), "sv")
    assert [passage.kind for passage in row.passages] == ["old", "new"]


def test_braces_in_a_name_are_not_filled_in() -> None:
    titled = changed('title = "Filmrutan"', 'title = "{0}{why}"')
    [row] = alterations(read(titled), read(changed('category = "media"', 'category = "functional"', titled)), "en")
    assert row.about == "category of the service {0}{why}"


def rows(kind: Any, prefix: str = "") -> Iterator[tuple[str, bool]]:
    """Every key of the schema, a star for each name in it, and whether a change of it can be material."""
    for field in kind.fields:
        name = f"{prefix}{field.encode_name}"
        meta = field.type if isinstance(field.type, inspect.Metadata) else None
        material = bool(meta and (meta.extra or {}).get("material"))
        inner = meta.type if meta else field.type
        item = getattr(inner, "item_type", None) or getattr(inner, "value_type", None)
        item = getattr(item, "type", item)
        if item:
            yield f"{name}.*", material
            whole = getattr(item, "cls", None) is Words or name in ("language", "sensitive.paths")
            if isinstance(item, inspect.StructType) and not whole:
                yield from rows(item, f"{name}.*.")
        elif isinstance(inner, inspect.StructType) and inner.cls is not Words:
            yield from rows(inner, f"{name}.")
        else:
            yield name, material


def test_every_key_that_can_differ_has_words_and_every_material_one_says_why() -> None:
    schema = {
        row: material
        for row, material in rows(inspect.type_info(Policy))
        if row != "version" and (row.startswith("controller.") or row.rpartition(".")[2] not in NAMING)
    }
    assert sorted(schema) == sorted(KEYS)
    silent = [row for row, material in schema.items() if material and not all(KEYS[row].why.values())]
    assert silent == []
    needless = [row for row, key in KEYS.items() if any(key.why.values()) and not schema[row]]
    assert needless == []


REPLACEMENTS: Final[tuple[Any, ...]] = ("x", "/x", "SE", "month", 7, True, [], None)


def test_any_field_that_differs_can_be_told() -> None:
    """Each leaf of a whole document is taken away or replaced, as far as the schema lets it."""
    whole = read(in_arabic())
    built = msgspec.to_builtins(whole)
    for path in leaves(built):
        for value in REPLACEMENTS:
            try:
                other = msgspec.convert(replaced(built, path, value), Policy)
            except msgspec.ValidationError:
                continue
            for language in LANGUAGES:
                told = alterations(whole, other, language)
                assert told or whole == other or path == ("version",), path
                assert all(str(row) and "{" not in row.about for row in told)


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    if path:
        yield path
    for key, child in children:
        yield from leaves(child, (*path, key))


def replaced(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    if not path:
        return new
    copy = value.copy()
    copy[path[0]] = replaced(value[path[0]], path[1:], new)
    return copy
