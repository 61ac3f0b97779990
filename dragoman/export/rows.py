"""The tables beside a report's text in the HTML page: a layer for each kind of thing, a row for each thing."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from html import escape

from dragoman.export import wording
from dragoman.export.marking import key
from dragoman.export.wording import UNKNOWN, Who
from dragoman.model import CodedReport, Party, Span, Statement, Status

NUMBERED = ("statement", "event", "commitment")
"""Layers whose rows' numbers stand beside the text in print, where nothing can be hovered or clicked."""

_MARKS = {
    Status.OCCURRED: "●",
    Status.HISTORICAL: "◁",
    Status.PLANNED: "▷",
    Status.HYPOTHETICAL: "◇",
    Status.DENIED: "✕",
}


More = Callable[[str, object], str]
"""What a page adds beneath the first cell of a row, as HTML, by the layer's name and the thing; empty for nothing."""


@dataclass(frozen=True, slots=True)
class Layer:
    """One kind of thing: "statements, as many as there are, in a table of two columns beside the row's number"."""

    name: str
    title: str
    heads: tuple[str, ...]
    things: Callable[[CodedReport], Sequence[object]]
    cells: Callable[[CodedReport, int, str], tuple[str, ...]]

    def row(
        self, coded: CodedReport, index: int, prefix: str, *, shown: Collection[str], more: More | None = None
    ) -> str:
        """The table row of the thing at `index`; it links back to its words if its key is among the `shown`."""
        id = key(prefix, self.name, index + 1)
        first, *others = self.cells(coded, index, prefix)
        if more is not None:
            first += more(self.name, self.things(coded)[index])
        cells = "".join(f"<td>{cell}</td>" for cell in (first, *others))
        back = str(index + 1)
        if id in shown:
            back = f'<a href="#t-{id}" aria-label="Show {self.name} {back} in the text">{back}</a>'
        return f'<tr id="{id}" data-ids="{id}"><td class="n">{back}</td>{cells}</tr>'


def issues(coded: CodedReport) -> str:
    """The data problems of the report, as a list."""
    if not coded.issues:
        return ""
    items = "\n".join(f"<li><code>{_line(i.code)}</code> {_line(i.message)}</li>" for i in coded.issues)
    return (
        f'<section class="issues"><h2>Issues <small>{len(coded.issues)}</small></h2>\n<ul>\n{items}\n</ul></section>\n'
    )


def _statement(coded: CodedReport, index: int, prefix: str) -> tuple[str, ...]:
    s = coded.statements[index]
    notes = []
    if s.relayed_by:
        notes.append("through " + ", then ".join(_words(coded, span) for span in s.relayed_by))
    if s.inside:
        notes += [f"told within {link}" for link in _links(prefix, "statement", s.inside, _ids(coded.statements))]
    when = _line(wording.days(s.date)) if s.date else ""
    place = _line(", ".join(filter(None, (s.place.name, s.place.country)))) if s.place else ""
    told = "<br>".join(filter(None, (f'<span class="tag">{s.form.value}</span> {s.stance.value}', when, place)))
    return _said(coded, s) + _note(" · ".join(notes)), told


def _attitude(coded: CodedReport, index: int, prefix: str) -> tuple[str, ...]:
    s = coded.attitudes[index]
    notes = [f"told within {link}" for link in _links(prefix, "statement", s.inside, _ids(coded.statements))]
    return _said(coded, s) + _note(" · ".join(notes)), s.stance.value


def _said(coded: CodedReport, s: Statement) -> str:
    """Who says or thinks it, with which cue, to whom, and the words."""
    line = _person(wording.speaker(coded, s))
    if s.cue:
        line += f" <i>{_words(coded, s.cue)}</i>"
    if s.addressee or s.addressee_actor:
        line += f" → {_person(wording.addressee(coded, s))}"
    return line + _quote(wording.quoted(coded, *s.content))


def _ids(things: Sequence[Statement]) -> list[str]:
    return [s.id for s in things]


def _event(coded: CodedReport, index: int, prefix: str) -> tuple[str, ...]:
    e = coded.events[index]
    mode = f" {_line(e.mode)}" if e.mode else ""
    line = f'<span class="type {wording.stance(e.type)}">{_line(e.type)}{mode}</span> '
    line += _people(coded, e.actors) + (f" → {_people(coded, e.recipients)}" if e.recipients else "")
    before, trigger, after = (escape(part) for part in wording.around(coded, e.trigger))
    notes = []
    if claimant := wording.claimant(coded, e):
        said = _links(prefix, "statement", e.statement, _ids(coded.statements))
        notes.append(", ".join([f"on the word of {escape(claimant.name or UNKNOWN)}", *said]))
    if e.magnitudes:
        notes.append(_line(", ".join(wording.size(coded, m) for m in e.magnitudes)))
    notes += [f"{_line(c.ontology)}: {_line(c.type)} {c.confidence:.2f}" for c in e.codes]
    if e.mentions:
        again = len(e.mentions)
        notes.append(f"told {again + 1} times" if again > 1 else "told twice")
    if e.contexts:
        notes.append(_line(", ".join(e.contexts).replace("_", " ")))
    figures = [f"score {e.score:+g}".replace("-", "\N{MINUS SIGN}")] if e.score is not None else []
    figures += [f"confidence {e.confidence:.2f}"] if e.confidence is not None else []
    notes += [", ".join(figures)] if figures else []
    place = ""
    if e.place:
        place = f"<br>{_line(', '.join(filter(None, (e.place.name, e.place.country))))}"
    status = f'<span class="status {e.status.value}">{_MARKS[e.status]} {e.status.value}</span>'
    what = line + _quote(f"{before}<b>{trigger}</b>{after}", escaped=True) + _note(" · ".join(notes))
    return what, f"{_line(wording.days(e.date))}<br>{status}{place}"


def _commitment(coded: CodedReport, index: int, prefix: str) -> tuple[str, ...]:
    c = coded.commitments[index]
    line = f'<span class="type kind">{c.kind.value}</span> {_person(wording.party(coded, c.party))}'
    if c.counterparty:
        line += f" → {_person(wording.party(coded, c.counterparty))}"
    notes = []
    if c.condition:
        notes.append(f"condition: {escape(wording.quoted(coded, c.condition))}")
    notes += _links(prefix, "event", c.event, [e.id for e in coded.events])
    notes += _links(prefix, "statement", c.statement, _ids(coded.statements))
    deadline = f"by {wording.day(c.deadline)}" if c.deadline else UNKNOWN
    return line + _quote(wording.quoted(coded, c.content)) + _note(" · ".join(notes)), deadline


def _actor(coded: CodedReport, index: int, prefix: str) -> tuple[str, ...]:
    a = coded.actors[index]
    roles = _note(_line(", ".join(a.roles))) if a.roles else ""
    code = wording.code(a.country, a.sector) or UNKNOWN
    for f in a.facts:
        if f.report is not None:
            told = f"an earlier report{f' of {wording.day(f.day)}' if f.day else ''}: “{f.words}”"
            roles += _note(f"after {_line(told)}")
    return f"<b>{_line(a.name)}</b>{roles}", _line(code), str(len(a.mentions))


def _time(coded: CodedReport, index: int, prefix: str) -> tuple[str, ...]:
    t = coded.times[index]
    value = _line(t.value) if t.value else UNKNOWN
    return _words(coded, t.span), f"{value}{_note(_line(t.mod)) if t.mod else ''}", _line(wording.days(t.interval))


def _place(coded: CodedReport, index: int, prefix: str) -> tuple[str, ...]:
    p = coded.places[index]
    where = ", ".join(filter(None, (p.name, p.admin1, p.country)))
    point = f"{p.lat:.2f}, {p.lon:.2f}" if p.lat is not None and p.lon is not None else UNKNOWN
    return _words(coded, p.span), _line(where), point


LAYERS = (
    Layer("statement", "Statements", ("Who told whom what", "How, when, where"), lambda c: c.statements, _statement),
    Layer("attitude", "Attitudes", ("Who thinks or wants what", "Stance"), lambda c: c.attitudes, _attitude),
    Layer("event", "Events", ("Who did what to whom", "When, where"), lambda c: c.events, _event),
    Layer("commitment", "Commitments", ("Who owes or asks what", "Deadline"), lambda c: c.commitments, _commitment),
    Layer("actor", "Actors", ("Name", "Code", "Mentions"), lambda c: c.actors, _actor),
    Layer("time", "Times", ("Words", "Value", "Days"), lambda c: c.times, _time),
    Layer("place", "Places", ("Words", "Place", "Lat, lon"), lambda c: c.places, _place),
)


def _links(prefix: str, layer: str, id: str | None, ids: list[str]) -> list[str]:
    """A link to the row of the thing `id`, if there is such a row."""
    if id not in ids:
        return []
    number = ids.index(id) + 1
    return [f'<a href="#{key(prefix, layer, number)}">{layer} {number}</a>']


def _person(person: Who) -> str:
    name = f"<b>{escape(person.name)}</b>" if person.name else UNKNOWN
    return f'{name} <span class="code">{escape(person.code)}</span>' if person.code else name


def _people(coded: CodedReport, parties: tuple[Party, ...]) -> str:
    return ", ".join(_person(wording.party(coded, p)) for p in parties) or UNKNOWN


def _quote(text: str, *, escaped: bool = False) -> str:
    return f'<p class="quote" dir="auto">{text if escaped else escape(text)}</p>'


def _note(html: str) -> str:
    return f'<p class="note">{html}</p>' if html else ""


def _words(coded: CodedReport, span: Span) -> str:
    return escape(wording.words(coded, span))


def _line(text: str) -> str:
    return escape(wording.one_line(text))
