"""Where pages come from: files, folders, standard input, addresses, archives and tables; nothing is read out yet.

What an input is, its content tells (`kinds.tell`); `_READERS` has the reader for each kind. A reader is a function
from an `Opened` input to its pages, with an error for each page that cannot be had; it raises where nothing can.
"""

from __future__ import annotations

import io
import os
import re
import stat
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from dragoman.errors import InputError, InputNotFound, InputTooLarge, UnreadableInput
from dragoman.model import Page
from dragoman.reading.columns import Columns
from dragoman.reading.compression import Inflated
from dragoman.reading.decode import decode
from dragoman.reading.kinds import HEAD, Kind, tell
from dragoman.reading.sizes import SIZE_LIMIT, TEXT_LIMIT, check_length, check_size

__all__ = ["SIZE_LIMIT", "TEXT_LIMIT", "check_length", "check_size", "is_address", "load"]

if TYPE_CHECKING:
    from dragoman.reading.fetching import Fetcher

SPOOL_LIMIT = 64_000_000_000
"""Largest archive in bytes that is put on disk for the time of reading because it cannot be sought in."""

PATIENCE = 10_000
"""So many places in a row of one file may be of no use before it is given up."""

_DEEPEST = 3
_MOST_MEMBERS = 1_000_000
_ASSETS = (".css", ".js", ".mjs", ".map", ".svg")
"""What a saved page brings along, and is text and no report: passed over in folders, read where given by name."""

Outcome = Page | InputError
OnError = Callable[[InputError], None]


@dataclass(frozen=True, slots=True)
class Opened:
    """An input at its start: its name, its first bytes, and a stream of all its bytes, those among them.

    `size` is the file's in bytes, None where it is not known; `depth` how many archives it lies in; `codec` its
    compression if it has one.
    """

    name: str
    head: bytes
    stream: BinaryIO
    columns: Columns
    size: int | None = None
    depth: int = 0
    how: str = ""


def load(
    source: str | Path | Page,
    *,
    columns: Columns | None = None,
    fetcher: Fetcher | None = None,
    on_error: OnError | None = None,
) -> Iterator[Page]:
    """The pages of `source`: a file, a folder (all that is in it, sorted), `-` for standard input, or a page as it is.

    A file may hold one page or many: JSON (lines, an array, a document), delimited text, Parquet, a web archive, news
    messages, and any of them compressed or zipped. `columns` says what stands in which column of a table. `FILE:PLACE`,
    as pages inside files are named, gives that page alone.

    An address of http or https is fetched, by `fetcher` if there is one, and read as a file would be; but of a feed or
    sitemap, what it points to is fetched (`dragoman.reading.fetching.following`), while of one in a file the reports
    are taken that it holds in full.

    Raises `InputNotFound` for what does not exist or may not be read, other `InputError`s for what cannot be used, and
    for addresses what `Fetcher.fetch` raises. With `on_error` it is handed each of them and the rest is read; without
    it the first one is raised.
    """
    if isinstance(source, Page):
        yield source
        return
    if is_address(str(source)):
        from dragoman.reading.fetching.following import pages_of_url

        yield from pages_of_url(str(source), columns=columns, fetcher=fetcher, on_error=on_error)
        return
    for found in _outcomes(source, columns or Columns()):
        if not isinstance(found, InputError):
            yield found
        elif on_error is None:
            raise found
        else:
            on_error(found)


def pages_inside(page: Page, columns: Columns | None = None) -> Iterator[Outcome]:
    """The pages in what was fetched as one page, and errors in place of those that cannot be had.

    That is the page itself, unless its first bytes are those of a table, an archive or another form in which many lie
    together. Raises `InputError`s where nothing can be had.
    """
    columns, head = columns or Columns(), page.data[:HEAD]
    if tell(head, columns).kind in (Kind.PAGE, Kind.OTHER):
        yield page
        return
    opened = Opened(page.name, head, io.BytesIO(page.data), columns, size=len(page.data))
    for found in _patient(_read(opened), page.name):
        if isinstance(found, Page):
            whole = found.name == page.name
            found = replace(
                found,
                url=found.url or (page.url if whole else None),
                fetched_at=found.fetched_at or page.fetched_at,
                charset=found.charset or (page.charset if found.data == page.data else None),
            )
        yield found


def is_address(source: str) -> bool:
    """Whether a source is to be fetched: it begins as addresses of the web do."""
    return source[:8].lower().startswith(("http://", "https://"))


def is_page(source: str) -> bool:
    """Whether a source is a file with one page in it, as far as its first bytes tell, or none at all.

    Standard input is not asked, and may hold more.
    """
    if source == "-" or is_address(source):
        return False
    try:
        if not stat.S_ISREG(os.stat(source).st_mode):
            return False
        with open(source, "rb") as stream:
            return tell(stream.read(HEAD), Columns()).kind in (Kind.PAGE, Kind.OTHER)
    except (OSError, ValueError):
        return True


def _outcomes(source: str | Path, columns: Columns) -> Iterator[Outcome]:
    name = str(source)
    try:
        if name == "-":
            yield from _stream(_standard_input(), name, columns)
            return
        path = Path(source)
        if path.is_dir():
            yield from _folder(path, name, columns)
        elif path.exists():
            yield from _file(path, columns)
        else:
            yield from _place_in_file(name, columns)
    except InputError as error:
        yield error
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        yield InputNotFound(name, f"cannot be read: {getattr(error, 'strerror', None) or error}")


def _place_in_file(name: str, columns: Columns) -> Iterator[Outcome]:
    """The page that is named `FILE:PLACE`. Raises `InputNotFound`."""
    found = re.fullmatch(r"(.+?):([\w./ :-]+)", name, re.DOTALL)
    if not found or "\0" in name or not Path(found[1]).is_file():
        raise InputNotFound(name, "there is no such file or folder")
    for outcome in _file(Path(found[1]), columns):
        if outcome.name == name:
            yield outcome
            return
    raise InputNotFound(name, f"there is nothing at that place in {found[1]}")


def _folder(path: Path, name: str, columns: Columns) -> Iterator[Outcome]:
    found = sorted(files_below(path))
    if not found:
        raise InputNotFound(name, "the folder holds no file")
    for file in found:
        try:
            yield from _file(file, columns, in_folder=True)
        except InputError as error:
            yield error
        except OSError as error:
            yield InputNotFound(str(file), f"cannot be read: {error.strerror or error}")


def files_below(path: Path) -> Iterator[Path]:
    """The files below a folder, links followed, each folder once; hidden ones and pages' assets are left out."""
    seen: set[tuple[int, int]] = set()
    for folder, inner, names in os.walk(path, followlinks=True):
        told = os.stat(folder)
        if (told.st_dev, told.st_ino) in seen:
            inner.clear()
            continue
        seen.add((told.st_dev, told.st_ino))
        inner[:] = [i for i in inner if not i.startswith(".")]
        for name in names:
            file = Path(folder, name)
            if not name.startswith(".") and not name.lower().endswith(_ASSETS) and _is_plain(file):
                yield file


def _is_plain(file: Path) -> bool:
    """Whether opening a file gives bytes at once, as pipes and devices may not; broken links are, to be told of."""
    try:
        return stat.S_ISREG(file.stat().st_mode)
    except OSError:
        return True


def _file(path: Path, columns: Columns, *, in_folder: bool = False) -> Iterator[Outcome]:
    name = str(path)
    try:
        stream = path.open("rb")
    except OSError as error:
        raise InputNotFound(name, f"cannot be read: {error.strerror or error}") from error
    with stream:
        plain = stat.S_ISREG(os.fstat(stream.fileno()).st_mode)
        if not plain:
            yield from _stream(stream, name, columns)
            return
        head = stream.read(HEAD)
        stream.seek(0)
        size = os.fstat(stream.fileno()).st_size
        yield from _patient(_read(Opened(name, head, stream, columns, size=size), in_folder=in_folder), name)


def _stream(stream: BinaryIO, name: str, columns: Columns) -> Iterator[Outcome]:
    """What a stream that cannot be sought in holds, a pipe or what is unpacked on the way."""
    head = _head(stream)
    yield from _patient(_read(Opened(name, head, _Headed.over(head, stream), columns)), name)


def _read(opened: Opened, *, in_folder: bool = False) -> Iterator[Outcome]:
    told = tell(opened.head, opened.columns)
    if told.kind is Kind.OTHER and in_folder:
        return  # pictures and the like beside pages
    if told.kind is Kind.OTHER:
        raise UnreadableInput(opened.name, f"is {told.what}", "give a text or HTML file")
    yield from _READERS[told.kind](replace(opened, how=told.how))


def _patient(outcomes: Iterator[Outcome], name: str) -> Iterator[Outcome]:
    """The same, until so many places of a file in a row are of no use that it is not what it was taken for."""
    in_a_row = 0
    for outcome in outcomes:
        yield outcome
        in_a_row = in_a_row + 1 if isinstance(outcome, InputError) else 0
        if in_a_row >= PATIENCE:
            raise UnreadableInput(name, f"{PATIENCE:,} places in a row cannot be used; the rest is left unread")


def _page(opened: Opened) -> Iterator[Outcome]:
    data = opened.stream.read(SIZE_LIMIT + 1)
    if len(data) > SIZE_LIMIT:
        raise InputTooLarge(opened.name, f"is larger than the limit of {SIZE_LIMIT:,} bytes")
    yield Page(opened.name, data)


def _json(opened: Opened) -> Iterator[Outcome]:
    from dragoman.reading.jsonpages import json_pages

    return json_pages(opened.stream, name=opened.name, head=opened.head, columns=opened.columns)


def _delimited(opened: Opened) -> Iterator[Outcome]:
    from dragoman.reading.tables import delimited_pages

    return delimited_pages(
        opened.stream, name=opened.name, head=opened.head, delimiter=opened.how, columns=opened.columns
    )


def _parquet(opened: Opened) -> Iterator[Outcome]:
    from dragoman.reading.tables import parquet_pages

    with _seekable(opened) as stream:
        yield from parquet_pages(stream, name=opened.name, columns=opened.columns)


def _warc(opened: Opened) -> Iterator[Outcome]:
    from dragoman.reading.warc import warc_pages

    with _seekable(opened) as stream:
        yield from warc_pages(stream, name=opened.name, codec=opened.how)


def _newsml(opened: Opened) -> Iterator[Outcome]:
    """A news message's items, each its stretch of the document; one item is the document as it is."""
    from dragoman.reading.newsml import items_in

    (whole,) = _page(opened)
    if isinstance(whole, InputError):
        raise whole
    source = decode(whole).text
    spans = items_in(source, name=opened.name)
    if len(spans) == 1:
        yield whole
        return
    if not spans:
        raise UnreadableInput(opened.name, "is a news message without an item")
    for number, (start, end) in enumerate(spans, 1):
        yield Page(f"{opened.name}:{number}", source[start:end].encode())


def _packed(opened: Opened) -> Iterator[Outcome]:
    """What a compressed file holds, under the file's own name."""
    if opened.depth >= _DEEPEST:
        raise UnreadableInput(opened.name, "lies compressed in too many archives within each other")
    inner: BinaryIO = io.BufferedReader(
        Inflated(opened.stream, opened.how, name=opened.name, size=opened.size), 1 << 16
    )
    yield from _inside(opened, opened.name, inner)


def _inside(opened: Opened, name: str, inner: BinaryIO) -> Iterator[Outcome]:
    head = _head(inner)
    stream = _Headed.over(head, inner)
    yield from _read(Opened(name, head, stream, opened.columns, depth=opened.depth + 1))


def _zip(opened: Opened) -> Iterator[Outcome]:
    """The files in a ZIP archive in the order of their names, as `FILE:NAME`; hidden ones and folders left out."""
    if opened.depth >= _DEEPEST:
        raise UnreadableInput(opened.name, "lies in too many archives within each other")
    with _seekable(opened) as stream:
        try:
            archive = zipfile.ZipFile(stream)
            members = sorted((m for m in archive.infolist() if _is_shown(m)), key=lambda m: m.filename)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError) as error:
            raise UnreadableInput(opened.name, f"is a damaged ZIP archive: {error}") from error
        if len(members) > _MOST_MEMBERS:
            raise InputTooLarge(opened.name, f"holds {len(members):,} files, the limit is {_MOST_MEMBERS:,}")
        if not members:
            raise UnreadableInput(opened.name, "is a ZIP archive without a file in it")
        for member in members:
            yield from _member(archive, member, opened)


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, opened: Opened) -> Iterator[Outcome]:
    name = f"{opened.name}:{member.filename}"
    if member.flag_bits & 1:
        yield UnreadableInput(name, "is encrypted", "unpack it first")
        return
    try:
        with archive.open(member) as packed:
            size = max(member.compress_size, 1)
            inner: BinaryIO = io.BufferedReader(Inflated(packed, "", name=name, size=size), 1 << 16)  # type: ignore[arg-type]
            yield from _inside(opened, name, inner)
    except InputError as error:
        yield error
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError) as error:
        yield UnreadableInput(name, f"cannot be unpacked: {error}")


def _is_shown(member: zipfile.ZipInfo) -> bool:
    parts = member.filename.split("/")
    hidden = any(part.startswith(".") or part == "__MACOSX" for part in parts)
    return not (member.is_dir() or hidden or member.filename.lower().endswith(_ASSETS))


def _records(opened: Opened) -> Iterator[Outcome]:
    raise UnreadableInput(
        opened.name, "holds finished records, not reports to be read", "add them to a record with `dragoman ingest`"
    )


def _feed(opened: Opened) -> Iterator[Outcome]:
    """The reports that a feed holds in full, then what is wrong with it; nothing is fetched."""
    from dragoman.reading.feeds import pages_in

    problems: list[InputError] = []
    for outcome in _page(opened):
        if isinstance(outcome, InputError):
            raise outcome
        yield from pages_in(outcome, on_error=problems.append)
    yield from problems


_READERS: dict[Kind, Callable[[Opened], Iterator[Outcome]]] = {
    Kind.PAGE: _page,
    Kind.JSON: _json,
    Kind.DELIMITED: _delimited,
    Kind.PARQUET: _parquet,
    Kind.WARC: _warc,
    Kind.NEWSML: _newsml,
    Kind.FEED: _feed,
    Kind.SITEMAP: _feed,
    Kind.PACKED: _packed,
    Kind.ZIP: _zip,
    Kind.RECORDS: _records,
}


def _standard_input() -> BinaryIO:
    return sys.stdin.buffer


def _head(stream: BinaryIO) -> bytes:
    parts: list[bytes] = []
    size = 0
    while size < HEAD and (some := stream.read(HEAD - size)):
        parts.append(some)
        size += len(some)
    return b"".join(parts)


class _Headed(io.RawIOBase):
    """A stream whose first bytes have been read already; closing it leaves the stream open."""

    def __init__(self, head: bytes, stream: BinaryIO) -> None:
        self._head, self._stream = head, stream

    @classmethod
    def over(cls, head: bytes, stream: BinaryIO) -> BinaryIO:
        return io.BufferedReader(cls(head, stream), 1 << 16)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        if self._head:
            some, self._head = self._head[: len(buffer)], self._head[len(buffer) :]
        else:
            some = self._stream.read(len(buffer))
        buffer[: len(some)] = some
        return len(some)


def _seekable(opened: Opened) -> BinaryIO:
    """The input as a file that can be sought in; a pipe is put into a temporary file, which goes when it is closed."""
    if opened.size is not None:
        return opened.stream
    spool = tempfile.TemporaryFile()  # noqa: SIM115 (it is the caller's to close)
    try:
        size = 0
        while some := opened.stream.read(1 << 20):
            size += len(some)
            if size > SPOOL_LIMIT:
                raise InputTooLarge(opened.name, f"is larger than the limit of {SPOOL_LIMIT:,} bytes")
            spool.write(some)
        spool.seek(0)
    except BaseException:
        spool.close()
        raise
    return spool
