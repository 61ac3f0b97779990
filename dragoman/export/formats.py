"""The formats of `dragoman export`, one line each; to add one, write its module and its line.

A format is text (`lines`), one binary file (`write` to a path) or a folder of files (`write` to a folder, `files` the
names in it).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from dragoman.export import csv, ftm, gdelt, geojson, graphml, icews, jsonl, parquet, phoenix, polecat, rdf, xlsx
from dragoman.merging.telling import Told
from dragoman.model import CodedReport

Lines = Callable[[Iterable[CodedReport]], Iterator[str]]
Write = Callable[[Iterable[CodedReport], Path], None]
WriteTold = Callable[[Iterable[CodedReport], Path, Told], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A format to export to: "geojson, .geojson, lines by dragoman.export.geojson".

    `raw` are its lines without what makes them safe for spreadsheets; `whole` says that a report is handed on as it is,
    never with some of its events left out. `write_told` writes as `write` does, told also how many reports tell of an
    event.
    """

    name: str
    suffix: str
    lines: Lines | None = None
    write: Write | None = None
    write_told: WriteTold | None = None
    files: tuple[str, ...] = ()
    raw: Lines | None = None
    whole: bool = False


FORMATS = (
    Format(name="csv", suffix=".csv", lines=csv.lines, raw=csv.raw_lines),
    Format(name="ftm", suffix=".ftm.json", lines=ftm.lines),
    Format(name="gdelt", suffix="", write=gdelt.write, write_told=gdelt.write, files=(gdelt.EVENTS, gdelt.MENTIONS)),
    Format(name="geojson", suffix=".geojson", lines=geojson.lines),
    Format(name="graphml", suffix=".graphml", lines=graphml.lines),
    Format(name="icews", suffix=".tab", lines=icews.lines),
    Format(name="jsonl", suffix=".jsonl", lines=jsonl.lines, whole=True),
    Format(name="parquet", suffix="", write=parquet.write, files=parquet.FILES),
    Format(name="phoenix", suffix=".txt", lines=phoenix.lines),
    Format(name="polecat", suffix=".txt", lines=polecat.lines),
    Format(name="rdf", suffix=".nt", lines=rdf.lines),
    Format(name="xlsx", suffix=".xlsx", write=xlsx.write),
)


def by_name(name: str) -> Format:
    """The format of that name. Raises KeyError where there is none."""
    return {format.name: format for format in FORMATS}[name]


def by_file(path: Path) -> Format | None:
    """The one format whose files end as `path` does; None where there is none or several."""
    found = [f for f in FORMATS if f.suffix and path.name.lower().endswith(f.suffix)]
    return found[0] if len(found) == 1 else None
