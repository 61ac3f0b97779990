"""The search index: a tantivy index in a folder beside the record, which always tells what state of the record it has.

Everything an update changes, and the state of the record it was made from, become visible in one commit, so a reader
sees the index as it was before or after, also where the writer was killed in between. An index that is missing,
damaged, half-written, of another layout or of another record is made anew from the record.
"""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import tantivy

from dragoman.errors import RecordError
from dragoman.record.changes import Point
from dragoman.record.search.documents import Document
from dragoman.record.search.fields import LAYOUT, as_tantivy, schema

_HEAP = 64_000_000
"""Bytes of memory for documents that are not written out yet."""
_STATE = "state"


class Index:
    """The index of one record in `folder` (None: in memory). Reading needs no lock; writing takes one."""

    def __init__(self, folder: Path | None, *, patience_s: float = 60.0) -> None:
        """Opens what is there; `patience_s` is how long to wait for another program that writes the index."""
        self.folder, self._patience_s = folder, patience_s
        self._files = folder / "index" if folder else None
        self._index: tantivy.Index | None = None if folder else tantivy.Index(schema())
        self.point: Point | None = None
        self.common: frozenset[str] = frozenset()
        self.sampled = 0
        self.reload()

    def reload(self) -> None:
        """See what is in the folder now; `point` is the record's state it was made from, None where it is of no use.

        `common` are its common words, which `sampled` reports were asked for.
        """
        self.point, self.common, self.sampled = None, frozenset(), 0
        self._days: list[tuple[str, int]] | None = None
        with suppress(Damaged), finding_damage():
            if self._files:
                self._index = None
                if (self._files / "meta.json").exists():
                    self._index = tantivy.Index.open(str(self._files))
            if self._index:
                self._index.reload()
                self.searcher = self._index.searcher()
                self._read_state()

    @property
    def schema(self) -> tantivy.Schema:
        """The fields, for building queries."""
        assert self._index is not None
        return self._index.schema

    @property
    def days(self) -> list[tuple[str, int]]:
        """The days (`fields.day_term`) that documents are of, in order, and about how many there are of each."""
        if self._days is None:
            self._days = sorted(self.searcher.terms_with_prefix("day", ""))
        return self._days

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

    def fill(self, point: Point, documents: Iterable[Document], *, common: Iterable[str], sampled: int) -> None:
        """Make it anew of `documents`; `common` are the common words that `sampled` reports were asked for.

        All of it is seen at once or, after an error, none. Raises `RecordError` where the folder cannot be written.
        """
        self._start_anew()
        self._change(point, gone=None, documents=documents, common=frozenset(common), sampled=sampled)

    def replace(self, point: Point, *, gone: Iterable[str], documents: Iterable[Document]) -> None:
        """Take out the documents of the reports `gone`, add `documents`, note the state; raises as `fill`."""
        self._change(point, gone=gone, documents=documents, common=self.common, sampled=self.sampled)

    def _change(
        self,
        point: Point,
        *,
        gone: Iterable[str] | None,
        documents: Iterable[Document],
        common: frozenset[str],
        sampled: int,
    ) -> None:
        assert self._index is not None
        try:
            writer = self._index.writer(heap_size=_HEAP, num_threads=1)
            try:
                if gone is None:
                    writer.delete_all_documents()
                else:
                    for report in gone:
                        writer.delete_documents_by_term("in_report", report)
                for document in documents:
                    writer.add_document(as_tantivy(document, common))
                writer.delete_documents_by_term("kind", _STATE)
                told = tantivy.Document()
                told.add_text("kind", _STATE)
                state = {"layout": LAYOUT, "point": point, "common": sorted(common), "sampled": sampled}
                told.add_text("state", json.dumps(state))
                writer.add_document(told)
                writer.commit()
            finally:
                writer.wait_merging_threads()
        except ValueError as error:
            raise RecordError(f"{self.folder}: the search index cannot be written: {error}") from error
        self.reload()

    def _start_anew(self) -> None:
        """An empty index where there is none, or one that cannot be read or has other fields."""
        if self._files is None or (self._index is not None and self.point is not None):
            return
        shutil.rmtree(self._files, ignore_errors=True)
        self._files.mkdir(exist_ok=True)
        self._index = tantivy.Index(schema(), path=str(self._files))

    def _read_state(self) -> None:
        query = tantivy.Query.term_query(self.schema, "kind", _STATE, "basic")
        hits = self.searcher.search(query, 1).hits
        state = json.loads(self.searcher.doc(hits[0][1])["state"][0]) if hits else None
        if isinstance(state, dict) and state["layout"] == LAYOUT:
            self.common, self.sampled = frozenset(state["common"]), state["sampled"]
            self.point = Point(*state["point"])


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
