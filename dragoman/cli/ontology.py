"""`dragoman ontology`: a user's own types, learned from examples and coded beside PLOVER."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.cli.output import whole_file
from dragoman.cli.running import ending_well
from dragoman.errors import OntologyError

if TYPE_CHECKING:
    from dragoman.coding.events.own_types import Trained

ontology = typer.Typer(name="ontology", help="Types of your own, coded beside PLOVER.", no_args_is_help=True)


@ontology.callback()
def _group() -> None:
    """Types of your own, coded beside PLOVER."""


@ontology.command()
def train(
    source: Annotated[Path, typer.Argument(metavar="YAML", help="Types with definitions and examples.")],
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Where to write it. [default: YAML's name, ending in .ontology]")
    ] = None,
) -> None:
    """Learn the types of a YAML file; `dragoman code --ontology FILE` then gives them to events.

    Prints how well each type is told from the others when each example in turn is left out.
    """
    target = out or source.with_suffix(".ontology")
    with ending_well():
        from dragoman.coding.events.classifier import load
        from dragoman.coding.events.own_types import parse
        from dragoman.coding.events.own_types import train as learn

        own = parse(_text(source), name=str(source))
        trained, measured = learn(own, load())
        with whole_file(target) as stream:
            stream.write(trained.dumps() + "\n")
        width = max(map(len, trained.types))
        typer.echo(f"{own.name}, each example left out in turn:")
        for kind, (precision, recall) in measured.items():
            typer.echo(f"  {kind:{width}}  precision {precision:.2f}  recall {recall:.2f}")
        typer.echo(f"Written to {target}; use it with: dragoman code --ontology {target} ...")


def read_trained(path: Path) -> Trained:
    """The trained ontology in a file. Raises `OntologyError` where there is none, or none for this classifier."""
    from dragoman.coding.events.classifier import load
    from dragoman.coding.events.own_types import loads

    return loads(_text(path), name=str(path), classifier=load())


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise OntologyError(str(path), "cannot be read: " + (getattr(error, "strerror", None) or str(error))) from error
