"""From inputs to tasks: a file is a task; so are all pages that lie in one folder, since furniture shows on several.

What a folder holds, each file's content tells: an archive or table in it is a task of its own.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from dragoman.errors import InputError, InputNotFound
from dragoman.reading.columns import Columns
from dragoman.reading.kinds import HEAD, Kind, tell
from dragoman.reading.load import files_below, is_address

_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Task:
    """What is coded by one worker at a time: "news.warc.gz", or "pages/" with the pages that lie in that folder.

    `paths` are its files, sorted; `name` is the input as given, or the folder with a slash at its end.
    """

    name: str
    paths: tuple[str, ...]

    @property
    def is_folder(self) -> bool:
        return self.name.endswith("/")

    @property
    def key(self) -> str:
        """What its files in a corpus folder are called: a part of the name to be read by people, and a hash of all."""
        stem = re.sub(r"[^A-Za-z0-9._-]+", "_", self.name.rstrip("/").rpartition("/")[2])[:40].strip(".")
        return f"{stem or 'input'}-{_hash(self.name):016x}"


def plan(inputs: Iterable[str]) -> tuple[list[Task], list[InputError]]:
    """The tasks of some inputs by name, each once, and the inputs that are none."""
    files: set[str] = set()
    pages: dict[str, set[str]] = defaultdict(set)
    errors: list[InputError] = []
    for source in inputs:
        try:
            for path, kind in _files(source):
                if kind is Kind.PAGE:
                    pages[f"{path.parent.as_posix().rstrip('/')}/"].add(path.as_posix())
                else:
                    files.add(path.as_posix())
        except InputError as error:
            errors.append(error)
    files -= {path for inside in pages.values() for path in inside}  # a page that is given beside its folder
    tasks = [Task(name, (name,)) for name in files]
    tasks += [Task(name, tuple(sorted(inside))) for name, inside in pages.items()]
    return sorted(tasks, key=lambda task: task.name), errors


def shard(tasks: Sequence[Task], number: int, of: int) -> list[Task]:
    """The tasks that run `number` (from 1) of `of` does: by a hash of their names, the same on every machine."""
    return [task for task in tasks if _hash(task.name) % of == number - 1]


def digest(task: Task) -> tuple[str, int]:
    """The SHA-256 of what a task's files hold, and of the files' names where it is a folder; and its size in bytes.

    Raises `InputNotFound` where a file cannot be read.
    """
    whole, size = hashlib.sha256(), 0
    for path in task.paths:
        own = hashlib.sha256() if task.is_folder else whole
        try:
            with open(path, "rb") as stream:
                while some := stream.read(_BLOCK):
                    own.update(some)
                    size += len(some)
        except OSError as error:
            raise InputNotFound(path, f"cannot be read: {error.strerror or error}") from error
        if task.is_folder:
            whole.update(os.fsencode(path) + b"\0" + own.digest())
    return whole.hexdigest(), size


def _hash(name: str) -> int:
    """64 bits of a name, the same in every process and on every machine."""
    return int.from_bytes(hashlib.sha256(os.fsencode(name)).digest()[:8], "big")


def _files(source: str) -> Iterator[tuple[Path, Kind]]:
    """The files of an input and what they are; those of a folder that are neither page, table nor archive left out."""
    if source == "-" or is_address(source):
        raise InputNotFound(source, "is no file", "a corpus is made of files and folders; fetch or save it first")
    path = Path(source)
    try:
        if not path.is_dir():
            with path.open("rb"):
                yield path, Kind.OTHER  # a task of its own, whatever it is
            return
        any_file = False
        for file in sorted(files_below(path)):
            any_file = True
            with file.open("rb") as stream:
                kind = tell(stream.read(HEAD), Columns()).kind
            if kind is not Kind.OTHER:
                yield file, kind
        if not any_file:
            raise InputNotFound(source, "the folder holds no file")
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        problem = getattr(error, "strerror", None) or str(error)
        raise InputNotFound(str(getattr(error, "filename", None) or source), f"cannot be read: {problem}") from error
