"""The one seam to the record: questions are answered in threads, so many at once, each within its time.

source.catalogue["events"]    what is listed, ready to be paged through
source.record                 the record itself, over a connection that is this thread's alone

rows = await reading.ask(lambda source: source.events.choose(choice))
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
from dragoman.record.deriving import is_current
from dragoman.record.search import Search
from dragoman.server.catalogue import Catalogue, make, state_of
from dragoman.server.catalogue.choosing import Chooser
from dragoman.server.catalogue.making import folder_of
from dragoman.server.catalogue.sheets import PLANS
from dragoman.server.problems import timed_out
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
        return cls(catalogue, {plan.name: Chooser(catalogue[plan.name]) for plan in PLANS})

    def __getitem__(self, name: str) -> Chooser:
        return self.choosers[name]

    @property
    def state(self) -> str:
        """The name of the state of the record; whatever answers from it is good as long as this is the same."""
        return self.catalogue.state


@dataclass(frozen=True, slots=True)
class Borrowed:
    """A connection of one thread at a time, and the search over it."""

    record: Record
    search: Search


@dataclass(frozen=True, slots=True)
class Source:
    """What a question is answered from; good for one thread until the question is answered."""

    record: Record
    listed: Listed
    search: Search


class Reading:
    """A record that is served. `open` it, `ask` it, `close` it."""

    def __init__(self, record: Record, settings: Settings) -> None:
        """Use `Reading.open`."""
        self._record, self.settings = record, settings
        self._spare: SimpleQueue[Borrowed] = SimpleQueue()
        self._all: list[Borrowed] = []
        self._pool = ThreadPoolExecutor(settings.threads, thread_name_prefix="reading")
        self._beside: Path | None = None
        self._looked = 0.0
        self._lock = threading.Lock()
        self.listed = self._list(record)
        Search(record).update()

    @classmethod
    def open(cls, where: str | Path | Address, settings: Settings) -> Reading:
        """Opens the record to be read and has its catalogue made; raises `RecordError` where that cannot be done.

        Incidents and threads that are older than the reports are worked out first, and kept where the record can be
        written.
        """
        record = Record.open(where, read_only=True)
        if not is_current(record.engine):
            record.close()
            with contextlib.suppress(RecordError), Record.open(where) as writing:
                writing.derived()
            record = Record.open(where, read_only=True)
        try:
            return cls(record, settings)
        except BaseException:
            record.close()
            raise

    async def ask(self, question: Callable[[Source], Answer], *, within_s: float | None = None) -> Answer:
        """What a question gives, asked in another thread; raises a `Problem` where it takes too long."""
        limit = self.settings.question_s if within_s is None else within_s
        asked = _Asked(self, question)
        future = asyncio.get_running_loop().run_in_executor(self._pool, asked.answer)
        try:
            return await asyncio.wait_for(asyncio.shield(future), limit)
        except TimeoutError:
            asked.stop()
            future.add_done_callback(_forgotten)
            raise timed_out() from None
        except asyncio.CancelledError:  # the client is gone
            asked.stop()
            future.add_done_callback(_forgotten)
            raise

    async def watch(self) -> None:
        """Look again and again whether the record has changed, and have the catalogue follow; until cancelled."""
        if self._record.engine.fixed:
            return
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(self.settings.look_s)
            with contextlib.suppress(RecordError):
                await loop.run_in_executor(None, self.refresh)

    def refresh(self) -> None:
        """Have the catalogue be that of the record's present state."""
        with self._lock:
            record = self._record.again()
            try:
                if state_of(record) != self.listed.state:
                    began = time.monotonic()
                    self.listed = self._list(record)
                    log.info("the record has changed; what is listed followed in %.1f s", time.monotonic() - began)
            finally:
                record.close()

    def borrow(self) -> Borrowed:
        """A connection for one thread; give it `back`."""
        try:
            return self._spare.get_nowait()
        except Empty:
            with self._lock:
                record = self._record.again()
                fresh = Borrowed(record, Search(record))
                self._all.append(fresh)
            return fresh

    def back(self, borrowed: Borrowed) -> None:
        """Take back what was borrowed."""
        self._spare.put(borrowed)

    def close(self) -> None:
        """Let go of the record, when nobody asks any more."""
        for borrowed in self._all:
            borrowed.record.interrupt()
        self._pool.shutdown(wait=True, cancel_futures=True)
        for record in (*(b.record for b in self._all), self._record):
            record.close()
        if self._beside is not None:
            shutil.rmtree(self._beside, ignore_errors=True)

    def _list(self, record: Record) -> Listed:
        folder = folder_of(record)
        if folder is not None and self._beside is None:
            try:
                make(record, folder)
                return Listed.of(Catalogue(folder))
            except RecordError as error:
                log.warning("%s; it is made in the system's folder for passing files", error)
        self._beside = self._beside or Path(tempfile.mkdtemp(prefix="dragoman-"))
        make(record, self._beside / "catalogue")
        return Listed.of(Catalogue(self._beside / "catalogue"))


class _Asked(Generic[Answer]):
    """A question under way, which can be stopped from outside."""

    def __init__(self, reading: Reading, question: Callable[[Source], Answer]) -> None:
        self._reading, self._question = reading, question
        self._lock = threading.Lock()
        self._borrowed: Borrowed | None = None
        self._stopped = False

    def answer(self) -> Answer:
        borrowed = self._reading.borrow()
        with self._lock:
            self._borrowed = borrowed
            stopped = self._stopped
        try:
            if stopped:
                raise timed_out()
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


def _forgotten(future: asyncio.Future[Answer]) -> None:
    """What nobody waits for any more is no news."""
    if not future.cancelled():
        future.exception()
