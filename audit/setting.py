"""How a cookie was set: by whom, and for how long as they said."""

import email.utils
from datetime import UTC, datetime
from typing import Literal, NamedTuple


class Setting(NamedTuple):
    """`host` is where it is kept, `setter` whose answer or script set it."""

    name: str
    host: str
    by: Literal["header", "script"]
    setter: str
    days: float | None


def of_header(line: str, host: str, now: datetime) -> Setting:
    """Of a `Set-Cookie` header, or the like in an answer of `host`."""
    return _setting(line, host, "header", host, now)


def of_script(line: str, host: str, writer: str, now: datetime) -> Setting:
    """Of what a script of `writer` put into `document.cookie` on a page of `host`."""
    return _setting(line, host, "script", writer, now)


def _setting(line: str, host: str, by: Literal["header", "script"], setter: str, now: datetime) -> Setting:
    pair, *rest = line.split(";")
    attributes = {name.strip().lower(): value.strip() for name, _, value in (part.partition("=") for part in rest)}
    name, equals, _ = pair.partition("=")
    kept = attributes.get("domain", "").lstrip(".").lower() or host
    return Setting(name.strip() if equals else "", kept, by, setter, _days(attributes, now))


def _days(attributes: dict[str, str], now: datetime) -> float | None:
    """`Max-Age` goes before `Expires` (RFC 6265, 5.3)."""
    if "max-age" in attributes:
        try:
            return int(attributes["max-age"]) / 86_400
        except ValueError:
            return None
    try:
        until = email.utils.parsedate_to_datetime(attributes["expires"].replace("-", " "))
    except (KeyError, ValueError):
        return None
    aware = until if until.tzinfo else until.replace(tzinfo=UTC)
    return (aware - now).total_seconds() / 86_400
