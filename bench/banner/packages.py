"""The packages from npm that take part, in the versions that package.json names."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Final

MANIFEST: Final = Path(__file__).with_name("package.json")
FOLDER: Final = Path(__file__).parents[2] / "build" / "bench-banner"
MODULES: Final = FOLDER / "node_modules"

_INSTALL: Final = ("npm", "install", "--no-package-lock", "--ignore-scripts", "--no-audit", "--no-fund",
                   "--loglevel=error")  # fmt: skip


def install() -> None:
    """Fetches the packages, unless they are there already; none of their own scripts runs."""
    copy = FOLDER / MANIFEST.name
    if copy.exists() and MODULES.is_dir() and copy.read_bytes() == MANIFEST.read_bytes():
        return
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    shutil.copy(MANIFEST, copy)
    subprocess.run(_INSTALL, cwd=FOLDER, check=True)  # noqa: S603 - nothing of it comes from outside


def version(package: str) -> str:
    found: str = json.loads(MANIFEST.read_text(encoding="utf-8"))["dependencies"][package]
    return found
