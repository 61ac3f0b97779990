"""The command line: thin commands over the rooms, one file each, and what they share.

Exit codes: 0 all well, 1 something could not be done (each input that failed is named on standard error, the others
are coded all the same), 2 wrong usage, 130 interrupted. Rooms are imported when a command runs, so `--help` is fast.
"""

from __future__ import annotations

import signal
from types import FrameType
from typing import Annotated

import typer

from dragoman import __version__
from dragoman.cli.actors import actors
from dragoman.cli.code import code
from dragoman.cli.commitments import commitments
from dragoman.cli.corpus import corpus
from dragoman.cli.demo import demo
from dragoman.cli.dyad import dyad
from dragoman.cli.evaluate import evaluate
from dragoman.cli.explain import explain
from dragoman.cli.export import export
from dragoman.cli.incidents import incidents
from dragoman.cli.ingest import ingest
from dragoman.cli.judge import judge
from dragoman.cli.maintaining import merge, snapshot, vacuum, verify
from dragoman.cli.ontology import ontology
from dragoman.cli.query import query
from dragoman.cli.schema import schema
from dragoman.cli.search import search
from dragoman.cli.serve import serve, token
from dragoman.cli.show import show
from dragoman.cli.statements import statements
from dragoman.cli.stats import stats
from dragoman.cli.stories import changes, stories
from dragoman.cli.watch import watch

__all__ = ["app", "main"]

app = typer.Typer(
    name="dragoman",
    help="Reads news reports and writes the record of international politics.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for command in (
    *(code, demo, explain),
    *(ingest, watch, query, search, show, stats, dyad, statements, incidents, commitments, stories, changes, export),
    *(merge, snapshot, verify, vacuum),
    *(serve, token),
    *(evaluate, schema),
):
    app.command()(command)
app.add_typer(actors)
app.add_typer(corpus)
app.add_typer(judge)
app.add_typer(ontology)


def _version(wanted: bool) -> None:
    if wanted:
        from dragoman.model import SCHEMA_VERSION

        typer.echo(f"dragoman {__version__} (record schema {SCHEMA_VERSION})")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """Reads news reports and writes the record of international politics."""


def _ended(number: int, frame: FrameType | None) -> None:
    raise SystemExit(128 + number)


def main() -> None:
    """Run the command line; what `dragoman` on a shell starts."""
    signal.signal(signal.SIGTERM, _ended)  # as an exception, so that half-written files are taken away
    app()
