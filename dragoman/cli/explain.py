"""`dragoman explain`: why an event was coded as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.cli.running import (
    ActorsOption,
    DateOption,
    IdOption,
    PublishedOption,
    PublisherOption,
    TextOption,
    TitleOption,
    UrlOption,
    columns_of,
    ending_well,
    parse_when,
)

if TYPE_CHECKING:
    from dragoman.coding.events import Explanation


def explain(
    report: Annotated[
        str, typer.Argument(metavar="REPORT", help="A page, or FILE:PLACE in a table or archive; - for stdin.")
    ],
    event: Annotated[
        str | None,
        typer.Argument(
            metavar="[EVENT]", help="An event's id, its first characters, or its number in the table. [default: all]"
        ),
    ] = None,
    published: PublishedOption = None,
    text: TextOption = None,
    date: DateOption = None,
    id: IdOption = None,
    title: TitleOption = None,
    url: UrlOption = None,
    publisher: PublisherOption = None,
    actors: ActorsOption = None,
) -> None:
    """Tell why an event is what it is: its words, the tables, the classifier, what set status, date and place."""
    when = parse_when(published)
    columns = columns_of(text=text, date=date, id=id, title=title, url=url, publisher=publisher)
    with ending_well():
        from dragoman.cli.actors import read_register
        from dragoman.pipeline import Coder
        from dragoman.reading import load, read_page

        coder = Coder(register=read_register(actors or ()))
        told = [why for page in load(report, columns=columns) for why in coder.explain(read_page(page, published=when))]
        chosen = _chosen(told, event)
        if event is not None and not chosen:
            raise typer.BadParameter(f"{event}: none of the {len(told)} events of {report}", param_hint="EVENT")
        if not told:
            typer.echo("No events were found.")
        for number, why in chosen:
            _show(number, why)


def _chosen(told: list[Explanation], event: str | None) -> list[tuple[int, Explanation]]:
    numbered = list(enumerate(told, 1))
    if event is None:
        return numbered
    if event.isdecimal() and len(event) < 4:
        return [pair for pair in numbered if pair[0] == int(event)]
    return [pair for pair in numbered if pair[1].event.id.startswith(event)]


def _show(number: int, why: Explanation) -> None:
    from dragoman.export.wording import one_line

    e = why.event
    sides = [
        ", ".join(one_line(p.name or p.country or "?") for p in side) or "nobody named"
        for side in (e.actors, e.recipients)
    ]
    typer.echo(f"{number}. {e.type}{' ' + e.mode if e.mode else ''}: {sides[0]} -> {sides[1]}   {e.id}")
    for label, text in why.lines():
        typer.echo(f"   {label:10} {one_line(text)}")
    typer.echo("")
