"""A run of pages into a record as a process of its own, for tests that end it without warning.

    python -m tests.record.ingest_run FOLDER RECORD [SECONDS_A_REPORT]

The coder stands in for the real one, which takes seconds to load: it reads "NAME, COUNTRY minister" as what a report
says of somebody, and takes the country of a bare "NAME spoke" from what is known, as the real one does.
"""

from __future__ import annotations

import re
import sys
import time

from dragoman.model import Actor, CodedReport, Event, Fact, Party, Report, Span, identity
from dragoman.reading import load, read_page
from dragoman.record import Record
from dragoman.record.ingesting import Ingest, Outcome, earlier_days
from dragoman.resolving.actors import Known

TOLD = re.compile(r"(?P<name>[A-Z]\w+ [A-Z]\w+), (?P<country>[A-Z]{3}) minister")
SPOKE = re.compile(r"(?P<name>[A-Z]\w+ [A-Z]\w+) (?P<trigger>spoke)")


class StandIn:
    """Codes what such reports say; raises a bug for one that asks for it."""

    def __init__(self, known: Known, seconds: float = 0.0) -> None:
        self.known, self.seconds = known, seconds

    def code(self, report: Report) -> CodedReport:
        time.sleep(self.seconds)
        if "please fail" in report.text:
            raise ZeroDivisionError
        actors: dict[str, Actor] = {}
        for found in TOLD.finditer(report.text):
            span = Span(*found.span())
            fact = Fact(words=found[0], span=span, country=found["country"], sector="GOV")
            id = identity("actor", found["name"], found["country"])
            actors[found["name"]] = Actor(id=id, name=found["name"], country=found["country"], facts=(fact,))
        events = []
        for found in SPOKE.finditer(report.text):
            name, span = found["name"], Span(*found.span("trigger"))
            fact = None if name in actors else self.known.of(name, day=report.day, report=report.id)
            country = actors[name].country if name in actors else fact.country if fact else None
            if name not in actors:
                id = identity("actor", name, country)
                actors[name] = Actor(id=id, name=name, country=country, facts=(fact,) if fact else ())
            party = Party(actor=actors[name].id, span=Span(*found.span("name")), name=name, country=country)
            id = identity("event", report.id, span)
            events.append(Event(id=id, trigger=span, type="CONSULT", actors=(party,)))
        return CodedReport(report=report, actors=tuple(actors.values()), events=tuple(events))


def run(
    folder: str, record: Record, *, seconds: float = 0.0, version: str = "test", window_pages: int = 20
) -> tuple[Outcome, list[tuple[str, str]]]:
    """Take the pages of `folder` in; what was done and what failed."""
    failures: list[tuple[str, str]] = []
    known = earlier_days(record)
    ingest = Ingest(
        record,
        load=load,
        read=read_page,
        coder=StandIn(known, seconds),
        known=known,
        version=version,
        explain=lambda name, error: f"internal error: {type(error).__name__}",
        on_failure=lambda name, problem: failures.append((name, problem)),
        window_pages=window_pages,
        commit_reports=3,
    )
    return ingest.run([folder]), failures


if __name__ == "__main__":
    with Record.open(sys.argv[2]) as store:
        print("open", flush=True)
        run(sys.argv[1], store, seconds=float(sys.argv[3]) if len(sys.argv) > 3 else 0.0)
