"""A real server on loopback: slow clients, many at once, a record that changes or is put in another's place."""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import httpx
import pytest

from dragoman.record import Record
from dragoman.record.copying import snapshot
from dragoman.server.problems import Problem
from dragoman.server.reading import Reading
from dragoman.server.settings import Settings
from tests import stores
from tests.conftest import ROOT
from tests.server import made


def test_slow_clients(record: Path) -> None:
    """Connections that say nothing, or drip a head or a body, are closed; others are answered all the while."""
    settings = Settings(head_s=0.5, body_s=0.5, connections=40)
    with made.serving(record, settings) as port:
        silent = [socket.create_connection(("127.0.0.1", port)) for _ in range(10)]
        dripping = socket.create_connection(("127.0.0.1", port))
        body = socket.create_connection(("127.0.0.1", port))
        body.sendall(
            b"POST /api/v1/code HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: text/plain\r\nContent-Length: 99\r\n\r\nab"
        )
        began = time.monotonic()
        while time.monotonic() - began < 1.2:
            assert httpx.get(f"http://127.0.0.1:{port}/api/v1/events?limit=1").status_code == 200
            try:
                dripping.sendall(b"G")
            except OSError:
                break
            time.sleep(0.1)
        for connection in (*silent, dripping):
            connection.settimeout(2)
            with contextlib.suppress(ConnectionResetError):
                # what has dripped is no method of HTTP, which may be said before the time is over
                assert connection.recv(100)[:12] in (b"", b"HTTP/1.1 400")
        body.settimeout(2)
        assert body.recv(1000).startswith(b"HTTP/1.1 408")
        for connection in (*silent, dripping, body):
            connection.close()


def test_a_head_without_end(record: Path) -> None:
    with made.serving(record, Settings()) as port:
        for start in (b"GET /", b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Long: "):
            with socket.create_connection(("127.0.0.1", port)) as connection:
                connection.settimeout(5)
                connection.sendall(start)
                taken = 0
                with contextlib.suppress(OSError):
                    while taken < 500:
                        connection.sendall(b"a" * 4096)
                        taken += 1
                        time.sleep(0.001)
                assert taken < 500


def test_a_client_that_takes_nothing_in(record: Path) -> None:
    """Who asks for much and reads nothing is let go of; the server is free for others."""
    settings = Settings(body_s=0.5)
    with made.serving(record, settings) as port, socket.create_connection(("127.0.0.1", port)) as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        for _ in range(50):
            connection.sendall(b"GET /api/v1/events?limit=1000 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        time.sleep(1)
        assert httpx.get(f"http://127.0.0.1:{port}/api/v1/actors").status_code == 200


@pytest.mark.parametrize(
    "request_",
    [
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /x",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil.example\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: a\x00b\r\n\r\n",
    ],
)
def test_requests_that_are_none(record: Path, request_: bytes) -> None:
    with made.serving(record, Settings()) as port, socket.create_connection(("127.0.0.1", port)) as connection:
        connection.settimeout(5)
        connection.sendall(request_)
        assert connection.recv(100).split()[1] in (b"400", b"421")


def test_many_at_once(record: Path) -> None:
    """Twenty clients over four threads: each answer is the one that was asked for."""
    with made.serving(record, Settings()) as port:
        wrong: list[str] = []

        def ask(seed: int) -> None:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            for n in range(15):
                country = made.COUNTRIES[(seed + n) % len(made.COUNTRIES)]
                for address in (
                    f"/api/v1/events?country={country}",
                    f"/api/v1/search?country={country}&kind=event&limit=5",
                ):
                    connection.request("GET", address)
                    answer = connection.getresponse()
                    told = json.loads(answer.read())
                    if answer.status != 200 or not told["items"]:
                        wrong.append(f"{answer.status} {address}")
                    if "search" not in address and not all(country in json.dumps(e) for e in told["items"]):
                        wrong.append(address)

        threads = [threading.Thread(target=ask, args=[seed]) for seed in range(20)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        assert wrong == []


def test_answers_go_out_at_once(record: Path) -> None:
    """Nagle's algorithm would keep the second part of an answer back until the client acknowledges the first."""
    with made.serving(record, Settings()) as port:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        took = []
        for _ in range(20):
            began = time.monotonic()
            connection.request("GET", "/api/v1/actors?limit=1")
            connection.getresponse().read()
            took.append(time.monotonic() - began)
        assert min(took) < 0.03


def test_what_is_listed_follows_the_record(store: stores.Store) -> None:
    """On a server others may write meanwhile; a file is opened for writing by the server itself."""
    where = store.place()
    first, *rest = made.reports()
    with Record.open(where) as record:
        record.add(first)
    reading = Reading.open(where, Settings(writing=store.kind == "duckdb"))
    try:
        before = reading.listed.state
        assert reading.refresh() is False
        if store.kind == "duckdb":
            reading._write(lambda record: record.add_many(rest))
        else:
            with Record.open(where) as record:
                record.add_many(rest)
        assert reading.refresh() is True
        assert reading.listed.state != before
        assert len(reading.listed["reports"].sheet) == len(made.reports())
        assert len(reading.listed["events"].sheet) == sum(len(c.events) for c in made.reports())
    finally:
        reading.close()


def test_writing(tmp_path: Path) -> None:
    """Refused unless it is allowed; incidents and threads follow when nobody has written for a while."""
    where = tmp_path / "r.duckdb"
    first, *rest = made.reports()
    with Record.open(where) as record:
        record.add(first)
    reading = Reading.open(where, Settings())
    with pytest.raises(Problem, match="served to be read alone"):
        asyncio.run(reading.write(lambda record: record.add_many(rest)))
    reading.close()
    reading = Reading.open(where, Settings(writing=True, derive_s=0.0))
    try:
        before = len(reading.listed["incidents"].sheet)
        assert asyncio.run(reading.write(lambda record: record.add_many(rest))) == len(rest)
        assert reading.refresh() is True
        assert len(reading.listed["incidents"].sheet) == before
        state = reading.listed.state
        assert reading.refresh() is True
        assert len(reading.listed["incidents"].sheet) > before
        assert reading.listed.state != state
        assert reading.refresh() is False
    finally:
        reading.close()


def test_a_file_in_the_place_of_another(tmp_path: Path) -> None:
    """A snapshot is published by a rename: the server opens it, and the old one's connections are let go."""
    where, fresh = tmp_path / "r.duckdb", tmp_path / "fresh.duckdb"
    first, *rest = made.reports()
    with Record.open(where) as record:
        record.add(first)
    with Record.open(fresh) as record:
        record.add_many([first, *rest])
    reading = Reading.open(where, Settings())
    try:
        borrowed = reading.borrow()
        reading.back(borrowed)
        assert reading.refresh() is False
        os.replace(fresh, where)
        assert reading.refresh() is True
        assert len(reading.listed["reports"].sheet) == len(made.reports())
        again = reading.borrow()
        assert again is not borrowed
        assert len(again.record) == len(made.reports())
        reading.back(again)
    finally:
        reading.close()


def test_a_folder_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The lists are then made in the system's folder for passing files, and taken away at the end."""
    folder = tmp_path / "shelf"
    folder.mkdir()
    made.make(folder / "r.duckdb")
    (folder / "r.catalogue").write_text("in the way")
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    reading = Reading.open(folder / "r.duckdb", Settings())
    assert len(reading.listed["reports"].sheet) == len(made.reports())
    reading.close()
    assert list((tmp_path / "tmp").iterdir()) == []


def test_a_damaged_catalogue_is_made_anew(tmp_path: Path) -> None:
    where = tmp_path / "r.duckdb"
    made.make(where)
    Reading.open(where, Settings()).close()
    (tmp_path / "r.catalogue" / "events.arrow").write_bytes(b"broken")
    reading = Reading.open(where, Settings())
    assert len(reading.listed["events"].sheet) == sum(len(c.events) for c in made.reports())
    reading.close()


def test_the_command(tmp_path: Path) -> None:
    """`dragoman serve` tells where it serves, answers, and ends at an interrupt."""
    made.make(tmp_path / "r.duckdb")
    command = [sys.executable, "-m", "dragoman", "serve", str(tmp_path / "r.duckdb"), "--port", "0"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment)
    try:
        assert process.stderr is not None
        lines = iter(process.stderr.readline, "")
        address = next(line for line in lines if "http://" in line).partition("http://")[2].partition("/")[0]
        assert httpx.get(f"http://{address}/api/v1/reports?limit=1").json()["total"] == len(made.reports())
    finally:
        process.send_signal(signal.SIGINT)
        assert process.wait(20) in (0, 130)


def test_snapshots_can_be_served(record: Path, tmp_path: Path) -> None:
    snapshot(record, tmp_path / "copy.duckdb")
    reading = Reading.open(tmp_path / "copy.duckdb", Settings())
    assert len(reading.listed["reports"].sheet) == len(made.reports())
    reading.close()
