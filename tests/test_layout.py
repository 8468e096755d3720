"""The shape of the code, and words that no file of ours uses."""

import ast
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

import pytest

from policy.check import PLACEHOLDER
from policy.dimensions import DIMENSIONS

pytestmark = pytest.mark.quick

ROOT: Final = Path(__file__).parents[1]
LONGEST_FILE: Final = 400
LONGEST_FUNCTION: Final = 60
BESIDE: Final = {"build", "dist", "node_modules"}
"""Folders that tools make."""

REGISTRY: Final = {"policy/dimensions.py", "collector/hits.py"}
NEVER_SAID: Final = ("anonymt", "inga personuppgifter", "GDPR-säker", "compliant")

Texts = Mapping[str, str]
Trees = Mapping[str, Sequence[ast.AST]]
"""What a file is made of, by its name: the whole first."""


def _files() -> Iterator[Path]:
    """All files of the project; hidden folders are not of it."""
    for folder in (ROOT, *sorted(path for path in ROOT.iterdir() if path.is_dir())):
        if folder == ROOT:
            yield from (path for path in folder.iterdir() if path.is_file() and not path.name.startswith("."))
        elif not (folder.name.startswith(".") or folder.name in BESIDE or folder.suffix == ".egg-info"):
            yield from (path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _is_test(path: Path) -> bool:
    return _name(path).startswith("tests/")


@pytest.fixture(scope="module")
def files() -> list[Path]:
    return sorted(_files())


@pytest.fixture(scope="module")
def python(files: list[Path]) -> Texts:
    return {_name(path): path.read_text(encoding="utf-8") for path in files if path.suffix == ".py"}


@pytest.fixture(scope="module")
def trees(python: Texts) -> Trees:
    return {name: list(ast.walk(ast.parse(text))) for name, text in python.items()}


@pytest.fixture(scope="module")
def scripts(files: list[Path]) -> Texts:
    return {
        _name(path): path.read_text(encoding="utf-8")
        for path in files
        if path.suffix == ".js" and not path.name.endswith(".min.js")
    }


@pytest.fixture(scope="module")
def texts(files: list[Path]) -> Texts:
    """What is readable of the files that are not tests."""
    contents = ((path, path.read_bytes()) for path in files if not _is_test(path))
    return {_name(path): content.decode("utf-8", "replace") for path, content in contents if b"\0" not in content}


def test_the_files_are_found(python: Texts, scripts: Texts, texts: Texts) -> None:
    assert {"policy/dimensions.py", "dashboard/cli.py", "tests/test_layout.py"} <= python.keys()
    assert "static/script/banner.js" in scripts
    assert {"README.md", "LICENSE", "policy/examples/kbt-verkstan.toml", "store/clickhouse.sql"} <= texts.keys()


def test_no_code_file_is_too_long(python: Texts, scripts: Texts) -> None:
    lengths = {name: text.count("\n") for name, text in (*python.items(), *scripts.items())}
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_FILE} == {}


def test_no_function_is_too_long(trees: Trees) -> None:
    long = [
        f"{name}: {node.name}"
        for name, tree in trees.items()
        for node in tree
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno >= LONGEST_FUNCTION
    ]
    assert long == []


def test_every_module_says_what_it_is_for(trees: Trees) -> None:
    modules = {name: tree[0] for name, tree in trees.items() if not name.startswith("tests/")}
    assert [name for name, tree in modules.items() if isinstance(tree, ast.Module) and ast.get_docstring(tree)] == [
        *modules
    ]


def _strings(node: ast.AST) -> set[str]:
    """The texts that stand side by side: in a list of any kind, as a table's keys, or as a call's arguments."""
    match node:
        case ast.List(elts=items) | ast.Tuple(elts=items) | ast.Set(elts=items):
            return _values(items)
        case ast.Dict(keys=keys):
            return _values([key for key in keys if key is not None])
        case ast.Call(args=items):
            return _values(items) | {keyword.arg for keyword in node.keywords if keyword.arg}
        case _:
            return set()


def _values(nodes: list[ast.expr]) -> set[str]:
    return {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def test_dimensions_are_listed_in_the_registry_alone(trees: Trees) -> None:
    lists = [
        f"{name}:{getattr(node, 'lineno', 0)}"
        for name, tree in trees.items()
        if name not in REGISTRY and not name.startswith("tests/")
        for node in tree
        if len(_strings(node) & DIMENSIONS.keys()) >= 3
    ]
    assert lists == [], "derive it from policy.dimensions"


def test_dimensions_are_not_listed_in_scripts_statements_or_templates(texts: Texts) -> None:
    names = "|".join(DIMENSIONS)
    listed = re.compile(rf"""(?:["'](?:{names})["']\s*,\s*){{2,}}["'](?:{names})["']""")
    found = [name for name, text in texts.items() if name.endswith((".js", ".sql", ".html")) and listed.search(text)]
    assert found == []


@pytest.mark.parametrize("words", NEVER_SAID)
def test_no_file_claims_what_we_never_claim(texts: Texts, words: str) -> None:
    assert [name for name, text in texts.items() if words.lower() in text.lower()] == []


NUMBERS: Final = {
    "telephone": re.compile(r"\b0\d{1,3}-\d{3}\s?\d{2}\s?\d{2}\b"),
    "organisation": re.compile(r"\b\d{6}-\d{4}\b"),
}


@pytest.mark.parametrize("kind", NUMBERS)
def test_no_file_has_a_persons_or_companys_number(texts: Texts, kind: str) -> None:
    assert [(name, found) for name, text in texts.items() for found in NUMBERS[kind].findall(text)] == []


def test_shipped_policies_leave_persons_and_numbers_to_their_owner() -> None:
    shipped = sorted((ROOT / "policy" / "examples").glob("*.toml"))
    assert shipped
    for path in shipped:
        controller = tomllib.loads(path.read_text(encoding="utf-8"))["controller"]
        for key in ("organisation_number", "address", "contact", "telephone", "email"):
            assert PLACEHOLDER.fullmatch(controller[key]), f"{path.name}: controller.{key}"
