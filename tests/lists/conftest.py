import shutil
import subprocess
from pathlib import Path
from typing import Final

import pytest

from lists.__main__ import DATA, main
from lists.upstream import ISBOT_FILE, REPOSITORIES

SCRIPT: Final = "// src/patterns.json\nvar patterns_default = {};\nvar fullPattern = '';\n"


class Upstream:
    """Repositories and a package as they are elsewhere, and our copies of their lists; both begin alike."""

    def __init__(self, folder: Path) -> None:
        self.data, self.base, self.package = folder / "data", folder / "base", folder / "isbot"

    def begin(self) -> None:
        shutil.copytree(DATA, self.data)
        for repository in REPOSITORIES:
            place = self.base / repository.name
            place.mkdir(parents=True)
            self._git(place, "init", "--quiet")
            for name in repository.files:
                shutil.copy(DATA / name, place / name)
            self._commit(place)
        self.package.mkdir()
        self.publishes_patterns((DATA / ISBOT_FILE).read_text(), "5.2.3")

    def says(self, name: str, old: str, new: str) -> None:
        """Changes a list upstream."""
        place = self._place(name)
        text = (place / name).read_text(encoding="utf-8")
        assert old in text
        self.has(name, text.replace(old, new, 1).encode())

    def has(self, name: str, content: bytes) -> None:
        place = self._place(name)
        (place / name).write_bytes(content)
        self._commit(place)

    def links(self, name: str, target: Path) -> None:
        place = self._place(name)
        (place / name).unlink()
        (place / name).symlink_to(target)
        self._commit(place)

    def moves(self, name: str, to: str) -> None:
        place = self._place(name)
        (place / name).rename(place / to)
        self._commit(place)

    def publishes_patterns(self, patterns: str, version: str) -> None:
        (self.package / "package.json").write_text(f'{{"name": "isbot", "version": "{version}", "main": "index.mjs"}}')
        (self.package / "index.mjs").write_text(SCRIPT.format(patterns))

    def commit(self, name: str) -> str:
        return self._git(self._place(name), "rev-parse", "HEAD")

    def renew(self, *options: str) -> int:
        return main(["--base", str(self.base), "--isbot", str(self.package), *options], self.data)

    def copies(self) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in self.data.iterdir()}

    def _place(self, name: str) -> Path:
        return next(self.base / each.name for each in REPOSITORIES if name in each.files)

    def _commit(self, place: Path) -> None:
        self._git(place, "add", ".")
        self._git(place, "commit", "--quiet", "--allow-empty", "--message", "Lists")

    @staticmethod
    def _git(place: Path, *command: str) -> str:
        someone = ("-c", "user.name=Someone", "-c", "user.email=someone@upstream.example")
        done = subprocess.run(["git", "-C", place, *someone, *command], check=True, capture_output=True, text=True)
        return done.stdout.strip()


@pytest.fixture(scope="session")
def beginning(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("upstream")
    Upstream(folder).begin()
    return folder


@pytest.fixture
def upstream(
    beginning: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> Upstream:
    """With git, and without npm, which takes its time, unless a test asks for it."""
    folder = tmp_path / "upstream"
    shutil.copytree(beginning, folder)
    if "npm" not in request.fixturenames:
        git = shutil.which("git")
        assert git
        (tmp_path / "programs").mkdir()
        (tmp_path / "programs" / "git").symlink_to(git)
        monkeypatch.setenv("PATH", str(tmp_path / "programs"))
    return Upstream(folder)


@pytest.fixture
def npm() -> None:
    """Leaves npm where it is."""
