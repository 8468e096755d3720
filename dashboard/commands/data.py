"""What most commands begin with: the files of a data directory, and what they say when it is done or refused."""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from collector.signing import ReceiptKeys
from dashboard.settings import Settings
from policy.check import PolicyError
from store.policies import PolicyFiles

Arguments = argparse.Namespace


class Failure(Exception):
    """One clear line for stderr; exit status 1."""


def files_of(settings: Settings) -> PolicyFiles:
    return PolicyFiles(settings.data / "policies")


def keys_of(settings: Settings) -> ReceiptKeys:
    return ReceiptKeys(settings.data / "keys")


@contextmanager
def naming(file: Path) -> Iterator[None]:
    """Puts the document's file name before what is wrong in it."""
    try:
        yield
    except PolicyError as error:
        raise Failure("\n".join(f"{file}: {problem}" for problem in error.problems)) from None


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
