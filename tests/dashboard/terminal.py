"""The command `rakneverk` as at a terminal: what is typed, what it prints, and how it ends."""

import atexit
import io
import shutil
from contextlib import redirect_stderr, redirect_stdout
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import NamedTuple

import pytest

from dashboard.cli import main
from tests.policy.documents import BING, changed

CLINIC = "klinik.example"
SHOP = "butik.example"

FIVE = changed("visits = {}", "visits = {}\npages = {}\nreferrers = {}\nsearch_engines = {}") + BING
"""A document for the clinic that names the five statistics, and both search engines."""

BOTH = changed("[legal]", f'[[site]]\nhost = "{SHOP}"\n\n[legal]', FIVE)
"""The same for the clinic and the shop."""


class Done(NamedTuple):
    """How a command ended."""

    status: int
    out: str
    err: str


class _Keyboard(io.TextIOWrapper):
    def isatty(self) -> bool:
        return True


class Terminal:
    """Commands over one data directory; `file` keeps a document beside it."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self.data = directory / "data"

    def file(self, document: str, name: str = "policy.toml") -> str:
        path = self._directory / name
        path.write_text(document, encoding="utf-8")
        return str(path)

    def __call__(self, *arguments: str, stdin: str | bytes = "", at_keyboard: bool = False) -> Done:
        typed = stdin.encode() if isinstance(stdin, str) else stdin
        out, err = io.StringIO(), io.StringIO()
        with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
            kind = _Keyboard if at_keyboard else io.TextIOWrapper
            patch.setattr("sys.stdin", kind(io.BytesIO(typed), encoding="utf-8"))
            try:
                status = main([*arguments, "--data", str(self.data)])
            except SystemExit as end:
                status = int(end.code or 0)
        return Done(status, out.getvalue(), err.getvalue())

    def add(self, host: str = CLINIC, document: str = FIVE) -> None:
        """Installs a site; the first of a directory as it was installed before, if it was."""
        file = self.file(document)
        if self.data.exists():
            self._add(host, file)
        else:
            shutil.copytree(_installed(host, document), self.data)

    def _add(self, host: str, file: str) -> None:
        done = self("site", "add", host, "--policy", file)
        assert done.status == 0, done.err


@cache
def _installed(host: str, document: str) -> Path:
    """A data directory with the site alone."""
    place = Path(mkdtemp())
    atexit.register(shutil.rmtree, place)
    terminal = Terminal(place)
    terminal._add(host, terminal.file(document))
    return terminal.data
