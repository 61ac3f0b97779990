"""Word lists that tell people from everything else; one list a file in `data/`, one entry a line, `#` comments."""

from __future__ import annotations

import functools
from importlib.resources import files


@functools.cache
def words(name: str) -> frozenset[str]:
    """The entries of `language/data/<name>.txt`."""
    text = (files("dragoman.language") / "data" / f"{name}.txt").read_text("utf-8")
    return frozenset(line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#"))
