"""A progress bar for work that takes more than two seconds, on a terminal only."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

T = TypeVar("T")
_PATIENCE_S = 2.0


def track(items: Iterable[T], *, total: int, label: str, console: Console | None = None) -> Iterator[T]:
    """The items, unchanged; a bar appears on standard error after two seconds if that is a terminal.

    The bar is taken away at the end, so that nothing of it stays between the results.
    """
    console = console or Console(stderr=True)
    if not console.is_terminal:
        yield from items
        return
    began, shown = time.monotonic(), False
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    bar = Progress(*columns, console=console, transient=True)
    task = bar.add_task(label, total=total)
    try:
        for item in items:
            yield item
            bar.advance(task)
            if not shown and time.monotonic() - began > _PATIENCE_S:
                bar.start()
                shown = True
    finally:
        if shown:
            bar.stop()
