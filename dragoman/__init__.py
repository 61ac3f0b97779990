"""Dragoman reads news reports and writes the record of international politics."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dragoman.record import Record

__all__ = ["__version__", "connect"]

__version__ = "0.1.0"


def connect(where: str | Path, *, read_only: bool = True) -> Record:
    """The record in a file, or by its URL on a server, to be asked: `connect("news.duckdb").events(actor="RUS")`.

    With `read_only=False` it may be added to, and is made where there is none. Raises `dragoman.errors.RecordError`
    where the file is no record, is in use by another program or was written by a newer Dragoman.
    """
    from dragoman.record import Record

    return Record.open(where, read_only=read_only)
