"""Files that a command is given: read whole, or refused by name."""

from pathlib import Path

from dashboard.commands.publish import Refusal
from dashboard.commands.terminal import line


def text_of(file: Path) -> str:
    """Raises `Refusal`."""
    try:
        return file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise Refusal(f"{line(str(file))} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise Refusal(f"{line(str(file))} is not UTF-8 text; save it as UTF-8.") from None
