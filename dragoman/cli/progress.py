"""A progress bar for whoever waits: on standard error, on a terminal only, after two seconds without output."""

from __future__ import annotations

import threading
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

PATIENCE_S = 2.0


class Bar:
    """Counts pages; `clear` takes the bar off the terminal so that something else can be printed there."""

    def __init__(self, *, total: int | None, console: Console | None = None, patience_s: float = PATIENCE_S) -> None:
        """`total` is None where the number of pages is not known beforehand."""
        self._console = console or Console(stderr=True)
        self._total, self._done, self._patience_s = total, 0, patience_s
        self._lock = threading.Lock()
        self._timer: threading.Timer | None = None
        self._shown: Progress | None = None

    def __enter__(self) -> Bar:
        self._wait()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._hide()

    def advance(self) -> None:
        """One page is done."""
        with self._lock:
            self._done += 1
            if self._shown:
                self._shown.update(self._shown.task_ids[0], completed=self._done)

    def clear(self) -> None:
        """Take the bar away; it comes back if the wait goes on."""
        self._hide()
        self._wait()

    def _wait(self) -> None:
        if self._console.is_terminal:
            self._timer = threading.Timer(self._patience_s, self._show)
            self._timer.daemon = True
            self._timer.start()

    def _show(self) -> None:
        columns = (SpinnerColumn(), TextColumn("coding"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with self._lock:
            if self._timer is None:  # hidden meanwhile
                return
            # Standard output is the results' own; rich must not send it through the bar's console.
            self._shown = Progress(
                *columns, console=self._console, transient=True, redirect_stdout=False, redirect_stderr=False
            )
            self._shown.add_task("coding", total=self._total, completed=self._done)
            self._shown.start()

    def _hide(self) -> None:
        with self._lock:
            if self._timer:
                self._timer.cancel()
                self._timer = None
            if self._shown:
                self._shown.stop()
                self._shown = None
