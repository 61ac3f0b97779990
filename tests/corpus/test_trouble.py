"""Runs that are killed, hang, grow, run out of disk or meet each other: nothing is lost, nothing is there twice."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dragoman.corpus.folder import DONE, PARTIAL, Folder
from dragoman.corpus.supervising import DEATHS, Crew, resident
from dragoman.corpus.tasks import plan
from dragoman.corpus.verifying import verify
from dragoman.record.tables import EVENTS, ISSUES, REPORTS
from tests.conftest import ROOT
from tests.corpus.made import content, corpus, litter, table
from tests.corpus.standin import DELAY, run, settings


@pytest.fixture(scope="module")
def calm(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, list[tuple[object, ...]]]]:
    """Inputs, and what a run over them that nothing disturbed leaves."""
    where = tmp_path_factory.mktemp("corpus")
    inputs = corpus(where / "in", files=6, reports=8)
    run(where / "out", inputs)
    return inputs, content(where / "out")


def started(
    out: Path, inputs: Path, *, workers: int = 2, seconds: float = 0.02
) -> tuple[subprocess.Popen[str], list[int]]:
    """A run as a process of its own, and its workers' process ids."""
    command = [sys.executable, "-m", "tests.corpus.standin", str(out), str(workers), "test+1", str(inputs)]
    environment = {**os.environ, DELAY: str(seconds)}
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, env=environment)
    assert process.stdout is not None
    return process, [int(word) for word in process.stdout.readline().split()]


def ended(process: subprocess.Popen[str]) -> None:
    assert process.stdout is not None
    process.stdout.close()
    process.wait()


def is_there(process: int) -> bool:
    """Whether a process runs; one that ended and was not yet waited for does not."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def sound(out: Path, due: dict[str, list[tuple[object, ...]]]) -> None:
    assert content(out) == due
    assert list(verify(Folder.open(out))) == []
    assert litter(out) == []


@pytest.mark.parametrize("seed", [1, 2])
def test_killed_workers_are_replaced(
    calm: tuple[Path, dict[str, list[tuple[object, ...]]]], tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    inputs, due = calm
    monkeypatch.setenv(DELAY, "0.02")
    chance, kills, pages = random.Random(seed), 0, 0
    tasks, _ = plan([str(inputs)])

    def now_and_then() -> None:
        nonlocal kills, pages
        pages += 1
        if chance.random() < 0.2 and kills < 8:
            kills += 1
            os.kill(chance.choice([w.process.pid for w in crew._workers if w.ready]), signal.SIGKILL)

    with Crew(settings(), Folder.make(tmp_path / "out"), count=2, on_page=now_and_then) as crew:
        outcomes = list(crew.run(tasks))
    assert kills > 3
    assert [o.state for o in outcomes] == [DONE] * len(tasks)
    sound(tmp_path / "out", due)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks for processes in /proc")
def test_a_killed_run_takes_its_workers_along_and_is_taken_up(
    calm: tuple[Path, dict[str, list[tuple[object, ...]]]], tmp_path: Path
) -> None:
    inputs, due = calm
    chance, kills = random.Random(7), 0
    for attempt in range(40):
        process, workers = started(tmp_path / "out", inputs)
        try:
            # Ever longer, so that it comes to an end on a machine that is busy, too.
            if process.wait(chance.uniform(0.6, 1.2) + 0.2 * attempt) == 0:
                break
        except subprocess.TimeoutExpired:
            process.kill()
            kills += 1
        finally:
            ended(process)
        patience = time.monotonic() + 30
        while any(map(is_there, workers)) and time.monotonic() < patience:
            time.sleep(0.05)
        assert not any(map(is_there, workers))
    else:
        pytest.fail("it never came to an end")
    assert kills > 0
    sound(tmp_path / "out", due)


def test_two_runs_share_a_folder(calm: tuple[Path, dict[str, list[tuple[object, ...]]]], tmp_path: Path) -> None:
    inputs, due = calm
    runs = [started(tmp_path / "out", inputs, workers=1) for _ in range(2)]
    told = [line.split() for process, _ in runs for line in process.communicate(timeout=120)[0].splitlines()]
    assert [process.returncode for process, _ in runs] == [0, 0]
    tasks, _ = plan([str(inputs)])
    assert sorted(name for name, state in told if state == DONE) == [t.name for t in tasks], "each was coded once"
    assert {state for _, state in told} <= {DONE, "kept", "busy"}
    sound(tmp_path / "out", due)


def test_what_another_run_is_at_is_left_to_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dragoman.corpus.supervising.BUSY_S", 0.01)
    one, other = table(tmp_path / "a.jsonl", 0, 2), table(tmp_path / "b.jsonl", 10, 2)
    (first, _), _ = plan([str(one), str(other)])
    with Folder.make(tmp_path / "out").claim(first) as stream:
        assert stream is not None
        assert [busy for _, busy in Folder.open(tmp_path / "out").in_work()] == [True]
        states = {name: o.state for name, o in run(tmp_path / "out", one, other).items()}
        assert states == {"a.jsonl": "busy", "b.jsonl": DONE}
    assert run(tmp_path / "out", one)["a.jsonl"].state == DONE
    assert litter(tmp_path / "out") == []


@pytest.mark.parametrize(
    ("wish", "limits", "code"),
    [
        ("hang", settings(seconds=1.0), "too-slow"),
        ("grow", settings(megabytes=200), "too-large"),
        ("die", settings(), "worker-died"),
    ],
)
def test_a_report_that_will_not_be_coded_is_an_issue_and_the_run_goes_on(
    tmp_path: Path, wish: str, limits: object, code: str
) -> None:
    if wish == "grow" and resident(os.getpid()) is None:
        pytest.skip("the system does not tell how much memory a process holds")
    inputs = tmp_path / "in"
    inputs.mkdir()
    table(inputs / "a.jsonl", 0, 5, asking={2: wish})
    table(inputs / "b.jsonl", 20, 5)
    outcomes = run(tmp_path / "out", inputs, told=limits)  # type: ignore[arg-type]
    assert {name: o.state for name, o in outcomes.items()} == {"a.jsonl": PARTIAL, "b.jsonl": DONE}
    told = content(tmp_path / "out")
    assert len(told[REPORTS.name]) == 10
    issues = [row for row in told[ISSUES.name] if row[3] == "corpus"]
    assert [row[1] for row in issues] == [code]
    (refused,) = (row[0] for row in issues)
    assert f"please {wish}" in next(str(row[12]) for row in told[REPORTS.name] if row[0] == refused)
    assert refused not in {row[0] for row in told[EVENTS.name]}
    assert list(verify(Folder.open(tmp_path / "out"))) == []
    assert litter(tmp_path / "out") == []


def test_an_input_at_which_workers_die_again_and_again_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Dying at no page, as where an archive kills what reads it: the worker ends as soon as it is given this task."""
    from dragoman.corpus import supervising

    doomed, other = table(tmp_path / "a.jsonl", 0, 2), table(tmp_path / "b.jsonl", 10, 2)
    take, taken = supervising._Worker.take, []

    def killed(worker: supervising._Worker, job: supervising._Job) -> None:
        take(worker, job)
        if job.task.name == str(doomed):
            taken.append(job)
            worker.process.kill()

    # The worker is stopped while it loads, so that it cannot have done its task before it is killed.
    monkeypatch.setenv(DELAY, "1")
    monkeypatch.setattr(supervising._Worker, "take", killed)
    outcomes = run(tmp_path / "out", doomed, other)
    assert outcomes["b.jsonl"].state == DONE
    assert outcomes["a.jsonl"].state == "failed"
    assert f"died {DEATHS} times" in str(outcomes["a.jsonl"].problem)
    assert len(taken) == DEATHS
    monkeypatch.setattr(supervising._Worker, "take", take)
    monkeypatch.setenv(DELAY, "0")
    assert run(tmp_path / "out", doomed)["a.jsonl"].state == DONE, "the next run tries again"
    assert litter(tmp_path / "out") == []


FULL = """
import resource, signal, sys
from dragoman.errors import CorpusError
from tests.corpus.standin import run
from pathlib import Path
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # a disk that is full says so, and sends nothing
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), int(sys.argv[3])))
try:
    run(Path(sys.argv[1]), Path(sys.argv[2]))
except CorpusError as error:
    print(error)
    sys.exit(3)
"""


@pytest.mark.parametrize("limit", [3_000, 9_000, 16_000])
def test_a_full_disk_stops_the_run_and_leaves_what_is_finished_whole(tmp_path: Path, limit: int) -> None:
    pytest.importorskip("resource")
    inputs, out = corpus(tmp_path / "in", files=2, reports=3), tmp_path / "out"
    table(inputs / "a-first.jsonl", 70, 1)
    table(inputs / "large.jsonl", 100, 120)
    command = [sys.executable, "-c", FULL, str(out), str(inputs), str(limit)]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert ran.returncode == 3, ran.stderr
    assert "the disk is full" in ran.stdout
    folder = Folder.open(out)
    assert list(verify(folder)) == []
    assert litter(out) == [p.name for p, _ in folder.in_work()], "journals of what is not finished, and nothing else"
    run(out, inputs)
    run(tmp_path / "calm", inputs)
    sound(out, content(tmp_path / "calm"))


@pytest.mark.skipif(resident(os.getpid()) is None, reason="the system does not tell")
def test_a_worker_does_not_grow_over_many_reports(tmp_path: Path) -> None:
    inputs = [table(tmp_path / f"{n}.jsonl", n * 500, 500) for n in range(5)]
    sizes = []
    tasks, _ = plan(map(str, inputs))
    with Crew(settings(), Folder.make(tmp_path / "out")) as crew:
        for outcome in crew.run(tasks):
            assert outcome.reports == 500
            sizes.append(resident(crew.processes[0]) or 0)
    assert sizes[-1] - sizes[1] < 20_000_000, "1,500 reports on, it holds no more"
