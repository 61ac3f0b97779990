"""`dragoman explain`: why an event was coded as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.cli.running import (
    ActorsOption,
    AllowPrivateOption,
    DateOption,
    IdOption,
    PublishedOption,
    PublisherOption,
    TextOption,
    TitleOption,
    UrlOption,
    columns_of,
    complain,
    ending_well,
    fetcher_for,
    parse_when,
)
from dragoman.export.wording import one_line

if TYPE_CHECKING:
    from dragoman.coding.events import Explanation
    from dragoman.errors import InputError


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
    allow_private: AllowPrivateOption = False,
) -> None:
    """Tell why an event is what it is: its words, the tables, the classifier, what set status, date and place."""
    when = parse_when(published)
    columns = columns_of(text=text, date=date, id=id, title=title, url=url, publisher=publisher)
    failures: list[InputError] = []

    def fail(error: InputError) -> None:
        failures.append(error)
        complain(error)

    with ending_well(), fetcher_for([report], allow_private=allow_private) as fetcher:
        from dragoman.cli.actors import read_register
        from dragoman.pipeline import Coder
        from dragoman.reading import read

        coder = Coder(register=read_register(actors or ()))
        reports = list(read(report, published=when, columns=columns, fetcher=fetcher, on_error=fail))
        told = [(one, why) for one in reports for why in coder.explain(one)]
        if reports and not told:
            typer.echo("No events were found.")
        chosen = _chosen([why for _, why in told], event)
        if event is not None and told and not chosen:
            raise typer.BadParameter(f"{event}: none of the {len(told)} events of {report}", param_hint="EVENT")
        before = None
        for number, why in chosen:
            of, _ = told[number - 1]
            if len(reports) > 1 and of is not before:
                typer.echo(f"{one_line(of.title or of.url or 'Without title')}\n")
            before = of
            _show(number, why)
    if failures:
        raise typer.Exit(1)


def _chosen(told: list[Explanation], event: str | None) -> list[tuple[int, Explanation]]:
    numbered = list(enumerate(told, 1))
    if event is None:
        return numbered
    if event.isdecimal() and len(event) < 4:
        return [pair for pair in numbered if pair[0] == int(event)]
    return [pair for pair in numbered if pair[1].event.id.startswith(event)]


def _show(number: int, why: Explanation) -> None:
    e = why.event
    sides = [
        ", ".join(one_line(p.name or p.country or "?") for p in side) or "nobody named"
        for side in (e.actors, e.recipients)
    ]
    typer.echo(f"{number}. {e.type}{' ' + e.mode if e.mode else ''}: {sides[0]} -> {sides[1]}   {e.id}")
    for label, text in why.lines():
        typer.echo(f"   {label:10} {one_line(text)}")
    typer.echo("")
