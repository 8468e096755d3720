"""Every point at which the process can die while hits are sent, repeated and folded, and search figures replaced: no
hit is lost or counted twice, and no slice of figures without what was told last."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest

HERE = Path(__file__).parent / "crash"


@pytest.fixture(scope="module")
def shim(tmp_path_factory: pytest.TempPathFactory) -> Path:
    library = tmp_path_factory.mktemp("crash") / "shim.so"
    subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", library, HERE / "shim.c", "-ldl"], check=True)
    return library


def die_everywhere(shim: Path, without: str = "") -> dict[str, Any]:
    """What was wrong after a death at each point; with one rule left out on demand."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.collector.crash.driver", without],
        env={**os.environ, "LD_PRELOAD": str(shim)},
        stdout=subprocess.PIPE,
        check=True,
        timeout=240,
    )
    found: dict[str, Any] = msgspec.json.decode(done.stdout)
    return found


def test_no_death_loses_a_hit_or_counts_it_twice(shim: Path) -> None:
    found = die_everywhere(shim)
    assert found["wrong"] == {}
    assert found["points"] > 100, "the shim sees the writes of journal and database"


@pytest.mark.parametrize(
    ("without", "shows_as"),
    [("once", "is counted 2 times"), ("mark", "choices of"), ("whole", "acknowledged figures are lost")],
)
def test_the_deaths_would_show_a_rule_left_out(shim: Path, without: str, shows_as: str) -> None:
    wrong = die_everywhere(shim, without)["wrong"]
    assert any(shows_as in fault for faults in wrong.values() for fault in faults)
