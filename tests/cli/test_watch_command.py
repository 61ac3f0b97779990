"""`dragoman watch`, and addresses given to `code` and `ingest`, against a server on loopback."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from dragoman.record import Record
from tests.cli.test_commands import PAGE, dragoman_
from tests.conftest import ROOT
from tests.reading.fetching.web import Server, answer

STORY = "<html><head><title>{0}</title></head><body><article><h1>{0}</h1>{1}</article></body></html>"
BODY = "".join(f"<p>{' '.join(part.split())}</p>" for part in PAGE.split("\n\n"))


def story(title: str) -> bytes:
    return answer(STORY.format(title, BODY).encode())


def rss(*links: str) -> bytes:
    items = "".join(f"<item><title>T</title><link>{link}</link></item>" for link in links)
    return answer(f"<rss version='2.0'><channel><title>F</title>{items}</channel></rss>".encode())


@pytest.fixture
def server() -> Iterator[Server]:
    routes = {"/rss": rss("/a", "/gone"), "/a": story("Ministers meet in Lima")}
    server = Server(routes)
    yield server
    server.close()


def test_watch_once_codes_what_is_new(tmp_path: Path, server: Server) -> None:
    record, feed = tmp_path / "news.duckdb", f"http://127.0.0.1:{server.port}/rss"
    arguments = ["watch", feed, "--record", str(record), "--once", "--allow-private"]
    code, out, err = dragoman_(*arguments)
    assert code == 1, "a page could not be had"
    assert out.splitlines()[0].endswith(f"{feed}: 2 new items")
    assert out.splitlines()[1] == f"1 report coded, 1 input could not be used. {record} holds 1 report."
    assert f"dragoman: http://127.0.0.1:{server.port}/gone: the site answers 404 (Not Found)" in err
    with Record.open(record, read_only=True) as store:
        kept = {i.name: (i.report is not None, i.problem) for i in store.inputs()}
        assert store.sql("SELECT title FROM reports").tuples() == [("Ministers meet in Lima",)]
    base = f"http://127.0.0.1:{server.port}"
    assert kept == {
        f"{base}/a": (True, None),
        f"{base}/gone": (False, "the site answers 404 (Not Found)"),
    }
    asked = list(server.paths)
    code, out, err = dragoman_(*arguments)
    assert (code, out, err) == (0, f"no reports coded. {record} holds 1 report.\n", "")
    assert server.paths == [*asked, "/rss"]
    code, _, err = dragoman_("watch", f"{base}/none", "--record", str(record), "--once")
    assert code == 1
    assert "names port" in err or "not on the public internet" in err
    assert dragoman_("watch", feed, "--record", str(tmp_path / "no" / "r.duckdb"), "--once")[0] == 1
    assert dragoman_("watch", feed, "--record", str(record), "--interval", "5")[0] == 2


def test_addresses_are_inputs(tmp_path: Path, server: Server) -> None:
    base, record = f"http://127.0.0.1:{server.port}", str(tmp_path / "r.duckdb")
    code, out, err = dragoman_("code", f"{base}/a", "--allow-private", "--format", "jsonl")
    assert (code, err) == (0, "")
    assert '"title":"Ministers meet in Lima"' in out.replace(": ", ":")
    code, out, err = dragoman_("code", f"{base}/a")
    assert code == 1
    assert "--allow-private" in err
    code, out, err = dragoman_("ingest", f"{base}/rss", "--record", record, "--allow-private")
    assert (code, out) == (1, f"1 report coded, 1 input could not be used. {record} holds 1 report.\n")


def test_signals_end_a_watch_well(tmp_path: Path) -> None:
    server = Server({"/rss": rss()})
    command = [sys.executable, "-m", "dragoman", "watch", f"http://127.0.0.1:{server.port}/rss", "--allow-private"]
    running = {}
    for number in (signal.SIGINT, signal.SIGTERM):
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "DRAGOMAN_RECORD": f"{number.name}.duckdb"}
        running[number] = subprocess.Popen(
            command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
    for number, process in running.items():
        while not (tmp_path / f"{number.name}.duckdb.watch.json").exists():
            assert process.poll() is None
            time.sleep(0.02)
        process.send_signal(number)
        out, err = process.communicate(timeout=60)
        assert (process.returncode, err) == (0, "")
        assert out == f"no reports coded. {number.name}.duckdb holds no reports.\n"
        Record.open(tmp_path / f"{number.name}.duckdb").close()
    server.close()
    assert len(list(tmp_path.iterdir())) == 4
