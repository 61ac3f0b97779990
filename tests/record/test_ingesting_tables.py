"""Tables and archives into a record: each report by its place in the file, taken up again where a run was cut off."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dragoman.errors import InputError
from dragoman.model import Page
from dragoman.reading import load, read_page
from dragoman.record import Record
from dragoman.record.ingesting import Ingest, Outcome, earlier_days
from dragoman.record.verifying import verify
from tests.reading.inputs import packed, warc_record
from tests.record.ingest_run import StandIn, run
from tests.record.test_ingesting import content, page


def table(path: Path, count: int) -> Path:
    chance = random.Random(3)
    rows = [{"id": n, "text": page(n, chance), "date": f"2021-02-{n % 28 + 1:02}"} for n in range(count)]
    lines = [json.dumps(row) for row in rows]
    lines[4] = "{cut"
    path.write_text("\n".join(lines), "utf-8")
    return path


def archive(path: Path, count: int) -> Path:
    chance = random.Random(3)
    bodies = ["".join(f"<p>{p}</p>" for p in page(n, chance).split("\n\n")) for n in range(count)]
    members = packed(*(warc_record(n, f"<html><body>{b}</body></html>".encode()) for n, b in enumerate(bodies)))
    members[4] = members[4][:60] + bytes(20) + members[4][80:]
    path.write_bytes(b"".join(members))
    return path


def cut_off(source: Path, record: Record, after: int) -> Outcome:
    """A run that is interrupted when it has read so many pages."""

    def loading(name: str, /, *, on_error: Callable[[InputError], None]) -> Iterator[Page]:
        for n, found in enumerate(load(name, on_error=on_error)):
            if n == after:
                raise KeyboardInterrupt
            yield found

    known = earlier_days(record)
    ingest = Ingest(
        record,
        load=loading,
        read=read_page,
        coder=StandIn(known),
        known=known,
        version="test",
        explain=lambda name, error: str(error),
        window_pages=8,
        commit_reports=3,
    )
    return ingest.run([str(source)])


@pytest.mark.parametrize("make", [table, archive])
def test_a_run_over_one_file_is_taken_up_again(tmp_path: Path, make: Callable[[Path, int], Path]) -> None:
    source = make(tmp_path / "source", 40)
    with Record.open(tmp_path / "whole.duckdb") as whole, Record.open(tmp_path / "cut.duckdb") as record:
        outcome, failures = run(str(source), whole, window_pages=8)
        assert (outcome.coded, outcome.failed) == (39, 1)
        with pytest.raises(KeyboardInterrupt):
            cut_off(source, record, 20)
        assert 0 < len(record) < 39
        outcome, failures = run(str(source), record, window_pages=8)
        assert (outcome.coded + outcome.kept, outcome.failed, len(failures)) == (39, 1, 1)
        assert outcome.kept >= 16
        assert content(record) == content(whole)
        again, _ = run(str(source), record, window_pages=8)
        assert (again.coded, again.kept, again.failed) == (0, 39, 1)
        assert content(record) == content(whole)
        assert not list(verify(record))
        inputs = record.inputs()
        assert all(i.name.startswith(f"{source}:") for i in inputs)
        assert len({i.name for i in inputs}) == 40


def test_a_row_that_is_mended_or_told_otherwise_is_read_again(tmp_path: Path) -> None:
    source = table(tmp_path / "source", 10)
    with Record.open(tmp_path / "r.duckdb") as record:
        run(str(source), record)
        lines = source.read_text("utf-8").split("\n")
        lines[4] = lines[3].replace('"id": 3', '"id": 4').replace("number 3", "number 4")
        lines[7] = lines[7].replace("2021-02-08", "2021-02-20")  # the same words on another day
        source.write_text("\n".join(lines), "utf-8")
        outcome, failures = run(str(source), record)
        assert (outcome.kept, failures) == (8, [])
        assert outcome.coded >= 1
        assert [i for i in record.inputs() if i.problem] == []
