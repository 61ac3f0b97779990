"""Inputs through reading and coding, one failure never stopping the rest; and how a command ends."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Protocol

import typer

from dragoman.errors import DragomanError, InputError, bug_in_words
from dragoman.model import CodedReport, Page, Report

if TYPE_CHECKING:
    from dragoman.reading import Columns
    from dragoman.reading.fetching import Fetcher

ActorsOption = Annotated[
    list[Path] | None,
    typer.Option("--actors", metavar="FILE", help="Know the actors of this register of your own; can be given again."),
]
"""The option of every command that codes; `dragoman.cli.actors.read_register` reads the files."""

PublishedOption = Annotated[
    str | None,
    typer.Option(
        "--published", metavar="WHEN", help="When the pages were published, as 2024-11-25T20:09 or 2024-11-25."
    ),
]
"""The option of every command that reads pages; `parse_when` reads it."""
TextOption = Annotated[
    str | None, typer.Option("--text", metavar="COLUMN", help="The column of a table that is the text.")
]
DateOption = Annotated[str | None, typer.Option("--date", metavar="COLUMN", help="... when each report was published.")]
IdOption = Annotated[str | None, typer.Option("--id", metavar="COLUMN", help="... each report's id.")]
TitleOption = Annotated[str | None, typer.Option("--title", metavar="COLUMN", help="... each report's title.")]
UrlOption = Annotated[str | None, typer.Option("--url", metavar="COLUMN", help="... each report's address.")]
PublisherOption = Annotated[str | None, typer.Option("--publisher", metavar="COLUMN", help="... who published it.")]
"""The options of every command that reads tables; `columns_of` puts them together."""

AllowPrivateOption = Annotated[
    bool,
    typer.Option("--allow-private", help="Fetch from private networks and this machine too, and from any port."),
]
"""The option of every command that fetches; `fetcher_for` makes the fetcher."""
OntologyOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--ontology", metavar="FILE", help="Also code with this ontology of your own, trained; can be given again."
    ),
]
"""The option of every command that makes records; `dragoman.cli.ontology.read_trained` reads the files."""


class Loader(Protocol):
    """Yields the pages of an input; hands the ones that cannot be used to `on_error` (`dragoman.reading.load`)."""

    def __call__(self, source: str, /, *, on_error: Callable[[InputError], None]) -> Iterator[Page]: ...


class CodesReports(Protocol):
    """Makes the record of a report (`dragoman.pipeline.Coder`)."""

    def code(self, report: Report) -> CodedReport: ...


@dataclass(frozen=True, slots=True)
class Failure:
    """One input that gave no record: "page.html: no article was found on the page"; a bug if `internal`."""

    name: str
    problem: str
    internal: bool = False

    def __str__(self) -> str:
        return f"{self.name}: {self.problem}"


def columns_of(
    *,
    text: str | None,
    date: str | None,
    id: str | None,
    title: str | None,
    url: str | None,
    publisher: str | None,
) -> Columns:
    """Which column of a table holds what, as the options name them."""
    from dragoman.reading import Columns

    return Columns(text=text, published=date, id=id, title=title, url=url, publisher=publisher)


def fetcher_for(sources: Iterable[str], *, allow_private: bool) -> AbstractContextManager[Fetcher | None]:
    """What fetches those of the sources that are addresses, with one set of manners for all; None where none is."""
    from dragoman.reading.load import is_address

    if not any(is_address(source) for source in sources):
        return nullcontext()
    from dragoman.reading.fetching import Fetcher

    return Fetcher(allow_private=allow_private)


def parse_when(published: str | None) -> datetime | date | None:
    """The moment or day that an option names, None for None; raises `typer.BadParameter` where it is no moment."""
    if published is None:
        return None
    try:
        if len(published) == len("YYYY-MM-DD"):
            return date.fromisoformat(published)
        return datetime.fromisoformat(published)
    except ValueError as error:
        raise typer.BadParameter(
            f"{published!r} is no moment; write 2024-11-25T20:09 or 2024-11-25", param_hint="--published"
        ) from error


def code_inputs(
    sources: Iterable[str],
    *,
    load: Loader,
    read: Callable[[Page], Report],
    coder: CodesReports,
    on_failure: Callable[[Failure], None],
) -> Iterator[tuple[str, CodedReport]]:
    """The records of the reports in `sources`, each with the name of its page, in order.

    What cannot be used is handed to `on_failure` and left out, and so is a page at which the program itself fails.
    Only errors that no other input would escape are raised (`ModelMissing`).
    """

    def unusable(error: InputError) -> None:
        on_failure(Failure(error.name, str(error).removeprefix(f"{error.name}: ")))

    for source in sources:
        try:
            for page in load(source, on_error=unusable):
                try:
                    coded = coder.code(read(page))
                except InputError as error:
                    unusable(error)
                except DragomanError:
                    raise
                except Exception as error:
                    on_failure(bug(page.name, error))
                else:
                    yield page.name, coded
        except DragomanError:
            raise
        except Exception as error:
            on_failure(bug(source, error))


def bug(name: str, error: Exception) -> Failure:
    """An exception nobody meant to raise, as a failure that says where in the program it arose."""
    return Failure(name, bug_in_words(error), internal=True)


def complain(message: object) -> None:
    """A line on standard error, safe to show whatever it quotes."""
    from dragoman.export.wording import one_line

    typer.echo(f"dragoman: {one_line(str(message))}", err=True)


@contextmanager
def ending_well() -> Iterator[None]:
    """Turns how a command's body ends into an exit code: errors in words, Ctrl-C 130, a closed pipe in silence."""
    try:
        yield
    except DragomanError as error:
        complain(error)
        raise typer.Exit(1) from error
    except KeyboardInterrupt as stop:
        complain("interrupted")
        raise typer.Exit(130) from stop
    except BrokenPipeError as gone:
        # Python flushes standard output once more when it ends; that must not complain either.
        _silence()
        raise typer.Exit(1) from gone


def _silence() -> None:
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):  # no real file behind it, as in a test
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 (it lives as long as the process)
