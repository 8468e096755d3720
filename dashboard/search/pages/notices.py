"""What the page about search engines says of what was just done: one notice at its top."""

from collections.abc import Mapping, Sequence
from typing import Final, Literal, NamedTuple

from dashboard.locale.language import Language, visible
from dashboard.search.engines.connecting import Choices, Nowhere
from dashboard.search.engines.oauth import ConsentFailure
from dashboard.search.engines.properties import is_part
from dashboard.search.engines.source import Engine, SourceFailure, Trouble
from dashboard.search.pages.standing import called, told
from policy.site import Site
from store.access import Access

_SHOWN: Final = 20  # properties of others: an agency's account has hundreds

_DONE: Final = (
    "connected", "disconnected", "disconnected-untold", "forgotten", "gone", "gone-untold", "replaced", "tried",
)  # fmt: skip

_GOOGLES: Final = {
    "access_denied": "consent_access_denied",
    "admin_policy_enforced": "consent_policy",
    "org_internal": "consent_policy",
    "invalid_client": "consent_client",
    "unauthorized_client": "consent_client",
    "redirect_uri_mismatch": "consent_client",
    "server_error": "consent_later",
    "temporarily_unavailable": "consent_later",
    "invalid_grant": "consent_late",
}
"""What Google answers in the place of a consent (RFC 6749 4.1.2.1 and 5.2, and codes of its own)."""

_REMEDIES: Final[Mapping[Trouble, str]] = {
    "unregistered": "remedy_unregistered",
    "forbidden": "again_access",
    "property": "again_access",
    "quota": "again_tomorrow",
    "throttled": "again_while",
    "unreachable": "again_network",
    "unanswered": "again_while",
    "server": "again_while",
    "unreadable": "remedy_unreadable",
}
"""What to do where nothing is kept that could be tried again by itself."""


class Notice(NamedTuple):
    """`detail` is the sentence of the engine that is named `engine`."""

    kind: Literal["well", "wait", "wrong"]
    what: str
    remedy: str = ""
    items: Sequence[str] = ()
    detail: str = ""
    engine: str = ""


def done(text: str, engine: Engine, property: str, language: Language) -> Notice | None:
    """Of something that went well, by the name that the address gives it."""
    if text not in _DONE:
        return None
    name = language(f"engine_{engine}")
    sentence = language(f"done_{text.replace('-', '_')}", engine=name, property=called(property, language) or name)
    return Notice("well", sentence)


def refused(key: str, language: Language, **filled: object) -> Notice:
    return Notice("wrong", language(key, **filled))


def failed(failure: SourceFailure, engine: Engine, language: Language) -> Notice:
    """Of an access that was given and could not be read with."""
    name = language(f"engine_{engine}")
    detail = visible(failure.detail)
    if failure.trouble == "revoked":
        return Notice("wrong", language("refused_key", engine=name), "", (), detail, name)
    if failure.trouble == "malformed":
        return Notice("wrong", language("refused_malformed", engine=name))
    what = told(failure.trouble, name, "", failure.detail, language).what
    remedy = f"{what} {language(_REMEDIES[failure.trouble], engine=name)}"
    return Notice("wrong", language("refused_trouble"), remedy, (), detail, name)


def again(failure: SourceFailure, engine: Engine, property: str, language: Language) -> Notice:
    """Of an access that is kept, and did not work when it was tried."""
    name = language(f"engine_{engine}")
    found = told(failure.trouble, name, property, failure.detail, language)
    return Notice("wrong", found.what, found.remedy, (), found.detail, name)


def elsewhere(nowhere: Nowhere, engine: Engine, site: Site, language: Language) -> Notice:
    """Of an access that sees only others' sites."""
    filled = {"site": site.host, "engine": language(f"engine_{engine}")}
    if not nowhere.seen:
        return Notice("wrong", language("refused_no_property", **filled))
    key = "refused_part" if _has_part(site, nowhere.seen) else "refused_property"
    return Notice("wrong", language(key, **filled), items=listed(nowhere.seen, language))


def missing(choices: Choices, access: Access, site: Site, language: Language) -> Notice | None:
    """Of an access that was looked through for properties of the site; None where there are some to choose from, or
    where the page says already what a service account waits for."""
    if choices.properties or (not choices.seen and access.form == "service-account" and not access.property):
        return None
    filled = {"site": site.host, "engine": language(f"engine_{choices.engine}")}
    if not choices.seen:
        return Notice("wrong", language("missing_all", engine=filled["engine"]))
    key = "missing_part" if _has_part(site, choices.seen) else "missing_property"
    return Notice("wrong", language(key, **filled), items=listed(choices.seen, language))


def _has_part(site: Site, seen: Sequence[str]) -> bool:
    return any(is_part(site, name) for name in seen)


def megabytes(size: int, language: Language) -> str:
    return language("megabytes", count=size // 1_000_000)


def listed(properties: Sequence[str], language: Language) -> list[str]:
    """Names as the engine writes them, of which there may be very many."""
    shown = [visible(name) for name in properties[:_SHOWN]]
    left = len(properties) - len(shown)
    return [*shown, language("more_properties", count=language.number(left))] if left else shown


def consent_failed(failure: ConsentFailure, error: str, language: Language) -> Notice:
    """`error` is what Google put into the address."""
    keys = {"state": "consent_late", "scope": "consent_scope", "token": "consent_later"}
    key = keys.get(failure.reason) or _GOOGLES.get(error, "consent_other" if error else "consent_late")
    filled = {"error": visible(error[:60])} if key == "consent_other" else {}
    return Notice("wrong", language(key, **filled))


def exchange_failed(failure: SourceFailure, language: Language) -> Notice:
    """Google gave a consent and would not take it back in return for a token."""
    key = _GOOGLES.get(failure.detail.partition(":")[0]) if failure.trouble == "revoked" else None
    if key is None:
        return failed(failure, "google", language)
    return Notice("wrong", language(key), "", (), visible(failure.detail), language("engine_google"))
