"""CAMEO codes of coded events (`cameo.tsv`), which ICEWS, GDELT and Phoenix files carry."""

from __future__ import annotations

import functools
from collections.abc import Collection
from importlib.resources import files
from typing import NamedTuple


class Cameo(NamedTuple):
    """A CAMEO category: `code` "0841", its `base` "084", its `root` "08", and GDELT's QuadClass of that root.

    QuadClass 1 verbal cooperation (roots 01-05), 2 material cooperation (06-09), 3 verbal conflict (10-13),
    4 material conflict (14-20), as in the GDELT 2.0 event codebook. It need not agree with PLOVER's quadrant.
    """

    code: str
    base: str
    root: str
    quad_class: int


def cameo(type: str, mode: str | None = None, contexts: Collection[str] = ()) -> Cameo:
    """The CAMEO category of an event. Raises KeyError for a type that PLOVER does not have."""
    for kind, own_mode, context, code in _rows():
        if kind == type and own_mode in ("*", mode or "-") and (context == "*" or context in contexts):
            root = code[:2]
            number = int(root)
            return Cameo(code, code[:3], root, 1 if number <= 5 else 2 if number <= 9 else 3 if number <= 13 else 4)
    raise KeyError(type)


@functools.cache
def _rows() -> tuple[tuple[str, str, str, str], ...]:
    text = (files(__package__) / "cameo.tsv").read_text("utf-8")
    lines = (line.split("\t") for line in text.splitlines() if line.strip() and not line.startswith("#"))
    return tuple((a, b, c, d) for a, b, c, d in lines)
