"""`dragoman explain` and `dragoman ontology train`, as a shell would run them."""

from __future__ import annotations

import json
import re
from pathlib import Path

from typer.testing import CliRunner

from dragoman.cli import app
from dragoman.pipeline import Coder
from dragoman.reading import load, read_page
from tests.coding.test_own_types import WATER
from tests.conftest import ROOT

PAGE = str(ROOT / "examples" / "kabul-talks.txt")


def run(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, list(words))
    return result.exit_code, result.output


def test_every_event_is_explained() -> None:
    code, told = run("explain", PAGE)
    assert code == 0
    coded = next(Coder().code_many([read_page(page) for page in load(PAGE)]))
    assert len(coded.events) >= 5
    assert [line.split()[-1] for line in told.splitlines() if re.match(r"\d+\. ", line)] == [e.id for e in coded.events]
    for label in ("candidate", "tables", "classifier", "together", "status", "date", "place"):
        assert told.count(f"   {label:10} ") == len(coded.events), label


def test_one_event_by_its_number_or_id() -> None:
    code, told = run("explain", PAGE, "2")
    assert code == 0
    assert told.startswith("2. ")
    identity = told.splitlines()[0].split()[-1]
    assert run("explain", PAGE, identity[:8]) == (0, told)


def test_an_event_that_is_not_there_is_wrong_usage() -> None:
    code, told = run("explain", PAGE, "999")
    assert code == 2
    assert "none of the" in told


def test_a_page_that_is_not_there_is_named() -> None:
    code, told = run("explain", "no-such-page.txt")
    assert code == 1
    assert "no-such-page.txt" in told


def test_own_types_from_yaml_to_a_record(tmp_path: Path) -> None:
    source, page = tmp_path / "water.yaml", tmp_path / "page.txt"
    source.write_text(WATER, "utf-8")
    page.write_text(
        "KABUL, Nov 25 (Northwire) - Iran accused Afghanistan of holding back the river behind its new dam.\n\n"
        "Officials in both capitals had no further comment on the matter, which has been in dispute for years.\n",
        "utf-8",
    )
    code, told = run("ontology", "train", str(source))
    assert code == 0
    assert "DAM-DISPUTE" in told
    trained = tmp_path / "water.ontology"
    code, told = run("code", str(page), "--ontology", str(trained), "--published", "2024-11-25", "--format", "jsonl")
    assert code == 0
    assert '"ontology":"water","type":"DAM-DISPUTE"' in told


def test_a_broken_ontology_is_named_and_nothing_is_written(tmp_path: Path) -> None:
    source = tmp_path / "own.yaml"
    source.write_text("name: own\n", "utf-8")
    code, told = run("ontology", "train", str(source))
    assert code == 1
    assert "own.yaml" in told
    assert not source.with_suffix(".ontology").exists()
    code, told = run("code", PAGE, "--ontology", str(source))
    assert code == 1
    assert "own.yaml" in told


def test_events_of_many_reports_stand_under_their_titles_and_what_is_broken_is_named(tmp_path: Path) -> None:
    words = "signed a trade agreement in Lima on Friday, officials of both governments said in a joint statement there."
    rows = [
        {"id": who, "title": f"Envoys of {who} meet", "text": f"Peru and {who} {words} {words}"}
        for who in ("Chile", "Iran")
    ]
    lines = [json.dumps(row) for row in rows]
    (tmp_path / "table.jsonl").write_text("\n".join([*lines, "{broken"]), "utf-8")
    code, told = run("explain", str(tmp_path / "table.jsonl"))
    assert code == 1
    assert "table.jsonl:3: is no JSON" in told
    assert told.index("Envoys of Chile meet") < told.index("Envoys of Iran meet")
