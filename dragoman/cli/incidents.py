"""`dragoman incidents`: what happened, each happening once, whoever told of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dragoman.cli.records import (
    LimitOption,
    RecordOption,
    Shape,
    ShapeOption,
    SinceOption,
    UntilOption,
    open_record,
    parse_day,
    parse_statuses,
    print_rows,
)
from dragoman.cli.running import ending_well
from dragoman.model import Status

if TYPE_CHECKING:
    from dragoman.merging import Incident, IncidentParty

WHO = "a country as ISO 3166-1 alpha-3, or words of a name"
COLUMNS = ("day", "type", "status", "actors", "recipients", "place", "figures", "reports", "publishers", "id", "events")


def incidents(
    record: RecordOption,
    actor: Annotated[str | None, typer.Option(metavar="WHO", help=f"Done by: {WHO}.")] = None,
    recipient: Annotated[str | None, typer.Option(metavar="WHO", help="Done to, in the same way.")] = None,
    type: Annotated[
        list[str] | None, typer.Option(metavar="TYPE", help="Of this type (ASSAULT); can be given again.")
    ] = None,
    status: Annotated[
        list[str] | None,
        typer.Option(metavar="STATUS", help="Of this status, or all; can be given again. [default: occurred]"),
    ] = None,
    reports: Annotated[int, typer.Option(metavar="N", min=1, help="Told by so many reports at least.")] = 1,
    since: SinceOption = None,
    until: UntilOption = None,
    format: ShapeOption = Shape.TABLE,
    limit: LimitOption = 100,
) -> None:
    """List what happened, each happening once, with how many reports and publishers told of it."""
    first, last = parse_day(since, "--since"), parse_day(until, "--until")
    wanted = set(parse_statuses(status or (), (Status.OCCURRED,)))
    types = {t.upper() for t in type or ()}
    with ending_well(), open_record(record) as store:
        from dragoman.merging import find_incidents

        found = [
            i
            for i in find_incidents(store.coded())
            if i.status in wanted
            and (not types or i.type in types)
            and i.n_reports >= reports
            and _names(i.actors, actor)
            and _names(i.recipients, recipient)
            and _within(i.date, first, last)
        ]
        found.sort(key=lambda i: (i.date is None, i.date or (date.max, date.max), i.id))
        rows = [_row(i) for i in found[: limit + 1]]
        columns = list(COLUMNS)
        if format is Shape.TABLE:
            columns, rows = (
                ["day", "type", "who", "where, how many", "reports", "publ.", "id"],
                [_brief(row) for row in rows],
            )
        print_rows(columns, rows, format, limit=limit)


def _names(parties: Iterable[IncidentParty], who: str | None) -> bool:
    """Whether somebody among some parties is meant by a country's code or by words of a name."""
    if who is None:
        return True
    from dragoman.resolving.actors.wording import fold

    words = f" {fold(who)} "
    return any(
        p.country == who.upper() or any(words in f" {fold(name)} " for name in (p.name or "", *p.variants))
        for p in parties
    )


def _within(days: tuple[date, date] | None, first: date | None, last: date | None) -> bool:
    if first is None and last is None:
        return True
    return days is not None and (first is None or days[1] >= first) and (last is None or days[0] <= last)


def _row(i: Incident) -> tuple[Any, ...]:
    day = None if i.date is None else " – ".join(dict.fromkeys(d.isoformat() for d in i.date))
    place = ", ".join(filter(None, (i.place.name, i.place.country))) if i.place else None
    figures = "; ".join(dict.fromkeys(_figure(f.kind, f.value, f.high, f.unit) for f in i.figures))
    return (
        day,
        i.type + "".join(f" {m}" for m in i.modes[:1]),
        i.status.value,
        _told(i.actors),
        _told(i.recipients),
        place,
        figures or None,
        i.n_reports,
        i.n_publishers,
        i.id,
        [e.event for e in i.evidence],
    )


def _brief(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """A row as it fits on a line for people; the ids of the events are for programs."""
    day, type, status, actors, recipients, place, figures, reports, publishers, id, _ = row
    first = None if day is None else day[:10] + ("…" if len(day) > 10 else "")
    who = (actors or "–") + (f" → {recipients}" if recipients else "")
    standing = "" if status == Status.OCCURRED.value else f" ({status})"
    return first, type + standing, who, "; ".join(filter(None, (place, figures))) or None, reports, publishers, id[:10]


def _figure(kind: str, value: float, high: float | None, unit: str | None) -> str:
    amount = f"{value:g}" if high is None else f"{value:g}–{high:g}"
    return f"{amount} {unit or kind}"


def _told(parties: Iterable[IncidentParty]) -> str | None:
    return ", ".join(f"{p.name} ({p.country})" if p.country else str(p.name) for p in parties) or None
