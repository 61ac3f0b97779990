"""Tellings: one event as one report tells it, boiled down to what two of them can be compared by.

Nothing here compares; `likeness` does. Days are proleptic ordinals (`date.toordinal`), so that windows are arithmetic.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from dragoman.model import CodedReport, Event, Magnitude, Party, Place, Report, Span, Status, identity
from dragoman.reading.language import function_words

STEM = 6
"""Letters of a word that count: "negotiated" and "negotiations" are one, as cheaply as a language allows."""
WIDE = 31
"""An interval of more days than this tells no happening from the next of its kind: it is background."""

_WORD = re.compile(r"\w+(?:-\w+)*")
# A capital after a small letter or a comma: not the first word of a sentence or a quotation.
_NAME = re.compile(r"(?<=[a-z0-9,)’'] )[A-Z][\w’-]+(?: [A-Z][\w’-]+)*")
_END = re.compile(r"[.!?][\"'”’)]*\s|\n")
_REACH = 320
_PRECISE = frozenset({"point", "city", "admin2"})


@dataclass(frozen=True, slots=True)
class Kind:
    """How happenings of one type are told (data/types.tsv): kind, days of lag, types it is mistaken for."""

    type: str
    kind: str
    lag: int
    near: frozenset[str]


@cache
def kinds() -> dict[str, Kind]:
    """The table of types, by type."""
    out = {}
    for line in (files("dragoman.merging") / "data" / "types.tsv").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            type_, kind, lag, near = line.split("\t")
            out[type_] = Kind(type_, kind, int(lag), frozenset() if near == "-" else frozenset(near.split(",")))
    return out


@cache
def kind_of(type_: str) -> Kind:
    """How happenings of a type are told; one that the table lacks goes as a deed with three days of lag."""
    return kinds().get(type_) or Kind(type_, "deed", 3, frozenset())


@cache
def _dull() -> frozenset[str]:
    text = (files("dragoman.merging") / "data" / "formulas.txt").read_text("utf-8")
    formulas = {line.strip()[:STEM] for line in text.splitlines() if line.strip() and not line.startswith("#")}
    return frozenset(formulas | {w[:STEM] for w in function_words()["en"]})


@dataclass(frozen=True, slots=True)
class Side:
    """A party as it is compared: "Sergei Shoigu", tokens sergei and shoigu, RUS, GOV, a person.

    `person` where the report gives the actor a role or office; `common` where no word of the name is a proper noun
    ("gunmen"), so that the name tells nobody apart.
    """

    shown: str
    name: str
    tokens: tuple[str, ...]
    country: str | None
    sector: str | None
    person: bool
    common: bool
    actor: str | None

    @property
    def keys(self) -> tuple[str, ...]:
        """What tellings are sought by: the country, and the proper name where countries are often left open."""
        named = not self.common and self.tokens and (self.country is None or self.sector in ("REB", "UAF", "PRM"))
        return tuple(k for k in (self.country, self.tokens[-1] if named else None) if k)


@dataclass(frozen=True, slots=True)
class Where:
    """A place as it is compared."""

    place: Place
    precise: bool


@dataclass(frozen=True, slots=True, eq=False)
class Telling:
    """One event of one report: "B says that unknown men bombed a market in Kabul on the 3rd and killed 12".

    `first`, `last` are the days told, `day` the report's, None where unknown. `words` are stems of the sentence's
    content words other than the parties' and the act's own, `names` those of them
    that are proper nouns and not the place's, `sentence` where it starts. `voice` is the
    fingerprint of the sentence: what copies share.
    """

    report: str
    event: str
    order: tuple[str, str, str, str]
    type: str
    mode: str | None
    contexts: tuple[str, ...]
    actors: tuple[Side, ...]
    recipients: tuple[Side, ...]
    status: Status
    first: int | None
    last: int | None
    day: int | None
    where: Where | None
    magnitudes: tuple[Magnitude, ...]
    words: frozenset[str]
    names: frozenset[str]
    sentence: int
    claimed: str | None
    confidence: float | None
    publisher: str | None
    voice: str

    @property
    def id(self) -> tuple[str, str]:
        return (self.report, self.event)

    @property
    def background(self) -> bool:
        """Whether the report looks back: the happening is old news, or its time is only roughly told."""
        if self.status is Status.HISTORICAL:
            return True
        return self.first is not None and self.last is not None and self.last - self.first >= WIDE

    @property
    def window(self) -> tuple[int, int] | None:
        """First and last day on which it can have happened, None where nothing bounds it."""
        if self.first is not None and self.last is not None:
            return (self.first, self.last)
        if self.day is None or self.status is Status.HISTORICAL:
            return None
        if self.status in (Status.PLANNED, Status.HYPOTHETICAL):
            return (self.day - 1, self.day + kind_of(self.type).lag)
        return (self.day - kind_of(self.type).lag, self.day)


def tellings(coded: CodedReport) -> Iterator[Telling]:
    """The tellings of one report, one an event."""
    report = coded.report
    roles = {a.id: bool(a.roles) for a in coded.actors}
    order = report_order(report)
    day = report.day.toordinal() if report.day else None
    for event in coded.events:
        actors = tuple(_sides(event.actors, roles))
        recipients = tuple(_sides(event.recipients, roles))
        span = _sentence(report.text, event.trigger)
        sentence = report.slice(span)
        # the parties and the act itself are compared for themselves
        named = {t[:STEM] for s in (*actors, *recipients) for t in s.tokens}
        named.update(_stems(report.slice(event.trigger)))
        sited = {w[:STEM] for w in _WORD.findall(event.place.name.lower())} if event.place else set()
        first, last = _days(event, day)
        yield Telling(
            report=report.id,
            event=event.id,
            order=(*order, event.id),
            type=event.type,
            mode=event.mode,
            contexts=event.contexts,
            actors=actors,
            recipients=recipients,
            status=event.status,
            first=first,
            last=last,
            day=day,
            where=Where(event.place, event.place.precision in _PRECISE) if event.place else None,
            magnitudes=event.magnitudes,
            words=frozenset(_stems(sentence)) - named,
            names=frozenset(_stems(" ".join(_NAME.findall(sentence)))) - named - sited,
            sentence=span.start,
            claimed=event.statement,
            confidence=event.confidence,
            publisher=report.publisher,
            voice=identity(
                "voice",
                event.type,
                len(_WORD.findall(report.text, span.start, event.trigger.start)),
                report.slice(event.trigger).lower(),
                " ".join(_WORD.findall(sentence.lower())),
            ),
        )


def report_order(report: Report) -> tuple[str, str, str]:
    """Order of appearance: by publication, then by update, then by id; what tells no time comes last."""
    published, updated = (
        "9999" if when is None else when.isoformat() for when in (report.published or report.day, report.updated)
    )
    return (published, updated, report.id)


def _days(event: Event, day: int | None) -> tuple[int | None, int | None]:
    """The days told; what has happened has happened by the report's day."""
    if event.date is None:
        return None, None
    first, last = event.date[0].toordinal(), event.date[1].toordinal()
    if day is not None and event.status in (Status.OCCURRED, Status.HISTORICAL) and first <= day < last:
        last = day
    return first, last


def _sides(parties: tuple[Party, ...], roles: dict[str, bool]) -> Iterator[Side]:
    seen = set()
    for p in parties:
        name = p.name or ""
        words = _WORD.findall(name)
        tokens = tuple(w.lower() for w in words if w.lower() not in function_words()["en"])
        common = not any(w[:1].isupper() for w in words)
        side = Side(
            name,
            " ".join(tokens),
            tokens,
            p.country,
            p.sector,
            person=not common and p.actor is not None and roles.get(p.actor, False),
            common=common,
            actor=p.actor,
        )
        known = (side.name, side.country, side.sector)
        if known not in seen and (tokens or p.country or p.sector):
            seen.add(known)
            yield side


def _sentence(text: str, trigger: Span) -> Span:
    """The sentence around a trigger, by its punctuation alone, at most `_REACH` characters either way."""
    left = max(0, trigger.start - _REACH)
    start = left
    for stop in _END.finditer(text, left, trigger.start):
        start = stop.end()
    stop_after = _END.search(text, trigger.end, trigger.end + _REACH)
    return Span(start, stop_after.start() if stop_after else min(len(text), trigger.end + _REACH))


def _stems(sentence: str) -> Iterator[str]:
    dull = _dull()
    for word in _WORD.findall(sentence.lower()):
        stem = word[:STEM]
        if len(stem) > 2 and stem not in dull and not stem.isdecimal():
            yield stem
