"""`dragoman schema`: the contract."""

from __future__ import annotations

import json

import typer

from dragoman.cli.output import standard_output
from dragoman.cli.running import ending_well


def schema() -> None:
    """Print the JSON Schema of the record that `code --format jsonl` writes."""
    with ending_well():
        from dragoman import contract

        typer.echo(json.dumps(contract.schema(), ensure_ascii=False, indent=2), file=standard_output(utf8=True))
