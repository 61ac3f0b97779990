"""How long search takes, beside a plain DuckDB scan with LIKE of the same rows in the same run.

    python bench/search.py                       # records of 10,000, 100,000 and 1,000,000 events
    python bench/search.py --events 50000 --keep DIR

Records are filled with made-up words whose frequencies follow Zipf's law: for each ten events a report of about 250
words in paragraphs of forty, and five statements that are stretches of it. Times are medians over repeated runs in one
process; `first` is a question's first run after the record was opened. The scan looks for the same letters anywhere in
the same texts and orders by day; it knows no words, forms or ranking.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import numpy as np

from dragoman.record import Record, changes
from dragoman.record.search import Search

VOCABULARY = 50_000
WORDS = 250
PER_REPORT = {"events": 10, "statements": 5}
SYLLABLES = "ba ce di fo gu ha ki lo mu na pe ri so tu va ze kra pli sto tru nar bel mon tis gor".split()
COUNTRIES = np.array(["RUS", "USA", "CHN", "AFG", "CHL", "BOL", "PER", "GHA", "TGO", "FRA"], dtype=object)
TYPES = np.array(["CONSULT", "AGREE", "SUPPORT", "REJECT", "ACCUSE", "ASSAULT", "SANCTION"], dtype=object)


def vocabulary(rng: np.random.Generator) -> np.ndarray:
    """Made-up words, the first ones the shortest, as in a language."""
    made: dict[str, None] = {}
    syllables = 1
    while len(made) < VOCABULARY:
        for _ in range(len(SYLLABLES) ** min(syllables, 4)):
            made.setdefault("".join(rng.choice(SYLLABLES, size=syllables)))
        syllables += 1
    return np.array(list(made)[:VOCABULARY], dtype=object)


def fill(path: Path, events: int, words: np.ndarray, rng: np.random.Generator) -> None:
    """A record of that many events."""
    Record.open(path).close()
    share = np.cumsum(1 / np.arange(1, VOCABULARY + 1) ** 1.05)
    share /= share[-1]
    reports = events // PER_REPORT["events"]
    with duckdb.connect(str(path)) as sql:
        for start in range(0, reports, 20_000):
            _fill_some(sql, start, min(20_000, reports - start), words, share, rng)
    with Record.open(path) as record, record.engine.transaction():
        changes.note(record.engine, None)


def _fill_some(
    sql: duckdb.DuckDBPyConnection,
    start: int,
    reports: int,
    words: np.ndarray,
    share: np.ndarray,
    rng: np.random.Generator,
) -> None:
    ids = np.array([f"{n:016x}" for n in range(start, start + reports)], dtype=object)
    days = np.datetime64("2010-01-01") + rng.integers(0, 5500, reports).astype("timedelta64[D]")
    texts, said, triggers = [], [], []
    for _ in range(reports):
        count = max(60, int(rng.normal(WORDS, 60)))
        some = words[np.searchsorted(share, rng.random(count))]
        text = "\n\n".join(" ".join(some[at : at + 40]) for at in range(0, count, 40))
        texts.append(text)
        spread = range(0, len(text) - 250, max(1, (len(text) - 250) // PER_REPORT["statements"]))
        said += [(at, at + 120) for at in list(spread)[: PER_REPORT["statements"]]]
        triggers += [(at, at + 9) for at in rng.integers(0, len(text) - 120, PER_REPORT["events"])]
    tables = {"r": {"report": ids, "day": days.astype("datetime64[s]"), "text": np.array(texts, dtype=object)}}
    for name, table, spans in (("s", "statements", said), ("e", "events", triggers)):
        of = np.repeat(np.arange(reports), len(spans) // reports)
        tables[name] = {
            "report": ids[of],
            "id": np.array([f"{name}{start:08x}{n:07x}" for n in range(len(of))], dtype=object),
            "content": np.array([texts[r][a:b] for r, (a, b) in zip(of, spans, strict=True)], dtype=object),
            "start_at": np.array([a for a, _ in spans]),
            "end_at": np.array([b for _, b in spans]),
            "type": TYPES[rng.integers(0, len(TYPES), len(of))],
            "country": COUNTRIES[rng.integers(0, len(COUNTRIES), len(of))],
            "name": words[1000 + rng.integers(0, 5000, len(of))],
        }
        assert table in PER_REPORT
    r, s, e = (tables[name] for name in "rse")
    for view, columns in (("r", r), ("s", s), ("e", e)):
        sql.register(view, columns)
    sql.execute(
        "INSERT INTO reports (report, title, publisher, day, text, record) "
        "SELECT report, text[:60], 'Wire ' || (hash(report) % 50), day::DATE, text, '{}' FROM r"
    )
    sql.execute(
        "INSERT INTO statements (report, id, form, stance, content, speaker, first_day) "
        "SELECT s.report, id, 'indirect', 'asserts', content, name, day::DATE FROM s JOIN r USING (report)"
    )
    sql.execute("INSERT INTO evidence SELECT report, 'statement', id, 'content', 0, start_at, end_at FROM s")
    sql.execute(
        "INSERT INTO events (report, id, type, contexts, status, first_day, last_day, trigger_words, start_at, end_at) "
        "SELECT e.report, id, type, [], 'occurred', day::DATE, day::DATE, content, start_at, end_at "
        "FROM e JOIN r USING (report)"
    )
    sql.execute(
        "INSERT INTO event_parties (report, event, side, n, name, country) "
        "SELECT report, id, 'actor', 0, name, country FROM e"
    )


def questions(words: np.ndarray) -> list[tuple[str, str, list[str], str]]:
    """What is asked: a name, the query, what LIKE looks for, and the SQL of its filters."""
    common, often, rare, rarer = str(words[1]), str(words[40]), str(words[900]), str(words[9_000])
    country = "report IN (SELECT report FROM event_parties WHERE country = 'CHL')"
    return [
        ("very common word", common, [common], ""),
        ("common word", often, [often], ""),
        ("rare word", rarer, [rarer], ""),
        ("two words", f"{often} {rare}", [often, rare], ""),
        ("two very common words", f"{common} {words[2]}", [common, str(words[2])], ""),
        ("either of two", f"{rare} OR {rarer}", [], f"(text LIKE '%{rare}%' OR text LIKE '%{rarer}%')"),
        ("phrase", f'"{often} {rare}"', [f"{often} {rare}"], ""),
        ("very common phrase", f'"{common} {words[2]}"', [f"{common} {words[2]}"], ""),
        ("beginning", f"{rarer[:4]}*", [f" {rarer[:4]}"], ""),
        ("two letters", f"{common[:2]}*", [f" {common[:2]}"], ""),
        ("all but", f"{often} -{rare}", [often], f"text NOT LIKE '%{rare}%'"),
        ("word and country", f"{often} country:CHL", [often], country),
        ("word and days", f"{often} since:2020", [often], "day >= DATE '2020-01-01'"),
        ("country alone", "country:CHL", [], country),
        ("events of a type", f"kind:event type:SANCTION {often}", [often], "type = 'SANCTION'"),
    ]


def scan(sql: duckdb.DuckDBPyConnection, name: str, parts: list[str], more: str) -> Callable[[], object]:
    """The plain scan for one question."""
    where = " AND ".join([*(f"text LIKE '%{part}%'" for part in parts), *([more] if more else [])]) or "true"
    rows = "SELECT report, report AS id, day, text FROM reports UNION ALL "
    rows += "SELECT report, id, first_day, content FROM statements"
    if name == "events of a type":
        rows = "SELECT report, id, first_day AS day, trigger_words AS text, type FROM events"
    query = f"SELECT report, id, day, text FROM ({rows}) WHERE {where} ORDER BY day DESC LIMIT 20"
    return lambda: sql.execute(query).fetchall()


def timed(run: Callable[[], object], times: int) -> tuple[float, float]:
    """Milliseconds of the first run, and of the others in the middle."""
    took = []
    for _ in range(times):
        start = time.perf_counter()
        run()
        took.append((time.perf_counter() - start) * 1000)
    return took[0], statistics.median(took[1:])


def measure(path: Path, events: int) -> None:
    """Fill, index and question one record, and print what it took."""
    rng = np.random.default_rng(events)
    words = vocabulary(np.random.default_rng(1))
    if not path.exists():
        fill(path, events, words, rng)
    with Record.open(path, read_only=True) as record:
        search = Search(record)
        wall, cpu = time.perf_counter(), time.process_time()
        indexed = search.update()
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        assert search.folder is not None
        size = sum(f.stat().st_size for f in search.folder.rglob("*") if f.is_file())
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        took = f"made in {wall:.1f} s ({cpu:.1f} s CPU)" if indexed else "was there"
        print(
            f"\n{events:,} events, {len(record):,} reports; record {path.stat().st_size / 1e6:,.0f} MB. "
            f"Index: {took}, {size / 1e6:,.0f} MB; most memory so far {memory:,.0f} MB"
        )
        print(f"{'':24}{'hits':>10}{'first ms':>10}{'ms':>9}{'LIKE ms':>10}{'times as fast':>15}")
        for name, query, parts, more in questions(words):
            first, ours = timed(lambda query=query: search.find(query), 16)
            _, theirs = timed(scan(record.engine.connection, name, parts, more), 4)
            print(f"{name:24}{search.count(query):>10,}{first:>10.1f}{ours:>9.2f}{theirs:>10.1f}{theirs / ours:>15.1f}")


def main() -> None:
    """Measure each size."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument(
        "--events", type=int, nargs="+", default=[10_000, 100_000, 1_000_000], help="sizes of the records"
    )
    asked.add_argument("--keep", type=Path, help="a folder for the records, which are used again if they are there")
    told = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for events in told.events:
            measure((told.keep or Path(folder)) / f"{events}.duckdb", events)


if __name__ == "__main__":
    main()
