"""A language that a document adds can say all that the banner says, or is refused."""

from string import ascii_letters

import msgspec
import pytest

from policy.banner import BUILT_IN
from policy.check import PolicyError, placeholders, read
from policy.phrases import Phrases, fields, fill, leaves
from policy.problem import Problem
from policy.statistics import STATISTICS
from tests.policy.documents import changed, in_arabic
from tests.policy.languages import ARABIC, ARABIC_SERVICES

pytestmark = pytest.mark.quick

SOUND = in_arabic()


def refused(old: str, new: str, document: str = SOUND) -> Problem:
    with pytest.raises(PolicyError) as caught:
        read(changed(old, new, document))
    return caught.value.problems[0]


def test_a_whole_language_is_accepted() -> None:
    assert [row.code for row in read(SOUND).language] == ["ar"]
    assert placeholders(read(SOUND)) == ()


@pytest.mark.parametrize("code", ["sv", "en"])
def test_the_languages_of_every_document_are_not_written_anew(code: str) -> None:
    problem = refused('code = "ar"', f'code = "{code}"')
    assert (problem.key, problem.expected) == ("language[1].code", "a language besides Swedish and English")


@pytest.mark.parametrize("code", ["AR", "ar-EG", "arabic", "a", ""])
def test_a_code_is_that_of_a_language_alone(code: str) -> None:
    assert refused('code = "ar"', f'code = "{code}"').key == "language[1].code"


def test_a_language_appears_once() -> None:
    problem = refused("[[section]]", ARABIC + ARABIC_SERVICES + "[[section]]")
    assert str(problem) == 'language: expected names that differ. "ar" stands 2 times: merge or rename.'


REQUIRED = [line for line in ARABIC.splitlines() if " = " in line and line.split(" = ")[0] not in STATISTICS]


@pytest.mark.parametrize("line", REQUIRED, ids=lambda line: str(line.split(" = ")[0]))
def test_no_phrase_may_be_missing_or_empty(line: str) -> None:
    key, _, _ = line.partition(" = ")
    at = "" if f"\n{line}\n" in ARABIC.partition("[language.memories]")[0] else "memories."
    missing = refused(f"\n{line}\n", "\n", in_arabic().replace(ARABIC_SERVICES, ""))
    assert (missing.key, missing.fix) == (f"language[1].{at}{key}", "Add this key.")
    for nothing in ("", " ", "…"):
        empty = refused(f"\n{line}\n", f'\n{key} = "{nothing}"\n', in_arabic().replace(ARABIC_SERVICES, ""))
        assert empty.key == f"language[1].{at}{key}"


def test_every_statistic_of_the_document_needs_words() -> None:
    problem = refused('visits = "الزيارات"\n', "")
    assert str(problem) == (
        "language[1].statistics.visits: expected words for it in this language. The document names it: add this key."
    )


def test_words_for_a_statistic_that_does_not_exist_are_refused() -> None:
    problem = refused('pages = "', 'sidor = "')
    assert (problem.key, problem.fix) == ("language[1].statistics.sidor", "Correct or remove this key.")


def test_words_for_a_statistic_must_be_some() -> None:
    problem = refused('pages = "الصفحات المقروءة"', "pages = 3")
    assert (problem.key, problem.fix) == ("language[1].statistics.pages", "The document has 3: correct it.")


def test_a_document_with_services_needs_the_phrases_that_speak_of_them() -> None:
    problem = refused(ARABIC_SERVICES, "")
    assert problem.key == "language[1].services"
    assert "title, accept, refuse, yes, some, no, signal" in problem.expected


def test_a_document_without_services_needs_none_of_them() -> None:
    start, end = SOUND.index("[[service]]"), SOUND.index('[[cookie]]\nname = "rv_visit"')
    bare = changed(ARABIC_SERVICES, "", SOUND[:start] + SOUND[end:])
    assert read(bare).language[0].services is None


@pytest.mark.parametrize(
    ("old", "key"),
    [
        ('film = "لعرض الأفلام"\n', "purposes.film"),
        ('SE = "السويد"\n', "countries.SE"),
        (
            ARABIC_SERVICES[
                ARABIC_SERVICES.index("[language.services.categories.media]") : ARABIC_SERVICES.index(
                    "[language.services.categories.analytics]"
                )
            ],
            "services.categories.media",
        ),
    ],
)
def test_each_service_country_and_category_of_the_document_needs_words(old: str, key: str) -> None:
    problem = refused(old, "")
    assert (problem.key, problem.fix) == (f"language[1].{key}", "The document names it: add this key.")


def test_a_purpose_of_no_service_and_a_category_that_does_not_exist_are_refused() -> None:
    assert refused('film = "ل', 'bio = "x"\nfilm = "ل').key == "language[1].purposes.bio"
    text = changed("categories.functional]", "categories.social]", SOUND)
    with pytest.raises(PolicyError, match=r"language\[1\]\.services\.categories\.social: expected one of functional"):
        read(text)


def test_a_faulty_phrase_of_a_category_is_named_with_the_category() -> None:
    problem = refused('within = "للتسويق"', "within = 4")
    assert (problem.key, problem.fix) == (
        "language[1].services.categories.marketing.within",
        "The document has 4: correct it.",
    )
    assert refused('title = "التسويق"', 'titel = "التسويق"').key == "language[1].services.categories.marketing.titel"


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("{controller} عدّ", "عدّ", "count"),
        ('kept = "نحتفظ بأعداد', 'kept = "{keep} نحتفظ بأعداد', "kept"),
        ('kept = "في', 'kept = "{keep} في', "services.kept"),
        ("لدينا في {day}", "لدينا في {day} {controller}", "notice"),
        ('"إغلاق"', '"{day}"', "dismiss"),
        ("{before}، {item}", "{item}", "comma"),
        ('title = "هل تسمح لنا بعدّ زيارتك؟"', 'title = "{controller}؟"', "title"),
        ("نيابة عنك: {names}", "نيابة عنك", "services.left"),
        ("لـ {title}", "دائمًا", "services.always"),
        ("تحصل {recipient} ({country}) على", "تحصل {recipient} على", "services.service"),
        ('purpose = "لتحسين الموقع"', 'purpose = "{statistics}"', "purpose"),
        ("{controller} عدّ", "{controller.name} {controller} عدّ", ""),
    ],
)
def test_a_phrase_takes_the_same_words_in_braces_in_every_language(old: str, new: str, key: str) -> None:
    if not key:  # not a word in braces: it stays as it is, and nothing is looked up
        language = read(changed(old, new, SOUND)).language[0]
        assert "{controller.name}" in fill(language.count, controller="Kliniken", statistics="", purpose="")
        return
    problem = refused(old, new)
    assert problem.key == f"language[1].{key}"
    assert "in braces" in problem.expected


@pytest.mark.parametrize("label", ["refuse", "withdraw"])
@pytest.mark.parametrize("words", [" موافقة ", "المتابعة دون موافقة"])
def test_an_answer_with_the_words_of_the_other_is_refused(label: str, words: str) -> None:
    line = next(line for line in ARABIC.splitlines() if line.startswith(f"{label} = "))
    assert refused(line, f'{label} = "{words}"').key == f"language[1].{label}"


def test_the_answers_to_everything_too_are_told_apart() -> None:
    problem = refused('"رفض الكل"', '"قبول الكل لاحقًا"')
    assert (problem.key, problem.fix) == ("language[1].services.refuse", "Tell the two answers apart.")


def test_a_button_has_no_room_for_a_speech() -> None:
    problem = refused('refuse = "رفض"', f'refuse = "{ascii_letters}"')
    assert problem.expected == "a text of 1 to 40 characters with at least one letter"


def test_the_languages_that_come_with_the_service_take_the_same_words_in_braces() -> None:
    swedish, english = (dict(leaves(phrases)) for phrases in BUILT_IN.values())
    assert {key: fields(phrase) for key, phrase in swedish.items()} == {
        key: fields(phrase) for key, phrase in english.items()
    }


@pytest.mark.parametrize("phrases", BUILT_IN.values(), ids=BUILT_IN.keys())
def test_the_languages_that_come_with_the_service_would_pass_as_added_ones(phrases: Phrases) -> None:
    assert msgspec.convert(msgspec.to_builtins(phrases), Phrases) == phrases


def test_lists_end_as_the_language_ends_them() -> None:
    swedish, english = BUILT_IN.values()
    assert [swedish.listed(items) for items in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "",
        "a",
        "a och b",
        "a, b och c",
    ]
    assert english.listed(["{item}", "b", "c"]) == "{item}, b and c"
    assert read(SOUND).language[0].listed(["أ", "ب", "ج"]) == "أ، ب وج"


def test_an_unfilled_placeholder_in_a_phrase_keeps_the_document_from_being_published() -> None:
    text = changed('purpose = "لتحسين الموقع"', 'purpose = "{{الغرض}}"', SOUND)
    found = placeholders(read(text))
    assert [problem.key for problem in found] == ["language[1].purpose"]
