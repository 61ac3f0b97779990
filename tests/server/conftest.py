"""Fixtures of the server's tests: a record, and clients of applications that serve it."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # the framework's test client would like another HTTP library
    from starlette.testclient import TestClient

from dragoman.server.app import application
from dragoman.server.guarding.tokens import Scope, new_token
from dragoman.server.reading import Reading
from dragoman.server.settings import Settings
from tests import stores
from tests.server import made


@pytest.fixture(scope="session")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The record of `made`, in a file."""
    where = tmp_path_factory.mktemp("served") / "r.duckdb"
    made.make(where)
    return where


@pytest.fixture(scope="session")
def client(record: Path) -> Iterator[TestClient]:
    """A client of that record's server, as whoever asks from the server's own machine."""
    settings = Settings()
    with TestClient(application(Reading.open(record, settings), settings), base_url="http://127.0.0.1:8765") as client:
        yield client


@pytest.fixture(scope="module")
def either(shared_store: stores.Store) -> Iterator[TestClient]:
    """A client of the same record in each kind of database."""
    where = shared_store.place("served")
    made.make(where)
    settings = Settings()
    with TestClient(application(Reading.open(where, settings), settings), base_url="http://127.0.0.1") as client:
        yield client


Clients = Callable[..., TestClient]


@pytest.fixture
def clients(record: Path) -> Iterator[Clients]:
    """Makes clients of servers with settings of a test's own."""
    with ExitStack() as stack:

        def make(*, base_url: str = "http://127.0.0.1:8765", at: Path = record, **more: Any) -> TestClient:
            settings = Settings(**more)
            app = application(Reading.open(at, settings), settings)
            return stack.enter_context(TestClient(app, base_url=base_url, follow_redirects=False))

        yield make


@pytest.fixture
def tokens(tmp_path: Path) -> tuple[Path, str, str]:
    """A file of tokens, one to read and one to write."""
    file = tmp_path / "tokens"
    return file, new_token(file, "reader", [Scope.READ]), new_token(file, "writer", [Scope.READ, Scope.WRITE])
