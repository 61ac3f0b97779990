"""`dragoman evaluate`: how well each stage does, measured on gold."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dragoman.cli.output import standard_output, whole_file
from dragoman.cli.running import ending_well


def evaluate(
    gold: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="DIR",
            exists=True,
            file_okay=False,
            help="Folder of gold sets, beside those that Dragoman ships; can be given again.",
        ),
    ] = None,
    predictions: Annotated[
        Path | None, typer.Option(metavar="DIR", file_okay=False, help="Keep what was predicted in this folder.")
    ] = None,
    only: Annotated[
        list[str] | None, typer.Option(metavar="SET", help="Only this set, or kind of set; can be given again.")
    ] = None,
    limit: Annotated[int | None, typer.Option(metavar="N", min=1, help="At most N records of each set.")] = None,
    write: Annotated[Path | None, typer.Option(metavar="FILE", help="Write the figures to FILE as Markdown.")] = None,
    rescore: Annotated[
        bool, typer.Option("--rescore", help="Score what --predictions holds instead of predicting anew.")
    ] = False,
) -> None:
    """Code the texts of gold sets and score the result, stage by stage."""
    if rescore and predictions is None:
        raise typer.BadParameter("needs --predictions DIR", param_hint="--rescore")
    with ending_well():
        from rich.console import Console

        from dragoman.evaluate import OWN, render, run_evaluation, to_markdown

        evaluation = run_evaluation(
            [*(gold or ()), OWN], predictions=predictions, only=only or (), limit=limit, rescore=rescore
        )
        Console(file=standard_output(utf8=False), highlight=False).print(render(evaluation))
        if write is not None:
            with whole_file(write) as stream:
                stream.write(to_markdown(evaluation))
