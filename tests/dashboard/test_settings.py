"""Settings come from the environment, each by a documented name, and are refused by that name."""

from pathlib import Path

import pytest

from dashboard.settings import SETTINGS, BadSetting, Settings, read_settings

pytestmark = pytest.mark.quick

ROOT = Path(__file__).parents[2]


def test_without_an_environment_the_defaults_hold() -> None:
    found = read_settings({})
    assert found == Settings(Path("data"), 2.0, 240, "127.0.0.1,::1", "", "", "", secure=True)


def test_the_environment_is_read() -> None:
    found = read_settings({
        "RAKNEVERK_DATA": "/srv/rakneverk", "RAKNEVERK_FOLD_SECONDS": "0.5", "RAKNEVERK_HIT_LIMIT": "0",
        "RAKNEVERK_TRUSTED_PROXIES": "10.0.0.1", "RAKNEVERK_DATA_CENTRES": "nets.txt",
        "RAKNEVERK_CHROMIUM": "none", "RAKNEVERK_GOOGLE_CLIENT": "client.json", "RAKNEVERK_SECURE": "0",
    })  # fmt: skip
    assert found == Settings(
        Path("/srv/rakneverk"), 0.5, 0, "10.0.0.1", "nets.txt", "none", "client.json", secure=False
    )


def test_what_the_command_line_gives_takes_the_place_of_the_environment() -> None:
    environment = {"RAKNEVERK_DATA": "/srv/rakneverk"}
    assert read_settings(environment, data=Path("/tmp/other")).data == Path("/tmp/other")
    assert read_settings(environment, data=None).data == Path("/srv/rakneverk")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("RAKNEVERK_FOLD_SECONDS", "two"),
        ("RAKNEVERK_FOLD_SECONDS", "0"),
        ("RAKNEVERK_FOLD_SECONDS", "-1"),
        ("RAKNEVERK_FOLD_SECONDS", "nan"),
        ("RAKNEVERK_FOLD_SECONDS", "inf"),
        ("RAKNEVERK_FOLD_SECONDS", ""),
        ("RAKNEVERK_HIT_LIMIT", "many"),
        ("RAKNEVERK_HIT_LIMIT", "-1"),
        ("RAKNEVERK_HIT_LIMIT", "2.5"),
        ("RAKNEVERK_SECURE", "yes"),
        ("RAKNEVERK_SECURE", "2"),
    ],
)
def test_a_bad_value_is_refused_by_name(name: str, text: str) -> None:
    with pytest.raises(BadSetting) as refused:
        read_settings({name: text})
    row = next(row for row in SETTINGS if row.name == name)
    assert str(refused.value) == f"{name} is {text!r}; it should be {row.help}."


def test_every_row_fills_a_field_and_every_field_has_a_row() -> None:
    assert tuple(row.field for row in SETTINGS) == Settings.__struct_fields__


def test_every_setting_is_documented_with_its_default() -> None:
    document = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    for row in SETTINGS:
        assert f"`{row.name}`" in document, f"docs/settings.md does not tell of {row.name}"
        assert f"`{row.default}`" in document, f"docs/settings.md does not tell the default of {row.name}"
