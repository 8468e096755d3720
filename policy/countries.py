"""Countries by their names, and which of them lie outside the European Economic Area."""

from typing import Final

from policy.words import Language

_EEA: Final[dict[str, dict[str, str]]] = {
    "AT": {"sv": "Österrike", "en": "Austria"}, "BE": {"sv": "Belgien", "en": "Belgium"},
    "BG": {"sv": "Bulgarien", "en": "Bulgaria"}, "CY": {"sv": "Cypern", "en": "Cyprus"},
    "CZ": {"sv": "Tjeckien", "en": "Czechia"}, "DE": {"sv": "Tyskland", "en": "Germany"},
    "DK": {"sv": "Danmark", "en": "Denmark"}, "EE": {"sv": "Estland", "en": "Estonia"},
    "ES": {"sv": "Spanien", "en": "Spain"}, "FI": {"sv": "Finland", "en": "Finland"},
    "FR": {"sv": "Frankrike", "en": "France"}, "GR": {"sv": "Grekland", "en": "Greece"},
    "HR": {"sv": "Kroatien", "en": "Croatia"}, "HU": {"sv": "Ungern", "en": "Hungary"},
    "IE": {"sv": "Irland", "en": "Ireland"}, "IS": {"sv": "Island", "en": "Iceland"},
    "IT": {"sv": "Italien", "en": "Italy"}, "LI": {"sv": "Liechtenstein", "en": "Liechtenstein"},
    "LT": {"sv": "Litauen", "en": "Lithuania"}, "LU": {"sv": "Luxemburg", "en": "Luxembourg"},
    "LV": {"sv": "Lettland", "en": "Latvia"}, "MT": {"sv": "Malta", "en": "Malta"},
    "NL": {"sv": "Nederländerna", "en": "the Netherlands"}, "NO": {"sv": "Norge", "en": "Norway"},
    "PL": {"sv": "Polen", "en": "Poland"}, "PT": {"sv": "Portugal", "en": "Portugal"},
    "RO": {"sv": "Rumänien", "en": "Romania"}, "SE": {"sv": "Sverige", "en": "Sweden"},
    "SI": {"sv": "Slovenien", "en": "Slovenia"}, "SK": {"sv": "Slovakien", "en": "Slovakia"},
}  # fmt: skip

_BEYOND: Final[dict[str, dict[str, str]]] = {
    "CH": {"sv": "Schweiz", "en": "Switzerland"}, "GB": {"sv": "Storbritannien", "en": "the United Kingdom"},
    "US": {"sv": "USA", "en": "the USA"},
}  # fmt: skip
"""Common ones; of another, visitors see the two letters."""

_OUTSIDE: Final[dict[str, str]] = {"sv": "utanför EU och EES", "en": "outside the EU and EEA"}


def in_eea(code: str) -> bool:
    """Whether the country lies within the European Economic Area."""
    return code in _EEA


def country(code: str, language: Language, noted: str = "{} ({})") -> str:
    """The country's name, with a note where it lies outside the European Economic Area."""
    if code in _EEA:
        return _EEA[code][language]
    name = _BEYOND[code][language] if code in _BEYOND else code
    return noted.format(name, _OUTSIDE[language])
