"""`dragoman watch`: feeds polled, and what is new in them coded into a record."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.address import Address
from dragoman.cli.ingest import coding_into, told
from dragoman.cli.records import RecordOption
from dragoman.cli.running import ActorsOption, AllowPrivateOption, OntologyOption, complain, ending_well

if TYPE_CHECKING:
    from dragoman.errors import InputError
    from dragoman.model import Page
    from dragoman.reading.watching import Polled
    from dragoman.record.ingesting import Outcome

FEWEST_S = 60


def watch(
    feeds: Annotated[
        list[str], typer.Argument(metavar="FEED...", help="Addresses of RSS, Atom and JSON feeds and of sitemaps.")
    ],
    record: RecordOption,
    interval: Annotated[
        int, typer.Option(min=FEWEST_S, metavar="SECONDS", help="Ask each feed so often; later where it fails.")
    ] = 900,
    once: Annotated[bool, typer.Option("--once", help="Ask each feed once and end, as a job of cron.")] = False,
    feed_text: Annotated[
        bool, typer.Option("--feed-text", help="Take a report's text from the feed where that has all of it.")
    ] = False,
    contact: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="Tell sites this address of mail or web, to reach you by.")
    ] = None,
    state: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Remember here what was fetched.  [default: FILE.watch.json for a record FILE]"
        ),
    ] = None,
    allow_private: AllowPrivateOption = False,
    ontology: OntologyOption = None,
    actors: ActorsOption = None,
) -> None:
    """Poll feeds, fetch what is new in them and code it into a record, until Ctrl-C or SIGTERM.

    The record is open only while reports are written to it. What has been fetched is remembered in a file beside it.
    With --once the exit code is 1 where a feed or page could not be had.
    """
    from dragoman.reading.watching import beside

    if state is None:
        if record.path is None:
            raise typer.BadParameter("a record on a server has no file beside it; name one", param_hint="--state")
        state = beside(record.path)
    with ending_well():
        keeping = _Keeping(record, ontology=ontology or (), actors=actors or ())
        watching = _Watching(feeds, keeping, state, interval=interval, feed_text=feed_text)
        try:
            watching.run(once=once, contact=contact, allow_private=allow_private)
        except (KeyboardInterrupt, SystemExit):  # how a watch ends
            once = False
        typer.echo(told(keeping.done, record, keeping.reports))
    if once and (watching.failed or keeping.done.failed):
        raise typer.Exit(1)


class _Keeping:
    """Codes pages into the record, which is open only meanwhile, so that others can read it between two polls."""

    def __init__(self, record: Address, *, ontology: Sequence[Path], actors: Sequence[Path]) -> None:
        """Makes the record where there is none; raises `RecordError` where that cannot be."""
        from dragoman.record import Record
        from dragoman.record.ingesting import Outcome

        self.record, self._ontology, self._actors = record, ontology, actors
        self.done: Outcome = Outcome()
        with Record.open(record) as store:
            self.reports = len(store)

    def __call__(self, pages: Sequence[Page], failures: Sequence[InputError]) -> None:
        """Raises `RecordError` where the record is in use, or cannot be written."""
        from dragoman.record import Record

        def load(source: str, /, *, on_error: Callable[[InputError], None]) -> Iterator[Page]:
            for error in failures:
                on_error(error)
            yield from pages

        with Record.open(self.record) as store:
            coding = coding_into(
                store,
                load=load,
                published=None,
                ontology=self._ontology,
                actors=self._actors,
                on_failure=lambda name, problem: complain(f"{name}: {problem}"),
            )
            try:
                coding.run(["watch"])
            finally:
                self.done += coding.outcome
                self.reports = len(store)


class _Watching:
    """One run of the command, and whether a feed failed in it."""

    def __init__(self, feeds: Sequence[str], keeping: _Keeping, state: Path, *, interval: int, feed_text: bool) -> None:
        self._feeds, self._keeping, self._state = feeds, keeping, state
        self._interval, self._feed_text = interval, feed_text
        self.failed = False

    def run(self, *, once: bool, contact: str | None, allow_private: bool) -> None:
        from dragoman.reading.fetching import Fetcher
        from dragoman.reading.watching import State, Watch

        with Fetcher(allow_private=allow_private, contact=contact) as fetcher:
            watching = Watch(
                self._feeds,
                fetcher=fetcher,
                state=State.load(self._state),
                store=self._keeping,
                interval_s=self._interval,
                feed_text=self._feed_text,
                on_error=self._complain,
                on_poll=_tell,
            )
            if once:
                watching.once()
            else:
                watching.run()

    def _complain(self, error: InputError) -> None:
        self.failed = True
        complain(error)


def _tell(polled: Polled) -> None:
    """A line for each poll that found something."""
    from dragoman.export.wording import counted, one_line

    if polled.new:
        typer.echo(f"{datetime.now():%H:%M} {one_line(polled.feed)}: {counted(polled.new, 'new item')}")
