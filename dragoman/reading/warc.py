"""Web archives (WARC 1.0 and 1.1, bare or packed record by record): their HTML pages, one after another.

Of an archive's records only those are pages that a server answered with status 200 and HTML; redirects, errors, images
and pages that only say that there is no page are passed over without a word, as nothing of a report is in them. A page
is named `FILE:OFFSET` by the place of its record in the file. What is damaged is one error at its place, and
reading goes on with the next record that can be found. Layout as Common Crawl's CC-NEWS; parsing by fastwarc.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Generator, Iterator
from datetime import datetime
from typing import BinaryIO

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from dragoman.errors import InputError, InputTooLarge, UnreadableInput
from dragoman.model import Issue, Page
from dragoman.reading.compression import decoded_body, opening, unchunked
from dragoman.reading.refusals import is_missing
from dragoman.reading.sizes import SIZE_LIMIT

_HTML = ("text/html", "application/xhtml+xml", "application/vnd.wap.xhtml+xml")
_SNIFFED = re.compile(rb"\s*(?:<!doctype\s+html|<html|<head|<body|<!--)", re.IGNORECASE)
_HUGE = 200_000_000
"""A longer record is jumped over in the file, not unpacked."""

_REASONS = {
    "length": "at the crawler's limit of length",
    "time": "at the crawler's limit of time",
    "disconnect": "when the connection broke",
}
_MOST_RESUMES = 1_000
_MOST_FALSE_STARTS = 100_000
_STEP = 1 << 20
_LENGTH = re.compile(rb"\nContent-Length:\s{0,9}(\d{1,15})\r", re.IGNORECASE)
_BARE = re.compile(rb"WARC/1\.\d\r?\n[A-Za-z][A-Za-z-]{0,60}:")
_MAGIC = {"gzip": b"\x1f\x8b\x08", "zstd": b"\x28\xb5\x2f\xfd", "lz4": b"\x04\x22\x4d\x18", "": b"WARC/1."}


class _Trouble(ValueError):
    """A record that is no page and should be one. `whole`: the record's end was reached, and the next can be read."""

    def __init__(self, problem: str, *, whole: bool = True, large: bool = False) -> None:
        self.problem, self.whole, self.large = problem, whole, large
        super().__init__(problem)


def warc_pages(stream: BinaryIO, *, name: str, codec: str) -> Iterator[Page | InputError]:
    """The HTML pages of an archive in a file that can be sought in, and its errors, in the order of their records.

    `codec` is the compression of its records ("" for none). Memory is that of one record.
    """
    yield from _Archive(stream, name, codec).pages()


class _Archive:
    """One run over an archive. Offsets are those of records in the file as it lies there, compressed or not."""

    def __init__(self, stream: BinaryIO, name: str, codec: str) -> None:
        self._stream, self._name, self._codec = stream, name, codec
        self._last: int | None = None
        self._same = 0
        self._after: int | None = None
        self._damaged: set[int] = set()  # where a record seemed to end in damage; one may turn out to begin there

    def pages(self) -> Iterator[Page | InputError]:
        start: int | None = 0
        resumes = 0
        while start is not None:
            begun = start
            start = yield from self._run(begun)
            resumes += 1
            if resumes > _MOST_RESUMES and start is not None:
                yield self._error(start, f"more than {_MOST_RESUMES:,} records are damaged; the rest is left unread")
                return
        if self._after is not None:
            yield self._gap(self._after, before=None)

    def _run(self, start: int) -> Generator[Page | InputError, None, int | None]:
        """The pages from `start` to the end or the next damage; returns where to go on, None at the end."""
        self._last = None
        self._stream.seek(start)
        try:
            for record in ArchiveIterator(self._stream, record_types=WarcRecordType.response, parse_http=False):
                if self._after is not None:
                    yield self._gap(self._after, before=record.stream_pos)
                    self._after = None
                place = self._place(record.stream_pos)
                try:
                    page = self._page(record, place)
                except _Trouble as trouble:
                    error = InputTooLarge if trouble.large else UnreadableInput
                    yield error(f"{self._name}:{place}", trouble.problem)
                    if not trouble.whole:
                        return self._next_start(record.stream_pos + 1)
                else:
                    if page is not None:
                        yield page
        except (OSError, EOFError, ValueError) as error:
            if self._last is None:  # not even the first record from here on can be read
                self._after = None
                yield self._error(start, f"the record is damaged ({' '.join(str(error).split())[:120]})")
                return self._next_start(start + 1)
            self._after = self._last
            return self._next_start(self._last + 1)
        cut = self._cut_off(self._last if self._last is not None else start)
        if cut is not None:
            yield self._error(cut, "the record is cut off, the archive ends within it")
        return None

    def _place(self, offset: int) -> str:
        """How a record is named: by its offset, and by its number there where other outcomes have that name."""
        self._same = self._same + 1 if offset == self._last else int(offset in self._damaged)
        self._last = offset
        return f"{offset}.{self._same}" if self._same else str(offset)

    def _error(self, offset: int, problem: str) -> UnreadableInput:
        return UnreadableInput(f"{self._name}:{offset}", problem)

    def _gap(self, after: int, *, before: int | None) -> UnreadableInput:
        """The error for damage somewhere between a record and the next that could be found.

        It is named by the place where the record ends; by the record's own with a + where that cannot be told, or is
        the next one's.
        """
        here = self._stream.tell()
        end = self._end_of(after)
        self._stream.seek(here)
        place = f"{after}+"
        if end is not None and end != before:
            place = str(end)
            self._damaged.add(end)
        return UnreadableInput(f"{self._name}:{place}", "what stands here is damaged, and no record that can be read")

    def _end_of(self, offset: int) -> int | None:
        """Where the record at `offset` ends, for those packed with gzip and bare ones."""
        self._stream.seek(offset)
        if self._codec == "gzip":
            inflate = zlib.decompressobj(31)
            data = b""
            while not inflate.eof and (data or (data := self._stream.read(_STEP))):
                inflate.decompress(data, _STEP)
                data = inflate.unconsumed_tail
            return self._stream.tell() - len(inflate.unused_data) if inflate.eof else None
        head = self._stream.read(65_536) if not self._codec else b""
        length = _LENGTH.search(head)
        body = head.find(b"\r\n\r\n")
        return offset + body + 4 + int(length[1]) + 4 if length and 0 <= length.start() < body else None

    def _page(self, record: WarcRecord, place: str) -> Page | None:
        """The page that a record holds; None if it holds something else. Raises `_Trouble`."""
        if record.content_length > _HUGE:
            raise _Trouble(_too_large(record.content_length), whole=False, large=True)
        record.parse_http(quirks_mode=True)  # some crawlers end the lines of a server's headers with a bare LF
        headers = record.http_headers
        if headers is None or headers.status_code != 200:
            return None
        media = (record.http_content_type or "").lower()
        if media and not media.startswith(_HTML):
            return None
        length = record.content_length
        if length > SIZE_LIMIT:
            raise _Trouble(_too_large(length), large=True)
        body = record.reader.read(length)
        if len(body) < length:
            raise _Trouble(f"the record is cut off: {len(body):,} bytes of {length:,}", whole=False)
        try:
            if "chunked" in (headers.get("Transfer-Encoding") or "").lower():
                body = unchunked(body)
            codings = headers.get("Content-Encoding")
            if codings:
                body = decoded_body(body, codings.split(","), most=SIZE_LIMIT)
        except ValueError as error:
            raise _Trouble(f"the page {error}", large="more than" in str(error)) from error
        if (not media and not _SNIFFED.match(body[:1024])) or not body or body.isspace() or is_missing(body):
            return None
        address = (record.headers.get("WARC-Target-URI") or "").strip("<> ")
        return Page(
            f"{self._name}:{place}",
            body,
            url=address or None,
            fetched_at=_date(record),
            charset=record.http_charset,
            issues=_cut(record.headers.get("WARC-Truncated")),
        )

    def _next_start(self, at: int) -> int | None:
        """Where, from `at` on, the next record begins; None if none does."""
        magic = _MAGIC[self._codec]
        false_starts = 0
        self._stream.seek(at)
        window = b""
        while some := self._stream.read(_STEP):
            base = self._stream.tell() - len(some) - len(window)
            window += some
            found = window.find(magic)
            while found >= 0:
                if self._begins(base + found):
                    return base + found
                false_starts += 1
                if false_starts > _MOST_FALSE_STARTS:
                    return None
                found = window.find(magic, found + 1)
            self._stream.seek(base + len(window))
            window = window[-len(magic) :]
        return None

    def _begins(self, offset: int) -> bool:
        self._stream.seek(offset)
        head = self._stream.read(2048)
        if not self._codec:
            return bool(_BARE.match(head))
        return opening(head, self._codec, 5) == b"WARC/"

    def _cut_off(self, at: int) -> int | None:
        """Where the last packed record begins if the file ends within it; `at` is where some record before begins."""
        if self._codec != "gzip":
            return None
        self._stream.seek(at)
        inflate, data, begun = zlib.decompressobj(31), b"", at
        while data or (data := self._stream.read(_STEP)):
            try:
                inflate.decompress(data, _STEP)
            except zlib.error:
                return None  # padding at the end, which is no record
            if inflate.eof:
                data = inflate.unused_data
                begun = self._stream.tell() - len(data)
                inflate = zlib.decompressobj(31)
            else:
                data = inflate.unconsumed_tail
        return begun if begun < self._stream.tell() else None


def _too_large(size: int) -> str:
    return f"the record has {size:,} bytes, the limit is {SIZE_LIMIT:,}"


def _cut(reason: str | None) -> tuple[Issue, ...]:
    """The issue of a page that the crawler kept the beginning of (WARC 1.1, 5.13)."""
    if reason is None:
        return ()
    why = _REASONS.get(reason.strip().lower(), "for a reason that it does not tell")
    return (Issue("truncated", f"the web archive holds only the beginning of the page: it was cut {why}", "reading"),)


def _date(record: WarcRecord) -> datetime | None:
    try:
        return record.record_date
    except (ValueError, OverflowError, TypeError, OSError):
        return None
