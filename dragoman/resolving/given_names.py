"""Given names (`data/given_names.txt`), which tell a person's name from other words in capitals."""

from __future__ import annotations

import functools
from importlib.resources import files


@functools.cache
def given_names() -> frozenset[str]:
    """Given names as they are written; not all of them, but the usual ones of many languages."""
    text = files("dragoman.resolving").joinpath("data", "given_names.txt").read_text(encoding="utf-8")
    return frozenset(w for line in text.splitlines() if not line.startswith("#") for w in line.split())
