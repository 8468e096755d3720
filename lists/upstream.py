"""Where the copied lists come from, and their newest copies."""

import json
import re
import subprocess
import tarfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

GITHUB: Final = "https://github.com"
ISBOT: Final = "isbot"
ISBOT_FILE: Final = "isbot-patterns.json"

PATIENCE: Final = 300.0
"""Seconds for one copy."""

_ARRAY: Final = re.compile(r"^(?:var|const|let) patterns_default = (\[.*?^\]);", re.DOTALL | re.MULTILINE)


class Unfit(Exception):
    """A list that cannot take the place of the present one; says why in a sentence."""


class Repository(NamedTuple):
    name: str
    files: tuple[str, ...]


class Copy(NamedTuple):
    """Files by name; `page` is the link to its origin in the notice, and `state` what stands there of its version."""

    page: str
    state: str
    files: Mapping[str, bytes]


class _Packed(msgspec.Struct, frozen=True):
    """What npm says of an archive that it made."""

    filename: str
    version: str


REPOSITORIES: Final = (
    Repository("matomo-org/searchengine-and-social-list", ("SearchEngines.yml", "Socials.yml", "AIAssistants.yml")),
    Repository("matomo-org/referrer-spam-list", ("spammers.txt",)),
)


def clone(repository: Repository, base: str, folder: Path) -> Copy:
    """The newest commit's files, byte for byte; `base` is an address or a path with the repositories below it."""
    _run("git", "clone", "--quiet", "--bare", "--depth", "1", f"{base}/{repository.name}", folder)
    git = ("git", "--git-dir", folder)
    commit, day = _run(*git, "log", "-1", "--format=%H %cs").decode().split()
    files = {name: _run(*git, "cat-file", "blob", f"HEAD:{name}") for name in repository.files}
    return Copy(f"{GITHUB}/{repository.name}", f"commit `{commit}` of {day}", files)


def pack(package: str, folder: Path) -> Copy:
    """isbot's patterns from the package that npm has under a name, or from a folder or an archive of it."""
    told = _run("npm", "pack", "--silent", "--json", "--ignore-scripts", "--pack-destination", folder, package)
    try:
        [about] = msgspec.json.decode(told, type=list[_Packed])
        with tarfile.open(folder / about.filename) as archive:
            module = archive.extractfile("package/index.mjs")
            found = _ARRAY.search(module.read().decode()) if module else None
        patterns = msgspec.json.decode(found[1], type=list[str]) if found else None
    except (OSError, KeyError, ValueError, tarfile.TarError, msgspec.MsgspecError) as error:
        raise Unfit(
            f"isbot's package cannot be read, see what it is now and mend lists/upstream.py: {error}"
        ) from error
    if patterns is None:
        raise Unfit(
            "isbot's index.mjs has its patterns in another way than before: see how, and mend lists/upstream.py."
        )
    files = {ISBOT_FILE: pattern_file(patterns)}
    return Copy(f"https://www.npmjs.com/package/{ISBOT}", f"version `{about.version}`", files)


def pattern_file(patterns: list[str]) -> bytes:
    """One on a line, so that a version's differences can be read."""
    rows = ",\n".join(json.dumps(pattern, ensure_ascii=False) for pattern in patterns)
    return f"[\n{rows}\n]".encode()


def _run(*command: str | Path) -> bytes:
    """What the command printed; in a session of its own it has no terminal to ask for a password on."""
    told = " ".join(map(str, command[:2]))
    try:
        done = subprocess.run(  # noqa: S603 - the programs are named here
            command, check=True, capture_output=True, stdin=subprocess.DEVNULL, timeout=PATIENCE, start_new_session=True
        )
    except FileNotFoundError as error:
        raise Unfit(f"There is no {command[0]} here: install it.") from error
    except subprocess.TimeoutExpired as error:
        raise Unfit(f"{told} took longer than {PATIENCE:.0f} seconds: try again later.") from error
    except subprocess.CalledProcessError as error:
        why = " ".join(error.stderr.decode(errors="replace").split())
        raise Unfit(f"{told} failed: {why} Without a network, name copies by --base and --isbot.") from error
    return done.stdout
