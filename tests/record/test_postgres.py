"""What is so of records on a PostgreSQL server alone; what is so of all records is in the neighbours of this file."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from dragoman.errors import RecordError
from dragoman.model import CodedReport
from dragoman.record import Record
from dragoman.record.copying import merge, snapshot, vacuum
from dragoman.record.engines.postgres import Postgres
from dragoman.record.search import Search
from dragoman.record.store import Input
from dragoman.record.verifying import verify
from tests.cli.test_commands import dragoman_
from tests.conftest import ROOT
from tests.example import empty, example
from tests.record.test_importing import short
from tests.record.test_ingesting import content, pages
from tests.stores import Schemas, Server, password_of, store_of


@pytest.fixture
def schemas(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Schemas:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    store = store_of("postgresql", request, tmp_path)
    assert isinstance(store, Schemas)
    return store


@pytest.fixture
def where(schemas: Schemas) -> str:
    place = schemas.place()
    with Record.open(place) as record:
        record.add_many([example(), empty()], coder="test")
    return place


def test_two_ingests_at_once_take_turns(schemas: Schemas, tmp_path: Path) -> None:
    folder, place = pages(tmp_path / "pages", 12, seed=6), schemas.place()
    command = [sys.executable, "-m", "tests.record.ingest_run", str(folder), place, "0.02"]
    both = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) for _ in range(2)]
    for one in both:
        _, err = one.communicate()
        assert (one.returncode, err) == (0, b"")
    with Record.open(place, read_only=True) as record:
        assert len(record) == 12
        assert len(record.inputs()) == 15
        assert list(verify(record)) == []


def test_many_open_a_new_record_at_once(schemas: Schemas) -> None:
    place = schemas.place()

    def write(n: int) -> None:
        with Record.open(place) as record:
            record.add(short(n))

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(write, range(6)))
    with Record.open(place, read_only=True) as record:
        assert len(record) == 6
        assert record.sql("SELECT count(*), count(DISTINCT n) FROM changes").tuples() == [(6, 6)]


def test_whoever_writes_is_named_and_readers_do_not_wait(schemas: Schemas, where: str) -> None:
    hasty = where + "&options=-c%20lock_timeout%3D200ms"
    with Record.open(where) as first, Record.open(hasty) as second, Record.open(where, read_only=True) as reader:
        with first._transaction():
            first._rows("DELETE FROM events")
            with pytest.raises(RecordError, match=r"being written by another program: dragoman, process \d+") as caught:
                second.add(short(1))
            assert "as editor" in str(caught.value)
            assert "server process" in str(caught.value)
            assert reader.counts()["events"] == len(example().events)
        assert second.add(short(1))
        assert reader.counts()["events"] == 0


def test_what_is_read_together_is_of_one_state(where: str) -> None:
    with Record.open(where) as writer, Record.open(where, read_only=True) as reader, reader.engine.steady():
        assert len(reader) == 2
        writer.add(short(1))
        assert len(writer) == 3
        assert len(reader) == 2
        assert reader.sql("SELECT count(*) FROM reports").tuples() == [(2,)]


@pytest.mark.parametrize("read_only", [True, False])
@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("SELECT 1; SELECT 2", "one query"),
        ("", "one query|no query"),
        ("SELECT nothing", "nothing"),
        ("DELETE FROM events", "begins with SELECT|only be read"),
        ("COMMIT", "begins with SELECT|no query"),
        ("SET search_path = x", "begins with SELECT|no query"),
        ("COPY events TO STDOUT", "begins with SELECT|COPY"),
        ("COPY events TO '/tmp/dragoman-out'", "begins with SELECT|not allow|COPY"),
        ("WITH gone AS (DELETE FROM events RETURNING 1) SELECT * FROM gone", "must not contain|only be read"),
        ("SELECT pg_read_file('/etc/hostname')", "not allow"),
        ("SELECT lo_import('/etc/hostname')", "not allow|only be read"),
        ("SELECT set_config('transaction_read_only', 'off', false)", "read-write mode"),
        ("CREATE TABLE x (a INTEGER)", "begins with SELECT|only be read"),
    ],
)
def test_a_query_can_do_no_harm(where: str, read_only: bool, query: str, says: str) -> None:
    with Record.open(where, read_only=read_only) as record:
        with pytest.raises(RecordError, match=says):
            record.query(query)
        with pytest.raises(RecordError, match=says):
            record.sql(query).tuples()
        assert record.query("SELECT 1 AS a UNION ALL SELECT 2;", limit=1) == (["a"], [(1,)])
        assert record.counts()["events"] == len(example().events)
        assert record.sql("SELECT count(*) FROM events").tuples() == [(len(example().events),)]


def test_what_a_query_sets_or_locks_ends_with_it(where: str) -> None:
    with Record.open(where) as record:
        key = record.engine._key() if isinstance(record.engine, Postgres) else 0
        record.query(f"SELECT pg_advisory_lock({key}), set_config('search_path', 'nowhere', false)")
        record.sql("SELECT set_config('search_path', 'nowhere', false)").tuples()
        assert record.add(short(1))


def test_questions_have_a_time_limit(where: str) -> None:
    with Record.open(where + "&options=-c%20statement_timeout%3D200ms", read_only=True) as record:
        with pytest.raises(RecordError, match="took too long"):
            record.sql("SELECT pg_sleep(20)").tuples()
        assert len(record) == 2
        with pytest.raises(RecordError, match=r"longer than 0\.3 seconds"):
            record.query("SELECT pg_sleep(20)", timeout_s=0.3)
    with Record.open(where, read_only=True) as record:
        assert record.sql("SELECT current_setting('statement_timeout')").tuples() == [("10min",)]


def test_a_superuser_asks_no_queries(postgres: Server, where: str) -> None:
    url = where.replace("editor@127.0.0.1", "postgres@").replace("/news?", f"/news?host={postgres.folder}&")
    with Record.open(url, read_only=True) as record:
        assert len(record) == 2
        with pytest.raises(RecordError, match="superuser"):
            record.query("SELECT 1")


def test_a_reader_needs_no_more_than_select(postgres: Server, schemas: Schemas, where: str, tmp_path: Path) -> None:
    schema = where.partition("?schema=")[2]
    reader = where.replace("editor@", "reader@")
    with pytest.raises(RecordError, match="does not allow"):
        Record.open(reader, read_only=True)
    postgres.admin(f"GRANT USAGE ON SCHEMA {schema} TO reader")
    postgres.admin(f"GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO reader")
    with Record.open(reader, read_only=True) as record:
        assert len(record.search("tariff")) == 2
        assert record.query("SELECT count(*) FROM events")[1] == [(len(example().events),)]
        assert list(verify(record)) == []
        with pytest.raises(RecordError, match="only be read here"):
            record.add(short(1))
    snapshot(reader, tmp_path / "home.duckdb")
    with Record.open(reader) as record:
        with pytest.raises(RecordError, match="does not allow"):
            record.add(short(1))
        postgres.admin(f"GRANT INSERT, DELETE ON ALL TABLES IN SCHEMA {schema} TO reader")
        assert record.add(short(1))
        assert record.add(short(1, title="anew"))


def test_no_password_is_told(postgres: Server, where: str, tmp_path: Path) -> None:
    word = password_of(postgres)
    right, wrong = (where.replace("editor@", f"guarded:{w}@") for w in (word, word[::-1]))
    told = list(dragoman_("stats", "--record", right))
    told += dragoman_("snapshot", str(tmp_path / "copy.duckdb"), "--record", right)
    told += dragoman_("search", "tariff", "--record", right)
    assert told[0::3] == [0, 0, 0]
    told += dragoman_("ingest", str(tmp_path / "none.txt"), "--record", right)
    told += dragoman_("query", "SELECT nothing", "--record", right)
    told += dragoman_("vacuum", "--record", right)
    code, *wrongly = dragoman_("stats", "--record", wrong)
    assert code == 1
    assert "password" in wrongly[1], "the server's reason is told"
    with Record.open(right, read_only=True) as record:
        told += [record.name, str(record.engine.index_folder()), repr(record.sql("SELECT 1"))]
    assert [t for t in told if word in str(t)] == []
    assert [t for t in wrongly if word[::-1] in t] == []
    assert [p for p in tmp_path.rglob("*") if word in p.name] == []
    for command in ("demo", "snapshot"):  # those make files, and say so
        arguments = (
            [str(tmp_path), "--record", right] if command == "demo" else [right, "--record", str(tmp_path / "x")]
        )
        code, out, err = dragoman_(command, *arguments)
        assert code != 0
        assert word not in out + err


def test_a_schema_that_is_no_record_is_refused(postgres: Server, schemas: Schemas) -> None:
    foreign, newer, hostile = (schemas.place(name) for name in ("foreign", "newer", "hostile"))
    postgres.admin(f"CREATE SCHEMA {schemas.mark}_foreign AUTHORIZATION editor")
    schemas.run(foreign, "CREATE TABLE meta (colour VARCHAR)")
    Record.open(newer).close()
    schemas.run(newer, "UPDATE meta SET value = '999' WHERE key = 'tables'")
    for read_only in (True, False):
        with pytest.raises(RecordError, match=f"holds other tables .{schemas.mark}_foreign"):
            Record.open(foreign, read_only=read_only)
        with pytest.raises(RecordError, match="newer Dragoman"):
            Record.open(newer, read_only=read_only)
    assert schemas.run(foreign, "SELECT count(*) FROM meta") == [(0,)]
    with pytest.raises(RecordError, match="no such record"):
        Record.open(schemas.place("nothing"), read_only=True)
    strange = hostile + "%22%3B%20DROP%20TABLE%20x%3B--"
    with Record.open(strange) as record:
        assert record.add(example())
    with Record.open(strange, read_only=True) as record:
        assert record.get(example().report.id) == example()


def test_without_a_schema_the_search_path_decides(postgres: Server, schemas: Schemas) -> None:
    name = schemas.mark
    postgres.admin(f"CREATE ROLE {name} LOGIN IN ROLE editor")
    postgres.admin(f"ALTER ROLE {name} SET search_path = {name}")
    url = f"postgresql://{name}@127.0.0.1:{postgres.port}/news"
    with pytest.raises(RecordError, match="no schema of the search path"):
        Record.open(url)
    postgres.admin(f"CREATE SCHEMA AUTHORIZATION {name}")
    with Record.open(url) as record:
        assert record.name == url
        record.add(example())
    assert len(Record.open(f"{url}?schema={name}", read_only=True)) == 1


def test_a_lost_connection_is_told_and_made_anew(postgres: Server, schemas: Schemas, where: str) -> None:
    end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'editor'"
    with Record.open(where) as record:
        record.add(short(1))
        postgres.admin(end)
        with pytest.raises(RecordError, match="went away"):
            len(record)
        assert len(record) == 3
        with pytest.raises(RecordError, match="went away"), record._transaction():  # noqa: PT012
            postgres.admin(end)
            record._rows("DELETE FROM events")
        assert record.add(short(2))
        assert list(verify(record)) == []


NASTY = "One \\.\n\\.\n\"two\"\t'three', {four} \\N \r\n NULL \x00 ünï\u202e\U0001f600\n\n"


def test_any_text_comes_through(where: str) -> None:
    report = replace(short(0).report, id="a" * 16, text=NASTY, title="", publisher='"', agency=NASTY)
    coded = CodedReport(report=report)
    long = replace(empty(), report=replace(empty().report, id="i" * 9000))
    with Record.open(where) as record:
        assert record.add_many([coded, long]) == 2
        assert record.add_many([coded, long]) == 0
        assert record.get("a" * 16) == coded
        assert record.get("i" * 9000) == long
        kept = record.sql("SELECT text, title, byline, publisher FROM reports WHERE report LIKE 'a%'").tuples()
        assert kept == [(NASTY.replace("\x00", "\ufffd"), "", None, '"')]
        assert [p.problem for p in verify(record) if "row" in p.problem] == []
        assert record.search("ünï kind:report")


def test_copies_between_a_server_and_files(schemas: Schemas, where: str, tmp_path: Path) -> None:
    home, back, third = tmp_path / "home.duckdb", schemas.place("back"), tmp_path / "third.duckdb"
    with Record.open(where) as record:
        record.keep([], inputs=[Input("x", "1", None, "bad"), Input("y", "2", example().report.id)])
        expected = content(record)
    snapshot(where, home)
    with Record.open(home) as record:
        assert content(record) == expected
        assert list(verify(record)) == []
        newer = replace(example(), issues=())
        record.add_many([newer, short(1)], coder="test")
        record.keep([], inputs=[Input("x", "3", short(1).report.id)])
        expected = content(record)
    counts = merge(where, home, back)
    with Record.open(back) as record:
        assert content(record) == expected
        assert record.counts() == counts
        assert list(verify(record)) == []
        assert len(record.search("tariff")) == 2
    merge(home, back, third)
    with Record.open(third, read_only=True) as record:
        assert content(record) == expected
    for first, second, into in ((where, home, back), (where, where, schemas.place("no")), (where, back, third)):
        with pytest.raises(RecordError, match=r"there already|same record"):
            merge(first, second, into)
    assert [p.name for p in tmp_path.iterdir() if "part" in p.name] == []


def test_vacuum_and_size(where: str) -> None:
    with Record.open(where) as record:
        before = content(record)
    old, new = vacuum(where)
    assert old > 0
    assert new > 0
    with Record.open(where) as record:
        assert content(record) == before
        assert record.size() == new


def test_a_search_that_another_one_overtook_goes_on(where: str) -> None:
    with Record.open(where) as one, Record.open(where) as two:
        first, second = Search(one), Search(two)
        first.update()
        two.add(short(1))
        assert second.update() == 1
        assert first.update() == 0
        assert len(first.find("note")) == 1


@pytest.fixture(autouse=True)
def _nothing_is_left(request: pytest.FixtureRequest) -> Iterator[None]:
    """No test leaves a session in a transaction behind, which would hold up others."""
    yield
    if "postgres" in request.fixturenames or "schemas" in request.fixturenames:
        server: Server = request.getfixturevalue("postgres")
        open_ones = "SELECT query FROM pg_stat_activity WHERE usename <> 'postgres' AND state LIKE 'idle in%'"
        assert server.admin(open_ones) == []


def test_the_server_is_the_tests_own(postgres: Server) -> None:
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(f"postgresql://postgres@127.0.0.1:{postgres.port}/news")
