"""Where a command's output goes: standard output, or a file that is whole or not there."""

from __future__ import annotations

import io
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol, TextIO

from dragoman.errors import DragomanError
from dragoman.model import CodedReport

FILE_WIDTH = 100
"""Columns of a table view that is written to a file."""


class Writer(Protocol):
    """Takes records one by one and writes them in one format; `finish` once, at the end."""

    def add(self, coded: CodedReport) -> None: ...

    def finish(self) -> None: ...


class JsonlWriter:
    """A line of JSON a report, each out at once, so that a reader at the other end of a pipe sees it."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def add(self, coded: CodedReport) -> None:
        from dragoman.contract import dumps

        self._stream.write(dumps(coded) + "\n")
        self._stream.flush()

    def finish(self) -> None:
        """Nothing is left to write."""


class TableWriter:
    """The terminal view, a blank line and a rule between reports."""

    def __init__(self, stream: TextIO, *, width: int | None = None) -> None:
        from rich.console import Console

        self._console = Console(file=stream, width=width, highlight=False)
        self._first = True

    def add(self, coded: CodedReport) -> None:
        from rich.rule import Rule

        from dragoman.export.table import render

        if not self._first:
            self._console.print("", Rule(characters="═", style="dim"), "", sep="\n")
        self._console.print(render(coded))
        self._first = False

    def finish(self) -> None:
        """Nothing is left to write."""


class HtmlWriter:
    """One page of all reports, written at the end because its list of reports stands at its top."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._records: list[CodedReport] = []

    def add(self, coded: CodedReport) -> None:
        self._records.append(coded)

    def finish(self) -> None:
        from dragoman.export.html import page_of

        if self._records:
            self._stream.write(page_of(self._records))
            self._stream.flush()


def standard_output(*, utf8: bool) -> TextIO:
    """Standard output, as UTF-8 for files that programs read; else in the terminal's encoding, which never fails."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        if utf8:
            sys.stdout.reconfigure(encoding="utf-8", errors="strict", newline="\n")
        else:
            sys.stdout.reconfigure(errors="replace")
    return sys.stdout


@contextmanager
def whole_file(path: Path) -> Iterator[TextIO]:
    """A UTF-8 file to write that appears under its name when all of it is written; after an error nothing changes.

    Raises `DragomanError` where it cannot be written.
    """
    with whole_path(path) as part:
        try:
            with part.open("w", encoding="utf-8", newline="\n") as stream:
                yield stream
                if part.is_file():
                    stream.flush()
                    os.fsync(stream.fileno())
        except BrokenPipeError:
            raise
        except OSError as error:
            raise DragomanError(f"{path}: cannot be written: {error.strerror or error}") from error


@contextmanager
def whole_path(path: Path) -> Iterator[Path]:
    """A path to write a file at, which is renamed to `path` at the end; after an error nothing is left of it.

    What is no ordinary file (a device, a pipe) is written as it stands.
    """
    target = path.resolve()  # a link stays a link
    if target.exists() and not target.is_file():
        yield target
        return
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        yield part
        try:
            if target.exists():
                shutil.copymode(target, part)
            part.replace(target)
        except OSError as error:
            raise DragomanError(f"{path}: cannot be written: {error.strerror or error}") from error
    finally:
        for left in (part, part.with_name(part.name + ".wal")):
            left.unlink(missing_ok=True)
