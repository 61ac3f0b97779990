"""A run over a corpus as a process of its own, with a coder that stands in for the real one, for tests that end it.

    python -m tests.corpus.standin OUT WORKERS VERSION INPUT...

The coder does what a report asks for: it breaks, hangs without letting any other thread run, grows, or dies.
"""

from __future__ import annotations

import os
import re
import signal
import sys
from pathlib import Path

from dragoman.corpus.coding import Made, Outcome, Settings
from dragoman.corpus.folder import Folder
from dragoman.corpus.supervising import Crew
from dragoman.corpus.tasks import plan
from dragoman.model import CodedReport, Report
from dragoman.resolving.actors import Known
from tests.record.ingest_run import StandIn

DELAY = "CORPUS_TEST_SECONDS"
"""The environment's word for how many seconds each report takes."""


class Obliging(StandIn):
    """Codes what reports say, unless they ask for something else."""

    def code(self, report: Report) -> CodedReport:
        if "please hang" in report.text:
            re.match(r"(a+)+$", "a" * 64 + "b")  # longer than anybody waits, and no other Python runs meanwhile
        if "please grow" in report.text:
            kept = []
            while True:
                kept.append(bytearray(20_000_000))
        if "please die" in report.text:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().code(report)


def make(settings: Settings) -> Made:
    return Made(Obliging(Known(), float(os.environ.get(DELAY, "0"))), settings.version)


def settings(
    version: str = "test+1", *, seconds: float | None = None, megabytes: int | None = None, again: bool = False
) -> Settings:
    return Settings(
        version=version,
        columns={},
        seconds=seconds,
        megabytes=megabytes,
        again=again,
        maker="tests.corpus.standin:make",
    )


def run(out: Path, *inputs: Path, workers: int = 1, told: Settings | None = None) -> dict[str, Outcome]:
    """Code inputs; what came of each, by the last part of its name."""
    tasks, errors = plan(map(str, inputs))
    assert errors == []
    with Crew(told or settings(), Folder.make(out), count=workers) as crew:
        return {Path(outcome.name).name: outcome for outcome in crew.run(tasks)}


if __name__ == "__main__":
    with Crew(settings(sys.argv[3]), Folder.make(Path(sys.argv[1])), count=int(sys.argv[2])) as standing:
        crew_tasks, _ = plan(sys.argv[4:])
        for _ in range(standing.count):
            standing.start()
        print(*standing.processes, flush=True)
        for through in standing.run(crew_tasks):
            print(through.name, through.state, flush=True)
