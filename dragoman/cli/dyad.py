"""`dragoman dyad`: how two countries stand, period by period, with the events behind each number."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Annotated

import typer

from dragoman.cli.output import standard_output
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


class Period(StrEnum):
    """What relations are counted by."""

    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


StatusOption = Annotated[
    list[str] | None,
    typer.Option(
        "--status",
        metavar="STATUS",
        help="occurred, historical, planned, hypothetical, denied or all; can be given again. [default: occurred]",
    ),
]


def dyad(
    a: Annotated[str, typer.Argument(metavar="A", help="A country as ISO 3166-1 alpha-3, or IGO.")],
    b: Annotated[str, typer.Argument(metavar="B", help="Another one.")],
    record: RecordOption,
    by: Annotated[Period, typer.Option(help="week (from Monday), month or year.")] = Period.MONTH,
    since: SinceOption = None,
    until: UntilOption = None,
    status: StatusOption = None,
    format: ShapeOption = Shape.TABLE,
    limit: LimitOption = 1000,
) -> None:
    """Tell how two countries stand: what each does to the other and both together, by week, month or year.

    Each row has the number of events, how many of them are verbal and material cooperation and conflict, their mean
    score (-10 conflict to 10 cooperation) and the events' ids. Only events that occurred count, unless --status says
    otherwise: background, plans, conditions and denials are not what happened.
    """
    first, last = parse_day(since, "--since"), parse_day(until, "--until")
    statuses = parse_statuses(status or (), [Status.OCCURRED])
    for name, code in (("A", a), ("B", b)):
        if not re.fullmatch("[A-Za-z]{3}", code):
            raise typer.BadParameter(f"{code!r} is no country; write RUS, or IGO", param_hint=name)
    with ending_well(), open_record(record) as store:
        from rich.console import Console

        found = store.relations(a.upper(), b.upper(), by=by.value, since=first, until=last, status=statuses)
        columns, rows = found.columns(), found.tuples(limit + 1)
        if format is not Shape.TABLE:
            print_rows(columns, rows, format, limit=limit)
            return
        told = [_line(dict(zip(columns, row, strict=True)), by) for row in rows]
        if told:
            wide = Console(file=standard_output(utf8=False)).width >= _WIDE
            print_rows(
                _COLUMNS if wide else _COLUMNS[:-1], told if wide else [t[:-1] for t in told], format, limit=limit
            )
            typer.echo(
                "n events; v.coop, m.coop verbal and material cooperation; v.conf, m.conf conflict; score -10 to 10."
            )
            if not wide:
                typer.echo("--format json names the events behind each number.")
        else:
            typer.echo(f"No events between {a.upper()} and {b.upper()} are in the record.")
        left = [s.value for s in Status if s not in statuses]
        if left:
            typer.echo(f"Counted: {_joined([s.value for s in statuses])}. Left out: {_joined(left)}.")
        undated = sum(row[columns.index("by_report")] for row in rows)
        if undated:
            events = sum(row[columns.index("events")] for row in rows)
            typer.echo(f"{undated} of {events} are dated by no words and count on the day of their report.")


_COLUMNS = ("period", "who", "n", "v.coop", "m.coop", "v.conf", "m.conf", "score", "ids")
_SHOWN_IDS = 3
_WIDE = 110
"""From so many characters a line on there is room for ids."""


def _line(row: dict[str, object], by: Period) -> tuple[object, ...]:
    ids, period = row["ids"], row["period"]
    assert isinstance(ids, list)
    shown = " ".join(str(i)[:10] for i in ids[:_SHOWN_IDS])
    counts = [
        f"{row[name]} {row[name + '_share']:.0%}"
        for name in ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")
    ]
    return (
        "no day" if period is None else str(period)[: {"week": 10, "month": 7, "year": 4}[by.value]],
        f"{row['source']} {'with' if row['together'] else '→'} {row['target']}",
        row["events"],
        *counts,
        row["score"],
        shown + (f" +{len(ids) - _SHOWN_IDS}" if len(ids) > _SHOWN_IDS else ""),
    )


def _joined(names: list[str]) -> str:
    from dragoman.export.wording import joined

    return joined(names)
