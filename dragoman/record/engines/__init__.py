"""What a record is kept in. `Engine` is all that the record needs of a database; each file here is one that has it.

SQL outside this folder is written once, in what all engines take: values stand as `?`, one of a list of
strings is `IN {LISTED}`, groups and orders name their columns, a subquery in FROM has a name, and a quotient of whole
numbers is cast to DOUBLE PRECISION first. What differs is an attribute or a method of the engine.
"""

from __future__ import annotations

from pathlib import Path

from dragoman.address import Address
from dragoman.record.engines.engine import LISTED, Engine, Values

__all__ = ["LISTED", "Engine", "Values", "connect", "in_memory"]


def connect(address: Address, *, read_only: bool) -> Engine:
    """What keeps the record at an address, open; raises `RecordError` where it cannot be opened."""
    if address.server is not None:
        from dragoman.record.engines.postgres import Postgres

        return Postgres(address.server, read_only=read_only)
    from dragoman.record.engines.duck import Duck

    assert address.path is not None
    return Duck(address.path, read_only=read_only)


def in_memory() -> Engine:
    """A database of its own, empty, in memory; gone when it is closed."""
    from dragoman.record.engines.duck import Duck

    return Duck(Path(":memory:"), read_only=False)
