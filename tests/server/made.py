"""A record for the tests of the server: the example, a few dozen invented reports, and one that means no good."""

from __future__ import annotations

import random
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import uvicorn

from dragoman.model import (
    Actor,
    Block,
    BlockKind,
    CodedReport,
    Event,
    Form,
    Party,
    Report,
    Span,
    Stance,
    Statement,
    Status,
    identity,
    report_id,
)
from dragoman.record import Record
from dragoman.server.reading import Reading
from dragoman.server.running import configuration
from dragoman.server.settings import Settings
from tests.example import example

COUNTRIES = ("BOL", "CHL", "PER", "GHA", "TGO")
NAMES = {"BOL": "Bolivia", "CHL": "Chile", "PER": "Peru", "GHA": "Ghana", "TGO": "Togo"}
TYPES = ("CONSULT", "AGREE", "ACCUSE", "ASSAULT", "SANCTION")
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>"
FORMULA = '=HYPERLINK("http://evil.example","click")'
TURNED = "report \u202etxt.exe\u202c of the day"


def coded(n: int, *, chance: random.Random, title: str | None = None, day: date | None = None) -> CodedReport:
    """An invented report: three sentences, each an event between two countries and a statement."""
    sides = [chance.sample(COUNTRIES, 2) for _ in range(3)]
    sentences = [f"{NAMES[a]} met {NAMES[b]} over matter {n}-{m}." for m, (a, b) in enumerate(sides)]
    text = " ".join(sentences)
    report = Report(
        id=report_id(None, text),
        text=text,
        blocks=(Block(BlockKind.PARAGRAPH, 0, len(text)),),
        title=title or f"Matter {n}",
        published=day,
        publisher=f"Wire {n % 3}",
        url=f"https://wire.example/{n}",
        language="en",
    )
    actors = {
        c: Actor(id=identity("actor", NAMES[c], c, "GOV"), name=NAMES[c], country=c, sector="GOV")
        for c in dict.fromkeys(c for pair in sides for c in pair)
    }
    events, statements, at = [], [], 0
    for sentence, (a, b) in zip(sentences, sides, strict=True):
        trigger = Span(at + len(NAMES[a]) + 1, at + len(NAMES[a]) + 4)
        first, last = Span(at, at + len(NAMES[a])), Span(at + len(NAMES[a]) + 5, at + len(NAMES[a]) + 5 + len(NAMES[b]))
        kind, told = chance.choice(TYPES), chance.random() < 0.7
        events.append(
            Event(
                id=identity("event", report.id, trigger, kind),
                trigger=trigger,
                type=kind,
                actors=(Party(actor=actors[a].id, span=first, name=NAMES[a], country=a, sector="GOV"),),
                recipients=(Party(actor=actors[b].id, span=last, name=NAMES[b], country=b, sector="GOV"),),
                status=chance.choice((Status.OCCURRED, Status.OCCURRED, Status.PLANNED)),
                date=(day, day) if day and told else None,
                score=chance.choice((None, -5.0, 1.0, 7.5)),
                confidence=0.9,
            )
        )
        statements.append(
            Statement(
                id=identity("statement", report.id, trigger),
                content=(Span(at, at + len(sentence)),),
                speaker=first,
                speaker_actor=actors[a].id,
                stance=chance.choice((Stance.ASSERTS, Stance.DENIES)),
                form=Form.INDIRECT,
            )
        )
        at += len(sentence) + 1
    return CodedReport(report=report, actors=tuple(actors.values()), events=tuple(events), statements=tuple(statements))


def reports() -> list[CodedReport]:
    """The example, forty invented reports (two of no day), and three with titles that mean no good."""
    chance = random.Random(5)
    some = [
        coded(n, chance=chance, day=None if n % 20 == 7 else date(2024, 1, 1) + timedelta(days=n // 3))
        for n in range(40)
    ]
    bad = [
        coded(100 + n, chance=chance, title=t, day=date(2024, 6, 1)) for n, t in enumerate((HOSTILE, FORMULA, TURNED))
    ]
    bad[0] = replace(bad[0], report=replace(bad[0].report, publisher=HOSTILE, byline=HOSTILE, agency=FORMULA))
    return [example(), *some, *bad]


def make(where: str | Path) -> None:
    """Keep them in a record."""
    with Record.open(where) as record:
        record.add_many(reports())


@contextmanager
def serving(where: str | Path, settings: Settings) -> Iterator[int]:
    """A real server of a record on loopback, in a thread; gives its port."""
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    server = uvicorn.Server(configuration(Reading.open(where, settings), settings))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    until = time.monotonic() + 30
    while not server.started and time.monotonic() < until:
        time.sleep(0.01)
    assert server.started
    try:
        yield port
    finally:
        server.should_exit = True
        thread.join(20)
        listener.close()
        assert not thread.is_alive()
