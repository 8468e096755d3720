"""Where a visit came from: medium, name and search term, told from its referrer and its landing page's parameters."""

import re
import string
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple
from urllib.parse import unquote_to_bytes

import msgspec

from collector.lists import APP_SCHEME, Engine, Lists, without_www
from collector.urls import split_url
from policy.campaigns import CLICK_IDS, TAGS
from policy.domains import registrable_domain

Medium = Literal["direct", "internal", "website", "search", "social", "ai", "email", "campaign", "spam", "unknown"]

UNKNOWN_REFERRER = "unknown"
MAX_LENGTH = 2000
MAX_HOST_LENGTH = 253
_SAYS = TAGS | {name.lower(): name for name in CLICK_IDS}
# What is not UTF-8 nor in a charset that the list names is most likely an old western European page's.
FALLBACK_CHARSET = "cp1252"

_LABELS = re.compile(r"[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*")
# As browsers tell an IPv4 address: by its last part, which is a number, whatever is before it.
_IP_ADDRESS = re.compile(r"[0-9a-f.]*:[0-9a-f:.]*|(?:.*\.)?(?:[0-9]+|0x[0-9a-f]*)")
_URL_START = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)


class Source(msgspec.Struct, frozen=True):
    """`name` is an engine's, network's, assistant's or mail service's display name, a website's host without `www.` (an
    app's package) or a campaign's `utm_source`. `term` and `campaign` are as received: the caller scrubs.
    """

    medium: Medium
    name: str | None = None
    term: str | None = None
    campaign: str | None = None


class Referrer(NamedTuple):
    scheme: str
    host: str
    path: str
    query: str

    @property
    def bare_host(self) -> str:
        return without_www(self.host)


def classify_source(
    lists: Lists, referrer: str, query: Sequence[tuple[str, str]], own_hosts: Collection[str]
) -> Source:
    """Classifies any strings without raising.

    `referrer` is a URL, "" or "unknown"; `query` holds those decoded parameters of the landing page that the policy
    permits to be read; `own_hosts` are the site's host, its aliases and linked sites (each also stands for its
    `www.` twin).
    """
    if referrer == UNKNOWN_REFERRER:
        return Source("unknown")
    place = read_referrer(referrer) if referrer else None
    tags = _tags(query)
    tagged = (_campaign(lists, tags) or _tagged_assistant(lists, tags)) if tags else None
    if place is None:
        return tagged or Source("direct")
    return _spam(lists, place) or _internal(place, own_hosts) or tagged or _linked(lists, place)


def _tags(query: Sequence[tuple[str, str]]) -> Mapping[str, str]:
    """By what they say the first value that is not blank."""
    tags: dict[str, str] = {}
    for key, value in reversed(query):
        said = _SAYS.get(key.lower())
        if said and (text := _clean(value)):
            tags[said] = text
    return tags


def tagging(query: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Of a landing page's parameters those that say something of the source; of a click's number, that there is one."""
    said = ((name, value, _SAYS.get(name.lower())) for name, value in query)
    return tuple([(name, "1" if says in CLICK_IDS and value.strip() else value) for name, value, says in said if says])


def says_term(tags: Sequence[tuple[str, str]]) -> bool:
    return any(TAGS.get(name.lower()) == "term" for name, _ in tags)


def read_referrer(text: str) -> Referrer | None:
    """The parts of a page's or an app's address, with the host in lower case and ASCII; None for anything else."""
    # To a browser a backslash is a slash: of https://evil.example\@google.se/ it opens evil.example.
    address, mark, query = _clean(text).partition("?")
    try:
        parts = split_url(address.replace("\\", "/") + mark + query)
        host = normalize_host(parts.hostname or "")
    except ValueError:
        return None
    if host is None or parts.scheme not in {"http", "https", APP_SCHEME}:
        return None
    return Referrer(parts.scheme, host, parts.path or "/", parts.query)


@lru_cache(maxsize=1024)
def _own_names(hosts: frozenset[str]) -> frozenset[str]:
    return frozenset(without_www(normalize_host(host) or host) for host in hosts)


def normalize_host(host: str) -> str | None:
    """The host in lower case and ASCII without its final dot; None if there can be no such host."""
    host = host.lower().removesuffix(".")
    if len(host) > MAX_HOST_LENGTH:
        return None
    if not host.isascii():
        try:
            host = host.encode("idna").decode("ascii")
        except UnicodeError:
            return None
    return host if _LABELS.fullmatch(host) or _IP_ADDRESS.fullmatch(host) else None


def _clean(text: str) -> str:
    """Bounded, and free of what cannot be written as UTF-8."""
    text = text.strip()[:MAX_LENGTH]
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def _spam(lists: Lists, place: Referrer) -> Source | None:
    spammer = lists.spammers.name(place.host)
    return Source("spam", spammer) if spammer else None


def _internal(place: Referrer, own_hosts: Collection[str]) -> Source | None:
    return Source("internal") if place.bare_host in _own_names(frozenset(own_hosts)) else None


def _campaign(lists: Lists, tags: Mapping[str, str]) -> Source | None:
    source, campaign = tags.get("source"), tags.get("campaign")
    clicked = next((name for key, name in CLICK_IDS.items() if key in tags), None)
    if not (campaign or "medium" in tags or clicked) and (not source or _tagged_assistant(lists, tags)):
        return None
    return Source("campaign", source or clicked, tags.get("term"), campaign)


def _tagged_assistant(lists: Lists, tags: Mapping[str, str]) -> Source | None:
    """Assistants put their own host into `utm_source` of the links that they show."""
    host = normalize_host(tags.get("source", ""))
    name = lists.assistants.name(host) if host else None
    return Source("ai", name) if name else None


def _linked(lists: Lists, place: Referrer) -> Source:
    if place.scheme == APP_SCHEME:
        return _app(lists, place.host)
    if name := lists.assistants.name(place.bare_host, place.path):
        return Source("ai", name)
    if name := _mail_service(lists, place):
        return Source("email", name)
    if source := _search(lists, place):
        return source
    if name := lists.networks.name(place.bare_host, place.path):
        return Source("social", name)
    # No IP address is kept, not even as the name of a website.
    return Source("website", None if _IP_ADDRESS.fullmatch(place.host) else place.bare_host)


def _app(lists: Lists, package: str) -> Source:
    listed = lists.apps.get(package)
    return Source(*listed) if listed else Source("website", package)


def _mail_service(lists: Lists, place: Referrer) -> str | None:
    """A host that calls itself webmail, below a domain that someone has registered, needs no list."""
    host = place.bare_host
    if name := lists.mail.name(host, place.path):
        return name
    first = host.partition(".")[0].rstrip(string.digits)
    return host if first in lists.mail_words and registrable_domain(host) != host else None


def _search(lists: Lists, place: Referrer) -> Source | None:
    engine = lists.engine(place.bare_host, place.path)
    if engine is None:
        return None
    terms = tuple(_terms(engine, place))
    term = next((text for text in terms if text), None)
    if term or (terms and engine.search_only) or engine.is_search_without_term(place.path, place.query):
        return Source("search", engine.name, None if term and _URL_START.match(term) else term)
    return None


def _terms(engine: Engine, place: Referrer) -> Iterator[str]:
    """Every value that stands where the engine puts its term, empty ones too, the likeliest first."""
    fields = [field.partition("=") for field in place.query.split("&")] if place.query else []
    for param in engine.params:
        for key, _, value in fields:
            if key == param or ("%" in key and decode_term(key, ()) == param):
                yield decode_term(value, engine.charsets)
    for pattern in engine.path_terms:
        address = f"{place.path}?{place.query}" if r"\?" in pattern.pattern else place.path
        if found := pattern.search(address):
            yield decode_term(found[1], engine.charsets)


def decode_term(text: str, charsets: Sequence[str]) -> str:
    """Percent-decodes a term; UTF-8 is tried first, for other charsets' texts are hardly ever valid in it."""
    data = unquote_to_bytes(text.replace("+", " "))
    for charset in ("utf-8", *charsets):
        try:
            return data.decode(charset).strip()
        except UnicodeDecodeError:
            continue
    return data.decode(charsets[-1] if charsets else FALLBACK_CHARSET, "replace").strip()
