"""Corpora to run, and what lies in the folder afterwards."""

from __future__ import annotations

import json
import random
from dataclasses import asdict
from pathlib import Path

from dragoman.corpus.folder import Folder
from dragoman.corpus.parts import PARTS, read_part
from dragoman.record.tables import Row
from tests.reading.inputs import article, packed, warc_record
from tests.record.test_ingesting import page


def archive(path: Path, first: int, count: int) -> Path:
    """A web archive of pages."""
    path.write_bytes(b"".join(packed(*(warc_record(n, article(n)) for n in range(first, first + count)))))
    return path


def table(path: Path, first: int, count: int, *, asking: dict[int, str] | None = None) -> Path:
    """JSON lines with a report each; those of `asking` (by place) also ask something of the stand-in."""
    lines = []
    for n in range(first, first + count):
        text = page(n, random.Random(n))
        if asking and n - first in asking:
            text += f"\nThey said: please {asking[n - first]}, and nobody wondered about that any more.\n"
        lines.append(json.dumps({"text": text, "title": f"Meeting {n}", "date": "2021-03-04"}))
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def corpus(folder: Path, *, files: int = 4, reports: int = 6) -> Path:
    """A folder with tables, archives, and pages beside them; some reports stand in two of the tables."""
    folder.mkdir(parents=True)
    for n in range(files):
        if n % 2:
            archive(folder / f"archive-{n}.warc.gz", n * reports, reports)
        else:
            table(folder / f"table-{n}.jsonl", n * reports // 4, reports)
    for n in range(3):
        (folder / f"page-{n}.txt").write_text(page(1000 + n, random.Random(n)), "utf-8")
    return folder


def content(out: Path) -> dict[str, list[Row]]:
    """All rows of a corpus folder's parts, in order, and its manifest without durations."""
    folder = Folder.open(out)
    told: dict[str, list[Row]] = {table.name: [] for table in PARTS}
    told["manifest"] = []
    for entry in folder.entries():
        plain = {name: str(value) for name, value in asdict(entry).items() if name != "seconds"}
        told["manifest"].append(tuple(plain.values()))
        for kind in PARTS if entry.parts else ():
            path = folder.parts / str(entry.parts) / f"{kind.name}.parquet"
            told[kind.name] += [row for some in read_part(path) for row in some]
    return told


def litter(out: Path) -> list[str]:
    """What lies in a corpus folder and should not once all is finished."""
    folder = Folder.open(out)
    named = {entry.parts for entry in folder.entries()}
    left = [p.name for p in folder.parts.iterdir() if p.name not in named]
    left += [p.name for p in folder.manifest.iterdir() if p.name.startswith(".")]
    return left + [p.name for p in folder.journals.iterdir()]
