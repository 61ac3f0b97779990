"""`dragoman show`: one thing of a record by its id, with the sentence it was read from."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dragoman.cli.incidents import incident_facts
from dragoman.cli.output import standard_output
from dragoman.cli.records import RecordOption, open_record, plain_value, print_rows
from dragoman.cli.records import Shape as RowShape
from dragoman.cli.running import complain, ending_well

if TYPE_CHECKING:
    from dragoman.model import CodedReport, Party, Span
    from dragoman.record import Record
    from dragoman.record.finding import Found

_ASIDE = 50
"""How many candidates are listed for an id that is not unique, and reports for an actor."""


def show(
    id: Annotated[str, typer.Argument(metavar="ID", help="An id, or enough of its first characters.")],
    record: RecordOption,
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON, as in the contract.")] = False,
) -> None:
    """Show a report, event, statement, attitude, commitment, actor or incident, with the sentences it rests on."""
    with ending_well(), open_record(record) as store:
        found = store.find(id, limit=_ASIDE) if id else []
        if not found and id and _show_incident(store, id, as_json=as_json):
            return
        if not found:
            complain(f"{record}: nothing in it has the id {id}")
            raise typer.Exit(1)
        if len({(f.kind, f.id) for f in found}) > 1:
            print_rows(("kind", "id", "report"), [(f.kind, f.id, f.report) for f in found], RowShape.TABLE, limit=None)
            complain(f"{id} is the beginning of several ids; give more of it")
            raise typer.Exit(1)
        if as_json:
            told = [_as_json(store, f) for f in (found if found[0].kind == "actor" else found[:1])]
            whole = told if found[0].kind == "actor" else told[0]
            standard_output(utf8=True).write(json.dumps(whole, ensure_ascii=False, indent=2) + "\n")
        else:
            _print(store, found)


def _as_json(store: Record, found: Found) -> Any:
    from dragoman.contract import to_json

    coded = store.get(found.report)
    whole: Any = to_json(coded)
    if found.kind == "report":
        return whole
    thing = next(t for t in whole[found.kind + "s"] if t["id"] == found.id)
    head = {k: whole["report"][k] for k in ("id", "title", "publisher", "agency", "published", "url")}
    sentences = [
        {"span": [*sentence], "text": coded.report.slice(sentence)}
        for sentence in _sentences(coded, _spans(coded, found))
    ]
    return {"kind": found.kind, found.kind: thing, "sentences": sentences, "report": head}


def _print(store: Record, found: list[Found]) -> None:
    from rich.console import Console

    console = Console(file=standard_output(utf8=False), highlight=False)
    first = found[0]
    coded = store.get(first.report)
    if first.kind == "report":
        from dragoman.export.table import render

        console.print(render(coded))
        names = [i.name for i in store.inputs() if i.report == first.id]
        if names:
            _grid(console, [("read from", ", ".join(names))])
        return
    lines = [(first.kind, first.id), *_facts(coded, first)]
    lines += [("sentence", _marked(coded, s, _spans(coded, first))) for s in _sentences(coded, _spans(coded, first))]
    for other in found if first.kind == "actor" else found[:1]:
        lines.append(("report", _report(store.get(other.report))))
    lines += _judgements(store, first)
    _grid(console, lines)


def _show_incident(store: Record, id: str, *, as_json: bool) -> bool:
    """Show the incident whose id begins so, with every sentence that tells of it; False where there is none."""
    from rich.console import Console

    from dragoman.record.finding import Found

    whole = store.incident_id(id)
    if whole is None:
        return False
    (incident,) = store.incidents(status=None, id=whole).dicts()
    told: list[tuple[Found, str, str]] = []
    for report, event in zip(incident["reports"], incident["events"], strict=True):
        coded, what = store.get(report), Found("event", event, report)
        sentences = (_marked(coded, s, _spans(coded, what)) for s in _sentences(coded, _spans(coded, what)))
        told.append((what, " ".join(sentences), _report(coded)))
    if as_json:
        incident["evidence"] = [{"report": f.report, "event": f.id, "sentence": s} for f, s, _ in told]
        plain = plain_value(incident)
        standard_output(utf8=True).write(json.dumps(plain, ensure_ascii=False, indent=2) + "\n")
        return True
    _grid(
        Console(file=standard_output(utf8=False), highlight=False),
        [
            *incident_facts(incident),
            *(line for f, sentence, report in told for line in (("told", sentence), ("", f"event {f.id}, {report}"))),
        ],
    )
    return True


def _judgements(store: Record, found: Found) -> list[tuple[str, str]]:
    """What analysts say of a thing, as far as it counts."""
    from dragoman.cli.judge import verdict_in_words

    told = store.sql(
        "SELECT verdict, changes, author, made_at, note FROM judgements WHERE counts "
        "AND (target = ? OR other = ?) ORDER BY made_at, id",
        [found.id, found.id],
    )
    return [
        ("judged", f"{verdict_in_words(verdict, changes)}, by {author} on {at[:10]}" + (f": {note}" if note else ""))
        for verdict, changes, author, at, note in told.tuples()
    ]


def _grid(console: Any, lines: list[tuple[str, str]]) -> None:
    from rich.table import Table
    from rich.text import Text

    from dragoman.export.wording import one_line

    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column()
    for name, text in lines:
        grid.add_row(name, Text(one_line(text)))
    console.print(grid)


def _spans(coded: CodedReport, found: Found) -> list[Span]:
    """The words that a thing rests on."""
    match found.kind:
        case "event":
            return [next(e for e in coded.events if e.id == found.id).trigger]
        case "commitment":
            return [next(c for c in coded.commitments if c.id == found.id).content]
        case "statement" | "attitude":
            return list(next(s for s in (*coded.statements, *coded.attitudes) if s.id == found.id).content)
        case "actor":
            actor = next(a for a in coded.actors if a.id == found.id)
            return [f.span for f in actor.facts if f.report is None] or list(actor.mentions[:1])
    return []


def _sentences(coded: CodedReport, spans: list[Span]) -> list[Span]:
    from dragoman.record.sentences import sentence_around

    return list(dict.fromkeys(sentence_around(coded.report, span) for span in spans))


def _marked(coded: CodedReport, sentence: Span, spans: list[Span]) -> str:
    """A sentence with the words in question between ‹ and ›."""
    out, at = "", sentence.start
    for span in sorted(set(spans)):
        if span.within(sentence) and span.start >= at:
            out += f"{coded.report.text[at : span.start]}‹{coded.report.slice(span)}›"
            at = span.end
    return out + coded.report.text[at : sentence.end]


def _report(coded: CodedReport) -> str:
    from dragoman.export.wording import stamp

    report = coded.report
    told = (report.title, report.publisher or report.agency, stamp(report.published), report.url, report.id)
    return ", ".join(t for t in told if t)


def _facts(coded: CodedReport, found: Found) -> list[tuple[str, str]]:
    """What the thing says, line by line."""
    from dragoman.export import wording

    def days(pair: tuple[Any, Any] | None) -> str | None:
        return None if pair is None else str(pair[0]) if pair[0] == pair[1] else f"{pair[0]} to {pair[1]}"

    def side(parties: tuple[Party, ...]) -> str:
        told = [wording.party(coded, p) for p in parties]
        return ", ".join(f"{w.name or '?'} ({w.code})" if w.code else str(w.name or "?") for w in told)

    lines: list[tuple[str, object]] = []
    if found.kind == "event":
        e = next(e for e in coded.events if e.id == found.id)
        lines = [
            ("type", " ".join(filter(None, (e.type, e.mode)))),
            ("status", e.status.value),
            ("contexts", ", ".join(e.contexts)),
            ("actors", side(e.actors)),
            ("recipients", side(e.recipients)),
            ("day", days(e.date)),
            ("place", ", ".join(filter(None, (e.place.name, e.place.country))) if e.place else None),
            ("sizes", ", ".join(wording.size(coded, m) for m in e.magnitudes)),
            ("score", e.score),
            ("confidence", None if e.confidence is None else f"{e.confidence:.2f}"),
            ("rests on", f"statement {e.statement}" if e.statement else None),
            ("own types", ", ".join(f"{c.ontology} {c.type} {c.confidence:.2f}" for c in e.codes)),
        ]
    elif found.kind in ("statement", "attitude"):
        s = next(s for s in (*coded.statements, *coded.attitudes) if s.id == found.id)
        speaker, addressee = wording.speaker(coded, s), wording.addressee(coded, s)
        lines = [
            ("speaker", " ".join(filter(None, (speaker.name, speaker.code)))),
            ("stance", f"{s.stance.value}, {s.form.value}"),
            ("cue", wording.words(coded, s.cue) if s.cue else None),
            ("to", " ".join(filter(None, (addressee.name, addressee.code)))),
            ("through", ", ".join(wording.words(coded, r) for r in s.relayed_by)),
            ("day", days(s.date)),
            ("place", s.place.name if s.place else None),
            ("within", f"statement {s.inside}" if s.inside else None),
        ]
    elif found.kind == "commitment":
        c = next(c for c in coded.commitments if c.id == found.id)
        lines = [
            ("kind", c.kind.value),
            ("party", side((c.party,))),
            ("toward", side((c.counterparty,)) if c.counterparty else None),
            ("condition", wording.words(coded, c.condition) if c.condition else None),
            ("deadline", c.deadline),
            ("event", c.event),
            ("statement", c.statement),
        ]
    else:
        a = next(a for a in coded.actors if a.id == found.id)
        lines = [("name", a.name), ("country", a.country), ("sector", a.sector), ("roles", ", ".join(a.roles))]
        lines += [("known from", f"“{f.words}”, report {f.report}") for f in a.facts if f.report is not None]
    return [(name, str(value)) for name, value in lines if value not in (None, "")]
