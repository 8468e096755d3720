"""What was given for an engine lies sealed: under a key apart, and for one site and engine alone."""

import stat
from pathlib import Path

import pytest

from dashboard.search.engines.vault import BrokenSeal, Vault

pytestmark = pytest.mark.quick

SECRET = "1//0given-by-an-owner"


def test_what_is_sealed_opens_in_every_process(vault: Vault, tmp_path: Path) -> None:
    sealed = vault.seal("kbt.example", "google", SECRET)
    assert SECRET.encode() not in sealed
    assert Vault(tmp_path / "keys" / "search.key").open("kbt.example", "google", sealed) == SECRET


def test_equal_secrets_are_sealed_differently(vault: Vault) -> None:
    assert vault.seal("kbt.example", "google", SECRET) != vault.seal("kbt.example", "google", SECRET)


@pytest.mark.parametrize(
    ("site", "engine"), [("kbt.example", "bing"), ("other.example", "google"), ("kbt.exampleg", "oogle")]
)
def test_it_opens_for_no_other_site_or_engine(vault: Vault, site: str, engine: str) -> None:
    sealed = vault.seal("kbt.example", "google", SECRET)
    with pytest.raises(BrokenSeal):
        vault.open(site, engine, sealed)


@pytest.mark.parametrize("altered", [b"", b"short", bytes(60)])
def test_what_was_altered_does_not_open(vault: Vault, altered: bytes) -> None:
    vault.seal("kbt.example", "google", SECRET)
    with pytest.raises(BrokenSeal):
        vault.open("kbt.example", "google", altered)


def test_one_bit_is_enough(vault: Vault) -> None:
    sealed = bytearray(vault.seal("kbt.example", "google", SECRET))
    sealed[-1] ^= 1
    with pytest.raises(BrokenSeal):
        vault.open("kbt.example", "google", bytes(sealed))


def test_without_its_key_nothing_opens_and_no_other_key_is_made(vault: Vault, tmp_path: Path) -> None:
    sealed = vault.seal("kbt.example", "google", SECRET)
    key = tmp_path / "keys" / "search.key"
    key.unlink()
    with pytest.raises(BrokenSeal):
        vault.open("kbt.example", "google", sealed)
    assert not key.exists()


def test_a_restored_data_directory_with_another_key_says_so(vault: Vault, tmp_path: Path) -> None:
    other = Vault(tmp_path / "other.key")
    other.seal("kbt.example", "google", "makes a key")
    with pytest.raises(BrokenSeal):
        other.open("kbt.example", "google", vault.seal("kbt.example", "google", SECRET))


def test_only_the_service_itself_may_read_the_key(vault: Vault, tmp_path: Path) -> None:
    vault.seal("kbt.example", "google", SECRET)
    assert stat.S_IMODE((tmp_path / "keys").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "keys" / "search.key").stat().st_mode) == 0o600


def test_a_key_is_made_at_first_use_and_not_before(vault: Vault, tmp_path: Path) -> None:
    assert not (tmp_path / "keys").exists()
    vault.seal("kbt.example", "google", SECRET)
    assert (tmp_path / "keys" / "search.key").stat().st_size == 32


@pytest.mark.parametrize("content", [b"", bytes(32), b"x" * 31])
def test_a_damaged_key_seals_and_opens_nothing(vault: Vault, tmp_path: Path, content: bytes) -> None:
    sealed = vault.seal("kbt.example", "google", SECRET)
    (tmp_path / "keys" / "search.key").write_bytes(content)
    with pytest.raises(BrokenSeal, match=r"search\.key is damaged"):
        vault.seal("kbt.example", "google", SECRET)
    with pytest.raises(BrokenSeal):
        vault.open("kbt.example", "google", sealed)
