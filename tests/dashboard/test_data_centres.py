"""The operator's list of data centres: read at the start, refused there when it is wrong, and heeded."""

from pathlib import Path

import httpx
import pytest

from dashboard.serve import create, data_centres
from dashboard.settings import BadSetting, read_settings
from tests.dashboard.terminal import CLINIC, Terminal

pytestmark = [pytest.mark.quick, pytest.mark.anyio]

SETTING = "RAKNEVERK_DATA_CENTRES"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0"


def test_without_the_setting_no_network_is_left_out() -> None:
    assert not data_centres(read_settings({})).hold("192.0.2.1")


def test_a_list_that_is_not_there_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "networks.txt"
    with pytest.raises(BadSetting) as refused:
        data_centres(read_settings({SETTING: str(file)}))
    assert str(refused.value) == f"{SETTING}: {file} cannot be read (No such file or directory)."


def test_a_wrong_line_refuses_the_start_before_anything_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "networks.txt"
    file.write_text("192.0.2.0/24\nAS64500\n")
    monkeypatch.setenv(SETTING, str(file))
    terminal = Terminal(tmp_path)
    done = terminal("serve", "--port", "1")
    assert (done.status, done.out) == (1, "")
    says = f"{SETTING}: {file}, line 2: 'AS64500' is no network; write one as 192.0.2.0/24 or 2001:db8::/32."
    assert done.err.strip().endswith(says)
    assert not terminal.data.exists()


@pytest.mark.parametrize(("address", "ignored"), [("192.0.2.9", "data-centre"), ("198.51.100.9", None)])
async def test_page_views_from_the_list_are_left_out(tmp_path: Path, address: str, ignored: str | None) -> None:
    file = tmp_path / "networks.txt"
    file.write_text("192.0.2.0/24\n")
    terminal = Terminal(tmp_path)
    terminal.add()
    service = create(read_settings({SETTING: str(file)}, data=terminal.data), "collector")
    report = {"v": 1, "site": CLINIC, "url": f"https://{CLINIC}/", "id": "number-of-the-hit", "policy": 1}
    async with service.router.lifespan_context(service):  # type: ignore[attr-defined]
        transport = httpx.ASGITransport(service, client=(address, 49152))
        async with httpx.AsyncClient(transport=transport, base_url=f"https://stats.{CLINIC}") as browser:
            answer = await browser.post("/hit", json=report, headers={"User-Agent": FIREFOX})
    assert (answer.status_code, answer.headers.get("Rakneverk-Ignored")) == (204, ignored)
