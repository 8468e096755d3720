"""Settings: one row each, and the only reader of the environment."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

import msgspec


class Setting(NamedTuple):
    """An environment variable, its default, its type and what it is for."""

    name: str
    default: str
    kind: type
    help: str


SETTINGS: Final = (
    Setting("RAKNEVERK_DATA", "./data", str, "the data directory, where --data is not given"),
    Setting("RAKNEVERK_FOLD_SECONDS", "2", float, "seconds until what is counted shows on the dashboard"),
    Setting("RAKNEVERK_HIT_LIMIT", "240", int, "hits a minute taken from one address (0: no limit)"),
    Setting("RAKNEVERK_TRUSTED_PROXIES", "127.0.0.1,::1", str, "proxies whose X-Forwarded-For is believed"),
    Setting("RAKNEVERK_SECURE", "1", int, "1: the dashboard is reached by https; 0: by plain http, for trying out"),
)


class Settings(msgspec.Struct, frozen=True):
    """What SETTINGS say for this process."""

    data: Path
    fold_seconds: float
    hit_limit: int
    trusted_proxies: str
    secure: bool


class BadSetting(Exception):
    """A variable's value is not of its kind."""


def read_settings(environment: Mapping[str, str] = os.environ, **given: Any) -> Settings:
    """The settings, those `given` taking the place of the environment's; raises `BadSetting`."""
    values: dict[str, Any] = {}
    for row in SETTINGS:
        text = environment.get(row.name, row.default)
        try:
            values[row.name.removeprefix("RAKNEVERK_").lower()] = row.kind(text)
        except ValueError:
            raise BadSetting(f"{row.name} is {text!r}; it should be {row.help}.") from None
    values.update({name: value for name, value in given.items() if value is not None})
    return Settings(**{**values, "data": Path(values["data"]), "secure": bool(values["secure"])})
