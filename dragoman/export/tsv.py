"""Lines of tab-separated files that have no quoting, as ICEWS, GDELT, Phoenix and POLECAT files have none."""

from __future__ import annotations

from collections.abc import Iterable

from dragoman.export.acts import line


def cell(value: str | int | None, *, unknown: str = "") -> str:
    """One cell: no tab, no line break, and no straight double quote, which many readers would take for quoting."""
    told = line(str(value)).replace('"', "'") if value is not None else ""
    return told or unknown


def row(values: Iterable[str | int | None], *, unknown: str = "") -> str:
    """A line with its line break; `unknown` stands for None and for nothing."""
    return "\t".join(cell(value, unknown=unknown) for value in values) + "\n"


def several(values: Iterable[str | None], *, joint: str = ";") -> str:
    """Several values in one cell, each once; the joint within a value becomes a comma."""
    told = (line(value).replace(joint, ",") for value in values if value)
    return joint.join(dict.fromkeys(filter(None, told)))
