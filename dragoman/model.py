"""The nouns of the record: frozen, slotted dataclasses, and nothing that does any work.

Offsets everywhere are half-open and count Unicode code points of `Report.text`. Unknown is `None`,
never a guess. Dates are `datetime.date`; stamps are `datetime.datetime` (aware where the page tells the
zone) or a bare `date` where the page gives no time of day.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

SCHEMA_VERSION = 1
"""Version of the JSON contract (`dragoman/contract.schema.json`)."""


class Span(NamedTuple):
    """Characters `start` to `end` (half-open) of a report's text."""

    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end

    def within(self, other: Span) -> bool:
        return other.start <= self.start and self.end <= other.end


def identity(kind: str, *parts: object) -> str:
    """The id of a thing: 16 hex digits of a hash over its content, so that a second run adds nothing."""
    body = "\x1f".join([kind, *("" if p is None else str(p) for p in parts)])
    return hashlib.sha256(body.encode("utf-8", "surrogatepass")).hexdigest()[:16]


class BlockKind(StrEnum):
    """What a block of a report is; only headings' and paragraphs' words (and an unrepeated title's) are coded."""

    TITLE = "title"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    CAPTION = "caption"


class Form(StrEnum):
    """How words are carried: `direct` in quotation marks, `indirect` reported, `mixed` reported with quoted words."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"


class Stance(StrEnum):
    """What a speaker does with the words, by the cue: "claims" is not "asserts", and neither is the record's own word.

    asserts     says, adds, notes: the cue takes no side         claims    the cue holds back belief: alleges, predicts
    denies      denies, rejects, disputes                        admits    concedes, acknowledges
    warns       warns, cautions                                  promises  pledges, vows, offers, assures
    threatens   threatens                                        asks      asks, demands, urges, proposes
    blames      accuses, condemns, criticizes                    praises   hails, welcomes, endorses
    hints       signals, indicates, suggests                     refuses   declines to comment, will not say

    Attitudes, which need no word of the holder's: thinks, doubts, wants, fears, supports, opposes.
    """

    ASSERTS = "asserts"
    CLAIMS = "claims"
    DENIES = "denies"
    ADMITS = "admits"
    WARNS = "warns"
    PROMISES = "promises"
    THREATENS = "threatens"
    ASKS = "asks"
    BLAMES = "blames"
    PRAISES = "praises"
    HINTS = "hints"
    REFUSES = "refuses"
    THINKS = "thinks"
    DOUBTS = "doubts"
    WANTS = "wants"
    FEARS = "fears"
    SUPPORTS = "supports"
    OPPOSES = "opposes"

    @property
    def is_attitude(self) -> bool:
        """Whether it tells of a view or wish, not of words."""
        return self in _ATTITUDES


_ATTITUDES = frozenset({Stance.THINKS, Stance.DOUBTS, Stance.WANTS, Stance.FEARS, Stance.SUPPORTS, Stance.OPPOSES})


class Status(StrEnum):
    """Whether an event happened (ANNOTATION standard; PLOVER's auxiliary modes).

    occurred      done or under way around the report's time, and every act of speech made now
    historical    over, and more than twelve months before the report, or told as background
    planned       scheduled or announced
    hypothetical  if, could, would
    denied        the report or a party says that it did not or will not happen
    """

    OCCURRED = "occurred"
    HISTORICAL = "historical"
    PLANNED = "planned"
    HYPOTHETICAL = "hypothetical"
    DENIED = "denied"


class CommitmentKind(StrEnum):
    """What an actor binds itself to (pledge, offer, threat, agreement) or wants of another (demand, proposal)."""

    PLEDGE = "pledge"
    OFFER = "offer"
    THREAT = "threat"
    DEMAND = "demand"
    AGREEMENT = "agreement"
    PROPOSAL = "proposal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What a table's other columns say of the report whose text stands in one of them, as it stands there.

    `published` and `updated` are dates as printed; None is what the row does not say.
    """

    title: str | None = None
    byline: str | None = None
    publisher: str | None = None
    agency: str | None = None
    published: str | None = None
    updated: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """What arrived: the bytes of one input, before anything is read out of them.

    `name` is what the user called it (path, URL or `-`) and stands in every error message; of a page inside an archive
    or table it is `FILE:PLACE`. `charset` is the encoding that a server told, `given` what stood beside a table's text,
    `issues` what was wrong with it before it was read.
    """

    name: str
    data: bytes = field(repr=False)
    url: str | None = None
    fetched_at: datetime | None = None
    charset: str | None = None
    given: Given | None = None
    issues: tuple[Issue, ...] = ()

    @property
    def sha256(self) -> str:
        """The digest of the bytes; of a table's row, of all that was taken from it."""
        whole = hashlib.sha256(self.data)
        if self.given is not None:
            beside = (self.url, *(getattr(self.given, name) for name in Given.__slots__))
            whole.update(
                "".join("\x1f" if part is None else f"\x1f={part}" for part in beside).encode("utf-8", "replace")
            )
        return whole.hexdigest()


@dataclass(frozen=True, slots=True)
class Block:
    """A title, heading, paragraph or caption of a report: "block 3 is a paragraph, characters 120 to 343"."""

    kind: BlockKind
    start: int
    end: int

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Dateline:
    """Where and when a report says it was filed: "KABUL, Nov 25 (Reuters) -". `span` covers that opening."""

    place: str | None = None
    date: date | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class PageMap:
    """Which characters of the decoded page each stretch of the report's text was read from.

    `runs` are (text_start, text_end, page_start), sorted, without overlap; within a run both sides advance
    together. Characters of the text in no run (line breaks put between blocks) came from nowhere on the page.
    """

    runs: tuple[tuple[int, int, int], ...] = ()

    def to_page(self, span: Span) -> tuple[Span, ...]:
        """The stretches of the page that `span` was read from, in order; empty if none of it is from the page."""
        out: list[Span] = []
        for start, end, page in self.runs:
            a, b = max(start, span.start), min(end, span.end)
            if a < b:
                piece = Span(page + a - start, page + b - start)
                if out and out[-1].end == piece.start:
                    out[-1] = Span(out[-1].start, piece.end)
                else:
                    out.append(piece)
        return tuple(out)


@dataclass(frozen=True, slots=True)
class Issue:
    """A data problem of one report, as a row: "no-date: the page tells no date; relative dates stay unresolved".

    `code` is one of a documented list (docs/record.md), `stage` the room that saw it.
    """

    code: str
    message: str
    stage: str
    span: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One news report as read: clean text in blocks, and who published it when.

    `text` is the blocks' texts in page order, joined by blank lines; nothing of the page's boilerplate is in it.
    """

    id: str
    text: str = field(repr=False)
    blocks: tuple[Block, ...] = ()
    title: str | None = None
    byline: str | None = None
    agency: str | None = None
    publisher: str | None = None
    url: str | None = None
    dateline: Dateline = Dateline()
    published: datetime | date | None = None
    updated: datetime | date | None = None
    language: str | None = None
    page_map: PageMap = field(default=PageMap(), repr=False, compare=False)
    issues: tuple[Issue, ...] = field(default=(), compare=False)

    @property
    def day(self) -> date | None:
        """The day that relative dates count from.

        That is the dateline's day where it lies at most three days before publication, or between publication and
        the last update (a rewritten report is filed anew at its old address); else the day of publication.
        """
        published, updated = _day(self.published), _day(self.updated)
        filed = self.dateline.date
        if published is None or filed is None:
            return published or filed
        earliest, latest = published - timedelta(days=3), max(published, updated or published)
        return filed if earliest <= filed <= latest else published

    def slice(self, span: Span) -> str:
        return self.text[span.start : span.end]


def _day(when: datetime | date | None) -> date | None:
    return when.date() if isinstance(when, datetime) else when


def report_id(url: str | None, text: str) -> str:
    """A report's id: its address if it has one, and its words."""
    return identity("report", url, text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Time:
    """A time expression (TIMEX3 kinds and values): "on Monday" in a report of 2024-11-25 is 2024-11-25.

    `kind` DATE, TIME, DURATION or SET; `value` as in TIMEX3 or None if it cannot be told; `interval` first and
    last day meant, for dates; `precision` day, week, weekend, month, quarter, half, season, year, decade, century
    or vague.
    """

    span: Span
    kind: str
    value: str | None = None
    interval: tuple[date, date] | None = None
    precision: str | None = None
    mod: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place a report names: "Kabul" is city 1138958 in Afghanistan. Coordinates stand only where the place is sure.

    `precision` point, city, admin2, admin1, country, region.
    """

    span: Span
    name: str
    country: str | None = None
    admin1: str | None = None
    lat: float | None = None
    lon: float | None = None
    geonameid: int | None = None
    precision: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """What a report says in its own words that somebody is: "Ada Obi, a Ghanaian army spokeswoman", GHA, MIL.

    `words` are those words and `span` where they stand, in the text of `report`, or of the report at hand where that
    is None; `former` that the role lies behind; `day` the day of a `report` that is not the one at hand.
    """

    words: str
    span: Span
    role: str | None = None
    country: str | None = None
    sector: str | None = None
    former: bool = False
    report: str | None = None
    day: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Somebody who acts, suffers or speaks: "Sergei Shoigu, secretary of the Security Council, Russia, government".

    `country` ISO 3166-1 alpha-3, or IGO; `sector` PLOVER's code; `roles` as this report words them;
    `mentions` every place in the text that means this actor, pronouns too. `facts` what the report says that the actor
    is, and where it says too little, what an earlier report said that country or sector was taken from.
    """

    id: str
    name: str
    country: str | None = None
    sector: str | None = None
    roles: tuple[str, ...] = ()
    mentions: tuple[Span, ...] = ()
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Content that the report gives on somebody's word: "Shoigu told Taliban leaders that Moscow wanted to help".

    `content` one span or more, outer quotation marks left out; `speaker` the words nearest to the cue; `stance` what
    the cue says is done with the words; `relayed_by` the outlets that carried it, nearest to the speaker first.
    `date` (first and last day) and `place` are those of the speaking, where they are told; `inside` is the id of the
    statement whose words report this one ("Akar said Moscow had told Ankara that ...": the inner is Moscow's).

    The same shape tells an attitude: what somebody is said to think, doubt, want, fear, support or oppose (`stance`).
    """

    id: str
    content: tuple[Span, ...]
    speaker: Span | None = None
    speaker_actor: str | None = None
    cue: Span | None = None
    form: Form = Form.INDIRECT
    stance: Stance = Stance.ASSERTS
    addressee: Span | None = None
    addressee_actor: str | None = None
    relayed_by: tuple[Span, ...] = ()
    date: tuple[date, date] | None = None
    place: Place | None = None
    inside: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """One side of an event: an actor as this event names it ("Taliban leaders", Afghanistan, government)."""

    actor: str | None = None
    span: Span | None = None
    name: str | None = None
    country: str | None = None
    sector: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Magnitude:
    """A size that the report tells of an act: "at least 12 people were killed" is killed, 12, bound "least".

    `kind` killed, injured, arrested, crowd (people), troops (people) or money (in `unit`, an ISO 4217 code, None where
    the report names none); `high` ends a range ("10 to 15"), else None; `bound` about, least or most, or None where
    the figure stands as it is.
    """

    kind: str
    value: float
    span: Span
    high: float | None = None
    unit: str | None = None
    bound: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """What an act is in a user's own ontology: "in `water`, DAM-DISPUTE, confidence .81"."""

    ontology: str
    type: str
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """An act of a political actor (PLOVER 2.0): "Russia -> Afghanistan, CONSULT visit, occurred 2024-11-25, Kabul".

    `statement` is the id of the statement it rests on if the report has it only on somebody's word; `score` PLOVER's
    conflict-cooperation scale, -10 to 10; `confidence` 0 to 1: how often an event that sure is rightly typed
    (docs/accuracy.md has the table). `trigger` is the act's first full mention, `mentions` the words that name it
    again; `magnitudes` its sizes; `codes` what users' own ontologies call it.
    """

    id: str
    trigger: Span
    type: str
    mode: str | None = None
    contexts: tuple[str, ...] = ()
    actors: tuple[Party, ...] = ()
    recipients: tuple[Party, ...] = ()
    status: Status = Status.OCCURRED
    date: tuple[date, date] | None = None
    place: Place | None = None
    statement: str | None = None
    score: float | None = None
    confidence: float | None = None
    mentions: tuple[Span, ...] = ()
    magnitudes: tuple[Magnitude, ...] = ()
    codes: tuple[Code, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """What an actor binds itself or another to: "Russia threatens to deploy missiles in Asia if the U.S. does"."""

    id: str
    kind: CommitmentKind
    content: Span
    party: Party
    counterparty: Party | None = None
    condition: Span | None = None
    deadline: date | None = None
    event: str | None = None
    statement: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedReport:
    """The record of one report: the report and everything coded from it. This is what the JSON contract carries."""

    report: Report
    actors: tuple[Actor, ...] = ()
    statements: tuple[Statement, ...] = ()
    attitudes: tuple[Statement, ...] = ()
    events: tuple[Event, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    times: tuple[Time, ...] = ()
    places: tuple[Place, ...] = ()
    issues: tuple[Issue, ...] = ()

    def spans(self) -> Iterable[Span]:
        """Every span of the record, for checks."""
        yield from (b.span for b in self.report.blocks)
        if self.report.dateline.span:
            yield self.report.dateline.span
        for a in self.actors:
            yield from a.mentions
        for s in (*self.statements, *self.attitudes):
            yield from s.content
            yield from (x for x in (s.speaker, s.cue, s.addressee) if x)
            yield from s.relayed_by
            if s.place:
                yield s.place.span
        for e in self.events:
            yield e.trigger
            yield from e.mentions
            yield from (m.span for m in e.magnitudes)
            yield from (p.span for p in (*e.actors, *e.recipients) if p.span)
            if e.place:
                yield e.place.span
        for c in self.commitments:
            yield c.content
            if c.condition:
                yield c.condition
        yield from (t.span for t in self.times)
        yield from (p.span for p in self.places)
        yield from (i.span for i in self.issues if i.span)
