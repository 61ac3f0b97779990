"""A process that codes tasks, one after another: `python -m dragoman.corpus.worker`, started by `supervising`.

It is spoken with in lines of JSON. Standard input gives the settings, then tasks; when it ends, so does the process, at
once, whatever it is doing. What would go to standard output goes to standard error, since that is where it answers:

    {"ready": VERSION}               the models are loaded
    {"page": N, "stage": STAGE}      it is at a page (N is null: at none)
    {"outcome": {...}}               a task is through
    {"stop": MESSAGE}                it cannot go on, and no other could
"""

from __future__ import annotations

import contextlib
import ctypes
import importlib
import json
import os
import queue
import signal
import sys
import threading
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any, BinaryIO

from dragoman.corpus.coding import Made, Refused, Settings, code_task
from dragoman.corpus.folder import Folder
from dragoman.corpus.tasks import Task
from dragoman.errors import CorpusError, DragomanError, bug_in_words

_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG of Linux's prctl(2)


def main() -> None:
    """Answer what comes in on standard input until it ends."""
    out = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the supervisor's to act on
    _die_with_parent()

    def say(told: object) -> None:
        with contextlib.suppress(BrokenPipeError):  # nobody listens: standard input has ended too
            out.write(json.dumps(told).encode() + b"\n")

    said: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(sys.stdin.buffer, said), daemon=True).start()
    try:
        _work(said, say)
    except DragomanError as error:
        say({"stop": str(error)})
    except Exception as error:
        say({"stop": bug_in_words(error)})


def _work(said: queue.SimpleQueue[bytes], say: Callable[[object], None]) -> None:
    told = json.loads(said.get())
    plain: dict[str, Any] = told["settings"]
    settings = Settings(**plain)
    folder = Folder.open(Path(told["folder"]))
    module, _, function = settings.maker.partition(":")
    made: Made = getattr(importlib.import_module(module), function)(settings)
    if made.version != settings.version:
        raise CorpusError(
            f"{os.uname().nodename}: codes as {made.version}, the run was begun by {settings.version}; install the "
            "same program and models everywhere, and give all the same files"
        )
    say({"ready": made.version})
    while True:
        told = json.loads(said.get())
        task = Task(told["name"], tuple(told["paths"]))
        refused = {int(n): Refused(**r) for n, r in told["refused"].items()}
        outcome = code_task(
            task,
            folder,
            made=made,
            settings=settings,
            tell=lambda page, stage: say({"page": page, "stage": stage}),
            refused=refused,
        )
        say({"outcome": asdict(outcome)})


def _listen(stream: BinaryIO, said: queue.SimpleQueue[bytes]) -> None:
    for line in stream:
        said.put(line)
    os._exit(0)  # whoever started this is gone or wants no more; what is coded is in the journal


def _die_with_parent() -> None:
    """Have Linux end the process with its parent, even where it hangs in something that lets no thread run."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, int(signal.SIGKILL))


if __name__ == "__main__":
    main()
