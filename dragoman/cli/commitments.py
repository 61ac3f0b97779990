"""`dragoman commitments`: who bound whom to what."""

from __future__ import annotations

from datetime import date
from typing import Annotated

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
    print_rows,
)
from dragoman.cli.running import ending_well
from dragoman.cli.statements import WHO


def commitments(
    record: RecordOption,
    party: Annotated[str | None, typer.Option(metavar="WHO", help=f"Of: {WHO}.")] = None,
    toward: Annotated[str | None, typer.Option(metavar="WHO", help="Toward, in the same way.")] = None,
    kind: Annotated[
        list[str] | None,
        typer.Option(metavar="KIND", help="pledge, offer, threat, agreement, demand, proposal; can be given again."),
    ] = None,
    open: Annotated[bool, typer.Option("--open", help="Only those whose deadline, if any, has not passed.")] = False,
    on: Annotated[str | None, typer.Option(metavar="DAY", help="The day that --open asks of. [default: today]")] = None,
    since: SinceOption = None,
    until: UntilOption = None,
    format: ShapeOption = Shape.TABLE,
    limit: LimitOption = 100,
) -> None:
    """List pledges, offers, threats, agreements, demands and proposals by the day of their report."""
    first, last, day = parse_day(since, "--since"), parse_day(until, "--until"), parse_day(on, "--on")
    if day is not None and not open:
        raise typer.BadParameter("it says for which day --open is asked; give --open too", param_hint="--on")
    with ending_well(), open_record(record) as store:
        found = store.commitments(
            party=party,
            toward=toward,
            kind=kind or None,
            open_on=(day or date.today()) if open else None,
            since=first,
            until=last,
        )
        columns, rows = found.columns(), found.tuples(limit + 1)
        if format is Shape.TABLE:
            at = {name: n for n, name in enumerate(columns)}
            told = [
                (
                    row[at["report_day"]],
                    row[at["kind"]],
                    _side(row, at, "party"),
                    _side(row, at, "counterparty"),
                    row[at["content"]],
                    row[at["condition"]],
                    row[at["deadline"]],
                    row[at["id"]][:10],
                )
                for row in rows
            ]
            columns = ["day", "kind", "party", "toward", "content", "condition", "deadline", "id"]
            rows = told
        print_rows(columns, rows, format, limit=limit)


def _side(row: tuple[object, ...], at: dict[str, int], side: str) -> str | None:
    name, country = row[at[side]], row[at[f"{side}_country"]]
    return (f"{name} ({country})" if country and name else str(name or country)) if name or country else None
