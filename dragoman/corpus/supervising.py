"""Workers as processes of our own, watched: a killed one is replaced, one that hangs or grows too large is ended.

`multiprocessing.Pool` waits for ever for what a killed worker had. Here each worker has a pipe of its own; when it
ends without an outcome, the task is given to a fresh worker, which goes on from the journal. At which page it ended is
known: what went over a limit, or died there `DEATHS` times, is refused from then on; a task whose workers die
`DEATHS` times at no page is given up. Durations are of a monotonic clock.
"""

from __future__ import annotations

import contextlib
import json
import os
import selectors
import subprocess
import sys
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from dragoman.corpus.coding import BUSY, READING, Outcome, Refused, Settings, fail
from dragoman.corpus.folder import Folder
from dragoman.corpus.tasks import Task
from dragoman.errors import CorpusError

DEATHS = 3
"""So many times a worker may die at one page, or at none of a task's, before that is given up."""

IDLE_S = 1800.0
"""A worker that says nothing for so long while it is at no page (it looks through an archive) is ended."""

BUSY_TRIES, BUSY_S = 5, 1.0
"""What another process has claimed is asked for again: a worker that was killed with its run may just be ending."""

_LOOK_S = 0.1


@dataclass(slots=True)
class _Job:
    """A task on its way through workers: what of it is refused, and where workers died at it."""

    task: Task
    refused: dict[int, Refused] = field(default_factory=dict)
    deaths: Counter[int | None] = field(default_factory=Counter)
    busy: int = 0
    not_before: float = 0.0


class _Worker:
    """One process: what it is at, and since when."""

    def __init__(self, settings: Settings, folder: Folder) -> None:
        one_thread = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "dragoman.corpus.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, **one_thread},
        )
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.stdin: IO[bytes] = self.process.stdin
        self.stdout: IO[bytes] = self.process.stdout
        os.set_blocking(self.stdout.fileno(), False)
        self.job: _Job | None = None
        self.ready = False
        self.page: int | None = None
        self.stage = READING
        self.since = time.monotonic()
        self.base = 0
        self._rest = b""
        self.send({"settings": asdict(settings), "folder": str(folder.path)})

    def send(self, told: object) -> None:
        with contextlib.suppress(BrokenPipeError):  # it is dead, which its other pipe tells
            self.stdin.write(json.dumps(told).encode() + b"\n")
            self.stdin.flush()

    def take(self, job: _Job) -> None:
        self.job, self.page, self.since = job, None, time.monotonic()
        refused = {n: asdict(r) for n, r in job.refused.items()}
        self.send({"name": job.task.name, "paths": job.task.paths, "refused": refused})

    def heard(self) -> tuple[list[dict[str, Any]], bool]:
        """What it has said since, and whether it will say no more."""
        ended = False
        try:
            while True:
                some = os.read(self.stdout.fileno(), 1 << 16)
                if not some:
                    ended = True
                    break
                self._rest += some
        except BlockingIOError:
            pass
        *lines, self._rest = self._rest.split(b"\n")
        return [json.loads(line) for line in lines], ended

    def at(self, page: int | None, stage: str) -> None:
        if page is not None and page != self.page:
            self.base = resident(self.process.pid) or 0
            self.since = time.monotonic()
        elif page is None:
            self.since = time.monotonic()
        self.page, self.stage = page, stage

    def over(self, settings: Settings) -> Refused | None:
        """The limit that its page is over, if it is."""
        if self.page is None:
            return None
        if settings.seconds is not None and time.monotonic() - self.since > settings.seconds:
            return Refused(self.stage, "too-slow", settings.seconds)
        if settings.megabytes is not None:
            size = resident(self.process.pid)
            if size is not None and size - self.base > settings.megabytes * 1_000_000:
                return Refused(self.stage, "too-large", settings.megabytes)
        return None

    def end(self) -> None:
        self.process.kill()
        self.process.wait()
        for pipe in (self.stdin, self.stdout):
            with contextlib.suppress(OSError):
                pipe.close()


class Crew:
    """Up to `count` workers, which keep their models from one `run` to the next; `on_page` hears of each page."""

    def __init__(
        self, settings: Settings, folder: Folder, *, count: int = 1, on_page: Callable[[], None] = lambda: None
    ) -> None:
        self.settings, self.folder, self.count, self._on_page = settings, folder, count, on_page
        self._workers: list[_Worker] = []
        self._selector = selectors.DefaultSelector()
        self._failed_starts = 0

    def __enter__(self) -> Crew:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End all workers."""
        while self._workers:
            self._drop(self._workers[-1])
        self._selector.close()

    @property
    def processes(self) -> list[int]:
        """The process ids of the workers."""
        return [w.process.pid for w in self._workers]

    def start(self) -> None:
        """Start a worker, if there may be one more; it loads its models meanwhile."""
        if len(self._workers) < self.count:
            worker = _Worker(self.settings, self.folder)
            self._workers.append(worker)
            self._selector.register(worker.stdout, selectors.EVENT_READ, worker)

    def wait(self) -> None:
        """Wait until all workers that were started have loaded their models. Raises `CorpusError` as `run` does."""
        while any(not w.ready for w in self._workers):
            for key, _ in self._selector.select():
                for _ in self._hear(key.data, deque()):
                    pass

    def run(self, tasks: Iterable[Task]) -> Iterator[Outcome]:
        """What came of each task, as they come to an end. Raises `CorpusError` for what no task would escape."""
        jobs = deque(_Job(task) for task in tasks)
        while jobs or any(w.job for w in self._workers):
            self._give(jobs)
            for key, _ in self._selector.select(_LOOK_S):
                yield from self._hear(key.data, jobs)
            for worker in list(self._workers):
                self._look_after(worker)

    def _give(self, jobs: deque[_Job]) -> None:
        idle = [w for w in self._workers if w.ready and w.job is None]
        waiting = sum(not w.ready for w in self._workers)
        for _ in range(len(jobs)):
            job = jobs.popleft()
            if job.not_before > time.monotonic():
                jobs.append(job)
            elif idle:
                idle.pop().take(job)
            else:
                jobs.appendleft(job)
                break
        for _ in range(len(jobs) - waiting):
            if len(self._workers) >= self.count:
                break
            self.start()

    def _hear(self, worker: _Worker, jobs: deque[_Job]) -> Iterator[Outcome]:
        told, ended = worker.heard()
        for line in told:
            if "ready" in line:
                worker.ready, self._failed_starts = True, 0
            elif "stop" in line:
                raise CorpusError(line["stop"])
            elif "page" in line:
                worker.at(line["page"], line["stage"])
                if line["page"] is None:
                    self._on_page()
                    if worker.job is not None:
                        worker.job.deaths[None] = 0  # it got on
            elif worker.job is not None:
                job, worker.job, worker.page = worker.job, None, None
                yield from self._through(job, Outcome(**line["outcome"]), jobs)
        if ended:
            yield from self._died(worker, jobs)

    def _through(self, job: _Job, outcome: Outcome, jobs: deque[_Job]) -> Iterator[Outcome]:
        if outcome.state == BUSY and job.busy < BUSY_TRIES:
            job.busy += 1
            job.not_before = time.monotonic() + BUSY_S
            jobs.append(job)
        else:
            yield outcome

    def _died(self, worker: _Worker, jobs: deque[_Job]) -> Iterator[Outcome]:
        job, page, stage = worker.job, worker.page, worker.stage
        self._drop(worker)
        if not worker.ready:
            self._failed_starts += 1
            if self._failed_starts >= DEATHS:
                raise CorpusError("workers end before they have loaded their models; what they say stands above")
        if job is None:
            return
        if page not in job.refused:  # else it was ended for that
            job.deaths[page] += 1
            if job.deaths[page] >= DEATHS:
                if page is None:
                    problem = f"its workers died {DEATHS} times"
                    yield fail(job.task, self.folder, self.settings, problem)
                    return
                job.refused[page] = Refused(stage, "worker-died", DEATHS)
        jobs.appendleft(job)

    def _look_after(self, worker: _Worker) -> None:
        if worker.job is None:
            return
        refused = worker.over(self.settings)
        if refused is not None and worker.page is not None:
            worker.job.refused[worker.page] = refused
            worker.process.kill()  # its pipe's end tells the rest
        elif worker.page is None and time.monotonic() - worker.since > IDLE_S:
            worker.process.kill()

    def _drop(self, worker: _Worker) -> None:
        self._selector.unregister(worker.stdout)
        self._workers.remove(worker)
        worker.end()


def resident(process: int) -> int | None:
    """The bytes of memory that a process holds; None where the system does not tell (it has no /proc)."""
    try:
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return None
