"""Events as formats for tables want them: parties with names, pairs of parties, one day, one sentence, one number.

Whatever a report's words get into leaves this module as one line of plain text; who writes cells quotes them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from urllib.parse import urlsplit

from dragoman.export import wording
from dragoman.model import Actor, Block, BlockKind, CodedReport, Event, Party, Place, Report, Span, Status, identity

MUTUAL = frozenset({"CONSULT", "AGREE", "COOPERATE"})
"""Types whose several actors without a recipient act upon one another: "the two presidents met"."""


@dataclass(frozen=True, slots=True)
class Side:
    """A party of an event with what is known of it: "Ada Obi" (the words "the minister"), GHA, GOV, roles.

    `id` the actor's id; where the words are known to mean none, an id made of name, country and sector.
    `name` None where the party has neither name nor words.
    """

    id: str
    name: str | None
    raw: str | None
    country: str | None
    sector: str | None
    roles: tuple[str, ...] = ()
    span: Span | None = None
    actor: Actor | None = None

    @property
    def state(self) -> str | None:
        """The country, None for an intergovernmental body, which PLOVER counts as a country of its own."""
        return None if self.country == "IGO" else self.country


@dataclass(frozen=True, slots=True)
class Act:
    """An event in its report, with its sides: what one row, feature or entity is written from."""

    coded: CodedReport
    event: Event
    actors: tuple[Side, ...]
    recipients: tuple[Side, ...]

    @property
    def id(self) -> str:
        """The event's id with its report's before it: unique over any number of reports, the same on every run."""
        return f"{key(self.coded.report.id)}-{key(self.event.id)}"

    @property
    def words(self) -> str:
        """The words that name the act."""
        return wording.words(self.coded, self.event.trigger)

    @property
    def place(self) -> Place | None:
        return self.event.place

    @property
    def first_day(self) -> date | None:
        """The first day of the act, None where the report tells none."""
        return self.event.date[0] if self.event.date else None

    @property
    def last_day(self) -> date | None:
        return self.event.date[1] if self.event.date else None

    @property
    def filed_day(self) -> date | None:
        """The one day of formats that file every event under a day: its first, or else the report's.

        The report's day stands in only for what it tells as having happened, which by the definition of that status is
        around its own time; None for anything else that is not dated.
        """
        if self.event.date:
            return self.event.date[0]
        return self.coded.report.day if self.event.status is Status.OCCURRED else None


def acts(coded: CodedReport) -> Iterator[Act]:
    """The events of a report in their order."""
    known = {actor.id: actor for actor in coded.actors}
    for event in coded.events:
        yield Act(
            coded,
            event,
            tuple(side(coded, party, known) for party in event.actors),
            tuple(side(coded, party, known) for party in event.recipients),
        )


def side(coded: CodedReport, party: Party, known: dict[str, Actor]) -> Side:
    """A party with what its report knows of it; `known` the report's actors by id."""
    actor = known.get(party.actor) if party.actor else None
    raw = wording.words(coded, party.span) if party.span else None
    name = next((line(n) for n in (actor.name if actor else None, party.name, raw) if n and line(n)), None)
    country = party.country or (actor.country if actor else None)
    sector = party.sector or (actor.sector if actor else None)
    return Side(
        id=key(actor.id) if actor else identity("party", name, country, sector),
        name=name,
        raw=raw or None,
        country=country,
        sector=sector,
        roles=tuple(line(role) for role in actor.roles if line(role)) if actor else (),
        span=party.span,
        actor=actor,
    )


def pairs(act: Act) -> Iterator[tuple[int, Side | None, Side | None]]:
    """Who acts toward whom, one pair after the other, counted from 1: what formats of dyads have a row for.

    Every actor with every recipient; None for a side that nobody is told to be on. Where several act together and
    upon nobody else in an act that is mutual by its type, each of them toward each other one.
    """
    if len(act.actors) > 1 and not act.recipients and act.event.type in MUTUAL:
        found = [(a, b) for a in act.actors for b in act.actors if a is not b]
        yield from ((n, a, b) for n, (a, b) in enumerate(found, 1))
        return
    n = 0
    for actor in act.actors or (None,):
        for recipient in act.recipients or (None,):
            n += 1
            yield n, actor, recipient


def line(text: str) -> str:
    """A string as one line of text that can be written as UTF-8 and obeyed by nobody."""
    return wording.one_line(text)


def key(id: str) -> str:
    """An id as every format can carry it: itself, or a hash of it where it holds anything but letters, digits, - . _"""
    return id if re.fullmatch(r"[A-Za-z0-9._-]+", id) else identity("id", id)


def number_of(*parts: str | int | None) -> int:
    """A stable number for formats whose ids are whole numbers, below 2**53 so that no reader rounds it.

    Of a million ids two are the same with a chance of 1 in 18,000.
    """
    return int(identity("number", *parts)[:14], 16) >> 3


def publisher(report: Report) -> str | None:
    """Who published the report: its publisher, else its news agency."""
    return next((line(n) for n in (report.publisher, report.agency) if n and line(n)), None)


def address(report: Report) -> str | None:
    """The report's address, where it is one of the web's."""
    url = (report.url or "").strip()
    # What a reader could take for more than one address or for markup is no address.
    return url if re.fullmatch(r"https?://[!#-;=?-\[\]_a-z~]+", url, re.IGNORECASE) and _has_host(url) else None


def host(url: str) -> str:
    """The host of an address without "www."."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _has_host(url: str) -> bool:
    try:
        return bool(urlsplit(url).hostname)
    except ValueError:  # a bracket that is no IPv6 address
        return False


def stamp(when: datetime | date | None) -> str:
    """YYYYMMDDHHMMSS in UTC where the zone is known, zeros where the hour is not; empty for None."""
    if when is None:
        return ""
    if not isinstance(when, datetime):
        return f"{compact(when)}000000"
    if when.tzinfo:
        try:
            when = when.astimezone(UTC)
        except OverflowError:  # within a day of the calendar's ends
            when = when.replace(tzinfo=None)
    return f"{compact(when)}{when:%H%M%S}"


def compact(day: date | None) -> str:
    """YYYYMMDD; empty for None."""
    return "" if day is None else f"{day.year:04}{day.month:02}{day.day:02}"


def number(value: float | None, decimals: int = 6) -> str:
    """A number without needless zeros, never in powers of ten; empty for None."""
    if value is None:
        return ""
    told = f"{value:.{decimals}f}".rstrip("0").rstrip(".")
    return "0" if told in ("-0", "") else told


_END = re.compile(r"[.!?…]+[\"'”’)\]]*\s+(?=[\"'“‘(\[]*[A-Z0-9])")
_ABBREVIATED = re.compile(
    r"(?:\b[A-Z]|\b(?:Mr|Mrs|Ms|Dr|Prof|Gen|Col|Lt|Maj|Capt|Sgt|Sen|Rep|Gov|Rev|Hon|St|Jr|Sr|No|vs|Inc|Corp|Co|Ltd"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec))\.$"
)


def sentence(report: Report, at: int) -> int:
    """The number of the sentence that holds the character `at`, from 1, by paragraphs and full stops.

    Captions count as they stand. A rule of thumb, as such numbers are in the data sets that carry them: a full stop
    after an initial or a usual abbreviation ends nothing.
    """
    count = 0
    for block in report.blocks or (Block(BlockKind.PARAGRAPH, 0, len(report.text)),):
        if block.start > at:
            break
        count += 1
        body = report.slice(block.span)
        for end in _END.finditer(body):
            if block.start + end.end() > at:
                break
            count += not _ABBREVIATED.search(body[max(0, end.start() - 8) : end.start() + 1])
    return max(count, 1)


def leads(report: Report, at: int) -> bool:
    """Whether the character `at` stands in the title or the first paragraph."""
    first = next((b for b in report.blocks if b.kind is BlockKind.PARAGRAPH), None)
    opening = [b for b in report.blocks if b.kind is BlockKind.TITLE or b is first]
    return any(b.start <= at < b.end for b in opening)


_PARTICLES = frozenset("al bin bint ben da de del den der di dos du el ibn la le van von y zu".split())


def is_person(actor: Actor) -> bool:
    """Whether a report tells that this actor is a person: a name of several words, and a role that is no part of it.

    False is "not told", for a surname alone or a body with a spokesman's title beside it.
    """
    words = actor.name.split()
    told = {word.lower() for role in actor.roles for word in role.split()}
    return (
        len(words) > 1
        and bool(actor.roles)
        and all(word[0].isupper() or word.lower() in _PARTICLES for word in words)
        and not any(word.lower() in told for word in words)
    )
