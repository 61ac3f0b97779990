"""Who runs into a corpus folder: one run at a time, or any number of shards beside one another.

    FOLDER/runs/gate                  locked while somebody looks who is there
    FOLDER/runs/HOST.PID.SHARD.json   who a run is (`Holder`), locked for as long as it lasts

The system lets go of a lock when its process ends, however it ends; a file without a lock is of a run that is over.
"""

from __future__ import annotations

import errno
import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO

from dragoman.corpus.folder import Folder, trouble
from dragoman.errors import CorpusError


@dataclass(frozen=True, slots=True)
class Holder:
    """A run: "process 4711 on node7 (shard 3/8)"; `shard` is None for a whole one."""

    host: str
    process: int
    shard: str | None

    def __str__(self) -> str:
        what = "all of it" if self.shard is None else f"shard {self.shard}"
        return f"process {self.process} on {self.host} ({what})"


@contextmanager
def held(folder: Folder, *, shard: str | None = None) -> Iterator[Holder]:
    """Hold the folder for a run, or a `shard` of one ("3/8"), as long as the block lasts.

    Raises `CorpusError`, which names them, where others are at it: any other run for a whole one, a whole one or one of
    the same shard for a shard.
    """
    me = Holder(os.uname().nodename, os.getpid(), shard)
    own = _runs(folder) / f"{me.host}.{me.process}.{(shard or 'all').replace('/', '-')}.json"
    with ExitStack() as stack:
        try:
            own.parent.mkdir(exist_ok=True)
            with (own.parent / "gate").open("wb") as gate:
                _lock(gate, fcntl.LOCK_EX)
                others = [h for h in _alive(folder, tidy=True) if shard is None or h.shard in (None, shard)]
                if others:
                    raise CorpusError(
                        f"{folder.path}: at work here: {'; '.join(map(str, others))}; wait for that or end it (shards, "
                        "as --shard 1/2 and --shard 2/2, can be run beside one another)"
                    )
                stream = stack.enter_context(own.open("w+b"))
                stack.callback(_take_away, own)
                _lock(stream, fcntl.LOCK_EX)
                stream.write(json.dumps(asdict(me)).encode())
                stream.flush()
        except OSError as error:
            raise trouble(own, error) from error
        yield me


def holders(folder: Folder) -> list[Holder]:
    """The runs that are at work in a folder now."""
    return list(_alive(folder))


def _runs(folder: Folder) -> Path:
    return folder.path / "runs"


def _alive(folder: Folder, *, tidy: bool = False) -> Iterator[Holder]:
    """The runs that go on; files of runs that are over are taken away by whoever has locked the gate (`tidy`)."""
    for path in sorted(_runs(folder).glob("*.json")):
        try:
            with path.open("rb") as stream:
                # Shared, so that two who look do not take one another for a run.
                if not _lock(stream, fcntl.LOCK_SH | fcntl.LOCK_NB):
                    yield _read(stream, path)
                elif tidy:
                    _take_away(path)
        except FileNotFoundError:  # it ended just now
            continue


def _read(stream: BinaryIO, path: Path) -> Holder:
    try:
        return Holder(**json.loads(stream.read()))
    except (ValueError, TypeError):  # it has locked the file and not written yet
        host, process, shard = path.name.removesuffix(".json").rsplit(".", 2)
        return Holder(host, int(process), None if shard == "all" else shard.replace("-", "/"))


def _lock(stream: BinaryIO, how: int) -> bool:
    """Lock a file; False where another has it and `how` is not to wait. Raises `CorpusError` where none can be."""
    try:
        fcntl.flock(stream, how)
    except OSError as error:
        if error.errno in (errno.EWOULDBLOCK, errno.EACCES):
            return False
        raise CorpusError(f"{stream.name}: cannot be locked ({error.strerror}); use a file system that can") from error
    return True


def _take_away(path: Path) -> None:
    with suppress(OSError):
        path.unlink()
