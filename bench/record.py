"""How fast the record is: loading, all dyad-months, one dyad; each beside plain DuckDB on the same rows, in one run.

    python bench/record.py [--events 1000000] [--folder DIR] [--postgres URL]

It makes a record of synthetic reports (a fixed seed; ten events a report, each with an actor and a recipient), and
prints CPU seconds of this process (user and system), seconds on the clock for queries, and ours over plain DuckDB's.
With the URL of a schema that is not there yet, the same record is kept on that server, too, and measured by the clock
beside the file.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import duckdb
import pyarrow as pa

from dragoman.coding.ontology import load as code_book
from dragoman.model import Block, BlockKind, CodedReport, Event, Party, Report, Span, Status, identity, report_id
from dragoman.record import TABLES, Record, bulk
from dragoman.record.copying import merge, vacuum
from dragoman.record.engines.duck import ddl
from dragoman.record.tables import Row, rows

EVENTS_A_REPORT = 10
BATCH = 25_000
COUNTRIES = (
    "AFG ARG AUS AZE BRA CHN DEU EGY ETH FRA GBR IND IRN IRQ ISR JPN KOR MEX NGA PAK POL RUS SAU SDN SYR TUR UKR USA"
).split()
FIRST = date(2000, 1, 1)
DAYS = 9_000


def synthetic(reports: int, *, seed: int = 7) -> Iterator[CodedReport]:
    """Reports of one paragraph, each with `EVENTS_A_REPORT` events between two countries."""
    chance, book = random.Random(seed), code_book()
    types = list(book.types)
    for n in range(reports):
        day = FIRST + timedelta(days=n * DAYS // reports)
        pairs = [chance.sample(COUNTRIES, 2) for _ in range(EVENTS_A_REPORT)]
        sentences = [f"{a} acted on {b} in matter {n}-{m}." for m, (a, b) in enumerate(pairs)]
        text = " ".join(sentences)
        report = Report(
            id=report_id(None, text),
            text=text,
            blocks=(Block(BlockKind.PARAGRAPH, 0, len(text)),),
            published=day,
            publisher="Synthetic Wire",
            language="en",
        )
        events, at = [], 0
        for sentence, (a, b) in zip(sentences, pairs, strict=True):
            kind = chance.choice(types)
            trigger = Span(at + 4, at + 9)
            events.append(
                Event(
                    id=identity("event", report.id, trigger, kind),
                    trigger=trigger,
                    type=kind,
                    actors=(Party(span=Span(at, at + 3), name=a, country=a, sector="GOV"),),
                    recipients=(Party(span=Span(at + 13, at + 16), name=b, country=b, sector="GOV"),),
                    status=Status.OCCURRED if chance.random() < 0.8 else Status.HISTORICAL,
                    date=(day, day),
                    score=book.score(kind),
                    confidence=0.9,
                )
            )
            at += len(sentence) + 1
        yield CodedReport(report=report, events=tuple(events))


def cpu(work: Callable[[], object]) -> float:
    """CPU seconds, user and system, that this process spends on `work`."""
    start = time.process_time()
    work()
    return time.process_time() - start


def clock(work: Callable[[], object], *, times: int = 5) -> float:
    """The median of the seconds that `work` takes."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return sorted(taken)[times // 2]


def arrow_batches(reports: int) -> Iterator[dict[str, pa.Table]]:
    """The rows of synthetic reports as Arrow tables, by the name of their table, `BATCH` reports at a time."""
    from dragoman.contract import dumps

    parts: dict[str, list[Row]] = {table.name: [] for table in TABLES}
    for n, coded in enumerate(synthetic(reports), 1):
        for table, lines in rows(coded, line=dumps(coded)):
            parts[table.name].extend(lines)
        if n % BATCH == 0 or n == reports:
            yield {table.name: bulk.columns(table, parts[table.name]) for table in TABLES}
            parts = {table.name: [] for table in TABLES}


PLAIN_QUERY = """
SELECT date_trunc('month', first_day) AS period, source, target, count(*) AS events, avg(score) AS score {ids}
FROM dyads WHERE status = 'occurred' {more} GROUP BY ALL ORDER BY ALL
"""


def main() -> None:
    """Make the record, measure, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--folder", type=Path, help="where to make the records; a temporary folder is not left over")
    parser.add_argument("--postgres", metavar="URL", help="a new schema of a server; postgresql://u@h/db?schema=bench")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        measure(options.events // EVENTS_A_REPORT, Path(folder))
        if options.postgres:
            compare(options.events // EVENTS_A_REPORT, Path(folder), options.postgres)


def measure(reports: int, folder: Path) -> None:
    """Print one line a figure: what, ours, plain DuckDB's, the ratio."""
    events = reports * EVENTS_A_REPORT
    print(f"{events:,} events in {reports:,} reports; DuckDB {duckdb.__version__}")
    print(f"{'':44}{'ours':>10}{'DuckDB':>10}{'ratio':>8}")
    batches = list(arrow_batches(reports))

    ours, plain = Record.open(folder / "ours.duckdb"), duckdb.connect(str(folder / "plain.duckdb"))

    def load_ours() -> None:
        for batch in batches:
            ours.load(batch)
        ours.close()

    def load_plain() -> None:
        for table in TABLES:
            plain.execute(ddl(table))
        for batch in batches:
            for name, rows_of in batch.items():
                plain.register("batch", rows_of)
                plain.execute(f"INSERT INTO {name} SELECT * FROM batch")
                plain.unregister("batch")
        plain.close()

    a, b = cpu(load_ours), cpu(load_plain)
    line("load rows, Arrow batches (CPU s)", a, b)
    batches.clear()
    some = list(synthetic(max(reports // 20, 1)))
    with Record.open(folder / "objects.duckdb") as objects:
        a = cpu(lambda: objects.add_many(some)) * reports / len(some)
    line("add_many of Python objects (CPU s, 1/20 x 20)", a, None)
    a = cpu(lambda: merge(folder / "ours.duckdb", folder / "objects.duckdb", folder / "merged.duckdb"))
    line("merge with a record of 1/20 (CPU s)", a, None)

    plain = duckdb.connect(str(folder / "plain.duckdb"), read_only=True)
    with Record.open(folder / "ours.duckdb", read_only=True) as record:
        pair = (COUNTRIES[0], COUNTRIES[-1])
        either = (
            f"AND ((source = '{pair[0]}' AND target = '{pair[1]}') OR (source = '{pair[1]}' AND target = '{pair[0]}'))"
        )
        ids = ", list(event) AS ids"
        cases: list[tuple[str, Callable[[], object], str, str]] = [
            ("all dyad-months, with ids (s)", lambda: record.relations(evidence=True).arrow(), "", ids),
            ("all dyad-months, counts alone (s)", lambda: record.relations().arrow(), "", ""),
            ("one dyad by month, with ids (s)", lambda: record.relations(*pair).arrow(), either, ids),
            ("one dyad by year, rows in Python (s)", lambda: record.relations(*pair, by="year").tuples(), either, ids),
        ]
        for what, run, more, listed in cases:
            query = PLAIN_QUERY.format(more=more, ids=listed)
            line(what, clock(run), clock(lambda query=query: plain.sql(query).to_arrow_table()))  # type: ignore[misc]
        a = clock(lambda: record.events(actor=pair[0], recipient=pair[1]).arrow())
        line("events of one country to another (s)", a, None)
    print(f"{'file (MB)':44}{(folder / 'ours.duckdb').stat().st_size / 1e6:10.1f}")


def compare(reports: int, folder: Path, url: str) -> None:
    """Print one line a figure: what, seconds on a server, seconds in a file, the ratio."""
    print(f"{'':44}{'server':>10}{'file':>10}{'ratio':>8}")
    batches = list(arrow_batches(reports))
    places: tuple[str | Path, ...] = (url, folder / "beside.duckdb")

    def load(where: str | Path) -> None:
        with Record.open(where) as record:
            for batch in batches:
                record.load(batch)

    line("load rows, Arrow batches (s)", *(clock(partial(load, where), times=1) for where in places))
    start = time.perf_counter()
    vacuum(url)
    line("vacuum and analyze (s)", time.perf_counter() - start, None)
    pair = (COUNTRIES[0], COUNTRIES[-1])
    with Record.open(url, read_only=True) as server, Record.open(places[1], read_only=True) as file:
        cases: tuple[tuple[str, Callable[[Record], object]], ...] = (
            ("all dyad-months, counts alone (s)", lambda r: r.relations().arrow()),
            ("one dyad by month, with ids (s)", lambda r: r.relations(*pair).arrow()),
            ("events of one country to another (s)", lambda r: r.events(actor=pair[0], recipient=pair[1]).arrow()),
        )
        for what, ask in cases:
            line(what, *(clock(partial(ask, record)) for record in (server, file)))
        print(f"{'size (MB)':44}{server.size() / 1e6:10.1f}{file.size() / 1e6:10.1f}")


def line(what: str, ours: float, plain: float | None) -> None:
    """One figure, beside plain DuckDB's where there is one."""
    print(f"{what:44}{ours:10.3f}" + (f"{plain:10.3f}{ours / plain:8.2f}" if plain else ""), flush=True)


if __name__ == "__main__":
    main()
