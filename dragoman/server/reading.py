"""The one seam to the record: questions are answered in threads, so many at once, each within its time.

source.listed["events"]    what is listed and counted, ready to be paged through; of one state of the record
source.search              search in it
source.record              the record itself, over a connection that is this thread's alone

rows = await reading.ask(lambda source: source.listed["events"].choose(choice))
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import shutil
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Generic, TypeVar

from dragoman.address import Address
from dragoman.errors import RecordError
from dragoman.record import Record
from dragoman.record.deriving import derive, is_current
from dragoman.record.engines import Engine
from dragoman.record.search import Search
from dragoman.server.catalogue import Catalogue, make, state_of
from dragoman.server.catalogue.choosing import Chooser
from dragoman.server.catalogue.making import folder_of
from dragoman.server.catalogue.sheets import PLANS
from dragoman.server.problems import Problem, timed_out
from dragoman.server.settings import Settings

log = logging.getLogger("dragoman.server")
Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Listed:
    """A catalogue with a chooser for each of its sheets: all that is listed of one state of the record."""

    catalogue: Catalogue
    choosers: dict[str, Chooser]

    @classmethod
    def of(cls, catalogue: Catalogue) -> Listed:
        """Of a catalogue."""
        return cls(catalogue, {plan.name: Chooser(catalogue[plan.name]) for plan in PLANS})

    def __getitem__(self, name: str) -> Chooser:
        return self.choosers[name]

    @property
    def state(self) -> str:
        """A name for all that is listed; whatever answers from it is good as long as this is the same."""
        return f"{self.catalogue.state}-{self.catalogue.edition}"


@dataclass(frozen=True, slots=True)
class Borrowed:
    """A connection of one thread at a time, and the search over it; `of` is the record that it was made from."""

    record: Record
    search: Search
    of: Record


@dataclass(frozen=True, slots=True)
class Source:
    """What a question is answered from; good for one thread until the question is answered."""

    record: Record
    listed: Listed
    search: Search


class Reading:
    """A record that is served. `open` it, `ask` it, `close` it."""

    def __init__(self, address: Address, settings: Settings) -> None:
        """Use `Reading.open`."""
        self.settings, self._address = settings, address
        self._record = Record.open(address, read_only=not settings.writing)
        self._file = _file_of(self._record)
        self._spare: SimpleQueue[Borrowed] = SimpleQueue()
        self._lent: set[Borrowed] = set()
        self._pool = ThreadPoolExecutor(settings.threads, thread_name_prefix="reading")
        self._beside: Path | None = None
        self._derived: Engine | None = None
        self._changed_at: float | None = None
        self._lock = threading.Condition()
        self._paused = False
        self._refreshing = threading.Lock()
        self._writing = threading.Lock()
        try:
            self.listed = self._list(self._record, self._record.derived())
            Search(self._record).update()
        except BaseException:
            self._record.close()
            raise

    @classmethod
    def open(cls, where: str | Path | Address, settings: Settings) -> Reading:
        """Opens the record to be read and has its catalogue made; raises `RecordError` where that cannot be done.

        Incidents and threads that are older than the reports are worked out first, and kept where the record can be
        written.
        """
        address = Address.of(where)
        with Record.open(address, read_only=True) as record:
            current = is_current(record.engine)
        if not current:
            with contextlib.suppress(RecordError), Record.open(address) as writing:
                derive(writing.engine)
        return cls(address, settings)

    async def ask(self, question: Callable[[Source], Answer], *, within_s: float | None = None) -> Answer:
        """What a question gives, asked in another thread; raises a `Problem` where it takes too long."""
        asked = _Asked(self, question)
        future = asyncio.get_running_loop().run_in_executor(self._pool, asked.answer)
        try:
            return await asyncio.wait_for(asyncio.shield(future), within_s or self.settings.question_s)
        except (TimeoutError, asyncio.CancelledError) as error:  # cancelled: the client is gone
            if future.done() and not future.cancelled() and isinstance(error, TimeoutError):
                return future.result()  # it came just then, or the time that was over is the question's own affair
            asked.stop()
            future.add_done_callback(_forgotten)
            if isinstance(error, TimeoutError):
                raise timed_out() from None
            raise

    async def write(self, change: Callable[[Record], Answer]) -> Answer:
        """What a change of the record gives, made in a thread, one after the other; lists follow in a while.

        Raises a `Problem` where the record is served to be read alone.
        """
        if not self.settings.writing:
            raise Problem(403, "scope", "the record is served to be read alone; who runs the server can allow writing")
        return await asyncio.get_running_loop().run_in_executor(None, self._write, change)

    async def watch(self) -> None:
        """Look again and again whether the record has changed, and have the catalogue follow; until cancelled."""
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(self.settings.look_s)
            try:
                await loop.run_in_executor(None, self.refresh)
            except RecordError as error:
                log.warning("what is listed does not follow the record: %s", error)

    def refresh(self) -> bool:
        """Have the catalogue be that of the record's present state; whether it was another one."""
        with self._refreshing:
            replaced = self._reopen()
            if replaced or self._record.engine.fixed:
                return replaced
            record = self._record.again()
            try:
                if self.settings.writing and self._changed_at and self._idle_s() > self.settings.derive_s:
                    self._changed_at = None
                    derive(record.engine)  # which changes no report, so that the state stays the same
                    self.listed = self._list(record, record.engine, anew=True)
                    return True
                if state_of(record) == self.listed.catalogue.state:
                    return False
                self._changed_at = time.monotonic()
                self.listed = self._list(record, self._derived or record.engine)
                log.info("the record has changed, and what is listed has followed")
                return True
            finally:
                record.close()

    def borrow(self) -> Borrowed:
        """A connection for one thread; give it `back`."""
        with self._lock:
            self._lock.wait_for(lambda: not self._paused)
            current = self._record
            with contextlib.suppress(Empty):
                while True:
                    spare = self._spare.get_nowait()
                    if spare.of is current:
                        self._lent.add(spare)
                        return spare
                    spare.record.close()
            record = current.again()
            fresh = Borrowed(record, Search(record), current)
            self._lent.add(fresh)
            return fresh

    def back(self, borrowed: Borrowed) -> None:
        """Take back what was borrowed."""
        with self._lock:
            self._lent.discard(borrowed)
            self._spare.put(borrowed)
            self._lock.notify_all()

    def close(self) -> None:
        """Let go of the record; who still asks is told that it cannot be read."""
        with self._lock:
            lent = list(self._lent)
        for borrowed in lent:
            borrowed.record.interrupt()
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._let_go()
        if self._beside is not None:
            shutil.rmtree(self._beside, ignore_errors=True)

    # Inside

    def _write(self, change: Callable[[Record], Answer]) -> Answer:
        with self._writing:
            record = self._record.again()
            try:
                return change(record)
            finally:
                record.close()

    def _idle_s(self) -> float:
        return time.monotonic() - (self._changed_at or 0.0)

    def _reopen(self) -> bool:
        """Open the file anew where another one has been put in its place, as whoever publishes a snapshot does.

        DuckDB gives a path that is open to whoever opens it again, so that the old one has to be let go of first; who
        asks just then waits.
        """
        if self._file is None or self.settings.writing:
            return False
        now = _file_of(self._record)
        if now is None or now == self._file:
            return False
        with self._lock:
            self._paused = True
            try:
                if not self._lock.wait_for(lambda: not self._lent, self.settings.question_s):
                    return False  # next time
                self._let_go()
                self._record, self._file = Record.open(self._address, read_only=True), now
            finally:
                self._paused = False
                self._lock.notify_all()
        self._derived = None
        self.listed = self._list(self._record, self._record.derived())
        return True

    def _let_go(self) -> None:
        """Close every connection that nobody uses, and the record."""
        with contextlib.suppress(Empty):
            while True:
                self._spare.get_nowait().record.close()
        self._record.close()

    def _list(self, record: Record, derived: Engine, *, anew: bool = False) -> Listed:
        if derived is not record.engine:
            self._derived = derived
        folder = folder_of(record)
        if folder is not None and self._beside is None:
            try:
                make(record, folder, derived=derived, anew=anew)
                return Listed.of(Catalogue(folder))
            except RecordError as error:
                log.warning("%s; it is made in the system's folder for passing files", error)
        self._beside = self._beside or Path(tempfile.mkdtemp(prefix="dragoman-"))
        make(record, self._beside / "catalogue", derived=derived, anew=anew)
        return Listed.of(Catalogue(self._beside / "catalogue"))


class _Asked(Generic[Answer]):
    """A question under way, which can be stopped from outside."""

    def __init__(self, reading: Reading, question: Callable[[Source], Answer]) -> None:
        self._reading, self._question = reading, question
        self._lock = threading.Lock()
        self._borrowed: Borrowed | None = None
        self._stopped = False

    def answer(self) -> Answer:
        if self._stopped:  # while it waited for a thread
            raise timed_out()
        borrowed = self._reading.borrow()
        with self._lock:
            self._borrowed = borrowed
        try:
            return self._question(Source(borrowed.record, self._reading.listed, borrowed.search))
        finally:
            with self._lock:
                self._borrowed = None
            self._reading.back(borrowed)

    def stop(self) -> None:
        with self._lock:
            self._stopped = True
            if self._borrowed is not None:
                self._borrowed.record.interrupt()


def _file_of(record: Record) -> tuple[int, int] | None:
    """What tells the file at the record's path from another one that takes its place; None for what is no file."""
    path = record.path
    if path is None or record.name == ":memory:":
        return None
    with contextlib.suppress(OSError):
        stat = path.stat()
        return stat.st_dev, stat.st_ino
    return None


def _forgotten(future: asyncio.Future[Answer]) -> None:
    """What nobody waits for any more is no news."""
    if not future.cancelled():
        future.exception()
