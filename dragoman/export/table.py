"""The record of one report for a terminal: statements, events, commitments, each with its words.

Plain `Text` all through, never rich's markup: a bracket in a headline is a bracket. Colour only repeats what a word or
a mark says already, so a pipe loses nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from dragoman.export import wording
from dragoman.export.wording import UNKNOWN, Who
from dragoman.model import CodedReport, Commitment, Event, Statement, Status

_MARKS = {
    Status.OCCURRED: ("●", "green"),
    Status.HISTORICAL: ("◁", "dim"),
    Status.PLANNED: ("▷", "cyan"),
    Status.HYPOTHETICAL: ("◇", "yellow"),
    Status.DENIED: ("✕", "red"),
}
_STANCES = {"cooperation": "green", "conflict": "red"}
_FIRST = 20
"""Width of the first column, which takes "24 Feb – 2 Mar 2025" and "● hypothetical"."""
_WIDE = 120
"""From this width on, the words stand in a column of their own beside what was coded from them."""


def render(coded: CodedReport) -> RenderableType:
    """A view of the record that fits any terminal from some 60 columns on; wide ones get one column more."""
    return _View(coded)


@dataclass(frozen=True, slots=True)
class _Row:
    """One thing: a short first column in two lines, what it is, further facts, and its words."""

    first: tuple[Text, Text]
    what: Text
    facts: Sequence[Text]
    quote: Text


@dataclass(frozen=True, slots=True)
class _View:
    coded: CodedReport

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        coded, wide = self.coded, options.max_width >= _WIDE
        yield _header(coded)
        if not (coded.statements or coded.attitudes or coded.events or coded.commitments):
            yield Text("\nNothing was coded from this report: no statements, no events, no commitments.")
        else:
            yield _block("statement", [_statement(coded, s) for s in coded.statements], wide=wide)
            if coded.attitudes:
                yield _block("attitude", [_statement(coded, s) for s in coded.attitudes], wide=wide)
            yield _block("event", [_event(coded, e) for e in coded.events], wide=wide)
            yield _block("commitment", [_commitment(coded, c) for c in coded.commitments], wide=wide)
        yield _footer(coded)


def _header(coded: CodedReport) -> RenderableType:
    report = coded.report
    source = [report.agency, report.publisher if report.publisher != report.agency else None, report.byline]
    place = report.dateline.place
    told = wording.one_line(", ".join(filter(None, source))) or "source " + UNKNOWN
    facts = ["published " + wording.stamp(report.published)]
    if report.updated:
        facts.append("updated " + wording.stamp(report.updated))
    facts.append(wording.one_line(place) if place else "place " + UNKNOWN)
    title = Text(wording.one_line(report.title) if report.title else "(no title)", style="bold")
    lines = [title, Text(told), _dotted(Text(fact) for fact in facts)]
    if report.url:
        lines.append(Text(wording.one_line(report.url), style="dim", overflow="fold"))
    return Group(*lines)


def _block(thing: str, rows: list[_Row], *, wide: bool) -> RenderableType:
    name = Text.assemble((thing.upper() + "S", "bold"), f" {len(rows)}" if rows else "")
    heading = Rule(name, align="left", style="dim")
    if not rows:
        return Group(Text(), heading, Text(f"No {thing}s were found.", style="dim"))
    grid = Table.grid(padding=(0, 2, 0, 0), expand=True)
    grid.add_column(width=_FIRST, no_wrap=True)
    grid.add_column(ratio=1)
    if wide:
        grid.add_column(ratio=1)
    for n, row in enumerate(rows):
        if n:
            grid.add_row()
        facts = [fact for fact in row.facts if fact]
        first = Text("\n").join(row.first)
        if wide:
            grid.add_row(first, Group(row.what, *facts), row.quote)
        else:
            grid.add_row(first, Group(row.what, *facts, row.quote))
    return Group(Text(), heading, grid)


def _statement(coded: CodedReport, statement: Statement) -> _Row:
    """A statement or an attitude: how it is told and what the cue makes of it, then who, to whom, and the words."""
    said_by, said_to = wording.speaker(coded, statement), wording.addressee(coded, statement)
    what = _person(said_by)
    if statement.cue:
        what.append(f" {wording.words(coded, statement.cue)}", style="italic")
    if said_to.name:
        what.append(" → ").append_text(_person(said_to))
    facts = []
    if statement.date or statement.place:
        told = [wording.days(statement.date)] if statement.date else []
        told += [wording.one_line(statement.place.name)] if statement.place else []
        facts.append(_dotted(Text(t, style="dim") for t in told))
    if statement.relayed_by:
        outlets = [wording.words(coded, outlet) for outlet in statement.relayed_by]
        facts.append(Text("through " + ", then ".join(outlets), style="dim"))
    if outer := next((s for s in coded.statements if s.id == statement.inside), None):
        facts.append(Text.assemble(("told by ", "dim"), _person(wording.speaker(coded, outer))))
    stance = statement.stance.value
    first = (
        (Text(stance), Text()) if statement.stance.is_attitude else (Text(statement.form.value), Text(stance, "dim"))
    )
    return _Row(first, what, facts, _quote(wording.quoted(coded, *statement.content)))


def _event(coded: CodedReport, event: Event) -> _Row:
    mark, style = _MARKS[event.status]
    first = (Text(wording.days(event.date)), Text(f"{mark} {event.status.value}", style=style))
    what = _people(wording.party(coded, p) for p in event.actors)
    if event.recipients:
        what.append(" → ").append_text(_people(wording.party(coded, p) for p in event.recipients))
    kind = Text(event.type, style="bold " + _STANCES.get(wording.stance(event.type), ""))
    if event.mode:
        kind.append(f" {event.mode}", style="not bold")
    place = None
    if event.place:
        place = Text(wording.one_line(event.place.name) + (f" ({event.place.country})" if event.place.country else ""))
    contexts = Text(", ".join(event.contexts), style="dim") if event.contexts else None
    sizes = Text(", ".join(wording.size(coded, m) for m in event.magnitudes)) if event.magnitudes else None
    own = (
        Text(", ".join(wording.one_line(f"{c.ontology}: {c.type}") for c in event.codes), style="bold")
        if event.codes
        else None
    )
    claimant = wording.claimant(coded, event)
    claim = Text.assemble("on the word of ", _person(claimant)) if claimant else None
    facts = [_dotted(part for part in (kind, own, sizes, place, contexts) if part), claim or Text()]
    return _Row(first, what, facts, _in_context(coded, event))


def _commitment(coded: CodedReport, commitment: Commitment) -> _Row:
    what = _person(wording.party(coded, commitment.party))
    if commitment.counterparty:
        what.append(" → ").append_text(_person(wording.party(coded, commitment.counterparty)))
    by = f"by {wording.day(commitment.deadline)}" if commitment.deadline else f"deadline {UNKNOWN}"
    first = (Text(commitment.kind.value, style="bold"), Text(by, style="" if commitment.deadline else "dim"))
    facts = []
    if commitment.condition:
        facts.append(Text.assemble(("condition: ", "dim"), wording.quoted(coded, commitment.condition)))
    return _Row(first, what, facts, _quote(wording.quoted(coded, commitment.content)))


def _footer(coded: CodedReport) -> RenderableType:
    parts: list[RenderableType] = [Text()]
    if coded.issues:
        parts.append(Rule(Text(f"ISSUES {len(coded.issues)}", style="bold yellow"), align="left", style="dim"))
        for issue in coded.issues:
            code, message = wording.one_line(issue.code), wording.one_line(issue.message)
            parts.append(Text.assemble(("! " + code, "yellow"), "  " + message))
        parts.append(Text())
    marked = (("actor", coded.actors), ("time", coded.times), ("place", coded.places))
    told = wording.joined([wording.counted(len(things), thing) for thing, things in marked])
    parts.append(Text(f"Also in the record: {told}.", style="dim"))
    return Group(*parts)


def _person(person: Who) -> Text:
    if person.name is None:
        return Text(UNKNOWN) if not person.code else Text(f"({person.code})", style="cyan")
    text = Text(person.name, style="bold")
    return text.append(f" ({person.code})", style="not bold cyan") if person.code else text


def _people(people: Iterable[Who]) -> Text:
    return Text(", ").join([_person(p) for p in people]) or Text(UNKNOWN)


def _quote(text: str) -> Text:
    return Text(text, style="italic")


def _in_context(coded: CodedReport, event: Event) -> Text:
    before, trigger, after = wording.around(coded, event.trigger)
    # The marks say without colour which of the words the event was read from.
    return Text.assemble((before, "dim"), ("‹" + trigger + "›", "bold"), (after, "dim"))


def _dotted(parts: Iterable[Text]) -> Text:
    return Text(" · ").join(list(parts))
