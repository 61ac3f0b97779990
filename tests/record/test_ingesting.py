from __future__ import annotations

import random
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from dragoman.model import Fact, Span
from dragoman.record import TABLES, Record
from dragoman.record.ingesting import EarlierDays, fingerprint
from dragoman.record.tables import INPUTS
from dragoman.record.verifying import verify
from dragoman.resolving.actors import Said
from tests.conftest import ROOT
from tests.record.ingest_run import run
from tests.stores import Store

NAMES = ["Ada Obi", "Ben Cruz", "Cai Dorn", "Dee Ekwa", "Eli Foss", "Fay Gunn"]
COUNTRIES = ["GHA", "PHL", "NOR", "CMR", "DNK", "SWE"]


def page(n: int, chance: random.Random) -> str:
    """A page of some day, which says of some people who they are and of others only that they spoke."""
    told, spoke = chance.sample(range(len(NAMES)), 2)
    month, day = divmod(chance.randrange(60), 28)
    return (
        f"ACCRA, {'January February March'.split()[month]} {day + 1}, 2021 (Coast Wire) - A meeting of number {n} was "
        f"held here on the harbour's new piers and went on until the evening, officials of both delegations agreed.\n\n"
        f"{NAMES[told]}, {COUNTRIES[told]} minister of trade, {NAMES[told]} spoke of the tariffs on cocoa and timber. "
        f"{NAMES[spoke]} spoke after that about fishing licences and the pilots' strike.\n"
    )


def pages(folder: Path, count: int, *, seed: int) -> Path:
    """A folder of pages, with one said twice, one that is no page, and one at which the coder breaks."""
    folder.mkdir(parents=True)
    chance = random.Random(seed)
    for n in range(count):
        (folder / f"{chance.randrange(10**9):09}-{n}.txt").write_text(page(n, chance), "utf-8")
    again = sorted(folder.iterdir())[1].read_text("utf-8")
    (folder / "zz-again.txt").write_text(again, "utf-8")
    (folder / "aa-binary.txt").write_bytes(bytes(range(256)) * 20)
    (folder / "mm-bug.txt").write_text(page(count, chance).replace("A meeting", "please fail: a meeting"), "utf-8")
    return folder


def content(record: Record) -> dict[str, list[tuple[object, ...]]]:
    """All rows of a record, sorted."""
    return {t.name: sorted(record.sql(f"SELECT * FROM {t.name}").tuples(), key=repr) for t in (*TABLES, INPUTS)}


def test_a_run_keeps_reports_inputs_and_failures(store: Store, tmp_path: Path) -> None:
    folder = pages(tmp_path / "pages", 12, seed=1)
    with Record.open(store.place()) as record:
        outcome, failures = run(str(folder), record)
        assert (outcome.coded, outcome.kept, outcome.failed) == (12, 0, 2)
        assert [Path(name).name for name, _ in failures] == ["aa-binary.txt", "mm-bug.txt"]
        assert dict(failures)[str(folder / "mm-bug.txt")] == "internal error: ZeroDivisionError"
        kept = {Path(i.name).name: i for i in record.inputs()}
        assert len(kept) == 15
        assert kept["zz-again.txt"].report in record
        assert kept["aa-binary.txt"].report is None
        assert kept["aa-binary.txt"].problem
        assert list(verify(record)) == []
        before = content(record)
        again, failures = run(str(folder), record)
        assert (again.coded, again.kept, again.failed) == (0, 13, 2)
        assert len(failures) == 2, "what failed is tried again"
        assert content(record) == before


def test_what_failed_is_taken_in_once_it_is_mended(store: Store, tmp_path: Path) -> None:
    folder = pages(tmp_path / "pages", 3, seed=2)
    with Record.open(store.place()) as record:
        run(str(folder), record)
        bug = folder / "mm-bug.txt"
        bug.write_text(bug.read_text("utf-8").replace("please fail", "Once more"), "utf-8")
        outcome, failures = run(str(folder), record)
        assert outcome.coded == 1
        assert len(failures) == 1
        (row,) = record.inputs([str(bug)])
        assert row.problem is None
        assert row.report in record


def test_another_version_codes_anew(store: Store, tmp_path: Path) -> None:
    folder = pages(tmp_path / "pages", 5, seed=3)
    with Record.open(store.place()) as record:
        run(str(folder), record)
        before = content(record)
        outcome, _ = run(str(folder), record, version="newer")
        assert (outcome.coded, outcome.kept) == (5, 0)
        after = content(record)
        assert {row[-1] for row in after["reports"]} == {"newer"}
        assert {k: v for k, v in after.items() if k != "reports"} == {k: v for k, v in before.items() if k != "reports"}


@pytest.mark.parametrize("seed", [11])
def test_killed_anywhere_and_run_again_is_as_if_undisturbed(store: Store, tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    folder = pages(tmp_path / "pages", 30, seed=seed)
    with Record.open(store.place("calm")) as record:
        run(str(folder), record)
        calm = content(record)
    assert any(f for f in calm["actor_facts"] if f[0] != f[9]), "somebody is known from another report"
    path, kills = store.place("killed"), 0
    for attempt in range(60):
        command = [sys.executable, "-m", "tests.record.ingest_run", str(folder), str(path), "0.01"]
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE)
        assert process.stdout is not None
        process.stdout.readline()
        try:
            # Ever longer, so that it comes to an end on a machine that is busy, too.
            if process.wait(chance.uniform(0.02, 0.4 + 0.1 * attempt)) == 0:
                break
        except subprocess.TimeoutExpired:
            process.kill()
            kills += 1
        finally:
            process.stdout.close()
            process.wait()
    else:
        pytest.fail("it never came to an end")
    assert kills > 0
    with Record.open(path) as record:
        assert content(record) == calm
        assert list(verify(record)) == []


def test_killed_while_recoding_an_older_record(store: Store, tmp_path: Path) -> None:
    folder = pages(tmp_path / "pages", 40, seed=5)
    contents = []
    for name, disturbed in (("calm", False), ("killed", True)):
        path = store.place(name)
        with Record.open(path) as record:
            run(str(folder), record, version="older")
        patience = 0.4
        while disturbed:
            command = [sys.executable, "-m", "tests.record.ingest_run", str(folder), str(path), "0.02"]
            process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE)
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(patience)
            patience += 0.2
            process.kill()
            process.stdout.close()
            disturbed = process.wait() == 0
        with Record.open(path) as record:
            run(str(folder), record)
            contents.append(content(record))
    assert contents[0] == contents[1]


def test_only_earlier_days_are_heard_of() -> None:
    said = Said("Ada Obi", "r1", date(2021, 1, 5), Fact(words="Ada Obi", span=Span(0, 7), country="GHA"))
    known = EarlierDays([said])
    assert known.of("Ada Obi", day=date(2021, 1, 5), report="r2") is None
    assert known.of("Ada Obi", day=date(2021, 1, 4), report="r2") is None
    assert known.of("Ada Obi", day=None, report="r2") is None
    assert known.of("Ada Obi", day=date.min, report="r2") is None
    fact = known.of("Ada Obi", day=date(2021, 1, 6), report="r2")
    assert fact is not None
    assert fact.country == "GHA"
    known.forget("r1")
    known.forget("r1")
    assert known.of("Ada Obi", day=date(2021, 1, 6), report="r2") is None
    assert len(known) == 0


def test_a_fingerprint_tells_all_parts_apart() -> None:
    told = {fingerprint("1", *parts) for parts in [("a", "b"), ("ab",), ("ab", ""), ("ab", None), (b"ab", "c")]}
    assert len(told) == 5
    assert fingerprint("1", "a") == fingerprint("1", b"a")
    assert all(name.startswith("1+") for name in told)
