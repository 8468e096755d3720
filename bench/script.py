"""`python -m bench.script`: what each optional statistic adds to the embedded script, for docs/statistics.md."""

import gzip
import re
from collections.abc import Collection, Mapping
from datetime import date
from importlib.resources import files
from typing import Final

from bench.document import DOCS, write
from collector.script import script_of, script_text
from policy.banner import configuration
from policy.site import Site, site_of
from policy.statistics import STATISTICS

PAGE: Final = DOCS / "statistics.md"
MARK: Final = "script bytes"

_DAY: Final = date(2026, 1, 1)
_LATER: Final = date(2026, 11, 22)  # when no change is told of any more

_EXAMPLE: Final = (files("policy") / "examples" / "kbt-verkstan.toml").read_text("utf-8")
_VALUES: Final = {
    "contact_clicks": '{ booking = ["https://boka.example.se/"], order = ["/tack"] }',
    "events": '{ names.kontakt = { sv = "Kontakt", en = "Contact" } }',
}


def _site(named: Collection[str]) -> Site:
    lines = "".join(f"{name} = {_VALUES.get(name, '{}')}\n" for name in named)
    document = _EXAMPLE.replace("[statistics]\n", f"[statistics]\n{lines}")
    return site_of("kbt-verkstan.se", "Europe/Stockholm", [(_DAY, document)])


def size(named: Collection[str]) -> int:
    """Bytes of the script for the example's policy with these statistics besides its own."""
    return len(gzip.compress(script_of(_site(named), _LATER).text.encode(), 9))


def optional() -> list[str]:
    """The statistics that the example does not name."""
    return [name for name in STATISTICS if name not in _site(()).policy.statistics]


def measured() -> dict[str, tuple[int, int]]:
    """By statistic the bytes that it adds by itself, and those that it adds to all the others."""
    names = optional()
    smallest, largest = size(()), size(names)
    return {
        name: (size([name]) - smallest, largest - size([other for other in names if other != name])) for name in names
    }


def sums() -> str:
    names = optional()
    alike = [name for name in names if name != "web_vitals"]
    smallest, program = size(()), code(alike)
    words = size(alike) - smallest - program
    return (
        f"The script of the example policy has {smallest:,} bytes. All optional statistics but `web_vitals` add\n"
        f"{program:,} bytes of program to it, and with `web_vitals` {code(names):,}; the words in the banner that\n"
        f"name them, and the names of campaigns' parameters, {words:,} more."
    )


def code(named: Collection[str]) -> int:
    """Bytes of program alone that the statistics add: with the words and parameters of the example's policy."""
    plain = configuration(_site(()), _LATER)
    told = configuration(_site(named), _LATER)
    keys = {name: value for name, value in told.items() if name not in plain}
    short = {name: value[:1] if isinstance(value, list) else value for name, value in keys.items()}
    return len(gzip.compress(script_text(plain | short).encode(), 9)) - len(
        gzip.compress(script_text(plain).encode(), 9)
    )


def fill(page: str, figures: Mapping[str, tuple[int, int]]) -> str:
    """The page with the last column of its table filled in."""
    for name, (alone, beside) in figures.items():
        page = re.sub(rf"^(\| `{name}` \|.*\|)[^|]*\|$", rf"\1 {alone}, {beside} |", page, flags=re.MULTILINE)
    return page


def main() -> None:
    figures = measured()
    for name, (alone, beside) in figures.items():
        print(f"{name:16}{alone:6}{beside:6}")
    PAGE.write_text(fill(PAGE.read_text(encoding="utf-8"), figures), encoding="utf-8")
    write(PAGE, MARK, sums())


if __name__ == "__main__":
    main()
