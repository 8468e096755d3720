"""Sites and the policy documents published for them, as files: the texts as they were, and one index.

`policies/sites.json` is replaced in one rename, which is the moment of publishing; `policies/HOST/VERSION.toml` is
written before it and never changed after.
"""

import fcntl
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Final, Generic, TypeVar

import msgspec

T = TypeVar("T")

_PAUSE: Final = 10.0
"""Seconds until what could not be read is tried again, if nothing has changed meanwhile."""


class BadIndex(Exception):
    """`sites.json` is damaged, or a document that it names is gone; the message says what to do."""


class Publication(msgspec.Struct, frozen=True):
    """One version in force from a day; `digest` is the document's."""

    version: int
    digest: str
    day: date


class InstalledSite(msgspec.Struct, frozen=True):
    """A site's host, IANA time zone, the service's name on its domain, and published versions, oldest first. A site
    that was removed is still bound by what it promised about what was counted. `ledger` is the ledger's head as it was
    when it was last written to."""

    host: str
    timezone: str
    service: str
    published: tuple[Publication, ...]
    removed: bool = False
    ledger: str = ""


class PublishedText(msgspec.Struct, frozen=True):
    """A document as it was published."""

    day: date
    text: str


class PolicyFiles:
    """The directory `policies/` of a data directory."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self._index = directory / "sites.json"

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Held from reading to writing by whoever changes what is published; others wait."""
        self.directory.mkdir(parents=True, exist_ok=True)
        file = os.open(self.directory, os.O_RDONLY)  # a file of its own might be another user's
        try:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield
        finally:
            os.close(file)

    def stamp(self) -> tuple[int, int] | None:
        """Changes whenever a site or policy does; None before the first."""
        try:
            status = self._index.stat()
        except FileNotFoundError:
            return None
        return status.st_mtime_ns, status.st_ino

    def sites(self) -> tuple[InstalledSite, ...]:
        """Those that are installed."""
        return tuple(site for site in self.all_sites() if not site.removed)

    def all_sites(self) -> tuple[InstalledSite, ...]:
        """Those that are or were installed. Raises `BadIndex`."""
        if self.stamp() is None:
            return ()
        try:
            return msgspec.json.decode(self._index.read_bytes(), type=tuple[InstalledSite, ...])
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            raise BadIndex(
                f"{self._index} is damaged: it is not the list of sites. Put it back from a backup, together with the "
                "folders beside it."
            ) from None

    def versions(self, host: str) -> list[int]:
        """Of all texts that were ever written for the host, also before it was removed."""
        return sorted(int(path.stem) for path in (self.directory / host).glob("*.toml"))

    def text(self, host: str, version: int) -> str:
        with self._published(host, version) as path:
            return path.read_text(encoding="utf-8")

    def document(self, host: str, version: int) -> bytes:
        """The text as it lies."""
        with self._published(host, version) as path:
            return path.read_bytes()

    @contextmanager
    def _published(self, host: str, version: int) -> Iterator[Path]:
        """Raises `BadIndex` where the document is gone."""
        path = self._path(host, version)
        try:
            yield path
        except FileNotFoundError:
            why = f"{path} is missing, which sites.json says was published: put it back from a backup."
            raise BadIndex(why) from None

    def history(self, site: InstalledSite) -> tuple[PublishedText, ...]:
        """The site's documents, oldest first."""
        return tuple(PublishedText(each.day, self.text(site.host, each.version)) for each in site.published)

    def write_text(self, host: str, version: int, text: str) -> None:
        path = self._path(host, version)
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, text.encode())

    def replace_sites(self, sites: Iterable[InstalledSite]) -> None:
        """Puts the given sites in the place of those of the same hosts."""
        replaced = {site.host: site for site in (*self.all_sites(), *sites)}
        self.directory.mkdir(parents=True, exist_ok=True)
        write_whole(self._index, msgspec.json.format(msgspec.json.encode(tuple(replaced.values())), indent=1))

    def note_heads(self, heads: Mapping[str, str]) -> None:
        """Notes the ledgers' heads by host, which lets running processes read the sites anew."""
        sites = self.all_sites()
        new = [msgspec.structs.replace(site, ledger=heads.get(site.host, site.ledger)) for site in sites]
        if tuple(new) != sites:
            self.replace_sites(new)

    def _path(self, host: str, version: int) -> Path:
        return self.directory / host / f"{version}.toml"


class Watched(Generic[T]):
    """What `build` makes of the files, made anew when a site or policy has changed since the last call. What is there
    and cannot be made anything of is told on stderr, once, and leaves what was made last."""

    def __init__(
        self, files: PolicyFiles, build: Callable[[PolicyFiles], T], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._files, self._build, self._clock = files, build, clock
        self._stamp = files.stamp()
        self._built = build(files)
        self._fault, self._again = "", 0.0

    def __call__(self) -> T:
        try:
            stamp = self._files.stamp()
            if stamp != self._stamp or (self._fault and self._clock() >= self._again):
                self._stamp = stamp
                self._built, self._fault = self._build(self._files), ""
        except Exception as error:  # whatever it is, visitors are served
            self._failed(error)
        return self._built

    def _failed(self, error: Exception) -> None:
        self._again = self._clock() + _PAUSE
        said = str(error) or type(error).__name__
        told = "".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in said)
        if told != self._fault:
            print(f"rakneverk: the sites stay as they were read before: {told}", file=sys.stderr, flush=True)
        self._fault = told


def write_whole(path: Path, content: bytes) -> None:
    """Either the old file or the whole new one is there, also after a power cut."""
    new = path.with_name(path.name + ".new")
    with new.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    new.rename(path)
    directory = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)
