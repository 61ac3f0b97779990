"""`dragoman actors` from a dictionary to a record, as a shell would run it; every name invented."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path
from typing import Any

import pytest
import typer.main
from typer.testing import CliRunner

from dragoman.cli import app
from dragoman.resolving.actors.own import dumps
from tests.conftest import ROOT

DICTIONARY = """\
KARI_FJELLVIK_
+MINISTER_FJELLVIK_
\t[NORGOV 190512-210604]
\t[NORLEG >210605]
VELMARA_FRONT_ [SDNREB]
"""
PAGE = """OSLO, May 4 (Northwire) - Kari Fjellvik accused Iran of arming rebels on Tuesday.

The Velmara Front condemned Sudan on the same day. There was no further comment from either of the two sides on the
matter, which has been in dispute for several years now.
"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "own.txt").write_text(DICTIONARY, "utf-8")
    (tmp_path / "page.txt").write_text(PAGE, "utf-8")
    return tmp_path


def dragoman_(*arguments: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, list(arguments))
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.stdout, done.stderr


def parties(*arguments: str) -> set[tuple[str | None, ...]]:
    code, out, err = dragoman_("code", "page.txt", "--format", "jsonl", *arguments)
    assert (code, err) == (0, "")
    record: dict[str, Any] = json.loads(out)
    return {(p["name"], p["country"], p["sector"]) for e in record["events"] for p in e["actors"]}


def test_an_import_changes_the_record(here: Path) -> None:
    code, out, err = dragoman_("actors", "import", "phoenix", "own.txt", "--to", "my.tsv")
    assert (code, err) == (0, "")
    assert "my.tsv has 3 new rows" in out
    before = parties("--published", "2020-05-04")
    assert ("Kari Fjellvik", "NOR", "GOV") not in before
    in_office = parties("--published", "2020-05-04", "--actors", "my.tsv")
    assert in_office >= {("Kari Fjellvik", "NOR", "GOV"), ("Velmara Front", "SDN", "REB")}
    assert ("Kari Fjellvik", "NOR", "LEG") in parties("--published", "2022-05-04", "--actors", "my.tsv")


def test_every_command_that_codes_knows_the_register(here: Path) -> None:
    dragoman_("actors", "import", "phoenix", "own.txt", "--to", "my.tsv")
    code, out, _ = dragoman_("explain", "page.txt", "--published", "2022-05-04", "--actors", "my.tsv")
    assert code == 0
    assert "Kari Fjellvik" in out
    pages = here / "pages"
    pages.mkdir()
    (pages / "page.txt").write_text(PAGE, "utf-8")
    code, out, _ = dragoman_("demo", "pages", "--record", "r.duckdb", "--actors", "my.tsv")
    assert code == 0
    assert "SDN REB" in out


def test_importing_again_changes_nothing(here: Path) -> None:
    dragoman_("actors", "import", "phoenix", "own.txt", "--to", "my.tsv")
    first, when = (here / "my.tsv").read_bytes(), (here / "my.tsv").stat().st_mtime_ns
    code, out, _ = dragoman_("actors", "import", "phoenix", "own.txt", "--to", "my.tsv")
    assert (code, (here / "my.tsv").read_bytes()) == (0, first)
    assert (here / "my.tsv").stat().st_mtime_ns == when
    assert "stays as it is" in out


def test_imports_add_up(here: Path) -> None:
    (here / "more.jsonl").write_text(
        '{"id": "a", "schema": "Person", "properties": '
        '{"name": ["Orla Venn"], "country": ["gb"], "topics": ["role.judge"]}}\n'
    )
    dragoman_("actors", "import", "phoenix", "own.txt", "--to", "my.tsv")
    first = (here / "my.tsv").read_text("utf-8")
    code, out, _ = dragoman_("actors", "import", "ftm", "more.jsonl", "--to", "my.tsv", "--json")
    assert code == 0
    told = json.loads(out)
    assert (told["entries"], told["rows"], told["added"], told["issues"]) == (1, 1, 1, [])
    added = (here / "my.tsv").read_text("utf-8").removeprefix(first)
    assert added == f"person\tOrla Venn\t\tGBR\tJUD\t\t\t\t{told['source']}\n"


def test_broken_lines_are_told_and_the_rest_is_imported(here: Path) -> None:
    (here / "own.txt").write_text(DICTIONARY + "READING [GBREDU]\nORLA_VENN [NORGOV 1999123]\n\x1b[31mX\n", "utf-8")
    code, out, err = dragoman_("actors", "import", "phoenix", "own.txt", "--to", "my.tsv")
    assert code == 1
    assert "my.tsv has 3 new rows" in out
    assert "1 doubtful name left out, 2 broken lines" in out
    lines = err.splitlines()
    assert lines[0] == "Left out, by line:"
    assert [line.split()[:2] for line in lines[1:] if line[:1].isdigit()] == [
        ["6", "doubtful"],
        ["7", "date"],
        ["8", "syntax"],
    ]
    assert "\x1b" not in err
    code, out, _ = dragoman_("actors", "import", "phoenix", "own.txt", "--to", "my.tsv", "--json")
    assert code == 1
    issues = json.loads(out)["issues"]
    assert [(i["line"], i["code"]) for i in issues] == [(6, "doubtful"), (7, "date"), (8, "syntax")]


def test_doubtful_names_alone_are_no_failure(here: Path) -> None:
    (here / "own.txt").write_text(DICTIONARY + "READING [GBREDU]\n", "utf-8")
    assert dragoman_("actors", "import", "phoenix", "own.txt", "--to", "my.tsv")[0] == 0


def test_many_broken_lines_do_not_flood_the_terminal(here: Path) -> None:
    (here / "own.txt").write_text(DICTIONARY + "A B C\n" * 500, "utf-8")
    code, _, err = dragoman_("actors", "import", "phoenix", "own.txt", "--to", "my.tsv")
    assert code == 1
    assert len(err.splitlines()) < 60
    assert "and 450 more" in err


def test_nothing_is_half_done(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dragoman_("actors", "import", "phoenix", "own.txt", "--to", "my.tsv")
    before = (here / "my.tsv").read_bytes()
    (here / "own.txt").write_text(DICTIONARY + "ORLA_VENN [NORGOV]\n", "utf-8")

    def full(number: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        code, out, err = dragoman_("actors", "import", "phoenix", "own.txt", "--to", "my.tsv")
    assert (code, out) == (1, "")
    assert "my.tsv: cannot be written: No space left" in err
    assert (here / "my.tsv").read_bytes() == before

    def stopped(rows: object) -> str:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("dragoman.resolving.actors.own.dumps", stopped)
        code, _, _ = dragoman_("actors", "import", "phoenix", "own.txt", "--to", "my.tsv")
    assert code == 130
    assert (here / "my.tsv").read_bytes() == before
    assert {p.name for p in here.iterdir()} == {"own.txt", "page.txt", "my.tsv"}


@pytest.mark.parametrize(
    ("kind", "source", "to", "code", "problem"),
    [
        ("phoenix", "none.txt", "my.tsv", 1, "none.txt: there is no such file"),
        ("ftm", "own.txt", "my.tsv", 1, "own.txt: has no entry that could be read; line 1: is not JSON"),
        ("wikidata", "own.txt", "my.tsv", 1, "is it of another kind?"),
        ("phoenix", "own.txt", "page.txt", 1, "page.txt: is no register of actors"),
        ("phoenix", "own.txt", "own.txt", 1, "own.txt: is the dictionary itself"),
        ("phoenix", "own.txt", ".", 2, "is a folder"),
        ("phoenix", "own.txt", "no/such/my.tsv", 2, "lies in none that exists"),
        ("gedcom", "own.txt", "my.tsv", 2, "gedcom"),
    ],
)
def test_what_cannot_be_used_is_named_and_nothing_is_written(
    kind: str, source: str, to: str, code: int, problem: str, here: Path
) -> None:
    before = {p.name: p.read_bytes() for p in here.iterdir()}
    done = dragoman_("actors", "import", kind, source, "--to", to)
    assert done[0] == code
    assert problem in " ".join(done[2].split())
    assert {p.name: p.read_bytes() for p in here.iterdir()} == before


def test_a_broken_register_stops_coding(here: Path) -> None:
    (here / "my.tsv").write_text(dumps(()) + "person\tOrla Venn\t\tNorway\n", "utf-8")
    code, out, err = dragoman_("code", "page.txt", "--actors", "my.tsv")
    assert (code, out) == (1, "")
    assert "my.tsv: line 4: 'Norway' is no country" in err


def test_show_tells_rows_and_meaning(here: Path) -> None:
    dragoman_("actors", "import", "phoenix", "own.txt", "--to", "my.tsv")
    code, out, _ = dragoman_("actors", "show", "kari fjellvik", "--on", "2020-05-04", "--actors", "my.tsv")
    assert code == 0
    first, second, *_ = [line for line in out.splitlines() if "person" in line]
    assert first.split()[:5] == ["●", "person", "Kari", "Fjellvik", "NOR"]
    assert second.split()[0] == "person"
    assert dragoman_("actors", "show", "Putin", "--on", "2001-01-01")[1].splitlines()[-1] == (
        "On 2001-01-01 Putin alone is read as: Vladimir Putin, RUS GOV, president"
    )
    assert dragoman_("actors", "show", "Kari Fjellvik")[:2] == (1, "No register has the name Kari Fjellvik.\n")
    assert dragoman_("actors", "show", "Putin", "--on", "yesterday")[0] == 2


def test_list_is_a_table_for_programs(here: Path) -> None:
    dragoman_("actors", "import", "phoenix", "own.txt", "--to", "my.tsv")
    code, out, _ = dragoman_("actors", "list", "FJELL", "--country", "nor", "--actors", "my.tsv")
    assert code == 0
    rows = [line.split("\t") for line in out.splitlines()]
    assert [row[1] for row in rows] == ["name", "Kari Fjellvik", "Kari Fjellvik"]
    assert len(dragoman_("actors", "list")[1].splitlines()) > 5000


def test_every_command_and_option_of_a_group_is_documented() -> None:
    told = "\n".join(p.read_text("utf-8") for p in [ROOT / "README.md", *(ROOT / "docs").glob("*.md")])
    for name in ("actors", "ontology"):
        group = typer.main.get_command(app).commands[name]  # type: ignore[attr-defined]
        for sub, command in group.commands.items():
            assert f"dragoman {name} {sub}" in told
            options = [o for p in command.params for o in p.opts if o.startswith("--")]
            assert [o for o in options if o not in told] == []
