"""`dragoman stats`: what a record holds, in numbers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dragoman.cli.output import standard_output
from dragoman.cli.records import RecordOption, open_record, plain_value
from dragoman.cli.running import ending_well

if TYPE_CHECKING:
    from dragoman.record import Record

TOP = 10


def stats(
    record: RecordOption,
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON, every publisher and country too.")] = False,
) -> None:
    """Tell what a record holds: rows, days, publishers, languages, types, statuses, countries, inputs that failed."""
    with ending_well(), open_record(record) as store:
        told = _counted(store)
        if as_json:
            standard_output(utf8=True).write(json.dumps(told, ensure_ascii=False, indent=2, default=str) + "\n")
        else:
            _print(told)


_GROUPS = {
    "reports by year": "SELECT CAST(date_part('year', day) AS INTEGER), count(*) FROM reports GROUP BY 1 "
    "ORDER BY 1 NULLS LAST",
    "publishers": "SELECT coalesce(publisher, agency), count(*) FROM reports GROUP BY 1 ORDER BY 2 DESC, 1",
    "languages": "SELECT language, count(*) FROM reports GROUP BY 1 ORDER BY 2 DESC, 1",
    "coded by": "SELECT coder, count(*) FROM reports GROUP BY 1 ORDER BY 2 DESC, 1",
    "event types": "SELECT type, count(*) FROM events GROUP BY 1 ORDER BY 2 DESC, 1",
    "event status": "SELECT status, count(*) FROM events GROUP BY 1 ORDER BY 2 DESC, 1",
    "between": "SELECT source || CASE WHEN together THEN ' with ' ELSE ' → ' END || target, count(*) FROM dyads "
    "WHERE status = 'occurred' GROUP BY 1 ORDER BY 2 DESC, 1",
    "stances": "SELECT stance, count(*) FROM statements GROUP BY 1 ORDER BY 2 DESC, 1",
    "commitments": "SELECT kind, count(*) FROM commitments GROUP BY 1 ORDER BY 2 DESC, 1",
    "issues": "SELECT code, count(*) FROM issues GROUP BY 1 ORDER BY 2 DESC, 1",
}


def _counted(store: Record) -> dict[str, Any]:
    first, last = store.sql("SELECT min(day), max(day) FROM reports").tuples()[0]
    failed = store.sql("SELECT count(*) FROM inputs WHERE problem IS NOT NULL").tuples()[0][0]
    told: dict[str, Any] = {
        "record": store.name,
        "bytes": store.size(),
        "tables": store.tables_version(),
        "rows": store.counts(),
        "first day": plain_value(first),
        "last day": plain_value(last),
        "inputs that failed": failed,
    }
    for name, query in _GROUPS.items():
        told[name] = {"unknown" if key is None else str(key): n for key, n in store.sql(query).tuples()}
    return told


def _print(told: dict[str, Any]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from dragoman.export.wording import counted, joined, one_line

    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column()

    def add(name: str, text: str) -> None:
        grid.add_row(name, Text(one_line(text)))

    add("record", f"{told['record']}, {told['bytes'] / 1e6:.1f} MB, tables {told['tables']}")
    shown = ("reports", "statements", "attitudes", "events", "commitments")
    add("rows", joined([counted(told["rows"][name], name.removesuffix("s")) for name in shown]))
    if told["first day"]:
        add("days", f"{told['first day']} to {told['last day']}")
    for name in _GROUPS:
        parts = [f"{key} {n}" for key, n in told[name].items()]
        if parts:
            more = f", and {len(parts) - TOP} more" if len(parts) > TOP else ""
            add(name, ", ".join(parts[:TOP]) + more)
    if told["inputs that failed"]:
        add("failed", f"{counted(told['inputs that failed'], 'input')}: SELECT * FROM inputs WHERE problem IS NOT NULL")
    Console(file=standard_output(utf8=False), highlight=False).print(grid)
