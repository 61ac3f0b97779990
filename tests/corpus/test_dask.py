"""The same tasks on Dask's workers; skipped where Dask is not installed."""

from __future__ import annotations

import os
import signal
import threading
import time
from pathlib import Path

import pytest

from dragoman.corpus.cluster import run_on
from dragoman.corpus.folder import DONE, PARTIAL, Folder
from dragoman.corpus.tasks import plan
from dragoman.corpus.verifying import verify
from dragoman.errors import CorpusError
from tests.corpus.made import content, corpus, litter, table
from tests.corpus.standin import DELAY, run, settings

distributed = pytest.importorskip("distributed", reason="the extra `dask` is not installed")


def test_a_local_cluster_leaves_what_processes_of_our_own_leave(tmp_path: Path) -> None:
    inputs, links = corpus(tmp_path / "in"), []
    table(inputs / "a.jsonl", 200, 3, asking={1: "hang"})
    told, (tasks, _) = settings(seconds=1.0), plan([str(inputs)])
    run(tmp_path / "calm", inputs, told=told)
    folder = Folder.make(tmp_path / "out")
    outcomes = list(run_on("local", tasks, settings=told, folder=folder, workers=2, on_link=links.append))
    assert {Path(o.name).name for o in outcomes if o.state == PARTIAL} == {"a.jsonl"}
    assert len(outcomes) == len(tasks)
    assert links[0].startswith("http://127.0.0.1:")
    assert content(tmp_path / "out") == content(tmp_path / "calm")
    assert list(verify(folder)) == []
    assert litter(tmp_path / "out") == []
    again = list(run_on("local", tasks, settings=told, folder=folder))
    assert {o.state for o in again} == {"kept"}


def test_a_cluster_that_loses_a_worker_loses_no_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inputs = corpus(tmp_path / "in")
    tasks, _ = plan([str(inputs)])
    monkeypatch.setenv(DELAY, "0")
    run(tmp_path / "calm", inputs)
    monkeypatch.setenv(DELAY, "0.15")
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        pids = [worker.pid for worker in cluster.workers.values()]

        def soon() -> None:
            time.sleep(1.5)
            os.kill(pids[0], signal.SIGKILL)

        killer = threading.Thread(target=soon)
        killer.start()
        folder = Folder.make(tmp_path / "out")
        outcomes = list(run_on(cluster.scheduler_address, tasks, settings=settings(), folder=folder))
        killer.join()
        assert cluster.workers[0].pid != pids[0], "another has its place"
    assert {o.state for o in outcomes} <= {DONE, "kept"}
    assert content(tmp_path / "out") == content(tmp_path / "calm")
    assert litter(tmp_path / "out") == []


def test_what_stops_a_worker_stops_the_run(tmp_path: Path) -> None:
    from dataclasses import replace

    told = replace(settings("0.0.0+other"), maker="dragoman.corpus.coding:make")
    tasks, _ = plan([str(table(tmp_path / "a.jsonl", 0, 1))])
    with pytest.raises(CorpusError, match=r"0\.0\.0\+other"):
        list(run_on("local", tasks, settings=told, folder=Folder.make(tmp_path / "out")))


def test_no_scheduler_is_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dragoman.corpus.cluster._PATIENCE_S", 1)
    tasks, _ = plan([str(table(tmp_path / "a.jsonl", 0, 1))])
    with pytest.raises(CorpusError, match="no Dask scheduler answers"):
        list(run_on("tcp://127.0.0.1:9", tasks, settings=settings(), folder=Folder.make(tmp_path / "out")))
