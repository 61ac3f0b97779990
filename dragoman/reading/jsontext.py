"""JSON whose strings know where they stand: for pages that are JSON documents, so that reports lead back into them."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from json.decoder import scanstring  # type: ignore[attr-defined]

DEEPEST = 60

_SPACE = re.compile(r"[ \t\n\r]*")
_SCALAR = re.compile(r"[^\s,\]}]+")
_PIECE = re.compile(r'\\u[0-9a-fA-F]{4}|\\.|[^\\"]+', re.DOTALL)


class Quoted(str):
    """A string of a document; `at` is the place of its opening quotation mark there."""

    __slots__ = ("at",)
    at: int


def located(source: str) -> object:
    """The document's value, every string in it (keys left out) a `Quoted`.

    Raises `ValueError` for what is no JSON or nested deeper than `DEEPEST`.
    """
    value, end = _value(source, _skip(source, 1 if source.startswith("\ufeff") else 0), DEEPEST)
    if _skip(source, end) != len(source):
        raise ValueError(f"more stands after the document's end, at character {end}")
    return value


def offsets(source: str, quoted: Quoted) -> Sequence[int]:
    """Where each character of a string of the document `source` stands there: escapes by their backslash."""
    start = quoted.at + 1
    if source.startswith(str(quoted) + '"', start):
        return range(start, start + len(quoted))
    out: list[int] = []
    at = start
    high = False
    while source[at] != '"':
        piece = _PIECE.match(source, at)
        if piece is None:
            raise ValueError(f"a string is broken at character {at}")
        text = piece.group()
        if not text.startswith("\\"):
            out.extend(range(at, at + len(text)))
            high = False
        else:
            unit = int(text[2:], 16) if len(text) == 6 else 0
            pair = high and 0xDC00 <= unit <= 0xDFFF
            if not pair:  # the second half of a pair is the same character as the first
                out.append(at)
            high = 0xD800 <= unit <= 0xDBFF and not pair
        at = piece.end()
    return out


def _skip(source: str, at: int) -> int:
    found = _SPACE.match(source, at)
    return found.end() if found else at


def _value(source: str, at: int, depth: int) -> tuple[object, int]:
    if depth <= 0:
        raise ValueError(f"is nested deeper than {DEEPEST} levels")
    opening = source[at : at + 1]
    if opening == '"':
        text, end = scanstring(source, at + 1, False)
        quoted = Quoted(text)
        quoted.at = at
        return quoted, end
    if opening == "{":
        return _object(source, at, depth)
    if opening == "[":
        return _array(source, at, depth)
    scalar = _SCALAR.match(source, at)
    if scalar is None:
        raise ValueError(f"a value is missing at character {at}")
    return json.loads(scalar.group()), scalar.end()


def _object(source: str, at: int, depth: int) -> tuple[dict[str, object], int]:
    out: dict[str, object] = {}
    at = _skip(source, at + 1)
    while source[at : at + 1] != "}":
        if source[at : at + 1] != '"':
            raise ValueError(f"a key is missing at character {at}")
        key, end = scanstring(source, at + 1, False)
        at = _skip(source, end)
        if source[at : at + 1] != ":":
            raise ValueError(f"a colon is missing at character {at}")
        out[key], end = _value(source, _skip(source, at + 1), depth - 1)
        at = _next(source, end, "}")
    return out, at + 1


def _array(source: str, at: int, depth: int) -> tuple[list[object], int]:
    out: list[object] = []
    at = _skip(source, at + 1)
    while source[at : at + 1] != "]":
        item, end = _value(source, at, depth - 1)
        out.append(item)
        at = _next(source, end, "]")
    return out, at + 1


def _next(source: str, at: int, closing: str) -> int:
    at = _skip(source, at)
    if source[at : at + 1] == ",":
        return _skip(source, at + 1)
    if source[at : at + 1] != closing:
        raise ValueError(f"a comma or {closing} is missing at character {at}")
    return at
