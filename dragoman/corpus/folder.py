"""A corpus folder: which inputs are finished, where their parts lie, who is at work on what.

    FOLDER/corpus.json             that it is one
    FOLDER/manifest/KEY.json       one for each input that was finished or failed; writing it is what finishes it
    FOLDER/parts/KEY.DIGEST/*.parquet   its parts, one file a table; only what a manifest entry names counts
    FOLDER/journals/KEY.journal    what is coded so far of an input in work; locked by the process at work on it
    FOLDER/runs/                   who runs into the folder (`dragoman.corpus.holding`)

An input is claimed by a lock on its journal, which the system lets go of when the process dies, however it dies: no
clock, no process number and no file that was left behind can be mistaken for somebody at work. So shards of a run, on
one machine or many, may share a folder, and a run that was killed with its workers still ending loses nothing.
"""

from __future__ import annotations

import errno
import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from dragoman.corpus.tasks import Task
from dragoman.errors import CorpusError

LAYOUT = 1
DONE, PARTIAL, FAILED = "done", "partial", "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One file of an input's parts: so many rows, and the SHA-256 of its bytes."""

    rows: int
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What became of an input: "news.warc.gz is done: 812 pages, 790 reports, ...".

    `state` is `done`, `partial` (some of its pages or reports gave no record, or an empty one) or `failed` (there was
    nothing to be had, or its workers died); `digest` and `size` (bytes) are of the input's files; `version` names all
    that its coding depends on, `program` and `model` what people call them. `counts` are of outcomes (`pages`, and of
    those `reports`, `doubles`, `unusable`; of the reports `refused`) and of what was coded. `seconds` is what reading
    and coding took, all attempts that were of use together. `parts` is the folder's name, `files` what lies in it.
    """

    name: str
    digest: str | None
    size: int
    version: str
    program: str
    model: str | None
    state: str
    seconds: float
    counts: dict[str, int] = field(default_factory=dict)
    parts: str | None = None
    files: dict[str, Part] = field(default_factory=dict)
    problem: str | None = None

    @property
    def finished(self) -> bool:
        return self.state in (DONE, PARTIAL)


class Folder:
    """A corpus folder at `path`. `Folder.make` makes it where there is none, `Folder.open` demands one."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.manifest, self.parts, self.journals = path / "manifest", path / "parts", path / "journals"

    @classmethod
    def make(cls, path: Path) -> Folder:
        """The folder, made if need be. Raises `CorpusError` where that cannot be, or where other things lie there."""
        folder = cls(path)
        try:
            path.mkdir(parents=True, exist_ok=True)
            if not (path / "corpus.json").exists():
                if any(
                    p.name not in ("manifest", "parts", "journals", "runs") and not p.name.startswith(".")
                    for p in path.iterdir()
                ):
                    raise CorpusError(f"{path}: holds other things; name a new or empty folder, or one of a run before")
                for inside in (folder.manifest, folder.parts, folder.journals):
                    inside.mkdir(exist_ok=True)
                write_whole(path / "corpus.json", {"format": "dragoman corpus", "layout": LAYOUT})
        except OSError as error:
            raise trouble(path, error) from error
        return cls.open(path)

    @classmethod
    def open(cls, path: Path) -> Folder:
        """Raises `CorpusError` where there is no corpus folder, or one of a newer layout."""
        try:
            told = json.loads((path / "corpus.json").read_text("utf-8"))
            layout = told["layout"] if told["format"] == "dragoman corpus" else None
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise CorpusError(f"{path}: is no corpus folder; `dragoman corpus run --out {path}` makes one") from error
        if layout != LAYOUT:
            raise CorpusError(f"{path}: is of layout {layout}, this program knows {LAYOUT}; use the one that made it")
        return cls(path)

    def entry(self, task: Task) -> Entry | None:
        """What became of a task; None where nothing did, or where it cannot be told."""
        found = self._read(self.manifest / f"{task.key}.json")
        return found if found is not None and found.name == task.name else None

    def entries(self) -> Iterator[Entry]:
        """All entries, by the inputs' names. Raises `CorpusError` for one that cannot be read."""
        found = []
        for path in self.manifest.glob("*.json"):
            if not path.name.startswith("."):
                entry = self._read(path)
                if entry is None:
                    raise CorpusError(f"{path}: is no entry of a manifest; delete it, and run the corpus again")
                found.append(entry)
        yield from sorted(found, key=lambda entry: entry.name)

    def commit(self, task: Task, entry: Entry) -> None:
        """State what became of a task; parts of it that count no more, or never did, are deleted. Raises `OSError`."""
        write_whole(self.manifest / f"{task.key}.json", asdict(entry))
        for old in [*self.parts.glob(f"{task.key}.*"), *self.parts.glob(f".{task.key}.*")]:
            if old.name != entry.parts:
                shutil.rmtree(old, ignore_errors=True)
        for old in self.manifest.glob(f".{task.key}.json.*"):
            old.unlink(missing_ok=True)

    @contextmanager
    def claim(self, task: Task) -> Iterator[BinaryIO | None]:
        """The task's journal, open to be read and added to, for as long as it is claimed; None if another has it."""
        path = self.journals / f"{task.key}.journal"
        while True:
            stream = path.open("a+b")
            try:
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                stream.close()
                if error.errno not in (errno.EWOULDBLOCK, errno.EACCES):
                    raise CorpusError(
                        f"{path}: cannot be locked ({error.strerror}); use a file system that can"
                    ) from error
                yield None
                return
            if _same(stream, path):
                break
            stream.close()  # whoever had it finished and took it away meanwhile
        with stream:
            yield stream

    def release(self, task: Task) -> None:
        """Take away the journal of a finished task, while it is still claimed."""
        (self.journals / f"{task.key}.journal").unlink(missing_ok=True)

    def in_work(self) -> Iterator[tuple[Path, bool]]:
        """The journals there are, and whether a process is at work on each."""
        for path in sorted(self.journals.glob("*.journal")):
            try:
                with path.open("rb") as stream:
                    try:
                        fcntl.flock(stream, fcntl.LOCK_SH | fcntl.LOCK_NB)
                    except OSError:
                        yield path, True
                    else:
                        yield path, False
            except FileNotFoundError:
                continue

    def _read(self, path: Path) -> Entry | None:
        try:
            told: dict[str, Any] = json.loads(path.read_text("utf-8"))
            files = {name: Part(**part) for name, part in told.pop("files").items()}
            return Entry(files=files, **told)
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None


def write_whole(path: Path, told: object) -> None:
    """Write JSON so that the file is whole or as it was, whatever ends the program. Raises `OSError`."""
    fresh = path.with_name(f".{path.name}.{os.uname().nodename}.{os.getpid()}")
    try:
        with fresh.open("w", encoding="utf-8") as stream:
            json.dump(told, stream, ensure_ascii=False, indent=1)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(fresh, path)
        sync(path.parent)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise


def sync(path: Path) -> None:
    """Have the names in a folder written, as far as its file system lets."""
    try:
        handle = os.open(path, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    except OSError:
        pass
    finally:
        os.close(handle)


def trouble(path: Path, error: OSError) -> CorpusError:
    """What the system says of a file, and what to do."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return CorpusError(
            f"{path}: the disk is full, or a file may not grow further; what is finished is whole: make room and do "
            "the same again"
        )
    return CorpusError(f"{path}: cannot be written: {error.strerror or error}")


def _same(stream: BinaryIO, path: Path) -> bool:
    try:
        there = os.stat(path)
    except FileNotFoundError:
        return False
    here = os.fstat(stream.fileno())
    return (here.st_dev, here.st_ino) == (there.st_dev, there.st_ino)
