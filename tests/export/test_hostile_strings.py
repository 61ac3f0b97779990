"""Whatever names, ids and words hold, each file stays well-formed, and a reader that is not ours reads it back."""

from __future__ import annotations

import csv
import io
import json
import re
import tempfile
from pathlib import Path

import duckdb
import geojson as geojson_reader
import networkx
import openpyxl
import pytest
import rdflib
from hypothesis import Phase, given, settings

from dragoman.contract import loads
from dragoman.export import csv as csv_export
from dragoman.export import ftm, gdelt, geojson, graphml, icews, jsonl, parquet, phoenix, polecat, rdf, xlsx
from dragoman.export.acts import acts, line, pairs
from dragoman.export.formats import FORMATS, Format
from dragoman.export.sheets import EVENTS, SHEETS, Kind, flat, rows
from dragoman.export.tables import columns
from dragoman.model import CodedReport
from tests.export.hostile import records

# Without shrinking: a record this large takes minutes to shrink, and tells as much unshrunk.
FEW = settings(max_examples=30, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])


def count_pairs(found: list[CodedReport]) -> int:
    return sum(1 for coded in found for act in acts(coded) for _ in pairs(act))


def cells(text: str) -> list[list[str]]:
    """The rows of a tab-separated file, the same to a reader that knows quoting and to one that does not."""
    text.encode("utf-8")
    assert "\r" not in text
    plain = [row.split("\t") for row in text.split("\n")[:-1]]
    quoting = list(csv.reader(io.StringIO(text, newline=""), dialect="excel-tab"))
    assert [row or [""] for row in quoting] == plain
    assert len(text.splitlines()) == len(plain)  # nor does any other line break hide in a cell
    return plain


@pytest.mark.parametrize(
    ("format", "module", "header"),
    [("polecat", polecat, True), ("icews", icews, True), ("phoenix", phoenix, False)],
    ids=["polecat", "icews", "phoenix"],
)
@FEW
@given(found=records())
def test_tables_of_dyads(format: str, module: object, header: bool, found: list[CodedReport]) -> None:
    table = cells("".join(module.lines(found)))  # type: ignore[attr-defined]
    names = columns(format)
    if header:
        assert table.pop(0) == list(names)
    assert {len(row) for row in table} <= {len(names)}
    assert len(table) == count_pairs(found)
    assert len({row[0] for row in table}) == len(table)
    if format == "polecat":
        assert all(all(row) for row in table)


@FEW
@given(found=records())
def test_gdelt(found: list[CodedReport]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        gdelt.write(found, Path(folder))
        events, mentions = (
            cells((Path(folder) / name).read_bytes().decode("utf-8")) for name in (gdelt.EVENTS, gdelt.MENTIONS)
        )
    assert {len(row) for row in events} <= {61}
    assert {len(row) for row in mentions} <= {16}
    assert len({row[0] for row in events}) == len(events) == count_pairs(found)
    assert {row[0] for row in mentions} == {row[0] for row in events}
    for row in events:
        told = dict(zip(columns("gdelt-events"), row, strict=True))
        assert re.fullmatch(r"\d{8}|", told["SQLDATE"])
        assert told["QuadClass"] in "1234"
        assert told["SOURCEURL"] == "" or told["SOURCEURL"].startswith("http")


@FEW
@given(found=records())
def test_csv_obeys_nobody(found: list[CodedReport]) -> None:
    text = "".join(csv_export.lines(found))
    text.encode("utf-8")
    table = list(csv.reader(io.StringIO(text, newline="")))
    assert table[0] == [name for name, _ in EVENTS.columns]
    numbers = {n for n, (_, kind) in enumerate(EVENTS.columns) if kind in (Kind.REAL, Kind.INTEGER)}
    for row in table[1:]:
        assert len(row) == len(EVENTS.columns)
        for n, cell in enumerate(row):
            if n in numbers:
                assert not cell or float(cell) == pytest.approx(float(cell))
            else:
                for piece in cell.split(";"):
                    assert not piece.lstrip().startswith(("=", "+", "-", "@", "\uff1d", "\t", "\r"))


@FEW
@given(found=records())
def test_raw_csv_keeps_the_words(found: list[CodedReport]) -> None:
    table = list(csv.reader(io.StringIO("".join(csv_export.raw_lines(found)), newline="")))
    expected = [[flat(cell) for cell in row] for row in rows(EVENTS, found)]
    assert len(table) == 1 + len(expected)
    for row, cells_ in zip(table[1:], expected, strict=True):
        assert [c for c, e in zip(row, cells_, strict=True) if isinstance(e, str)] == [
            e for e in cells_ if isinstance(e, str)
        ]


@FEW
@given(found=records(surrogates=False))
def test_jsonl(found: list[CodedReport]) -> None:
    text = "".join(jsonl.lines(found))
    assert len(text.splitlines()) == len(found)
    assert [loads(one) for one in text.splitlines()] == found


@FEW
@given(found=records())
def test_geojson(found: list[CodedReport]) -> None:
    read = geojson_reader.loads("".join(geojson.lines(found)).encode("utf-8"))
    assert read.is_valid, read.errors()
    placed = [act for coded in found for act in acts(coded) if act.place and None not in (act.place.lat, act.place.lon)]
    assert [feature["id"] for feature in read["features"]] == [act.id for act in placed]


@FEW
@given(found=records())
def test_graphml(found: list[CodedReport]) -> None:
    graph = networkx.parse_graphml("".join(graphml.lines(found)).encode("utf-8").decode("utf-8"))
    assert graph.is_directed()
    for _, _, edge in graph.edges(data=True):
        shares = sum(edge.get(name, 0) for name in graphml.QUADS)
        assert shares == pytest.approx(1, abs=1e-5)
        assert edge["events"] >= edge["reports"] >= 1


@FEW
@given(found=records())
def test_ftm(found: list[CodedReport]) -> None:
    text = "".join(ftm.lines(found))
    text.encode("utf-8")
    entities = [json.loads(one) for one in text.split("\n")[:-1]]
    assert len(text.splitlines()) == len(entities)
    told = {entity["id"] for entity in entities}
    for entity in entities:
        assert re.fullmatch(r"[A-Za-z0-9._-]+", entity["id"])
        for name in ("organizer", "involved", "holder", "post"):
            assert set(entity["properties"].get(name, ())) <= told
        assert all(values and all(v == line(v) for v in values) for values in entity["properties"].values())


@FEW
@given(found=records())
def test_rdf(found: list[CodedReport]) -> None:
    text = "".join(rdf.lines(found))
    graph = rdflib.Graph().parse(data=text.encode("utf-8"), format="nt")
    assert len(graph) == len(set(text.split("\n")[:-1]))
    schema = rdflib.Namespace("https://schema.org/")
    events = [act for coded in found for act in acts(coded)]
    assert set(graph.subjects(rdflib.RDF.type, schema.Action)) == {
        rdflib.URIRef(f"urn:dragoman:event:{act.id}") for act in events
    }


@FEW
@given(found=records())
def test_xlsx(found: list[CodedReport]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.xlsx"
        xlsx.write(found, path)
        book = openpyxl.load_workbook(path)
    assert book.sheetnames == [sheet.name for sheet in SHEETS]
    for sheet in SHEETS:
        read = list(book[sheet.name].iter_rows())
        expected = list(rows(sheet, found))
        assert [cell.value for cell in read[0]] == [name for name, _ in sheet.columns]
        assert len(read) == 1 + len(expected)
        for row, values in zip(read[1:], expected, strict=True):
            for cell, value in zip(row, values, strict=True):
                assert cell.data_type != "f"
                told = flat(value)
                if isinstance(told, str) and told:
                    words = openpyxl.utils.escape.unescape(cell.value)
                    assert words == told.replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd")


@settings(FEW, max_examples=15)
@given(found=records())
def test_parquet(found: list[CodedReport]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        parquet.write(found, Path(folder))
        assert sorted(p.name for p in Path(folder).iterdir()) == sorted(parquet.FILES)
        for sheet in SHEETS:
            got = duckdb.sql(f"FROM '{folder}/{sheet.name}.parquet'").fetchall()
            expected = list(rows(sheet, found))
            assert len(got) == len(expected)
            for row, values in zip(got, expected, strict=True):
                for value, wanted in zip(row, values, strict=True):
                    if isinstance(wanted, str):
                        assert value == line(wanted)
                    elif isinstance(wanted, list | tuple):
                        assert value == [None if v is None else line(v) for v in wanted]
                    else:
                        assert value == wanted
        texts = duckdb.sql(f"FROM '{folder}/texts.parquet'").fetchall()
        assert [len(text) for _, text in texts] == [len(coded.report.text) for coded in found]


@pytest.mark.parametrize("format", FORMATS, ids=lambda f: f.name)
def test_no_format_is_forgotten_here(format: Format) -> None:
    source = Path(__file__).read_text("utf-8")
    assert re.search(rf"def test_{format.name}\b|\"{format.name}\"|def test_{format.name}_", source)
