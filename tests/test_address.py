"""Where records are, and that no password is ever told."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.address import Address
from dragoman.errors import RecordError
from dragoman.record import Record
from tests.cli.test_commands import dragoman_


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("postgresql://ana:QXZ@db.example.org/news", "postgresql://ana@db.example.org/news"),
        ("postgres://ana:QXZ@db:5433/news?schema=andes&sslmode=require", "postgresql://ana@db:5433/news?schema=andes"),
        ("POSTGRESQL://ana@db/news", "postgresql://ana@db/news"),
        ("postgresql:///news", "postgresql:///news"),
        ("postgresql://db", "postgresql://db/"),
        ("postgresql://a,b:5433/news", "postgresql://a,b:5433/news"),
        ("postgresql://[::1]:5433/news", "postgresql://[::1]:5433/news"),
        ("postgresql://ana:Q%40XZ@db/news", "postgresql://ana@db/news"),
        ("postgresql://db/news?user=ana&password=QXZ", "postgresql://ana@db/news"),
        ("postgresql:///?host=/run/postgresql&port=5433&dbname=news", "postgresql:///run/postgresql:5433/news"),
    ],
)
def test_a_server_is_named_without_its_password(url: str, name: str) -> None:
    address = Address.of(url)
    assert str(address) == name
    assert address.server is not None
    assert address.path is None
    assert "QXZ" not in repr(address) + str(address)
    assert Address.of(address) is address


def test_everything_else_is_a_file() -> None:
    for where in ("news.duckdb", "C:\\news.duckdb", "a/b", ":memory:", "postgresql", Path("x") / "y"):
        address = Address.of(where)
        assert address.server is None
        assert address.path == Path(where)
        assert str(address) == str(where)


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("postgresql://ana:QX@Z@db/news", "%40 for @"),
        ("postgresql://ana:QX/Z@db/news", "%2F for /"),
        ("postgresql://ana:QX Z@db/news", "%20 for a blank"),
        ("postgresql://db:QXZ/news", "port is no number"),
        ("mysql://ana:QXZ@db/news", "mysql://"),
        (Path("postgresql://ana:QXZ@db/news"), "give it as text"),
    ],
)
def test_what_cannot_be_read_is_not_repeated(url: str | Path, says: str) -> None:
    with pytest.raises(RecordError, match=says) as caught:
        Address.of(url)
    assert "QX" not in str(caught.value)
    if isinstance(url, str):
        code, out, err = dragoman_("stats", "--record", url)
        assert (code, out) == (2, "")
        assert "QX" not in err
        assert "database" in err.lower() or "file" in err.lower()


@given(st.text(max_size=4))
def test_whatever_a_password_holds_it_is_not_told(between: str) -> None:
    try:
        told = str(Address.of(f"postgresql://ana:QXZ{between}WVK@db.example.org/news?schema=s"))
    except RecordError as error:
        told = str(error)
    assert "QXZ" not in told
    assert "WVK" not in told


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://ana:QXZWVK@127.0.0.1:1/news",
        "postgresql://ana:QXZ%WVK@127.0.0.1:1/news",
        "postgresql://ana@127.0.0.1:1/news?password=QXZWVK&nonsense=1",
        "postgresql://ana@127.0.0.1:1/news?password=QXZWVK&sslmode=QXZWVK",
    ],
)
def test_a_server_that_does_not_answer_is_named_without_a_password(url: str) -> None:
    for read_only in (True, False):
        with pytest.raises(RecordError, match=r"postgresql://ana@127\.0\.0\.1:1/news") as caught:
            Record.open(url, read_only=read_only)
        assert "QXZ" not in str(caught.value)
    code, _, err = dragoman_("stats", "--record", url)
    assert code == 1
    assert "QXZ" not in err
