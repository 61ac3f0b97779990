"""`dragoman commitments`: who bound whom to what."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.cli.output import standard_output
from dragoman.cli.records import (
    LimitOption,
    RecordOption,
    Shape,
    ShapeOption,
    SinceOption,
    UntilOption,
    open_derived,
    open_record,
    parse_day,
    print_rows,
)
from dragoman.cli.running import ending_well
from dragoman.cli.statements import WHO

if TYPE_CHECKING:
    from dragoman.merging.threads import Thread


def commitments(
    record: RecordOption,
    party: Annotated[str | None, typer.Option(metavar="WHO", help=f"Of: {WHO}.")] = None,
    toward: Annotated[str | None, typer.Option(metavar="WHO", help="Toward, in the same way.")] = None,
    kind: Annotated[
        list[str] | None,
        typer.Option(metavar="KIND", help="pledge, offer, threat, agreement, demand, proposal; can be given again."),
    ] = None,
    open: Annotated[
        bool, typer.Option("--open", help="Only those not settled by a later report, deadline not past.")
    ] = False,
    on: Annotated[str | None, typer.Option(metavar="DAY", help="The day that --open asks of. [default: today]")] = None,
    story: Annotated[
        bool, typer.Option("--story", help="Tell what later reports say became of each, with the words that say it.")
    ] = False,
    since: SinceOption = None,
    until: UntilOption = None,
    format: ShapeOption = Shape.TABLE,
    limit: LimitOption = 100,
) -> None:
    """List pledges, offers, threats, agreements, demands and proposals by the day of their report."""
    first, last, day = parse_day(since, "--since"), parse_day(until, "--until"), parse_day(on, "--on")
    if day is not None and not open:
        raise typer.BadParameter("it says for which day --open is asked; give --open too", param_hint="--on")
    if story and format is not Shape.TABLE:
        raise typer.BadParameter("a story is told in words; leave --format away", param_hint="--format")
    with ending_well(), (open_derived if story or open else open_record)(record) as store:
        if story:
            threads = store.threads(party=party, toward=toward, kind=kind or None, since=first, until=last)
            _tell(threads, day=(day or date.today()) if open else None, limit=limit)
            return
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


def _tell(threads: list[Thread], *, day: date | None, limit: int) -> None:
    """Print threads; with a `day` those still pending then."""
    from dragoman.export.wording import one_line
    from dragoman.merging.threads import story

    if day is not None:
        threads = [t for t in threads if t.state_on(day).is_pending and (t.deadline_on(day) or day) >= day]
    out = standard_output(utf8=False)
    for line in story(threads[:limit], day=day):
        out.write(one_line(line).rstrip() + "\n" if not line.startswith(" ") else line + "\n")
    if not threads:
        out.write("Nothing was found.\n")
    if len(threads) > limit:
        typer.echo(f"dragoman: there are more; --limit {2 * limit} shows more of them", err=True)


def _side(row: tuple[object, ...], at: dict[str, int], side: str) -> str | None:
    name, country = row[at[side]], row[at[f"{side}_country"]]
    return (f"{name} ({country})" if country and name else str(name or country)) if name or country else None
