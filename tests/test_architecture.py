"""The shape of the house: imports go one way, files stay short, the repository speaks of the product only."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest

from tests.conftest import ROOT

PACKAGE = ROOT / "dragoman"
# The way of the data; a room may import itself and rooms to its left. `pipeline` ties the coding rooms together.
ROOMS = [
    "model errors contract address client",
    "reading",
    "language",
    "resolving",
    "coding",
    "pipeline",
    "merging",
    "record",
    "export",
    "server",
    "corpus",
    "evaluate",
    "cli",
]
RANK = {name: n for n, names in enumerate(ROOMS) for name in names.split()}
FILES = sorted(PACKAGE.rglob("*.py"))


def imported(path: Path) -> set[str]:
    """Rooms that a file imports, also inside functions."""
    out: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [a.name for a in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            module = node.module or ""
            names = [f"{module}.{a.name}" for a in node.names] if module == "dragoman" else [module]
        out |= {n.split(".")[1] for n in names if n.startswith("dragoman.")}
    return out - {"__version__"}


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_go_one_way(path: Path) -> None:
    room = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    if room in ("__init__", "__main__"):
        return
    assert room in RANK, f"{room} is no room of the design"
    for other in imported(path):
        assert RANK[other] <= RANK[room], f"{room} imports {other}, which comes after it"


def test_only_the_language_room_imports_a_model_runtime() -> None:
    users = {
        p.relative_to(PACKAGE).parts[0] for p in FILES if re.search(r"^\s*(import|from) spacy", p.read_text(), re.M)
    }
    assert users == {"language"}


@pytest.mark.parametrize("path", [*FILES, *sorted((ROOT / "tests").rglob("*.py"))], ids=lambda p: p.name)
def test_no_file_is_long(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 500


def test_repository_names_no_machine() -> None:
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.split()
    if not tracked:
        pytest.skip("not a git checkout")
    bad = re.compile(r"(?<![\w.])/(?:work|home|root|Users)/|://[a-z.]*(?:pypi|npmjs|debian)[a-z.]*/")
    found = []
    for name in tracked:
        path = ROOT / name
        if path.suffix in (".sqlite", ".gz", ".onnx", ".npz", ".png") or not path.is_file() or path == Path(__file__):
            continue
        found += [f"{name}: {line[:80]}" for line in path.read_text("utf-8").splitlines() if bad.search(line)]
    assert found == []
