"""Coded reports of one or a few events, written as tests need them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from dragoman.model import (
    Actor,
    CodedReport,
    Event,
    Magnitude,
    Party,
    Place,
    Span,
    Status,
    identity,
    report_id,
)
from tests.conftest import make_report

HERAT = Place(
    span=Span(0, 0), name="Herat", country="AFG", admin1="Herat", lat=34.34, lon=62.2, geonameid=1, precision="city"
)
KABUL = Place(
    span=Span(0, 0), name="Kabul", country="AFG", admin1="Kabul", lat=34.53, lon=69.17, geonameid=2, precision="city"
)
AFGHANISTAN = Place(span=Span(0, 0), name="Afghanistan", country="AFG", precision="country")


def party(name: str, country: str | None, sector: str = "GOV") -> Party:
    return Party(actor=identity("actor", name, country, sector), name=name, country=country, sector=sector)


RUSSIA, UKRAINE, CHINA = party("Russia", "RUS"), party("Ukraine", "UKR"), party("China", "CHN")
TALIBAN = party("Taliban", "AFG", "REB")
POLICE = party("police", "AFG", "COP")
PEOPLE = party("people", None, "CVL")


@dataclass(frozen=True)
class Told:
    """One event as a sentence of its own; the word in «» is the trigger."""

    sentence: str
    type: str = "ASSAULT"
    actors: tuple[Party, ...] = ()
    recipients: tuple[Party, ...] = ()
    day: date | tuple[date, date] | None = None
    place: Place | None = None
    killed: float | None = None
    status: Status = Status.OCCURRED
    mode: str | None = None
    statement: str | None = None
    confidence: float | None = 0.8


def report(
    *told: Told, on: date = date(2024, 5, 3), publisher: str | None = None, url: str | None = None, hour: int = 12,
    roles: tuple[str, ...] = (), more: str = "",
) -> CodedReport:  # fmt: skip
    """A report with one paragraph an event; `roles` are names that the report gives an office, `more` further text."""
    text = "\n".join([t.sentence.replace("«", "").replace("»", "") for t in told] + ([more] if more else []))
    made = make_report(text, published=datetime(on.year, on.month, on.day, hour))
    made = replace(made, id=report_id(f"{url or ''}{publisher or ''}", text), publisher=publisher, url=url)
    events, at = [], 0
    for t in told:
        start = at + t.sentence.index("«")
        end = at + t.sentence.index("»") - 1
        days = (t.day, t.day) if isinstance(t.day, date) else t.day
        sizes = () if t.killed is None else (Magnitude(kind="killed", value=t.killed, span=Span(start, end)),)
        events.append(
            Event(
                id=identity("event", made.id, start, t.type), trigger=Span(start, end), type=t.type, mode=t.mode,
                actors=t.actors, recipients=t.recipients, status=t.status, date=days, place=t.place,
                statement=t.statement, confidence=t.confidence, magnitudes=sizes,
            )
        )  # fmt: skip
        at += len(t.sentence) - 2 + 1
    actors = {
        p.actor: Actor(id=p.actor or "", name=p.name or "", roles=("office",) if p.name in roles else ())
        for e in events
        for p in (*e.actors, *e.recipients)
    }
    return CodedReport(report=made, actors=tuple(actors.values()), events=tuple(events))
