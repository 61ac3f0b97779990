"""Tasks on a Dask cluster, or on one that is made on this machine: the extra `dask`.

Every Dask worker has crews of our own (`supervising`), one for each of its threads, so that limits, killed processes
and journals go there as they do here, and models are loaded once. All machines need the same program, and must see the
inputs and the corpus folder under the same names.
"""

from __future__ import annotations

import queue
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dragoman.corpus.coding import Outcome, Settings, fail
from dragoman.corpus.folder import Folder
from dragoman.corpus.supervising import DEATHS, Crew
from dragoman.corpus.tasks import Task
from dragoman.errors import CorpusError

if TYPE_CHECKING:
    from distributed import Client

LOCAL = "local"
_NAME = "dragoman-crews"
_PATIENCE_S = 30


def run_on(
    address: str,
    tasks: Sequence[Task],
    *,
    settings: Settings,
    folder: Folder,
    workers: int = 1,
    on_link: Callable[[str], None] = lambda link: None,
) -> Iterator[Outcome]:
    """What came of each task, coded by the workers of the scheduler at `address`, or by `workers` on this machine.

    `on_link` is told the address of the dashboard. Raises `CorpusError` where Dask is not installed, the scheduler
    does not answer, or no task could be coded.
    """
    try:
        import dask
        from distributed import Client, LocalCluster, as_completed
    except ImportError as error:
        raise CorpusError("Dask is not installed; install the extra: pip install 'dragoman[dask]'") from error
    with dask.config.set({"distributed.scheduler.allowed-failures": DEATHS}):
        cluster = None
        if address == LOCAL:
            cluster = LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address="127.0.0.1:0")
        try:
            client = Client(cluster if cluster is not None else address, timeout=_PATIENCE_S)
        except (OSError, ValueError, TimeoutError) as error:
            raise CorpusError(f"{address}: no Dask scheduler answers there ({error})") from error
        try:
            if client.dashboard_link:
                on_link(client.dashboard_link)
            yield from _run(client, as_completed, tasks, settings, folder)
        finally:
            client.unregister_worker_plugin(_NAME)
            client.close()
            if cluster is not None:
                cluster.close()


def _run(
    client: Client, as_completed: Any, tasks: Sequence[Task], settings: Settings, folder: Folder
) -> Iterator[Outcome]:
    client.register_plugin(_plugin(settings, str(folder.path.absolute())), name=_NAME)
    # A task is a function of the folder's state too, so its key is Dask's to choose anew each time (`pure`).
    futures = {client.submit(_code, task, pure=False): task for task in tasks}
    for future in as_completed(futures):
        error = future.exception()
        task = futures.pop(future)
        if error is None:
            outcome: Outcome = future.result()
            yield outcome
        elif isinstance(error, CorpusError):
            raise error
        else:  # KilledWorker, or what nobody meant
            yield fail(task, folder, settings, f"Dask: {type(error).__name__}: {error}".splitlines()[0])
        future.release()


def _plugin(settings: Settings, folder: str) -> Any:
    from distributed import WorkerPlugin

    class Crews(WorkerPlugin):  # type: ignore[misc]
        """Crews of one on a Dask worker, each with its models loaded; who has taken one out has it alone."""

        name = _NAME

        def setup(self, worker: Any) -> None:
            self.all = [Crew(settings, Folder.open(Path(folder))) for _ in range(worker.state.nthreads)]
            self.idle: queue.SimpleQueue[Crew] = queue.SimpleQueue()
            for crew in self.all:
                crew.start()
                self.idle.put(crew)

        def teardown(self, worker: Any) -> None:
            for crew in self.all:
                crew.close()

    return Crews()


def _code(task: Task) -> Outcome:
    from distributed import get_worker

    crews: Any = get_worker().plugins[_NAME]
    crew: Crew = crews.idle.get()
    try:
        return next(crew.run([task]))
    finally:
        crews.idle.put(crew)
