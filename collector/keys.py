"""Keys on disk, and those under which typed text is counted: one for each window, destroyed at its end."""

import hashlib
import hmac
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final

import msgspec

from policy.calendar import first_of_month
from store.secrets import destroy, finish, secret

_LATEST: Final = timedelta(hours=13)
"""After a day has ended in UTC: the westernmost zone's 12 hours, and one for hits that came late."""

_MONTHS: Final = {"month": 1, "quarter": 3}


class TypedKeys:
    """The directory `keys/`: `typed-WINDOW-START.key`, 32 random bytes each, made when first asked for."""

    def __init__(self, directory: Path) -> None:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._directory = directory
        self._known: dict[tuple[str, str], bytes] = {}

    def digest(self, window: str, start: str, site: str, dimension: str, text: str) -> str:
        """32 hex digits, the same in every process while the window lasts, and not to be guessed after it."""
        key = self._known.get((window, start))
        if key is None:
            key = self._known[window, start] = secret(self._directory / f"typed-{window}-{start}.key")
        message = msgspec.msgpack.encode((site, dimension, text))
        return hmac.new(key, message, hashlib.sha256).hexdigest()[:32]

    def destroy(self, now: float) -> None:
        """Destroys the keys of the windows that have ended everywhere."""
        finish(self._directory)
        today = (datetime.fromtimestamp(now, UTC) - _LATEST).date()
        for path in self._directory.glob("typed-*.key"):
            _, window, start = path.stem.split("-", 2)
            if _end(window, date.fromisoformat(start)) <= today:
                destroy(path)
        for window, start in list(self._known):  # also of one whose file was lost before
            if _end(window, date.fromisoformat(start)) <= today:
                del self._known[window, start]


def _end(window: str, start: date) -> date:
    return first_of_month(start, _MONTHS[window])
