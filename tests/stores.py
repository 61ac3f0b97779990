"""Places for records, one kind for each database that a record can be kept in, and a PostgreSQL server to try it on."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import duckdb
import psycopg
import pytest

if TYPE_CHECKING:
    import pwd

KINDS = ("duckdb", "postgresql")
_MISSING = "PostgreSQL's server is not installed (on Debian: apt-get install postgresql); its records are not tested"


class Store(Protocol):
    """Where tests keep records."""

    kind: str

    def place(self, name: str = "r") -> str:
        """Where a record of that name is, as `Record.open` and the command line take it."""

    def run(self, where: str, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Run SQL at a place, past Dragoman."""


@dataclass
class Files:
    """DuckDB files in a folder."""

    folder: Path
    kind: str = "duckdb"

    def place(self, name: str = "r") -> str:
        return str(self.folder / f"{name}.duckdb")

    def run(self, where: str, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        with duckdb.connect(where) as connection:
            return connection.execute(sql, list(values)).fetchall()


@dataclass
class Server:
    """A PostgreSQL server of the tests' own. Its `owner` may make schemas, needs no password and is no superuser."""

    folder: Path
    port: int
    database: str = "news"
    owner: str = "editor"

    def url(self, schema: str, *, user: str | None = None) -> str:
        return f"postgresql://{user or self.owner}@127.0.0.1:{self.port}/{self.database}?schema={schema}"

    def admin(self, sql: str) -> list[tuple[Any, ...]]:
        """Run SQL as the superuser."""
        told = f"host={self.folder} port={self.port} user=postgres dbname={self.database}"
        with psycopg.connect(told, autocommit=True) as connection:
            found = connection.execute(sql.encode())
            return found.fetchall() if found.description else []


@dataclass
class Schemas:
    """Schemas of a server's database, each with a name of its own."""

    server: Server
    mark: str
    kind: str = "postgresql"

    def place(self, name: str = "r") -> str:
        return self.server.url(f"{self.mark}_{name}")

    def run(self, where: str, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        base, _, schema = where.partition("?schema=")
        with psycopg.connect(base, autocommit=True, options=f"-c search_path={schema}") as connection:
            found = connection.execute(sql.replace("?", "%s") if values else sql, values or None)  # type: ignore[arg-type]
            return found.fetchall() if found.description else []


_marks = count()


def store_of(kind: str, request: pytest.FixtureRequest, folder: Path) -> Store:
    """A store of a kind, with nothing in it; skips where there is no server."""
    if kind == "duckdb":
        return Files(folder)
    return Schemas(request.getfixturevalue("postgres"), f"t{next(_marks)}")


@contextmanager
def running() -> Iterator[Server]:
    """A server on loopback, its files in a temporary folder, that ends with the tests; skips where none can be had."""
    binaries = _binaries()
    user = _unprivileged()
    folder = Path(tempfile.mkdtemp(prefix="dragoman-", dir="/tmp"))  # a socket's path has to be short
    as_user: dict[str, Any] = {}
    if user is not None:
        os.chown(folder, user.pw_uid, user.pw_gid)
        as_user = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    data = folder / "data"
    command = [str(binaries / "initdb"), "-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "-N"]
    process = None
    try:
        made = subprocess.run(
            [*command, "--locale=C"], cwd=folder, capture_output=True, text=True, check=False, **as_user
        )
        if made.returncode:
            pytest.skip(f"PostgreSQL's server cannot be set up here, its records are not tested: {made.stderr[-200:]}")
        (data / "pg_hba.conf").write_text(
            "local all all trust\nhost all postgres 127.0.0.1/32 reject\n"
            "host all guarded 127.0.0.1/32 scram-sha-256\nhost all all 127.0.0.1/32 trust\n"
        )
        port = _free_port()
        settings = {"listen_addresses": "127.0.0.1", "port": port, "unix_socket_directories": folder, "fsync": "off"}
        settings |= {"full_page_writes": "off", "synchronous_commit": "off", "max_connections": 60}
        options = [f"-c{name}={value}" for name, value in settings.items()]
        with (folder / "log").open("w") as log:
            process = subprocess.Popen(
                [str(binaries / "postgres"), "-D", str(data), *options],
                cwd=folder,
                stdout=log,
                stderr=subprocess.STDOUT,
                **as_user,
            )
        _wait(process, folder, port)
        server = Server(folder, port)
        with psycopg.connect(f"host={folder} port={port} user=postgres dbname=postgres", autocommit=True) as admin:
            admin.execute("CREATE ROLE editor LOGIN")
            admin.execute("CREATE ROLE reader LOGIN")
            admin.execute("CREATE DATABASE news OWNER editor")
        yield server
    finally:
        if process is not None:
            process.send_signal(signal.SIGQUIT)  # at once: nobody wants the files any more
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
        shutil.rmtree(folder, ignore_errors=True)


def password_of(server: Server, user: str = "guarded") -> str:
    """A password for a role that needs one, made anew."""
    word = "pw-" + secrets.token_hex(8)
    if not server.admin(f"SELECT 1 FROM pg_roles WHERE rolname = '{user}'"):
        server.admin(f"CREATE ROLE {user} LOGIN IN ROLE editor")
    server.admin(f"ALTER ROLE {user} PASSWORD '{word}'")
    return word


def _binaries() -> Path:
    there = [Path(found).resolve().parent for name in ("postgres",) if (found := shutil.which(name))]
    there += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: float(p.parent.name), reverse=True)
    for folder in there:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    pytest.skip(_MISSING)


def _unprivileged() -> pwd.struct_passwd | None:
    """Whom the server runs as: it refuses to run as root."""
    if os.geteuid() != 0:
        return None
    import pwd

    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    pytest.skip("PostgreSQL's server does not run as root, and there is no other user; its records are not tested")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(process: subprocess.Popen[bytes], folder: Path, port: int) -> None:
    until = time.monotonic() + 120
    while True:
        try:
            psycopg.connect(f"host={folder} port={port} user=postgres dbname=postgres").close()
            return
        except psycopg.OperationalError:
            if process.poll() is not None or time.monotonic() > until:
                told = (folder / "log").read_text("utf-8", "replace")[-300:]
                pytest.skip(f"PostgreSQL's server does not start here, its records are not tested: {told}")
            time.sleep(0.05)
