"""The search index: a tantivy index in a folder beside the record, which always tells what state of the record it has.

Everything an update changes, and the state of the record it was made from, become visible in one commit, so a reader
sees the index as it was before or after, also where the writer was killed in between. An index that is missing,
damaged, half-written, of another layout or of another record is made anew from the record.
"""

from __future__ import annotations

import functools
import json
import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import tantivy

from dragoman.errors import RecordError
from dragoman.model import identity
from dragoman.record.changes import Point
from dragoman.record.search.documents import Document
from dragoman.record.search.words import stems

LAYOUT = 1
"""Version of the fields and of the words in them (`words.py`, its tables); an index of another one is made anew."""

_HEAP = 64_000_000
"""Bytes of memory for documents that are not written out yet."""
_APART = " | "
"""Stands between stretches of one field, so that no phrase goes from one into the next; a stem never holds it."""
_NAMES = frozenset({"speaker_words", "actor_words", "publisher_words"})
_STATE = "state"
_FIRST_DAY, _LAST_DAY = 719_163, 755_687
"""1970-01-01 and 2069-12-31 as ordinals: days beyond count as these in ranking."""


def schema() -> tantivy.Schema:
    """The fields of a document: words by kind, so that each kind has its own frequencies and lengths, and filters."""
    made = tantivy.SchemaBuilder()
    for name in ("report", "statement", "event", "title", "speaker", "actor", "publisher"):
        made.add_text_field(f"{name}_words", tokenizer_name="whitespace", index_option="position")
    made.add_text_field("codes", tokenizer_name="whitespace", index_option="basic")
    made.add_text_field("in_report", stored=True, tokenizer_name="raw", index_option="basic")
    made.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    made.add_text_field("kind", stored=True, tokenizer_name="raw", index_option="basic")
    made.add_text_field("state", stored=True, tokenizer_name="raw", index_option="basic")
    made.add_integer_field("start", stored=True)
    made.add_integer_field("end", stored=True)
    made.add_integer_field("first", indexed=True, fast=True)
    made.add_integer_field("last", indexed=True, fast=True)
    made.add_unsigned_field("recent", fast=True)
    made.add_unsigned_field("order", indexed=True, fast=True)
    return made.build()


def as_tantivy(document: Document) -> tantivy.Document:
    """A document as the index takes it: texts as stems between blanks."""
    made = tantivy.Document()
    texts = {
        f"{document.kind}_words": document.words,
        "title_words": (document.title,) if document.title else (),
        "speaker_words": document.speakers,
        "actor_words": document.actors,
        "publisher_words": document.publishers,
    }
    for field, stretches in texts.items():
        if stretches:
            made.add_text(field, _APART.join(map(_stemmed if field in _NAMES else _words, stretches)))
    if document.codes:
        made.add_text("codes", " ".join([code.replace(" ", "_") for code in document.codes]))
    made.add_text("in_report", document.report)
    made.add_text("id", document.id)
    made.add_text("kind", document.kind)
    made.add_integer("start", document.span.start)
    made.add_integer("end", document.span.end)
    day = document.first.toordinal() if document.first else 0
    if document.first and document.last:
        made.add_integer("first", document.first.toordinal())
        made.add_integer("last", document.last.toordinal())
    made.add_unsigned("recent", _recent(day))
    made.add_unsigned("order", order(day, document))
    return made


def _words(stretch: str) -> str:
    """The stems of a stretch; lines are stretches of their own, as no phrase goes from one paragraph into the next."""
    return _APART.join([" ".join(stems(line)) for line in stretch.split("\n") if line])


_stemmed = functools.lru_cache(maxsize=1 << 16)(_words)
"""For names, which come again and again."""


def order(day: int, document: Document) -> int:
    """A number of its own for a document, higher for a later day (an ordinal, 0 where unknown): 22 + 42 bits."""
    return day << 42 | int(identity("found", document.kind, document.report, document.id)[:11], 16) >> 2


def _recent(day: int) -> int:
    """What a score is multiplied by the logarithm (to base 2) of: 63 for the past up to 64 for the latest day."""
    share = (min(max(day, _FIRST_DAY), _LAST_DAY) - _FIRST_DAY) / (_LAST_DAY - _FIRST_DAY)
    return min(int(2.0 ** (63 + share)), 2**64 - 4096)


class Index:
    """The index of one record in `folder` (None: in memory). Reading needs no lock; writing takes one."""

    def __init__(self, folder: Path | None, *, patience_s: float = 60.0) -> None:
        """Opens what is there; `patience_s` is how long to wait for another program that writes the index."""
        self.folder, self._patience_s = folder, patience_s
        self._files = folder / "index" if folder else None
        self._index: tantivy.Index | None = None if folder else tantivy.Index(schema())
        self.point: Point | None = None
        self.reload()

    def reload(self) -> None:
        """See what is in the folder now; `point` is the record's state it was made from, None where it is of no use."""
        self.point = None
        with suppress(Damaged), finding_damage():
            if self._files:
                self._index = None
                if (self._files / "meta.json").exists():
                    self._index = tantivy.Index.open(str(self._files))
            if self._index:
                self._index.reload()
                self.searcher = self._index.searcher()
                self.point = self._read_point()

    @property
    def schema(self) -> tantivy.Schema:
        """The fields, for building queries."""
        assert self._index is not None
        return self._index.schema

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Holds the right to write, across programs; what another one wrote meanwhile is seen. Raises `RecordError`."""
        if self.folder is None:
            yield
            return
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with _locked(self.folder / "lock", self._patience_s):
                self.reload()
                yield
        except OSError as error:
            raise RecordError(
                f"{self.folder}: the search index cannot be written: {error.strerror or error}; "
                "name a folder for it that can be, or copy the record to where there is room"
            ) from error

    def replace(self, point: Point, *, gone: Iterable[str] | None, documents: Iterable[Document]) -> None:
        """Take out the documents of the reports `gone` (None: all there are), add `documents`, note the state.

        All of it is seen at once or, after an error, none. Raises `RecordError` where the folder cannot be written.
        """
        if self.point is None or gone is None:
            gone = None
            self._start_anew()
        assert self._index is not None
        try:
            writer = self._index.writer(heap_size=_HEAP, num_threads=1)
            try:
                self._write(writer, point, gone=gone, documents=documents)
            finally:
                writer.wait_merging_threads()
        except ValueError as error:
            raise RecordError(f"{self.folder}: the search index cannot be written: {error}") from error
        self.reload()

    def _write(
        self, writer: tantivy.IndexWriter, point: Point, *, gone: Iterable[str] | None, documents: Iterable[Document]
    ) -> None:
        if gone is None:
            writer.delete_all_documents()
        else:
            for report in gone:
                writer.delete_documents_by_term("in_report", report)
        for document in documents:
            writer.add_document(as_tantivy(document))
        writer.delete_documents_by_term("kind", _STATE)
        told = tantivy.Document()
        told.add_text("kind", _STATE)
        told.add_text("state", json.dumps([LAYOUT, *point]))
        writer.add_document(told)
        writer.commit()

    def _start_anew(self) -> None:
        """An empty index where there is none, or one that cannot be read or has other fields."""
        if self._files is None or (self._index is not None and self.point is not None):
            return
        shutil.rmtree(self._files, ignore_errors=True)
        self._files.mkdir(exist_ok=True)
        self._index = tantivy.Index(schema(), path=str(self._files))

    def _read_point(self) -> Point | None:
        query = tantivy.Query.term_query(self.schema, "kind", _STATE, "basic")
        hits = self.searcher.search(query, 1).hits
        if not hits:
            return None
        layout, n, mark, reports = json.loads(self.searcher.doc(hits[0][1])["state"][0])
        return Point(n, mark, reports) if layout == LAYOUT else None


class Damaged(Exception):
    """The index's files are broken, or another program is making them anew just now."""


@contextmanager
def finding_damage() -> Iterator[None]:
    """Makes `Damaged` of what tantivy raises over broken files."""
    try:
        yield
    except (ValueError, OSError) as error:
        raise Damaged(str(error)) from error
    except BaseException as error:
        # A panic of the Rust library has no class that can be imported, and is no Exception.
        if type(error).__name__ == "PanicException":
            raise Damaged(str(error)) from error
        raise


@contextmanager
def _locked(path: Path, patience_s: float) -> Iterator[None]:
    """Holds the lock file; the system lets go of it when the program ends, however it ends."""
    until = time.monotonic() + patience_s
    with path.open("a+b") as stream:
        while not _lock(stream.fileno()):
            if time.monotonic() > until:
                raise RecordError(
                    f"{path}: the search index is being written by another program; wait for it to end and try again"
                )
            time.sleep(0.05)
        yield


def _lock(descriptor: int) -> bool:
    try:
        import fcntl
    except ImportError:  # Windows
        return _lock_on_windows(descriptor)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _lock_on_windows(descriptor: int) -> bool:
    import importlib

    msvcrt = importlib.import_module("msvcrt")
    try:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
    except OSError:
        return False
    return True


Progress = Callable[[int, int], None]
"""Told how many reports of how many are indexed."""
