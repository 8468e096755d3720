"""Whether a language that a document adds can say all that the banner has to say."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from policy.document import LANGUAGES, Language, Policy
from policy.kept import remembered
from policy.phrases import CATEGORIES, ENGLISH, Phrases, ServicePhrases, fields, leaves
from policy.problem import Problem
from policy.statistics import STATISTICS

_PATTERN: Final = dict(leaves(ENGLISH))
"""Every phrase's key with the phrase that shows which words in braces it takes."""


def problems(policy: Policy) -> Iterator[Problem]:
    for index, language in enumerate(policy.language, 1):
        key = f"language[{index}]"
        if language.code in LANGUAGES:
            yield Problem(f"{key}.code", "a language besides Swedish and English",
                          "Those two come with the service and say the same in every policy: remove it.")  # fmt: skip
        yield from _braces(language, key)
        yield from _answers(language, key)
        yield from _named(language.statistics, policy.statistics, STATISTICS, f"{key}.statistics")
        for name in remembered(policy):
            if not getattr(language.memories, name):
                yield Problem(f"{key}.memories.{name}", "words for it in this language",
                              "With what the document counts, the browser remembers it: add this key.")  # fmt: skip
        if policy.service:
            yield from _services(language, key, policy)


def _braces(language: Language, key: str) -> Iterator[Problem]:
    for name, phrase in leaves(language):
        expected = fields(_PATTERN.get(name, ""))
        if fields(phrase) != expected:
            wanted = ", ".join(f"{{{each}}}" for each in sorted(expected)) or "no words"
            yield Problem(f"{key}.{name}", f"{wanted} in braces", "They are filled in from the document: correct it.")


def _answers(language: Language, key: str) -> Iterator[Problem]:
    """A button that says what the other says, with or without more words, would hide the refusal."""
    yield from _refusals(language, ("refuse", "withdraw"), key)
    if language.services:
        yield from _refusals(language.services, ("refuse",), f"{key}.services")


def _refusals(phrases: Phrases | ServicePhrases, names: Iterable[str], key: str) -> Iterator[Problem]:
    accept = phrases.accept.strip().casefold()
    for name in names:
        if accept in getattr(phrases, name).casefold():
            yield Problem(f"{key}.{name}", f"other words than those of {key}.accept", "Tell the two answers apart.")


def _services(language: Language, key: str, policy: Policy) -> Iterator[Problem]:
    if not language.services:
        yield Problem(f"{key}.services", f"a table with the keys {', '.join(ServicePhrases.__struct_fields__)}",
                      "The document has services: add the phrases that speak of them.")  # fmt: skip
    else:
        used = dict.fromkeys(service.category for service in policy.service)
        yield from _named(language.services.categories, used, CATEGORIES, f"{key}.services.categories")
    names = [service.name for service in policy.service]
    yield from _named(language.purposes, names, names, f"{key}.purposes")
    countries = dict.fromkeys(service.country for service in policy.service)
    yield from _named(language.countries, countries, language.countries, f"{key}.countries")


def _named(has: Mapping[str, object], needs: Iterable[str], known: Iterable[str], key: str) -> Iterator[Problem]:
    """What a table lacks of the names that the document needs, and the names in it that mean nothing."""
    for name in needs:
        if name not in has:
            yield Problem(f"{key}.{name}", "words for it in this language", "The document names it: add this key.")
    for name in has:
        if name not in known:
            yield Problem(f"{key}.{name}", f"one of {', '.join(known)}", "Correct or remove this key.")
