"""One JSON object a report and a line: the public contract (`dragoman schema`), as UTF-8."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dragoman.contract import dumps
from dragoman.model import CodedReport


def lines(records: Iterable[CodedReport]) -> Iterator[str]:
    """A line for each record, its line break with it. Raises `ContractError` at one that cannot be written."""
    return (dumps(coded) + "\n" for coded in records)
