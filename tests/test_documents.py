"""The documents say what the code does."""

from pathlib import Path

import msgspec
import pytest

from collector.classify import Classifier
from collector.explain import Explainer
from collector.lists import load_lists
from dashboard.settings import SETTINGS
from policy.dimensions import DIMENSIONS
from policy.site import Sites

pytestmark = pytest.mark.quick
ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_readme_lists_the_registry() -> None:
    table = README.partition("<!-- dimensions -->")[2].partition("<!-- /dimensions -->")[0].strip().splitlines()[2:]
    rows = [
        f"| `{row.name}` | `{row.statistic}` | {', '.join(row.reads)} | {row.values} |" for row in DIMENSIONS.values()
    ]
    assert table == rows


def test_every_setting_stands_in_its_page_with_its_default() -> None:
    page = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    for row in SETTINGS:
        assert f"| `{row.name}` | `{row.default}` |" in page


def test_the_example_of_explain_is_answered() -> None:
    [line] = [line for line in README.splitlines() if line.startswith("    echo ")]
    answer = Explainer(Classifier(load_lists()), Sites([])).answer(line.split("'")[1].encode(), 0)
    assert msgspec.json.decode(answer)["outcome"] == "counted"


def test_ci_runs_the_command_of_the_readme() -> None:
    assert (ROOT / ".ci" / "run").read_text().splitlines()[-1] == "make test"
    assert "    make test" in README
