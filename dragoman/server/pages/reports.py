"""The reader: a report's text with all that was read from it marked, beside it the tables; and its versions compared.

The text and the tables are those of `dragoman.export.html`; this page adds what only a record knows: other versions,
incidents and threads, and what has been judged.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from dragoman.contract import loads, loads_report
from dragoman.export import html
from dragoman.export.wording import plain
from dragoman.merging.revisions import changes
from dragoman.merging.revisions import wording as wording_of
from dragoman.model import Actor, Commitment, Event, Report, Span, Statement
from dragoman.record.judging.judgement import CHANGES, Kind
from dragoman.server.pages.judging import choices_of, may_judge
from dragoman.server.pages.rendering import fill, render
from dragoman.server.parameters import read
from dragoman.server.problems import not_found
from dragoman.server.reading import Source

_OTHERS = """
SELECT DISTINCT r.report, r.day, r.title, r.publisher, r.agency, r.published
FROM reports r WHERE r.report <> ? AND (
    r.report IN (SELECT report FROM incident_events WHERE story IN (SELECT story FROM incident_events WHERE report = ?))
    OR (r.url IS NOT NULL AND r.url = (SELECT url FROM reports WHERE report = ?)))
ORDER BY r.day, r.published, r.report LIMIT 50
"""
_INCIDENTS = """
SELECT e.event, i.id, i.n_reports FROM incident_events e JOIN incidents i ON i.id = e.incident WHERE e.report = ?
"""
_JUDGED = """
SELECT target, author, verdict, made_at, note FROM judgements WHERE report = ? AND counts ORDER BY made_at
"""


@dataclass(frozen=True, slots=True)
class Compared:
    """One row of two versions side by side: pieces of words, each with what was done to them."""

    kind: str
    before: list[tuple[str, str]] | None
    after: list[tuple[str, str]] | None


async def reader(request: Request) -> Response:
    """`GET /reports/{id}`."""
    read((), request.query_params.multi_items())
    id = request.path_params["id"]

    fresh = request.app.state.server.settings.writing

    def ask(source: Source) -> dict[str, Any] | None:
        # What has just been corrected is in the record before it is in the catalogue.
        if fresh:
            if id not in source.record:
                return None
            coded = source.record.get(id)  # as it is after judgement
        else:
            record = source.listed.catalogue.record(id)
            if record is None:
                return None
            coded = loads(record)
        known = source.listed["incidents"].sheet
        return {
            "coded": coded,
            "others": source.record.sql(_OTHERS, [id, id, id]).dicts(),
            "incidents": {
                event: (incident, n)
                for event, incident, n in source.record.sql(_INCIDENTS, [id]).tuples()
                if len(known.find(incident))
            },
            "judged": source.record.sql(_JUDGED, [id]).dicts(),
            "threads": {c["id"]: c for c in _of_report(source, "commitments", id)},
        }

    told = await request.app.state.server.reading.ask(ask)
    if told is None:
        raise not_found("there is no report of that id; it may have been taken out of the record")
    coded = told["coded"]
    judging = may_judge(request)

    def more(layer: str, thing: object) -> str:
        if not isinstance(thing, Actor | Event | Statement | Commitment):
            return ""
        kind = Kind(layer) if layer in {k.value for k in Kind} else None
        return fill(
            request,
            "beneath.html",
            {
                "layer": layer,
                "thing": thing,
                "report": coded.report,
                "incident": told["incidents"].get(thing.id) if layer == "event" else None,
                "thread": told["threads"].get(thing.id) if layer == "commitment" else None,
                "judged": [j for j in told["judged"] if j["target"] == thing.id],
                "judging": judging and kind is not None and layer != "actor",
                "fields": [(f, choices_of(kind, f), _value(thing, f)) for f in CHANGES[kind]] if kind else [],
            },
        )

    beside = fill(request, "others.html", {"report": coded.report, **told})
    values = {
        "report": coded.report,
        "layers": Markup(html.layers([coded])),
        "section": Markup(html.section(coded, more=more, beside=beside)),
    }
    return render(request, "report.html", values)


async def versions(request: Request) -> Response:
    """`GET /reports/{id}/changes/{other}`: what the later of two reports changed of the earlier one."""
    read((), request.query_params.multi_items())
    ids = [request.path_params[name] for name in ("id", "other")]
    records = await request.app.state.server.reading.ask(
        lambda source: [source.listed.catalogue.record(id) for id in ids]
    )
    if None in records:
        raise not_found("there is no report of that id; it may have been taken out of the record")
    old, new = (loads_report(line) for line in records)
    return render(request, "versions.html", {"old": old, "new": new, "rows": compared(old, new)})


def compared(old: Report, new: Report) -> list[Compared]:
    """All paragraphs of the new version, with what was changed and taken out, in order."""
    by_start: dict[int, list[Any]] = {}
    out: list[Compared] = []
    found = changes(old, new)
    touched = {span for change in found for span in change.after}
    place = 0
    for change in found:
        place = change.after[0].start if change.after else place
        by_start.setdefault(place, []).append(change)
    shown = sorted(
        [(b.start, 0, b) for b in new.blocks if b.span not in touched and b.kind.value != "caption"]
        + [(start, n + 1, change) for start, those in by_start.items() for n, change in enumerate(those)],
        key=lambda item: item[:2],
    )
    for _, order, item in shown:
        if order == 0:
            words = [("same", plain(new.slice(item.span)))]
            out.append(Compared("same", words, words))
            continue
        words = [(w.kind, w.text) for w in wording_of(old, new, item)]
        sides = (
            _spaced([w for w in words if w[0] != leave_out], report, spans) if spans else None
            for report, spans, leave_out in ((old, item.before, "added"), (new, item.after, "removed"))
        )
        out.append(Compared(item.kind, *sides))
    return out


def _spaced(words: list[tuple[str, str]], report: Report, spans: tuple[Span, ...]) -> list[tuple[str, str]]:
    """Runs of words with what stands between them in the text, which tells "said. “A" from "said . “ A"."""
    text, at, out = " ".join(report.slice(s) for s in spans), 0, []
    for kind, run in words:
        start = text.find(run, at)
        if start < 0:  # of words that stayed the other version's letters are told
            start = text.lower().find(run.lower(), at)
            run = text[start : start + len(run)] if start >= 0 else run
        if start >= 0:
            out.append(("same", plain(text[at:start])))
            at = start + len(run)
        out.append((kind, plain(run)))
    return [(kind, run) for kind, run in out if run]


async def thing(request: Request) -> Response:
    """`GET /events/{id}` and `GET /statements/{id}`: to the words in the report."""
    read((), request.query_params.multi_items())
    kind, id = request.url.path.split("/")[1], request.path_params["id"]

    def ask(source: Source) -> str | None:
        sheet = source.listed[kind].sheet
        rows = sheet.rows(sheet.find(id)[:1])
        return str(rows[0]["report"]) if rows else None

    report = await request.app.state.server.reading.ask(ask)
    if report is None:
        raise not_found(f"there is no {kind[:-1]} of that id; it may have been taken out of the record")
    return RedirectResponse(f"/reports/{report}#{id}", 303)


def _of_report(source: Source, name: str, report: str) -> list[dict[str, Any]]:
    sheet = source.listed[name].sheet
    return sheet.rows(sheet.of_report(report))


def _value(thing: object, name: str) -> str | None:
    value = getattr(thing, name)
    return None if value is None else str(getattr(value, "value", value))


ROUTES = [
    Route("/reports/{id}", reader, name="report-page"),
    Route("/reports/{id}/changes/{other}", versions, name="versions-page"),
    Route("/events/{id}", thing, name="event-page"),
    Route("/statements/{id}", thing, name="statement-page"),
]
