"""`dragoman incidents`: what happened, each happening once, whoever told of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

import typer

from dragoman.cli.records import (
    LimitOption,
    RecordOption,
    Shape,
    ShapeOption,
    SinceOption,
    UntilOption,
    open_derived,
    parse_day,
    parse_statuses,
    print_rows,
)
from dragoman.cli.running import ending_well
from dragoman.export.wording import counted
from dragoman.model import Status

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
    wanted = parse_statuses(status or (), (Status.OCCURRED,))
    with ending_well(), open_derived(record) as store:
        found = store.incidents(
            actor=actor,
            recipient=recipient,
            type=[t.upper() for t in type] if type else None,
            since=first,
            until=last,
            status=wanted,
            reports=reports,
        )
        rows = [_row(incident) for incident in found.dicts(limit + 1)]
        columns = list(COLUMNS)
        if format is Shape.TABLE:
            columns, rows = ["day", "what", "rep.", "publ.", "id"], [_brief(row) for row in rows]
        print_rows(columns, rows, format, limit=limit)


def _row(i: dict[str, Any]) -> tuple[Any, ...]:
    days = [d.isoformat() for d in (i["first_day"], i["last_day"]) if d is not None]
    sizes = zip(*(i[name] or () for name in ("size_kinds", "sizes", "sizes_high", "size_units")), strict=True)
    return (
        " – ".join(dict.fromkeys(days)) or None,
        i["type"] + "".join(f" {m}" for m in i["modes"][:1]),
        i["status"],
        _told(i["actors"], i["actor_countries"]),
        _told(i["recipients"], i["recipient_countries"]),
        ", ".join(filter(None, (i["place"], i["place_country"]))) or None,
        "; ".join(dict.fromkeys(_figure(*size) for size in sizes)) or None,
        i["n_reports"],
        i["n_publishers"],
        i["id"],
        i["events"],
    )


def incident_facts(i: dict[str, Any]) -> list[tuple[str, str]]:
    """What an incident says, line by line; `i` is a row of `Record.incidents`."""
    day, type, status, actors, recipients, place, figures, reports, publishers, id, _ = _row(i)
    doubt = [
        word for word, is_so in (("on somebody's word only", i["claimed"]), ("withdrawn", i["withdrawn"])) if is_so
    ]
    lines = [
        ("incident", id),
        ("type", type),
        ("status", ", ".join([status, *doubt])),
        ("actors", actors),
        ("recipients", recipients),
        ("day", day),
        ("place", place),
        ("sizes", figures),
        ("told by", f"{counted(reports, 'report')}, {counted(publishers, 'publisher')}"),
        ("confidence", None if i["confidence"] is None else f"{i['confidence']:.2f}"),
    ]
    return [(name, str(value)) for name, value in lines if value is not None]


def _brief(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """A row as it fits on a line for people; the ids of the events are for programs."""
    day, type, status, actors, recipients, place, figures, reports, publishers, id, _ = row
    first = None if day is None else day[:10] + ("…" if len(day) > 10 else "")
    sides = (actors or "somebody") + (f" → {recipients}" if recipients else "")
    standing = "" if status == Status.OCCURRED.value else f" ({status})"
    return first, "; ".join(filter(None, (f"{type}{standing}: {sides}", place, figures))), reports, publishers, id[:10]


def _told(names: Sequence[str | None] | None, countries: Sequence[str | None] | None) -> str | None:
    both = zip(names or (), countries or (), strict=True)
    return ", ".join(f"{name} ({country})" if country else str(name) for name, country in both) or None


def _figure(kind: str, value: float, high: float | None, unit: str | None) -> str:
    amount = "–".join(f"{n:,.0f}" if n.is_integer() else f"{n:,}" for n in (value, high) if n is not None)
    return f"{amount} {unit or kind}"
