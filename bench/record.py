"""How fast the record is: loading, all dyad-months, one dyad; each beside plain DuckDB on the same rows, in one run.

    python bench/record.py [--events 1000000] [--folder DIR]

It makes a record of synthetic reports (a fixed seed; ten events a report, each with an actor and a recipient), and
prints CPU seconds of this process (user and system), seconds on the clock for queries, and ours over plain DuckDB's.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import duckdb

from dragoman.coding.ontology import load as code_book
from dragoman.model import Block, BlockKind, CodedReport, Event, Party, Report, Span, Status, identity, report_id
from dragoman.record import TABLES, Record, bulk
from dragoman.record.tables import Row, rows

EVENTS_A_REPORT = 10
BATCH = 2_000
COUNTRIES = "AFG ARG AUS AZE BRA CHN DEU EGY ETH FRA GBR IND IRN IRQ ISR JPN KOR MEX NGA PAK POL RUS SAU SDN SYR TUR UKR USA".split()
FIRST = date(2000, 1, 1)
DAYS = 9_000


def synthetic(reports: int, *, seed: int = 7) -> Iterator[CodedReport]:
    """Reports of one paragraph, each with `EVENTS_A_REPORT` events between two countries."""
    chance, book = random.Random(seed), code_book()
    types = list(book.types)
    for n in range(reports):
        day = FIRST + timedelta(days=n * DAYS // reports)
        pairs = [chance.sample(COUNTRIES, 2) for _ in range(EVENTS_A_REPORT)]
        sentences = [f"{a} acted on {b} in matter {n}-{m}." for m, (a, b) in enumerate(pairs)]
        text = " ".join(sentences)
        report = Report(
            id=report_id(None, text),
            text=text,
            blocks=(Block(BlockKind.PARAGRAPH, 0, len(text)),),
            published=day,
            publisher="Synthetic Wire",
            language="en",
        )
        events, at = [], 0
        for sentence, (a, b) in zip(sentences, pairs, strict=True):
            kind = chance.choice(types)
            trigger = Span(at + 4, at + 9)
            events.append(
                Event(
                    id=identity("event", report.id, trigger, kind),
                    trigger=trigger,
                    type=kind,
                    actors=(Party(span=Span(at, at + 3), name=a, country=a, sector="GOV"),),
                    recipients=(Party(span=Span(at + 13, at + 16), name=b, country=b, sector="GOV"),),
                    status=Status.OCCURRED if chance.random() < 0.8 else Status.HISTORICAL,
                    date=(day, day),
                    score=book.score(kind),
                    confidence=0.9,
                )
            )
            at += len(sentence) + 1
        yield CodedReport(report=report, events=tuple(events))


def cpu(work: Callable[[], object]) -> float:
    """CPU seconds, user and system, that this process spends on `work`."""
    start = time.process_time()
    work()
    return time.process_time() - start


def clock(work: Callable[[], object], *, times: int = 5) -> float:
    """The median of the seconds that `work` takes."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return sorted(taken)[times // 2]
