"""JSON as pages: lines of it, one document, or one long array; each object is an agency's item (ninjs) or a row.

Lines are named `FILE:LINE`, elements of an array `FILE:NUMBER`, both from 1; a document of one object keeps the file's
name. Memory is that of one line or element.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, islice
from typing import BinaryIO

from dragoman.errors import InputError, InputTooLarge, UnreadableInput
from dragoman.model import Page
from dragoman.reading.columns import Columns, chosen
from dragoman.reading.kinds import bom_length, text_of, wide_encoding
from dragoman.reading.ninjs import is_ninjs
from dragoman.reading.rows import page_of_row
from dragoman.reading.sizes import SIZE_LIMIT

SAMPLE = 50
"""So many rows say which columns there are."""

_SAMPLE_BYTES = 4_000_000
_SKIPPED = 1_000_000_000
Outcome = Page | InputError


@dataclass(frozen=True, slots=True)
class Piece:
    """One object's JSON and its name; `problem` in place of the `value` where it is none."""

    name: str
    data: bytes
    value: object = None
    problem: str | None = None
    large: bool = False


def json_pages(stream: BinaryIO, *, name: str, head: bytes, columns: Columns) -> Iterator[Outcome]:
    """The pages of JSON in any of its forms. Raises `UnclearColumns` where its rows' text cannot be told."""
    text = text_of(head).lstrip()
    if text.startswith("["):
        pieces = _elements(stream, name, head)
    elif _is_lines(text):
        pieces = _lines(stream, name, head)
    else:
        pieces = iter([_document(stream, name)])
    yield from _pages(pieces, name=name, columns=columns)


def _pages(pieces: Iterator[Piece], *, name: str, columns: Columns) -> Iterator[Outcome]:
    some: list[Piece] = []
    size = 0
    for piece in islice(pieces, SAMPLE):
        some.append(piece)
        size += len(piece.data)
        if size > _SAMPLE_BYTES:
            break
    rows = [piece.value for piece in some if _is_row(piece.value, columns)]
    present = list(dict.fromkeys(key for row in rows if isinstance(row, Mapping) for key in row))
    fields = chosen(columns, present, name=name) if rows else None
    for piece in chain(some, pieces):
        if piece.problem:
            yield (InputTooLarge if piece.large else UnreadableInput)(piece.name, piece.problem)
        elif _is_row(piece.value, columns) and isinstance(piece.value, Mapping):
            fields = fields or chosen(columns, list(piece.value), name=name)
            yield page_of_row(piece.value, fields, name=piece.name)
        elif is_ninjs(piece.value):
            yield Page(piece.name, piece.data)
        else:
            yield UnreadableInput(piece.name, "is no JSON object, and so no report")


def _is_row(value: object, columns: Columns) -> bool:
    """Whether an object is a table's row: if it is no agency's item, or has the column that the user calls the text."""
    if not isinstance(value, Mapping):
        return False
    return not is_ninjs(value) or (columns.text is not None and columns.text in value)


def _is_lines(text: str) -> bool:
    """Whether JSON that begins so has an object on each line: the first is one, or looks it and so does the second."""
    lines = [line.strip() for line in text.split("\n", 3)]
    if len(lines) > 1:
        try:
            return isinstance(json.loads(lines[0]), dict)
        except (ValueError, RecursionError):
            return lines[0].startswith("{") and len(lines[0]) > 1 and lines[1].startswith("{")
    return True


def _lines(stream: BinaryIO, name: str, head: bytes) -> Iterator[Piece]:
    held: Piece | None = None
    number = 0
    for number, line in _numbered(stream, head):
        if not line.strip():
            continue
        if held is not None:
            yield held
        where = f"{name}:{number}"
        if len(line) > SIZE_LIMIT:
            held = Piece(where, b"", problem=f"the line is longer than the limit of {SIZE_LIMIT:,} bytes", large=True)
        else:
            held = _piece(where, line)
    if held is None:
        raise UnreadableInput(name, "is empty")
    alone = number == 1 and held.name == f"{name}:1" and held.problem is None
    yield Piece(name, held.data, held.value) if alone else held


def _numbered(stream: BinaryIO, head: bytes) -> Iterator[tuple[int, bytes]]:
    """Lines with their numbers, in UTF-8; of one longer than the limit its beginning, longer than the limit as well."""
    wide = wide_encoding(head)
    stream.read(bom_length(head))
    if wide:
        text = io.TextIOWrapper(stream, wide, errors="replace", newline="\n")
        try:
            for number, wide_line in enumerate(iter(lambda: text.readline(SIZE_LIMIT + 1), ""), 1):
                yield number, wide_line.encode("utf-8", "replace")
        finally:
            text.detach()
        return
    number = 0
    while line := stream.readline(SIZE_LIMIT + 1):
        number += 1
        yield number, line
        skipped = 0
        while len(line) > SIZE_LIMIT and not line.endswith(b"\n"):
            rest = stream.readline(1 << 20)
            skipped += len(rest)
            if not rest or rest.endswith(b"\n"):
                break
            if skipped > _SKIPPED:
                return


def _document(stream: BinaryIO, name: str) -> Piece:
    data = stream.read(SIZE_LIMIT + 1)
    if len(data) > SIZE_LIMIT:
        raise InputTooLarge(name, f"is one JSON document larger than the limit of {SIZE_LIMIT:,} bytes")
    wide = wide_encoding(data)
    piece = _piece(name, data.decode(wide, "replace").encode() if wide else data)
    return Piece(name, data, piece.value, piece.problem)


def _said(error: ValueError) -> str:
    """What is wrong, without the line: of a piece of a file it would be another than the file's."""
    return f"{error.msg}, at character {error.pos + 1}" if isinstance(error, json.JSONDecodeError) else str(error)


def _piece(name: str, data: bytes) -> Piece:
    try:
        # Bytes that are no UTF-8 go through, so that the row's own encoding can be told.
        value = json.loads(data.decode("utf-8-sig", "surrogateescape"), strict=False)
    except RecursionError:
        return Piece(name, data[:1024], problem="is JSON nested too deeply")
    except ValueError as error:
        return Piece(name, data[:1024], problem=f"is no JSON: {_said(error)}")
    return Piece(name, data, value)


def _elements(stream: BinaryIO, name: str, head: bytes) -> Iterator[Piece]:
    """The elements of an array, however long it is. After one that is broken none can be told any more."""
    wide = wide_encoding(head)
    stream.read(bom_length(head))
    text = io.TextIOWrapper(stream, wide or "utf-8", errors="replace" if wide else "surrogateescape", newline="")
    decoder = json.JSONDecoder(strict=False)
    try:
        buffer = text.read(1 << 16).lstrip().removeprefix("[").lstrip()
        number, ended = 1, False
        while not buffer.startswith("]"):
            where = f"{name}:{number}"
            try:
                value, end = decoder.raw_decode(buffer)
            except (ValueError, RecursionError) as error:
                more = "" if ended or len(buffer) > SIZE_LIMIT else text.read(max(1 << 16, len(buffer)))
                if not more:
                    large = len(buffer) > SIZE_LIMIT
                    told = f"is longer than {SIZE_LIMIT:,} characters, or no JSON" if large else f"is no JSON: {error}"
                    yield Piece(where, b"", problem=f"{told}; the rest of the array is left unread"[:300], large=large)
                    return
                buffer += more
                continue
            yield Piece(where, buffer[:end].encode("utf-8", "surrogateescape"), value)
            number += 1
            buffer = buffer[end:].lstrip()
            if len(buffer) < 2:
                more = text.read(1 << 16)
                ended = not more
                buffer = (buffer + more).lstrip()
            buffer = buffer.removeprefix(",").lstrip() or text.read(1 << 16).lstrip()
            if not buffer:
                yield Piece(f"{name}:{number}", b"", problem="the array ends without its bracket")
                return
    finally:
        text.detach()
