"""`dragoman statements`: who said what."""

from __future__ import annotations

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

WHO = "a name or words of one, a country as ISO 3166-1 alpha-3, or an actor's id"


def statements(
    record: RecordOption,
    speaker: Annotated[str | None, typer.Option(metavar="WHO", help=f"Said by: {WHO}.")] = None,
    to: Annotated[str | None, typer.Option(metavar="WHO", help="Said to, in the same way.")] = None,
    containing: Annotated[str | None, typer.Option(metavar="WORDS", help="Whose content has these words.")] = None,
    stance: Annotated[
        list[str] | None, typer.Option(metavar="STANCE", help="asserts, denies, warns, ...; can be given again.")
    ] = None,
    since: SinceOption = None,
    until: UntilOption = None,
    format: ShapeOption = Shape.TABLE,
    limit: LimitOption = 100,
) -> None:
    """List statements by the day they were made (the report's day where that is not told)."""
    first, last = parse_day(since, "--since"), parse_day(until, "--until")
    with ending_well(), open_record(record) as store:
        found = store.statements(
            speaker=speaker, to=to, containing=containing, stance=stance or None, since=first, until=last
        )
        columns, rows = found.columns(), found.tuples(limit + 1)
        if format is Shape.TABLE:
            at = {name: n for n, name in enumerate(columns)}
            told = [
                (
                    row[at["first_day"]] or row[at["report_day"]],
                    _code(row[at["speaker"]], row[at["speaker_country"]]),
                    row[at["stance"]],
                    _code(row[at["addressee"]], row[at["addressee_country"]]),
                    row[at["content"]],
                    row[at["id"]][:10],
                )
                for row in rows
            ]
            columns, rows = ["day", "speaker", "stance", "to", "content", "id"], told
        print_rows(columns, rows, format, limit=limit)


def _code(name: object, country: object) -> str | None:
    return None if name is None else f"{name} ({country})" if country else str(name)
