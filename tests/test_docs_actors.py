"""The page about actors of one's own shows files and what commands print for them; here they are made and run."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dragoman.cli import app
from tests.conftest import ROOT

STEP = re.compile(r"<!-- (?:file: (?P<file>\S+)|console) -->\n```\n(?P<text>.*?)```", re.S)


def lines(text: str) -> list[str]:
    """Lines as far as widths of columns and the digest do not matter."""
    told = re.sub(r"(phoenix:harbour\.txt:)[0-9a-f]{12}", r"\1DIGEST", text)
    return [" ".join(line.split()) for line in told.splitlines() if line.strip()]


def test_the_page_shows_what_the_commands_print(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "120")
    page = (ROOT / "docs" / "actors.md").read_text("utf-8")
    commands = 0
    for step in STEP.finditer(page):
        if step["file"]:
            (tmp_path / step["file"]).write_text(step["text"], "utf-8")
            continue
        for shown in re.split(r"^\$ dragoman ", step["text"], flags=re.M)[1:]:
            command, _, printed = shown.partition("\n")
            done = CliRunner().invoke(app, shlex.split(command))
            assert lines(done.output) == lines(printed), command
            commands += 1
    assert commands == 4
