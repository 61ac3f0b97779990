"""Actors from dictionaries that users bring: `import_actors(ImportKind.PHOENIX, path).rows`.

A reader a format gives entries, `rows` makes rows of them and leaves out what is broken or could mean too much. What is
read is written as the user's own register (`dragoman.resolving.actors.own`), never into the shipped tables.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from dragoman.resolving.actors.imports.followthemoney import read_followthemoney
from dragoman.resolving.actors.imports.phoenix import read_phoenix
from dragoman.resolving.actors.imports.rows import BadLine, Imported
from dragoman.resolving.actors.imports.wikidata import read_wikidata

__all__ = ["BadLine", "ImportKind", "Imported", "import_actors"]


class ImportKind(StrEnum):
    """The formats that can be imported."""

    PHOENIX = "phoenix"
    FTM = "ftm"
    WIKIDATA = "wikidata"


READERS = {
    ImportKind.PHOENIX: read_phoenix,
    ImportKind.FTM: read_followthemoney,
    ImportKind.WIKIDATA: read_wikidata,
}


def import_actors(kind: ImportKind, path: Path) -> Imported:
    """What a file holds, as rows of a register, and what was left out of it and why.

    Raises `dragoman.errors.InputError` where the file cannot be read or has no entry of its kind.
    """
    return READERS[kind](path)
