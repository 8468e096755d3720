"""The lists of search engines, networks, assistants, e-mail services and spammers, as look-up tables."""

import codecs
import re
import string
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import chain
from types import MappingProxyType
from typing import Literal, NamedTuple, TypeVar
from urllib.parse import unquote

import msgspec
import yaml
from publicsuffixlist import PublicSuffixList

from policy.domains import suffixes as public_suffixes

AppMedium = Literal["search", "social", "ai", "email"]
Row = TypeVar("Row")

APP_SCHEME = "android-app"
COUNTRY = "{}"
ANY_ADDRESS = "/.*/"
RESULTS = re.compile(r"/search(\?.*)?")
# Names of app packages begin with a top-level domain, those of hosts end with one.
PACKAGE_PREFIXES = ("com.", "org.")
# The lists name charsets as PHP does. gb18030 holds all of gb2312, and what browsers really send.
CHARSETS = {"ms932": "cp932", "gb2312": "gb18030"}


class EngineRow(msgspec.Struct, frozen=True):
    """Hosts of one engine that are read alike, as SearchEngines.yml states them."""

    urls: list[str]
    params: list[str] = []
    charsets: list[str] = []
    hiddenkeyword: list[str] = []


EngineRows = dict[str, list[EngineRow]]
HostRows = dict[str, list[str]]


class Supplement(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    search: EngineRows
    social: HostRows
    ai: HostRows
    email: HostRows
    search_only: list[str]
    search_words: list[str]
    mail_words: list[str]
    dropped: list[str]


class Engine(msgspec.Struct, frozen=True):
    """How one host of a search engine is read.

    `path_terms` are searched in the path (in path and query where they name a `?`); their group 1 is the term.
    `without_term` are the addresses that count as a search although no term is in them.
    """

    name: str
    params: tuple[str, ...]
    path_terms: tuple[re.Pattern[str], ...]
    charsets: tuple[str, ...]
    without_term: tuple[re.Pattern[str], ...]
    search_only: bool

    def is_search_without_term(self, path: str, query: str) -> bool:
        address = f"{path}?{query}" if query else path
        # Some of the list's patterns begin behind the first slash.
        return any(rule.fullmatch(address) or rule.fullmatch(address, 1) for rule in self.without_term)


class HostTable(msgspec.Struct, frozen=True):
    """Names by host, or by host and path. A host speaks for its sub-domains, unless it is a public suffix."""

    hosts: Mapping[str, tuple[tuple[str, str], ...]]
    parents: Mapping[str, tuple[tuple[str, str], ...]]

    def name(self, host: str, path: str = "") -> str | None:
        rows = self.hosts.get(host)
        while True:
            name = _within_path(rows, path) if rows else None
            if name is not None or not host:
                return name
            host = host.partition(".")[2]
            rows = self.parents.get(host)


class Lists(msgspec.Struct, frozen=True):
    """All tables; read only."""

    spammers: HostTable
    assistants: HostTable
    mail: HostTable
    mail_words: frozenset[str]
    networks: HostTable
    apps: Mapping[str, tuple[AppMedium, str]]
    engines: Mapping[str, tuple[tuple[str, Engine], ...]]
    countries: frozenset[str]

    def engine(self, host: str, path: str) -> Engine | None:
        """The engine of a whole host without `www.`: sub-domains that no list names are no engines."""
        for key in self._engine_keys(host):
            rows = self.engines.get(key)
            engine = _within_path(rows, path) if rows else None
            if engine is not None:
                return engine
        return None

    def _engine_keys(self, host: str) -> Iterator[str]:
        yield host
        labels = host.split(".")
        for size in (2, 1):
            if len(labels) > size and ".".join(labels[-size:]) in self.countries:
                yield ".".join((*labels[:-size], COUNTRY))
        for place in range(min(2, len(labels) - 2)):
            if labels[place] in self.countries:
                yield ".".join((*labels[:place], COUNTRY, *labels[place + 1 :]))


def without_www(host: str) -> str:
    bare = host.removeprefix("www.")
    return bare if "." in bare else host


def _within_path(rows: Iterable[tuple[str, Row]], path: str) -> Row | None:
    """The first row whose path is the given one or stands above it, by whole segments."""
    for prefix, row in rows:
        if not prefix or path == prefix or path.startswith(f"{prefix}/"):
            return row
    return None


def split_place(url: str) -> tuple[str, str]:
    """Host and path of an entry."""
    host, slash, path = url.partition("/")
    return without_www(host.lower()), f"{slash}{path}".rstrip("/")


def _rule(text: str) -> re.Pattern[str]:
    if text.startswith("/") and text.endswith("/") and len(text) > 1:
        return re.compile(text[1:-1].replace(r"\/", "/"))
    return re.compile(rf"{re.escape(text)}(\?.*)?")


def _codec(charset: str) -> str:
    return codecs.lookup(CHARSETS.get(charset.lower(), charset)).name


class _SearchOnly(NamedTuple):
    """Hosts that are nothing but search, by name or by one of their labels."""

    hosts: frozenset[str]
    words: frozenset[str]

    def covers(self, host: str) -> bool:
        return host in self.hosts or not self.words.isdisjoint(host.split("."))


def _engine(name: str, row: EngineRow, search_only: bool) -> Engine:
    hidden = row.hiddenkeyword or ([ANY_ADDRESS] if search_only else [])
    without_term = tuple(map(_rule, hidden))
    if any(rule.fullmatch("/") for rule in without_term):  # its origin is a search, so is its page of results
        without_term = (*without_term, RESULTS)
    return Engine(
        name=name,
        params=tuple(param for param in row.params if not param.startswith("/")),
        path_terms=tuple(_rule(param) for param in row.params if param.startswith("/")),
        charsets=tuple(_codec(charset) for charset in row.charsets),
        without_term=without_term,
        search_only=any(rule.fullmatch("/") for rule in without_term),
    )


def _engine_places(rows: EngineRows, search_only: _SearchOnly) -> Iterator[tuple[tuple[str, str], Engine]]:
    for name, configurations in rows.items():
        for row in configurations:
            for url in filter(_is_host, row.urls):
                host, path = split_place(url)
                yield (host, path), _engine(name, row, search_only.covers(host))


def _engines(listed: EngineRows, supplement: Supplement) -> Mapping[str, tuple[tuple[str, Engine], ...]]:
    search_only = _SearchOnly(
        hosts=frozenset(map(without_www, supplement.search_only)), words=frozenset(supplement.search_words)
    )
    places = dict(chain(_engine_places(listed, search_only), _engine_places(supplement.search, search_only)))
    return _by_host((host, path, engine) for (host, path), engine in places.items() if host not in supplement.dropped)


def _by_host(places: Iterable[tuple[str, str, Row]]) -> Mapping[str, tuple[tuple[str, Row], ...]]:
    hosts: dict[str, list[tuple[str, Row]]] = {}
    for host, path, row in places:
        hosts.setdefault(host, []).append((path, row))
    longest_first = {
        host: tuple(sorted(rows, key=lambda row: len(row[0]), reverse=True)) for host, rows in hosts.items()
    }
    return MappingProxyType(longest_first)


def _host_table(names: Iterable[tuple[str, str]], suffixes: PublicSuffixList) -> HostTable:
    """`names` are pairs of host (with path) and name; of two for one host the later one holds."""
    places = {split_place(url): name for url, name in names}
    hosts = _by_host((host, path, name) for (host, path), name in places.items())
    parents = {host: rows for host, rows in hosts.items() if suffixes.publicsuffix(host) != host}
    return HostTable(hosts=hosts, parents=MappingProxyType(parents))


def _is_host(url: str) -> bool:
    return not url.startswith((*PACKAGE_PREFIXES, APP_SCHEME))


def _names(*lists: HostRows) -> Iterator[tuple[str, str]]:
    for rows in lists:
        for name, urls in rows.items():
            for url in urls:
                yield url, unquote(name)


def package_of(url: str) -> str | None:
    """The app that an entry names. The copied list also has "android-app//…", which is no address of anything."""
    return None if _is_host(url) or url.startswith(f"{APP_SCHEME}//") else url.removeprefix(f"{APP_SCHEME}://")


def _packages(names: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    for url, name in names:
        if package := package_of(url):
            yield package, name


def _apps(names: Mapping[AppMedium, list[tuple[str, str]]]) -> Mapping[str, tuple[AppMedium, str]]:
    apps = {package: (medium, name) for medium, pairs in names.items() for package, name in _packages(pairs)}
    return MappingProxyType(apps)


@cache
def _countries() -> frozenset[str]:
    """Country codes, and where companies register one level below (`co.uk`), such suffixes too."""
    official = PublicSuffixList(only_icann=True, accept_unknown=False)
    pairs = (first + second for first in string.ascii_lowercase for second in string.ascii_lowercase)
    suffixes: set[str] = set()
    for code in pairs:
        below = {suffix for suffix in (f"co.{code}", f"com.{code}") if official.publicsuffix(suffix) == suffix}
        if below or official.publicsuffix(code) == code:
            suffixes |= {code, *below}
    return frozenset(suffixes)


class Listed(NamedTuple):
    """What the files say, not yet joined."""

    search: EngineRows
    social: HostRows
    ai: HostRows
    spammers: list[str]
    supplement: Supplement


def read_listed(folder: Traversable) -> Listed:
    """Reads the files of a folder; raises `OSError`, `UnicodeDecodeError`, `yaml.YAMLError` or `ValidationError`."""

    def table(name: str, shape: type[Row]) -> Row:
        text = folder.joinpath(name).read_text(encoding="utf-8")
        return msgspec.convert(yaml.load(text, Loader=yaml.CSafeLoader), shape)

    return Listed(
        search=table("SearchEngines.yml", EngineRows),
        social=table("Socials.yml", HostRows),
        ai=table("AIAssistants.yml", HostRows),
        spammers=folder.joinpath("spammers.txt").read_text(encoding="utf-8").split(),
        supplement=table("supplement.yml", Supplement),
    )


@cache
def load_lists() -> Lists:
    """Reads the packaged lists once for the process."""
    return join(read_listed(files(__package__).joinpath("data")))


def join(read: Listed) -> Lists:
    """Raises `re.error` and `LookupError` for patterns and charsets that do not exist."""
    listed, supplement = read.search, read.supplement
    social = list(_names(read.social, supplement.social))
    ai = list(_names(read.ai, supplement.ai))
    email = list(_names(supplement.email))
    search = [
        (url, name)
        for rows in (listed, supplement.search)
        for name, configurations in rows.items()
        for row in configurations
        for url in row.urls
    ]
    suffixes = public_suffixes()

    def table(names: list[tuple[str, str]]) -> HostTable:
        kept = ((url, name) for url, name in names if _is_host(url) and url not in supplement.dropped)
        return _host_table(kept, suffixes)

    return Lists(
        spammers=_host_table(((host, host.lower()) for host in read.spammers), suffixes),
        assistants=table(ai),
        mail=table(email),
        mail_words=frozenset(supplement.mail_words),
        networks=table(social),
        apps=_apps({"search": search, "social": social, "ai": ai, "email": email}),
        engines=_engines(listed, supplement),
        countries=_countries(),
    )
