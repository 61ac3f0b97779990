"""How fast a server answers: many clients at once on loopback, every read of the API and every page, in one run.

    python bench/serve.py                        # 1,000,000 events, 20 clients, 30 seconds
    python bench/serve.py --events 100000 --keep DIR --clients 20 --seconds 20 --only events

The record is that of bench/search.py (made-up words, Zipf) with parties on both sides, dyads, actors, commitments,
incidents and whole records beside them. The server is a process of its own; the clients are threads of another, each
with a connection that it keeps, and ask the next question when the last one is answered. Questions are drawn
from kinds that count alike, with values drawn at random, so that few are asked twice. Times are by the clock, of a
whole answer; the CPU seconds of the server are told beside them.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import re
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

import duckdb
import numpy as np
from search import COUNTRIES, TYPES, fill, vocabulary  # the file beside this one

from dragoman.coding.ontology import load as code_book
from dragoman.record import Record
from dragoman.record.deriving import _state

KINDS = "pledge offer threat demand agreement proposal".split()
STATES = ["open", "open", "fulfilled", "broken", "withdrawn"]


ENRICH = """
UPDATE event_parties SET actor = substr(md5(name || country), 1, 16), sector = 'GOV', start_at = 0, end_at = 4;
INSERT INTO event_parties (report, event, side, n, actor, name, country, sector)
    SELECT report, event, 'recipient', 0, NULL, NULL, {country:event}, 'GOV' FROM event_parties;
UPDATE event_parties SET name = country, actor = substr(md5(country), 1, 16) WHERE side = 'recipient';
INSERT INTO actors (report, id, name, country, sector, roles, mentions)
    SELECT report, actor, any_value(name), any_value(country), 'GOV', [], 2 FROM event_parties GROUP BY report, actor;
INSERT INTO dyads
    SELECT a.report, a.event, a.country, b.country, false, e.type, {quad}, e.status, e.first_day, e.last_day, false,
        CAST(hash(e.id) % 20 AS DOUBLE) - 10
    FROM event_parties a JOIN event_parties b ON b.report = a.report AND b.event = a.event AND b.side = 'recipient'
    JOIN events e ON e.report = a.report AND e.id = a.event WHERE a.side = 'actor' AND a.country <> b.country;
INSERT INTO commitments (report, id, kind, party, party_country, counterparty_country, content, start_at, end_at,
        deadline)
    SELECT e.report, 'c' || substr(e.id, 2), {kind:e.id}, p.name, p.country, {country:e.id}, e.trigger_words,
        e.start_at, e.end_at, e.first_day + 60
    FROM events e JOIN event_parties p ON p.report = e.report AND p.event = e.id AND p.side = 'actor'
    WHERE hash(e.id) % 10 = 0;
INSERT INTO threads (id, commitment, report, day, kind, party_country, deadline, deadline_now, state, steps, last_day)
    SELECT 't' || substr(c.id, 2), c.id, c.report, r.day, c.kind, c.party_country, c.deadline, c.deadline, {state:c.id},
        1, r.day FROM commitments c JOIN reports r ON r.report = c.report;
INSERT INTO incidents (id, type, modes, contexts, status, first_day, last_day, place_country, confidence, claimed,
        withdrawn, n_reports, n_publishers, n_stories, first_reported, last_reported)
    SELECT 'i' || substr(id, 2), type, [], [], status, first_day, last_day, {country:id}, .9, false, false,
        1 + hash(id) % 5, 1, 1, first_day, first_day FROM events WHERE hash(id) % 3 = 0;
INSERT INTO incident_parties (incident, side, n, name, country, sector, variants, actors, n_stories)
    SELECT 'i' || substr(event, 2), side, n, name, country, sector, [name], [], 1 FROM event_parties
    WHERE hash(event) % 3 = 0;
INSERT INTO incident_events (incident, n, report, event, day, publisher, story, copy, is_current, background, status)
    SELECT 'i' || substr(id, 2), 0, report, id, first_day, 'Wire', report, false, true, false, status
    FROM events WHERE hash(id) % 3 = 0;
UPDATE reports SET language = 'en', url = 'https://wire.example/' || report, record = CAST(to_json({{
    'report': {{'id': report, 'text': text, 'blocks': [{{'kind': 'paragraph', 'start': 0, 'end': length(text)}}]}},
    'events': [], 'statements': [], 'commitments': []}}) AS VARCHAR);
CHECKPOINT;
"""


def enrich(path: Path) -> None:
    """What bench/search.py leaves out: recipients, actors, dyads, commitments, incidents, records as JSON."""
    quads = {t: code_book().quads[code_book().quad(t)] for t in map(str, TYPES)}
    quad = "CASE e.type " + " ".join(f"WHEN '{t}' THEN {q}" for t, q in quads.items()) + " END"
    script = ENRICH.replace("{quad}", quad).replace("{{", "{").replace("}}", "}")
    for name, values in (("country", [str(c) for c in COUNTRIES]), ("kind", KINDS), ("state", STATES)):
        for column in ("event", "id", "e.id", "c.id"):
            of = f"(CAST({values} AS VARCHAR[]))[1 + CAST(hash({column}, '{name}') % {len(values)} AS INTEGER)]"
            script = script.replace(f"{{{name}:{column}}}", of)
    with duckdb.connect(str(path)) as sql:
        sql.execute(script)
    with Record.open(path) as record, record.engine.transaction():
        record.engine.rows("DELETE FROM meta WHERE key = 'derived'")
        record.engine.rows("INSERT INTO meta VALUES ('derived', ?)", [_state(record.engine)])


Question = Callable[[random.Random], str]


def questions(path: Path, words: np.ndarray, pages: bool) -> dict[str, Question]:
    """Every read of the API, and the pages, each as a kind of question that draws its values."""
    with duckdb.connect(str(path), read_only=True) as sql:

        def some(query: str) -> list[str]:
            return [str(v) for (v,) in sql.execute(query + " USING SAMPLE 2000 ROWS (reservoir, 7)").fetchall()]

        ids = {t: some(f"SELECT id FROM {t}") for t in ("events", "statements", "commitments", "incidents")}
        ids["reports"] = some("SELECT report FROM reports")
        ids["actors"] = some("SELECT DISTINCT id FROM (SELECT id FROM actors LIMIT 50000)")
        names = some("SELECT DISTINCT name FROM (SELECT name FROM event_parties WHERE side = 'actor' LIMIT 50000)")

    def country(r: random.Random) -> str:
        return str(COUNTRIES[r.randrange(len(COUNTRIES))])

    def days(r: random.Random) -> dict[str, str]:
        year = r.randrange(2010, 2024)
        return {"from": f"{year}-0{r.randrange(1, 9)}-01", "to": f"{year + 1}-0{r.randrange(1, 9)}-15"}

    def word(r: random.Random) -> str:
        return str(words[int(10 ** r.uniform(1.6, 4.4))])

    def asking(resource: str, draw: Callable[[random.Random], dict[str, str]]) -> Question:
        return lambda r: f"/api/v1/{resource}?{urlencode(draw(r))}"

    out: dict[str, Question] = {
        "events": asking("events", lambda r: {"limit": str(r.randrange(20, 60))}),
        "events, days": asking("events", days),
        "events, country and type": asking(
            "events", lambda r: {"country": country(r), "type": str(TYPES[r.randrange(len(TYPES))]), **days(r)}
        ),
        "events, actor and recipient": asking("events", lambda r: {"actor": country(r), "recipient": country(r)}),
        "events, a name": asking("events", lambda r: {"actor": r.choice(names)}),
        "events, oldest, as CSV": asking(
            "events", lambda r: {"order": "oldest", "format": "csv", "country": country(r)}
        ),
        "events, as Arrow": asking("events", lambda r: {"format": "arrow", "quad": "M-CONF", **days(r)}),
        "statements": asking("statements", lambda r: {"speaker": r.choice(names)}),
        "statements, days": asking("statements", days),
        "reports": asking("reports", lambda r: {"country": country(r), **days(r)}),
        "reports, publisher": asking("reports", lambda r: {"publisher": f"Wire {r.randrange(50)}"}),
        "incidents": asking("incidents", lambda r: {"country": country(r), "reports": str(r.randrange(1, 5))}),
        "actors": asking("actors", lambda r: {"country": country(r), "name": r.choice(names)}),
        "commitments": asking("commitments", lambda r: {"party": country(r), "state": r.choice(["open", "broken"])}),
        "commitments, due": asking("commitments", lambda r: {"due_from": "2015-01-01", "kind": r.choice(KINDS)}),
        "dyads": asking("dyads", lambda r: {"country": country(r), **days(r)}),
        "dyad by month": lambda r: f"/api/v1/dyads/{'/'.join(r.sample(list(map(str, COUNTRIES)), 2))}?by=month",
        "dyad by week": lambda r: f"/api/v1/dyads/{'/'.join(r.sample(list(map(str, COUNTRIES)), 2))}?by=week",
        "search, one word": asking("search", lambda r: {"q": word(r)}),
        "search, two words": asking("search", lambda r: {"q": f"{word(r)} {word(r)}"}),
        "search, word and filters": asking(
            "search", lambda r: {"q": word(r), "country": country(r), "kind": "event", **days(r)}
        ),
    }
    for name, known in ids.items():
        out[f"one of {name}"] = lambda r, name=name, known=known: f"/api/v1/{name}/{r.choice(known)}"  # type: ignore[misc]
    if pages:
        out |= {"page /": lambda r: "/", "page /api": lambda r: "/api"}
    return out


class Client(threading.Thread):
    """Asks one question after the other until it is told to stop."""

    def __init__(self, port: int, asked: dict[str, Question], seed: int, until: float) -> None:
        super().__init__(daemon=True)
        self.port, self.asked, self.chance, self.until = port, asked, random.Random(seed), until
        self.took: dict[str, list[float]] = defaultdict(list)
        self.wrong: list[str] = []

    def run(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        kinds = list(self.asked)
        while time.monotonic() < self.until:
            kind = self.chance.choice(kinds)
            address = self.asked[kind](self.chance)
            start = time.perf_counter()
            connection.request("GET", address, headers={"Accept": "text/html" if kind.startswith("page") else "*/*"})
            answer = connection.getresponse()
            answer.read()
            self.took[kind].append(time.perf_counter() - start)
            if answer.status != 200:
                self.wrong.append(f"{answer.status} {address}")


def start(path: Path) -> tuple[subprocess.Popen[bytes], int]:
    """A server of the record in a process of its own, when it answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "dragoman", "serve", str(path), "--port", str(port)]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    while True:
        if process.poll() is not None:
            raise SystemExit(f"the server ended with {process.returncode}")
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return process, port
        except OSError:
            time.sleep(0.2)


def cpu_of(process: subprocess.Popen[bytes]) -> float:
    """CPU seconds of a process so far, user and system."""
    fields = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory_of(process: subprocess.Popen[bytes]) -> dict[str, float]:
    """MB of a process: all that is in memory, and what of it is its own rather than a mapped file's."""
    told = Path(f"/proc/{process.pid}/status").read_text()
    return {name: int(n) / 1000 for name, n in re.findall(r"(VmRSS|RssAnon):\s+(\d+) kB", told)}


def measure(path: Path, words: np.ndarray, *, clients: int, seconds: float, only: str, pages: bool) -> None:
    """Start a server, ask it, and print what it took."""
    asked = {name: q for name, q in questions(path, words, pages).items() if only in name}
    began = time.perf_counter()
    process, port = start(path)
    try:
        print(f"server ready after {time.perf_counter() - began:.1f} s ({cpu_of(process):.1f} s CPU)")
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        chance = random.Random(0)
        alone: dict[str, float] = {}
        for name, question in asked.items():
            took, before = [], cpu_of(process)
            for n in range(11):
                started = time.perf_counter()
                connection.request("GET", question(chance))
                answer = connection.getresponse()
                size = len(answer.read())
                took.append(time.perf_counter() - started)
                if n == 0:
                    before, first = cpu_of(process), took[0]
            alone[name] = statistics.median(took[1:])
            print(
                f"  {name:32} first {1000 * first:8.1f} ms, then {1000 * alone[name]:7.1f} ms "
                f"({100 * (cpu_of(process) - before):6.1f} ms CPU), {size:7,} bytes, {answer.status}"
            )
        until = time.monotonic() + seconds
        before, wall = cpu_of(process), time.perf_counter()
        threads = [Client(port, asked, seed, until) for seed in range(clients)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        wall = time.perf_counter() - wall
        spent = cpu_of(process) - before
        report(threads, alone, wall, spent)
        print(f"memory of the server, MB: {json.dumps(memory_of(process))}")
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(20)


def report(threads: list[Client], alone: dict[str, float], wall: float, spent: float) -> None:
    """Print the percentiles of each kind of question."""
    took: dict[str, list[float]] = defaultdict(list)
    for thread in threads:
        for kind, some in thread.took.items():
            took[kind] += some
    print(f"\n{'':34}{'answers':>8}{'alone ms':>10}{'p50 ms':>9}{'p95 ms':>9}{'p99 ms':>9}")
    for kind in alone:
        line(kind, took[kind], alone[kind])
    every = [t for some in took.values() for t in some]
    line("all", every, statistics.median(alone.values()))
    wrong = [w for thread in threads for w in thread.wrong]
    told = f"{len(threads)} clients, {len(every) / wall:.0f} answers a second"
    print(f"{told}, {1000 * spent / max(len(every), 1):.1f} ms CPU of the server an answer")
    print(f"{len(wrong)} answers that were not 200{': ' + wrong[0] if wrong else ''}")


def line(kind: str, took: list[float], alone: float) -> None:
    """Print one line of percentiles."""
    some = sorted(took) or [float("nan")]
    told = [1000 * some[min(len(some) - 1, int(part * len(some)))] for part in (0.5, 0.95, 0.99)]
    print(f"{kind:34}{len(took):>8}{1000 * alone:>10.1f}{told[0]:>9.1f}{told[1]:>9.1f}{told[2]:>9.1f}")


def main() -> None:
    """Make the record, serve it, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--clients", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--only", default="", help="kinds of questions whose name holds this")
    parser.add_argument("--no-pages", action="store_true", help="the API alone")
    parser.add_argument("--keep", type=Path, help="a folder for the record, which is used again if it is there")
    told = parser.parse_args()
    words = vocabulary(np.random.default_rng(1))
    with tempfile.TemporaryDirectory() as folder:
        kept = told.keep or Path(folder)
        kept.mkdir(parents=True, exist_ok=True)
        path = kept / f"served-{told.events}.duckdb"
        if not path.exists():
            fill(path, told.events, words, np.random.default_rng(told.events))
            enrich(path)
        print(f"{told.events:,} events, record {path.stat().st_size / 1e6:,.0f} MB")
        measure(path, words, clients=told.clients, seconds=told.seconds, only=told.only, pages=not told.no_pages)


if __name__ == "__main__":
    main()
