"""The command `explain`: what would become of page views, asked in files, on stdin or by options."""

import argparse
import errno
import json
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO, Final

from collector.classify import Classifier
from collector.explain import LONGEST, Explainer
from collector.lists import load_lists
from dashboard.serve import build_sites
from dashboard.settings import Settings
from store.policies import PolicyFiles

ASKED: Final = ("url", "referrer", "user_agent", "site", "hosts")
"""The keys of a question that options give too."""

_STDIN: Final = Path("-")
_MARK: Final = b"\xef\xbb\xbf"  # which Windows puts before UTF-8


def explain(settings: Settings, given: argparse.Namespace) -> int:
    asked = {name: value for name in ASKED if (value := getattr(given, name)) is not None}
    if asked and "url" not in asked:
        given.misused("what is asked of one visit goes with --url")
    if asked and given.files:
        given.misused("ask in files or by --url, not both")
    if sys.stdout is None:
        raise _closed("stdout")
    with ExitStack() as opened:  # all of them, before anything is answered
        files = [_open(file, opened) for file in given.files or [_STDIN]] if not asked else []
        explainer = Explainer(Classifier(load_lists()), build_sites(PolicyFiles(settings.data / "policies")))
        for line in (line for file in files for line in _lines(file)) if files else [_question(asked)]:
            sys.stdout.write(explainer.answer(line, time.time()).decode() + "\n")
            sys.stdout.flush()
    return 0


def _open(file: Path, opened: ExitStack) -> BinaryIO:
    if file != _STDIN:
        return opened.enter_context(file.open("rb"))
    if sys.stdin is None:
        raise _closed("stdin")
    return sys.stdin.buffer


def _closed(name: str) -> OSError:
    return OSError(errno.EBADF, "it is closed", name)


def _question(asked: dict[str, str | list[str]]) -> bytes:
    """As a line would ask; what was typed and is no UTF-8 goes on as it is, to be refused like any other."""
    return json.dumps(asked, ensure_ascii=False).encode("utf-8", "surrogateescape")


def _lines(file: BinaryIO) -> Iterator[bytes]:
    """Those that are not blank; of one that is too long no more than tells that it is."""
    while line := file.readline(LONGEST + 1):
        if len(line) > LONGEST and not line.endswith(b"\n"):
            yield line
            while (rest := file.readline(LONGEST)) and not rest.endswith(b"\n"):
                pass
        elif line := line.removeprefix(_MARK).strip():
            yield line
