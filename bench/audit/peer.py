"""The others' banners, each on a page of its own as its documents show to begin with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bench.banner import packages

PAGES: Final = Path(__file__).with_name("pages")


@dataclass(frozen=True)
class Peer:
    """`package` at npm, whose `built` files are served; `wired` says what was decided for it."""

    package: str
    built: Sequence[str]
    wired: str

    @property
    def title(self) -> str:
        return f"{self.package} {packages.version(self.package)}"

    @property
    def host(self) -> str:
        return f"{self.package}.localhost"

    def files(self) -> Mapping[str, bytes]:
        """By path; in its texts, `__FILM__` stands for the address of the company that shows films."""
        page = _text(f"{self.package}.html")
        for part in ("head", "article"):
            page = page.replace(f"<!--{part}-->", _text(f"{part}.html").strip())
        settings = PAGES / f"{self.package}.config.js"
        own = {"": page, "config.js": settings.read_text(encoding="utf-8") if settings.exists() else ""}
        folder = packages.MODULES / self.package
        return {path: text.encode() for path, text in own.items()} | {
            f"files/{path}": (folder / path).read_bytes() for path in self.built
        }


PEERS: Final = (
    Peer(
        "vanilla-cookieconsent",
        ("dist/cookieconsent.css", "dist/cookieconsent.umd.js"),
        "style sheet and module as in its Getting Started, nothing but `categories` and `language` set, in Swedish of "
        "ours since it has none. It blocks scripts: the film's makes the frame.",
    ),
    Peer(
        "klaro",
        ("dist/klaro.js",),
        "configuration and script as in its README, its own Swedish, one service, the frame by `data-src`.",
    ),
    Peer(
        "tarteaucitronjs",
        (
            "tarteaucitron.js",
            "tarteaucitron.services.js",
            "css/tarteaucitron.css",
            "lang/tarteaucitron.sv.js",
        ),
        "the call of its README, every option as it stands there, its own Swedish, the frame by its service `iframe`.",
    ),
    Peer(
        "orejime",
        ("dist/orejime-standard-sv.js", "dist/orejime-standard.css"),
        "the standard theme in its own Swedish, one purpose, the frame in a `template`.",
    ),
)


def _text(name: str) -> str:
    return (PAGES / name).read_text(encoding="utf-8")
