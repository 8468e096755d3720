"""What is measured: the page alone, and the same page with each of the banners."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from importlib.resources import files
from pathlib import Path
from typing import Final

from bench.banner import packages
from collector.script import script_of
from demo.sites import HOSTS
from policy.site import Site, site_of

HERE: Final = Path(__file__).parent
SITE: Final = "kbt-verkstan.se"


@dataclass(frozen=True)
class Contestant:
    """A page with one banner, or none. `embed` stands last in the page's head; `files` are served beside the page;
    `refuse` selects the button that refuses, the last thing that a banner needs before it can be answered."""

    name: str
    title: str
    embed: str = ""
    files: Mapping[str, bytes] = field(default_factory=dict)
    refuse: str = ""
    configured: str = ""

    @property
    def page(self) -> str:
        return (HERE / "page.html").read_text(encoding="utf-8").replace("<!--embed-->", self.embed)


ALONE: Final = Contestant("alone", "page alone")


def bare() -> Contestant:
    return Contestant(
        "bare",
        "bare banner",
        _embed("bare"),
        {"files/bare.js": (HERE / "embeds" / "bare.js").read_bytes()},
        "#bare-refuse",
        "one sentence and two buttons made by a script of some twenty lines, which keeps nothing: the least that any "
        "banner costs on this page and this machine.",
    )


def statistics() -> Contestant:
    return _own("statistics", "Räkneverk", "", "the policy in `policy/examples/kbt-verkstan.toml` as it is.")


def services() -> Contestant:
    service = (HERE / "services.toml").read_text(encoding="utf-8")
    return _own(
        "services",
        "Räkneverk, services",
        service,
        "the same policy with a film service added, so two categories, the settings layer and the blocking.",
    )


def _own(name: str, title: str, more: str, configured: str) -> Contestant:
    script = script_of(first_user(more), datetime.now(UTC).date()).text
    return Contestant(
        name,
        title,
        _embed("rakneverk"),
        {f"s/{SITE}.js": script.encode()},
        '[data-consent="reject"]',
        f"{configured} Swedish and English; the script also holds the tracker.",
    )


def first_user(more: str) -> Site:
    """The first user's site with its own policy, under the name that loopback answers to, and `more` at its end."""
    document = (files("policy") / "examples" / "kbt-verkstan.toml").read_text("utf-8")
    named = document.replace(f'"www.{SITE}"', f'"www.{SITE}", "{HOSTS.clinic}"')
    return site_of(SITE, "Europe/Stockholm", [(date(2026, 1, 1), named + more)])


def peers() -> list[Contestant]:
    """The three from npm, each with its own style and as its documents show; two categories; equal buttons."""
    return [
        _peer(
            "cookieconsent",
            "vanilla-cookieconsent",
            ("dist/cookieconsent.css", "dist/cookieconsent.umd.js"),
            'button[data-role="necessary"]',
            "a style sheet in the head and an inline module that imports the UMD build; `equalWeightButtons`, layout "
            "`bar`. `hideFromBots` is off, or a driven browser would see no banner.",
        ),
        _peer(
            "klaro",
            "klaro",
            ("dist/klaro.js",),
            ".cn-decline",
            "the build with style and all translations, its configuration inline; both answers the same colour by its "
            "own style variables, which by default differ.",
        ),
        _peer(
            "tarteaucitron",
            "tarteaucitronjs",
            (
                "tarteaucitron.min.js",
                "tarteaucitron.services.min.js",
                "css/tarteaucitron.min.css",
                "lang/tarteaucitron.sv.min.js",
            ),
            "#tarteaucitronAllDenied2",
            "the minified files, which it loads one after the other; banner at the bottom, both answers shown, two "
            "services of its custom kind. The consent modes of Google, Microsoft and Piano, on by default, are off.",
        ),
    ]


def _peer(name: str, package: str, built: tuple[str, ...], refuse: str, configured: str) -> Contestant:
    folder = packages.MODULES / package
    served = {f"files/{path}": (folder / path).read_bytes() for path in built}
    return Contestant(name, f"{package} {packages.version(package)}", _embed(name), served, refuse, configured)


def _embed(name: str) -> str:
    return (HERE / "embeds" / f"{name}.html").read_text(encoding="utf-8").strip()
