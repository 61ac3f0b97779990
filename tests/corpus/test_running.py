"""What a run leaves in its folder, how the next one takes it up, and what is wrong with inputs."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from dragoman.corpus.folder import DONE, FAILED, PARTIAL, Folder
from dragoman.corpus.parts import UNUSABLE
from dragoman.corpus.verifying import verify
from dragoman.errors import CorpusError
from dragoman.reading import read
from dragoman.record.tables import EVENTS, INPUTS, ISSUES, REPORTS, rows
from tests.conftest import ROOT
from tests.corpus.made import archive, content, corpus, litter, table
from tests.corpus.standin import make, run, settings
from tests.record.test_ingesting import page


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Inputs and the folder of a run over them that nothing disturbed; not to be changed."""
    where = tmp_path_factory.mktemp("corpus")
    inputs, out = corpus(where / "in"), where / "out"
    outcomes = run(out, inputs, workers=2)
    assert {o.state for o in outcomes.values()} == {DONE}
    return inputs, out


def test_parts_hold_what_the_coder_says_of_each_report(ran: tuple[Path, Path]) -> None:
    inputs, out = ran
    coder, told = make(settings()).coder, content(out)
    for path in sorted(inputs.glob("*.jsonl")):
        for report in read(path):
            line = next(str(row[13]) for row in told[REPORTS.name] if row[0] == report.id)
            for kind, due in rows(coder.code(report), line=line, coder="test+1"):
                assert [r for r in told[kind.name] if r[0] == report.id][: len(due)] == due
    assert len(told[EVENTS.name]) > 20
    assert len(told[INPUTS.name]) == 27
    assert len({row[0] for row in told[REPORTS.name]}) == 24  # three of the second table stand in the first too
    assert list(verify(Folder.open(out))) == []
    assert litter(out) == []


def test_the_next_run_does_nothing(ran: tuple[Path, Path]) -> None:
    inputs, out = ran
    before = {p: p.stat().st_mtime_ns for p in out.rglob("*") if p.is_file()}
    assert {o.state for o in run(out, inputs).values()} == {"kept"}
    assert {p: p.stat().st_mtime_ns for p in out.rglob("*") if p.is_file()} == before


def test_how_many_workers_there_are_changes_nothing(ran: tuple[Path, Path], tmp_path: Path) -> None:
    inputs, out = ran
    run(tmp_path / "one", inputs, workers=1)
    assert content(tmp_path / "one") == content(out)


def test_a_changed_input_is_coded_anew_and_no_other(tmp_path: Path) -> None:
    inputs, out = corpus(tmp_path / "in"), tmp_path / "out"
    run(out, inputs)
    archive(inputs / "archive-1.warc.gz", 6, 9)
    outcomes = run(out, inputs)
    assert {name for name, o in outcomes.items() if o.state == DONE} == {"archive-1.warc.gz"}
    assert outcomes["archive-1.warc.gz"].reports == 9
    assert litter(out) == []
    assert list(verify(Folder.open(out))) == []


def test_lost_parts_are_coded_anew(tmp_path: Path) -> None:
    file, out = table(tmp_path / "a.jsonl", 0, 3), tmp_path / "out"
    run(out, file)
    before = content(out)
    (part,) = (out / "parts").iterdir()
    part.rename(tmp_path / "elsewhere")
    assert run(out, file)["a.jsonl"].state == DONE
    assert content(out) == before


def test_of_two_pages_of_one_report_the_first_counts(tmp_path: Path) -> None:
    file = table(tmp_path / "a.jsonl", 0, 3)
    file.write_text(file.read_text("utf-8") * 2, "utf-8")
    run(tmp_path / "out", file)
    (entry,) = Folder.open(tmp_path / "out").entries()
    assert (entry.counts["pages"], entry.counts["reports"], entry.counts["doubles"]) == (6, 3, 3)
    assert list(verify(Folder.open(tmp_path / "out"))) == []


def test_broken_inputs_among_others_are_told_of_and_the_others_done(tmp_path: Path) -> None:
    inputs = corpus(tmp_path / "in")
    whole = (inputs / "archive-1.warc.gz").read_bytes()
    (inputs / "cut.warc.gz").write_bytes(whole[: len(whole) * 2 // 3])
    (inputs / "noise.warc.gz").write_bytes(b"\x1f\x8b\x08\x00" + random.Random(1).randbytes(3000))
    (inputs / "lines.jsonl").write_text(
        (inputs / "table-0.jsonl").read_text("utf-8") + '{"text": "cut o\n["no", "report"]\n{"title": "no text"}\n',
        "utf-8",
    )
    table(inputs / "bug.jsonl", 50, 4, asking={2: "fail"})
    outcomes = run(tmp_path / "out", inputs, workers=2)
    broken = {"cut.warc.gz": PARTIAL, "noise.warc.gz": FAILED, "lines.jsonl": PARTIAL, "bug.jsonl": PARTIAL}
    assert {name: o.state for name, o in outcomes.items() if o.state != DONE} == broken
    assert len(outcomes) == 9
    told = content(tmp_path / "out")
    issues = [row for row in told[ISSUES.name] if row[0] is None]
    assert {row[1] for row in issues} == {UNUSABLE}
    for name in broken:
        assert any(f"{name}" in str(row[2]) for row in issues), name
    assert sum("ZeroDivisionError" in str(row[2]) for row in issues) == 1
    assert sum(row[3] is not None for row in told[INPUTS.name]) == len(issues)
    assert list(verify(Folder.open(tmp_path / "out"))) == []
    again = run(tmp_path / "out", inputs)
    assert {name for name, o in again.items() if o.state != "kept"} == {"noise.warc.gz"}, "what failed is tried again"


def test_what_was_done_in_part_is_done_anew_if_asked_for(tmp_path: Path) -> None:
    file, out = table(tmp_path / "a.jsonl", 0, 3, asking={1: "fail"}), tmp_path / "out"
    assert run(out, file)["a.jsonl"].state == PARTIAL
    before = content(out)
    assert run(out, file)["a.jsonl"].state == "kept"
    assert run(out, file, told=settings(again=True))["a.jsonl"].state == PARTIAL
    assert content(out) == before


def test_an_input_that_is_gone_takes_nothing_away_that_was_had_of_it(tmp_path: Path) -> None:
    from dragoman.corpus.coding import code_task
    from dragoman.corpus.tasks import plan

    file, out = table(tmp_path / "a.jsonl", 0, 3), tmp_path / "out"
    run(out, file)
    before = content(out)
    (task,), _ = plan([str(file)])
    file.unlink()
    outcome = code_task(task, Folder.open(out), made=make(settings()), settings=settings())
    assert outcome.state == FAILED
    assert "a.jsonl" in (outcome.problem or "")
    assert content(out) == before


def test_another_version_is_not_mixed_in(tmp_path: Path) -> None:
    inputs, out = corpus(tmp_path / "in"), tmp_path / "out"
    run(out, inputs)
    archive(inputs / "archive-9.warc.gz", 90, 3)
    run(out, inputs / "archive-9.warc.gz", inputs / "table-0.jsonl", told=settings("test+2"))
    versions = {Path(e.name).name: e.version for e in Folder.open(out).entries()}
    assert versions["table-0.jsonl"] == versions["archive-9.warc.gz"] == "test+2"
    assert versions["table-2.jsonl"] == "test+1"
    run(out, inputs, told=settings("test+2"))
    assert {e.version for e in Folder.open(out).entries()} == {"test+2"}
    assert {row[14] for row in content(out)[REPORTS.name]} == {"test+2"}
    assert litter(out) == []


def test_a_journal_of_another_version_is_begun_anew(tmp_path: Path) -> None:
    from dragoman.corpus.parts import Journal, Step

    with (tmp_path / "journal").open("a+b") as stream:
        Journal(stream, digest="d", version="1").add(Step(page="p", digest="x", report="r", line="{}", seconds=1.5))
        same = Journal(stream, digest="d", version="1")
        assert (same.steps, same.seconds, same.reports) == (1, 1.5, {"r"})
        stream.write(b'{"page":"cut o')
        stream.flush()
        same = Journal(stream, digest="d", version="1")
        same.add(Step(page="q", digest="y", problem="no"))
        assert [step.page for step in same] == ["p", "q"]
        assert list(Journal(stream, digest="d", version="2")) == []
        assert list(Journal(stream, digest="other", version="2")) == []


def test_a_worker_that_would_code_otherwise_stops_the_run(tmp_path: Path) -> None:
    from dataclasses import replace

    told = replace(settings("0.0.0+other"), maker="dragoman.corpus.coding:make")
    with pytest.raises(CorpusError, match=r"0\.0\.0\+other"):
        run(tmp_path / "out", table(tmp_path / "a.jsonl", 0, 1), told=told)


def test_workers_that_cannot_start_stop_the_run(tmp_path: Path) -> None:
    from dataclasses import replace

    told = replace(settings(), maker="tests.corpus.nowhere:make")
    with pytest.raises(CorpusError, match="nowhere"):
        run(tmp_path / "out", table(tmp_path / "a.jsonl", 0, 1), told=told)


def test_a_folder_with_other_things_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").write_text("Chapter one", "utf-8")
    with pytest.raises(CorpusError, match="other things"):
        Folder.make(tmp_path)
    with pytest.raises(CorpusError, match="no corpus folder"):
        Folder.open(tmp_path)
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "corpus.json").write_text('{"format": "dragoman corpus", "layout": 99}', "utf-8")
    with pytest.raises(CorpusError, match="layout 99"):
        Folder.make(tmp_path / "new")


def test_pages_of_a_folder_are_read_in_sight_of_each_other(tmp_path: Path) -> None:
    """As `dragoman ingest` reads them: a line that stands over three stories of a site is furniture."""
    inputs = tmp_path / "in"
    inputs.mkdir()
    box = "Write to our newsroom with your tips and photographs, we read every letter that reaches the desk in Tema."
    for n in range(4):
        (inputs / f"{n}.txt").write_text(f"{page(n, random.Random(n))}\n{box}\n", "utf-8")
    run(tmp_path / "out", inputs)
    texts = {str(row[0]): str(row[12]) for row in content(tmp_path / "out")[REPORTS.name]}
    assert texts == {report.id: report.text for report in read(inputs)}
    assert not any("newsroom" in text for text in texts.values())


def test_no_wall_clock_is_looked_at() -> None:
    """A clock that jumps can change neither a limit nor a duration."""
    asked = re.compile(r"time\.time\(|time\.time_ns|datetime\.now|utcnow|date\.today|st_mtime|getmtime")
    for path in (ROOT / "dragoman" / "corpus").glob("*.py"):
        assert not asked.search(path.read_text("utf-8")), path.name
