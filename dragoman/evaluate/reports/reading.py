"""Annotated reports and predicted records read into one form, whose spans are word numbers of the gold text."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from dragoman.errors import GoldError
from dragoman.evaluate.measures import Words, country, event_type
from dragoman.evaluate.reports.locating import Alignment, Quotes
from dragoman.evaluate.rows import Row, read_json

_log = logging.getLogger(__name__)
NOBODY = "---"


@dataclass(frozen=True, slots=True)
class Side:
    """A party as it is compared: country (`---` for none) and sector."""

    country: str
    sector: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A statement in word numbers."""

    content: frozenset[int]
    speaker: frozenset[int]
    cue: frozenset[int]
    form: str | None
    addressee: frozenset[int]
    relayed: tuple[frozenset[int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """An event, its trigger in word numbers; `claimed` if it stands on somebody's word only."""

    trigger: frozenset[int]
    type: str | None
    mode: str | None
    actors: tuple[Side, ...]
    recipients: tuple[Side, ...]
    status: str | None
    date: tuple[str, ...] | None
    place: str | None
    claimed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """A commitment in word numbers; parties are countries."""

    content: frozenset[int]
    kind: str | None
    condition: frozenset[int]
    party: str
    counterparty: str


@dataclass(frozen=True, slots=True)
class Coded:
    """Everything coded from one report."""

    statements: tuple[Said, ...] = ()
    events: tuple[Done, ...] = ()
    commitments: tuple[Bound, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportGold:
    """One annotated report: its name, its text and the annotation; `page` is the file of the text, if there is one."""

    doc: str
    text: str
    annotation: Row
    page: Path | None = None


def read_gold(row: Row, *, text: str | None = None, page: Path | None = None) -> ReportGold:
    """One annotated report; the text is the record's own unless it has none."""
    body = row.maybe_text("text") or text
    if body is None:
        raise GoldError(f"{row.where}: the report has no text")
    return ReportGold(row.text("doc"), body, row, page)


def read_folder(folder: Path) -> list[ReportGold]:
    """The annotated reports of a folder, by file name: `<doc>.json` with statements or events, text in `<doc>.txt`.

    Other JSON files are passed over. Raises GoldError if a report has no text.
    """
    out = []
    for path in sorted(folder.glob("*.json")):
        row = _annotation(path)
        if row is None:
            continue
        doc = row.maybe_text("doc") or path.stem
        page = next((p for p in (folder / f"{doc}.txt", path.with_suffix(".txt")) if p.exists()), None)
        named = Row({**row.data, "doc": doc}, row.where)
        out.append(read_gold(named, text=_text(page) if page else None, page=page))
    return out


def is_annotation(path: Path) -> bool:
    """Whether a JSON file is an annotated report."""
    return _annotation(path) is not None


def _annotation(path: Path) -> Row | None:
    found = read_json(path)
    if not isinstance(found, dict) or not ("statements" in found or "events" in found):
        return None  # an index, a manifest or the like
    return Row(found, path.name)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise GoldError(f"{path}: cannot be read as text: {error}") from error


def prediction_name(row: Row) -> str:
    """The report that a prediction is of: its "doc" if it has one, else the id of its report."""
    report = row.maybe_row("report")
    name = row.maybe_text("doc") or (report and report.maybe_text("id"))
    if not name:
        raise GoldError(f"{row.where}: tells neither 'doc' nor the report's id")
    return name


def from_annotation(row: Row, text: str, words: Words) -> Coded:
    """An annotation's quotes found in the text. A quote that is not there is logged; its item cannot be matched."""
    quotes = Quotes(text, words)
    coded = Coded(
        tuple(_said(s, quotes) for s in row.rows("statements")),
        tuple(_done(e, quotes) for e in row.rows("events")),
        tuple(_bound(c, quotes) for c in row.rows("commitments")),
    )
    for lost in quotes.lost:
        _log.warning("%s: quote not in the text: %r", row.where, lost[:80])
    return coded


def _said(s: Row, quotes: Quotes) -> Said:
    content = quotes.one(s, "content")
    cue = quotes.one(s, "cue", content)
    return Said(
        content=content,
        cue=cue,
        speaker=quotes.one(s, "speaker", cue or content),
        form=s.maybe_text("form"),
        addressee=quotes.one(s, "addressee", content),
        relayed=tuple(quotes.field(s, "relayed_by", content)),
    )


def _done(e: Row, quotes: Quotes) -> Done:
    return Done(
        trigger=quotes.one(e, "trigger"),
        type=event_type(e.maybe_text("type")),
        mode=e.maybe_text("mode") or None,
        actors=_sides(e, "actors"),
        recipients=_sides(e, "recipients"),
        status=e.maybe_text("status"),
        date=_days(e),
        place=_place(e),
        claimed=bool(e.data.get("claimed_by")),
    )


def _bound(c: Row, quotes: Quotes) -> Bound:
    content = quotes.one(c, "content")
    return Bound(
        content=content,
        kind=c.maybe_text("kind"),
        condition=quotes.one(c, "condition", content),
        party=_side(c.maybe_row("party")).country,
        counterparty=_side(c.maybe_row("counterparty")).country,
    )


def read_prediction(row: Row, gold_text: str, gold_words: Words) -> Coded:
    """A record in the JSON contract's form, laid onto the gold text."""
    report = row.maybe_row("report")
    laid = Alignment((report and report.maybe_text("text")) or gold_text, gold_text, gold_words)
    statements = tuple(
        Said(
            content=laid.words(*s.spans("content")),
            cue=laid.words(s.maybe_span("cue")),
            speaker=laid.words(s.maybe_span("speaker")),
            form=s.maybe_text("form"),
            addressee=laid.words(s.maybe_span("addressee")),
            relayed=tuple(laid.words(r) for r in s.spans("relayed_by")),
        )
        for s in row.rows("statements")
    )
    events = tuple(
        Done(
            trigger=laid.words(e.maybe_span("trigger")),
            type=event_type(e.maybe_text("type")),
            mode=e.maybe_text("mode") or None,
            actors=_sides(e, "actors"),
            recipients=_sides(e, "recipients"),
            status=e.maybe_text("status"),
            date=_days(e),
            place=_place(e),
            claimed=e.data.get("statement") is not None,
        )
        for e in row.rows("events")
    )
    commitments = tuple(
        Bound(
            content=laid.words(*c.spans("content")),
            kind=c.maybe_text("kind"),
            condition=laid.words(c.maybe_span("condition")),
            party=_side(c.maybe_row("party")).country,
            counterparty=_side(c.maybe_row("counterparty")).country,
        )
        for c in row.rows("commitments")
    )
    return Coded(statements, events, commitments)


def _side(p: Row | None) -> Side:
    if p is None:
        return Side(NOBODY, None)
    return Side(country(p.maybe_text("country")) or NOBODY, (p.maybe_text("sector") or "").upper() or None)


def _sides(event: Row, key: str) -> tuple[Side, ...]:
    return tuple(map(_side, event.rows(key)))


def _days(event: Row) -> tuple[str, ...] | None:
    return tuple(str(d)[:10] for d in event.items("date")) if event.data.get("date") else None


def _place(event: Row) -> str | None:
    place = event.maybe_row("place")
    return country(place.maybe_text("country") if place else None)


def by_report(rows: Iterable[Row]) -> dict[str, Row]:
    """Predictions by the name of their report."""
    return {prediction_name(row): row for row in rows}
