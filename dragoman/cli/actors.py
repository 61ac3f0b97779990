"""`dragoman actors`: a user's own register of actors, made from dictionaries, and what the registers know of a name."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.cli.output import standard_output, whole_file
from dragoman.cli.running import ActorsOption, ending_well

if TYPE_CHECKING:
    from dragoman.resolving.actors import OwnRow, Register
    from dragoman.resolving.actors.imports import BadLine, Imported

SHOWN = 50
"""How many of the lines that were left out are printed; `--json` tells all of them."""

actors = typer.Typer(name="actors", help="Actors of your own, known beside the shipped ones.", no_args_is_help=True)


class Source(StrEnum):
    """What a dictionary is written in."""

    PHOENIX = "phoenix"
    FTM = "ftm"
    WIKIDATA = "wikidata"


@actors.callback()
def _group() -> None:
    """Actors of your own, known beside the shipped ones."""


@actors.command("import")
def import_(
    kind: Annotated[
        Source, typer.Argument(metavar="KIND", help="phoenix (TABARI too), ftm (FollowTheMoney) or wikidata.")
    ],
    source: Annotated[Path, typer.Argument(metavar="FILE", help="The dictionary, plain or packed by gzip or bzip2.")],
    to: Annotated[Path, typer.Option(metavar="REGISTER", help="Your register; rows are added to one that is there.")],
    as_json: Annotated[
        bool, typer.Option("--json", help="Print what was done as JSON, every line left out too.")
    ] = False,
) -> None:
    """Add the actors of a dictionary to a register of your own; `dragoman code --actors REGISTER` then knows them.

    Lines that are broken and names that could mean too much are told on standard error and left out. Exits with 1 where
    lines were broken. REGISTER is written whole or stays as it was.
    """
    if to.is_dir() or not to.absolute().parent.is_dir():
        raise typer.BadParameter(f"{to}: is a folder, or lies in none that exists", param_hint="--to")
    with ending_well():
        from dragoman.errors import ActorsError
        from dragoman.resolving.actors.imports import ImportKind, import_actors
        from dragoman.resolving.actors.own import dumps, merged, read_own

        if to.exists() and source.exists() and to.samefile(source):
            raise ActorsError(str(to), "is the dictionary itself; name another file for the register")
        old = read_own(to) if to.exists() and to.stat().st_size else ()
        found = import_actors(ImportKind(kind.value), source)
        rows = merged(old, found.rows)
        if len(rows) > len(old):
            with whole_file(to) as stream:
                stream.write(dumps(rows))
        if as_json:
            typer.echo(_as_json(found, to, added=len(rows) - len(old)), file=standard_output(utf8=True))
        else:
            _complain(found.issues)
            typer.echo(_told(found, to, added=len(rows) - len(old), total=len(rows)))
    if found.broken:
        raise typer.Exit(1)


@actors.command()
def show(
    name: Annotated[str, typer.Argument(metavar="NAME", help='A name as reports print it, such as "Sergei Shoigu".')],
    on: Annotated[str | None, typer.Option(metavar="DAY", help="As of this day, as 2024-11-25.")] = None,
    files: ActorsOption = None,
) -> None:
    """Show the rows that bear a name, and what a report of a day would be understood to mean by it."""
    day = _day(on)
    with ending_well():
        from dragoman.resolving.actors.describing import describe_at
        from dragoman.resolving.actors.looking import bearing

        own = _own(files or ())
        rows = bearing(name, _all(own))
        if not rows:
            typer.echo(f"No register has the name {name}.")
            raise typer.Exit(1)
        _print(rows, day)
        told = describe_at(name, None, day=day, register=_register(own))
        known = told is not None and (told.country or told.sector)
        if told is not None and known:
            parts = [told.name or name, " ".join(filter(None, (told.country, told.sector))), told.role]
            typer.echo(f"{_when(day)} {name} alone is read as: {', '.join(p for p in parts if p)}")
        else:
            typer.echo(f"{_when(day)} {name} alone says nothing of country or sector.")


@actors.command("list")
def list_(
    part: Annotated[str, typer.Argument(metavar="[PART]", help="Only names that contain this. [default: all]")] = "",
    country: Annotated[
        str | None, typer.Option(metavar="CODE", help="Only this country, as ISO 3166-1 alpha-3, or IGO.")
    ] = None,
    files: ActorsOption = None,
) -> None:
    """List the rows of the registers, one a line, as tab-separated values: the shipped ones and those of --actors."""
    with ending_well():
        from dragoman.export.wording import plain
        from dragoman.resolving.actors.looking import containing
        from dragoman.resolving.actors.own import COLUMNS

        out = standard_output(utf8=True)
        typer.echo("\t".join(COLUMNS), file=out)
        for row in containing(part, _all(_own(files or ()))):
            if country is None or row.country == country.upper():
                typer.echo("\t".join(map(plain, row.cells())), file=out)


def read_register(paths: Sequence[Path]) -> Register | None:
    """The shipped register with the rows of users' files; None for no files. Raises `ActorsError` for a bad one."""
    own = _own(paths)
    return _register(own) if own else None


def _own(paths: Iterable[Path]) -> list[OwnRow]:
    from dragoman.resolving.actors import read_own

    return [row for path in paths for row in read_own(path)]


def _register(own: Sequence[OwnRow]) -> Register:
    from dragoman.resolving.actors import Register

    return Register.load(extra=own)


def _all(own: Sequence[OwnRow]) -> list[OwnRow]:
    from dragoman.resolving.actors.looking import shipped_rows

    return [*own, *shipped_rows()]


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text is not None else None
    except ValueError as error:
        raise typer.BadParameter(f"{text!r} is no day; write 2024-11-25", param_hint="--on") from error


def _when(day: date | None) -> str:
    return f"On {day.isoformat()}" if day else "Without a date"


def _told(found: Imported, to: Path, *, added: int, total: int) -> str:
    from dragoman.export.wording import counted

    left = sum(issue.code == "doubtful" for issue in found.issues)
    parts = [
        f"{found.entries} {'entry' if found.entries == 1 else 'entries'} read",
        f"{counted(len(found.rows), 'row')} made",
    ]
    if found.silent:
        parts.append(f"{found.silent} with nothing to add")
    if left:
        parts.append(f"{counted(left, 'doubtful name')} left out")
    if len(found.issues) > left:
        parts.append(f"{counted(len(found.issues) - left, 'broken line')}")
    told = ", ".join(parts) + ".\n"
    if not added:
        return told + (f"{to} has them all and stays as it is." if found.rows else f"Nothing was written to {to}.")
    return told + f"{to} has {counted(added, 'new row')}, {total} in all; use it with: dragoman code --actors {to} ..."


def _complain(issues: Sequence[BadLine]) -> None:
    if not issues:
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from dragoman.export.wording import one_line

    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(justify="right", no_wrap=True)
    for _ in range(3):
        grid.add_column(overflow="fold")
    for issue in issues[:SHOWN]:
        cells = (str(issue.line), issue.code, one_line(issue.problem), one_line(issue.text))
        grid.add_row(*(Text(cell) for cell in cells))
    console = Console(stderr=True, highlight=False)
    console.print(Text("Left out, by line:"), grid, sep="\n")
    if len(issues) > SHOWN:
        console.print(f"... and {len(issues) - SHOWN} more; --json tells them all")


def _as_json(found: Imported, to: Path, *, added: int) -> str:
    issues = [{"line": i.line, "code": i.code, "problem": i.problem, "text": i.text} for i in found.issues]
    return json.dumps(
        {
            "source": found.source,
            "to": str(to),
            "entries": found.entries,
            "silent": found.silent,
            "rows": len(found.rows),
            "added": added,
            "issues": issues,
        },
        ensure_ascii=False,
    )


def _print(rows: Sequence[OwnRow], day: date | None) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from dragoman.export.wording import one_line

    grid = Table.grid(padding=(0, 2, 0, 0))
    for fixed in (True, True, False, True, False, True, False):
        grid.add_column(no_wrap=fixed, overflow="fold")
    for row in rows:
        holds = day is not None and row.holds(day)
        who = " ".join(filter(None, (row.country, row.sector)))
        when = f"{row.start or '…'} – {row.until or '…'}" if row.start or row.until else ""
        cells = ("●" if holds else " ", row.kind.value, row.name, who, row.role, when, row.source)
        grid.add_row(*(Text(one_line(cell)) for cell in cells))
    Console(file=standard_output(utf8=False), highlight=False).print(grid)
