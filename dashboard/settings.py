"""Settings: one row each, and the only reader of the environment."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Final, NamedTuple

import msgspec
from msgspec import Meta


class Setting(NamedTuple):
    """An environment variable, its default and what it is for."""

    name: str
    default: str
    help: str

    @property
    def field(self) -> str:
        """Its name in `Settings`."""
        return self.name.removeprefix("RAKNEVERK_").lower()


SETTINGS: Final = (
    Setting("RAKNEVERK_DATA", "./data", "the data directory, where --data is not given"),
    Setting("RAKNEVERK_FOLD_SECONDS", "2", "seconds until what is counted shows on the dashboard, at most 60"),
    Setting("RAKNEVERK_HIT_LIMIT", "240", "hits a minute taken from one address (0: no limit)"),
    Setting("RAKNEVERK_TRUSTED_PROXIES", "127.0.0.1,::1", "proxies whose X-Forwarded-For is believed"),
    Setting(
        "RAKNEVERK_DATA_CENTRES", "", "a file of networks, one a line, from which no hits are counted; empty: none"
    ),
    Setting(
        "RAKNEVERK_CHROMIUM", "", "the Chromium that takes pictures of the banner; empty: look for one; none: never"
    ),
    Setting(
        "RAKNEVERK_GOOGLE_CLIENT", "", "the file of the OAuth client by which owners connect Google; empty: they cannot"
    ),
    Setting("RAKNEVERK_SECURE", "1", "1: the dashboard is reached by https; 0: by plain http, for trying out"),
)


class Settings(msgspec.Struct, frozen=True):
    """What SETTINGS say for this process."""

    data: Path
    fold_seconds: Annotated[float, Meta(gt=0, le=60)]
    hit_limit: Annotated[int, Meta(ge=0)]
    trusted_proxies: str
    data_centres: str
    chromium: str
    google_client: str
    secure: bool


class BadSetting(Exception):
    """A variable's value is not of its kind."""


def read_settings(environment: Mapping[str, str] = os.environ, **given: Any) -> Settings:
    """The settings, those `given` taking the place of the environment's; raises `BadSetting`."""
    kinds = {field.name: field.type for field in msgspec.structs.fields(Settings)}
    values: dict[str, Any] = {}
    for row in SETTINGS:
        text = environment.get(row.name, row.default)
        try:
            values[row.field] = msgspec.convert(text, kinds[row.field], strict=False, dec_hook=_made)
        except msgspec.ValidationError:
            raise BadSetting(f"{row.name} is {text!r}; it should be {row.help}.") from None
    return Settings(**values | {name: value for name, value in given.items() if value is not None})


def _made(kind: type, text: str) -> Any:
    return kind(text)
