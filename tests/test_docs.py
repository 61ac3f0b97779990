"""Documentation is tested: what it shows is what the program prints, and what the program has is documented."""

from __future__ import annotations

import re
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from typing import Any

import pytest
import typer.main

from dragoman.cli import app
from tests.conftest import ROOT

PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
ALL = "\n".join(p.read_text("utf-8") for p in PAGES)
COMMANDS = typer.main.get_command(app)


def test_the_readme_shows_what_the_program_prints() -> None:
    """The README's output block is the real output of the command above it, at 100 columns."""
    readme = (ROOT / "README.md").read_text("utf-8")
    found = re.search(r"\$ (dragoman code examples/\S+)\n(.*?)```", readme, re.S)
    assert found, "README.md shows no `$ dragoman code examples/...` with its output"
    command = [sys.executable, "-m", "dragoman", *found[1].split()[1:]]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, env=environment(columns=100))
    printed = [line.rstrip() for line in run.stdout.splitlines()]
    shown = [line.rstrip() for line in found[2].splitlines()]
    assert [line for line in printed if line] == [line for line in shown if line]


def environment(*, columns: int) -> dict[str, str]:
    import os

    return {**os.environ, "COLUMNS": str(columns), "NO_COLOR": "1", "PYTHONPATH": str(ROOT)}


def every_command(group: Any, name: str) -> Iterator[tuple[str, Any]]:
    """The commands of a group, and those of the groups in it, by what is written to run them."""
    for part, command in sorted(group.commands.items()):
        if hasattr(command, "commands"):
            yield from every_command(command, f"{name} {part}")
        else:
            yield f"{name} {part}", command


@pytest.mark.parametrize(("name", "command"), list(every_command(COMMANDS, "dragoman")))
def test_every_command_and_option_is_documented(name: str, command: Any) -> None:
    assert name in ALL
    for parameter in command.params:
        for option in parameter.opts:
            if option.startswith("--") and option not in ("--help", "--install-completion", "--show-completion"):
                assert option in ALL, f"{name} {option} is not documented"


def test_every_issue_code_is_documented() -> None:
    record = (ROOT / "docs" / "record.md").read_text("utf-8")
    codes = set()
    for path in (ROOT / "dragoman").rglob("*.py"):
        codes |= set(re.findall(r"Issue\(\s*\"([a-z-]+)\"", path.read_text("utf-8")))
        codes |= set(re.findall(r"Issue\(\s*code=\"([a-z-]+)\"", path.read_text("utf-8")))
    assert codes
    assert {c for c in codes if f"`{c}`" not in record} == set()


def test_links_between_pages_lead_somewhere() -> None:
    for page in PAGES:
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_python_blocks_run(page) -> None:  # type: ignore[no-untyped-def]
    for block in re.findall(r"```python\n(.*?)```", page.read_text("utf-8"), re.S):
        command = [sys.executable, "-c", textwrap.dedent(block)]
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True, env=environment(columns=100))
