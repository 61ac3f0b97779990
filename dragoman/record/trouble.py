"""What DuckDB complains of, in words for the person at the keyboard: what is wrong, who is in the way, what to do.

DuckDB tells all of these as text of a few broad classes, so they are known by their words.
"""

from __future__ import annotations

import re
from pathlib import PurePath

import duckdb

_HOLDER = re.compile(r"lock is held in (?P<program>.+?) \(PID (?P<process>\d+)\)")
_FULL = ("No space left on device", "File too large", "Disk quota exceeded", "Out of disk space")
_DAMAGED = (
    "Could not read enough bytes",
    "Could not read all",
    "Corrupt",
    "corrupt",
    "checksum",
    "Failed to deserialize",
    "Serialization Error",
    "Failed to load metadata",
    "Failure while replaying WAL",
)


def in_words(error: duckdb.Error) -> str:
    """What is wrong and what to do about it, on one line, without the record's name."""
    said = " ".join(str(error).split())
    if "Conflicting lock" in said or ("lock" in said.lower() and isinstance(error, duckdb.IOException)):
        return f"is in use by {_holder(said)}; wait for it to end, or read a snapshot of the record meanwhile"
    if "different configuration" in said:
        return "is open in this program already, to be read or to be written; close it there first"
    if "not a valid DuckDB database file" in said:
        return "is no DuckDB file, so no record of Dragoman's; name another file"
    if "can only read version" in said or "newer version of DuckDB" in said:
        return f"was written by a newer DuckDB than this one ({duckdb.__version__}); install that, or newer"
    if any(word in said for word in _FULL):
        return (
            "the disk is full, or a file may not grow further; all that was kept before is whole: "
            f"make room and do the same again ({_short(said)})"
        )
    if any(word in said for word in _DAMAGED):
        return f"is damaged or cut off; put a snapshot or another copy in its place ({_short(said)})"
    return str(error).splitlines()[0]


def _holder(said: str) -> str:
    found = _HOLDER.search(said)
    if found is None:
        return "another program"
    return f"another program: {PurePath(found['program']).name}, process {found['process']}"


def _short(said: str) -> str:
    return said if len(said) <= 160 else said[:159] + "…"
