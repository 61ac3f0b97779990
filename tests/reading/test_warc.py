"""Web archives: which records are pages, codings, damage that costs one record, bombs."""

from __future__ import annotations

import gzip
import zlib
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pytest

from dragoman.errors import InputError, InputTooLarge
from dragoman.model import Page
from dragoman.reading import read, read_page
from dragoman.reading.refusals import is_missing
from tests.reading.inputs import HTML, article, assert_found_on_page, packed, taken, warc_record

RECORDS = [warc_record(n, article(n)) for n in range(5)]
MEMBERS = packed(*RECORDS)
STARTS = [sum(map(len, MEMBERS[:n])) for n in range(6)]
BARE = [sum(map(len, RECORDS[:n])) for n in range(6)]
CODED = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: %b\r\n\r\n"


def archive(tmp_path: Path, data: bytes) -> tuple[list[str], list[InputError], list[Page]]:
    """The numbers in the addresses of the pages found, the errors, the pages."""
    path = tmp_path / "a"
    path.write_bytes(data)
    pages, errors = taken(path)
    return [(page.url or "").rpartition("/")[2] for page in pages], errors, pages


@pytest.mark.parametrize("codec", ["", "gzip", "zstd", "lz4"])
def test_pages_are_named_by_their_offset_whatever_the_compression(tmp_path: Path, codec: str) -> None:
    parts = [r if not codec else pa.compress(r, codec=codec, asbytes=True) for r in RECORDS]
    numbers, errors, pages = archive(tmp_path, b"".join(parts))
    assert numbers == list("01234")
    assert errors == []
    offsets = [sum(map(len, parts[:n])) for n in range(5)]
    assert [page.name for page in pages] == [f"{tmp_path / 'a'}:{offset}" for offset in offsets]
    report = read_page(pages[3])
    assert report.title == "Ruritania and Freedonia reopen crossing 3"
    assert (report.url, pages[3].fetched_at) == ("https://courier.example/3", datetime(2024, 3, 5, 10, tzinfo=UTC))
    assert_found_on_page(pages[3], report)


def test_one_page_of_an_archive_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"".join(MEMBERS))
    (report,) = read(f"{tmp_path / 'a'}:{STARTS[2]}")
    assert report.url == "https://courier.example/2"
    with pytest.raises(InputError, match="nothing at that place"):
        list(read(f"{tmp_path / 'a'}:{STARTS[2] + 1}"))


@pytest.mark.parametrize(
    "http",
    [
        b"HTTP/1.1 301 Moved Permanently\r\nLocation: /x\r\nContent-Type: text/html\r\n\r\n",
        b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n",
        b"HTTP/1.1 500 Oh\r\nContent-Type: text/html\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n",
        b"no http at all\r\n\r\n",
    ],
)
def test_what_is_no_page_is_passed_over(tmp_path: Path, http: bytes) -> None:
    parts = [warc_record(9, b"GET /", kind="request", http=b""), RECORDS[0], warc_record(7, article(7), http=http)]
    parts += [warc_record(8, b"x: y", kind="metadata", http=b""), RECORDS[1]]
    numbers, errors, _ = archive(tmp_path, b"".join(packed(*parts)))
    assert (numbers, errors) == (["0", "1"], [])


@pytest.mark.parametrize(
    ("title", "missing"),
    [
        ("Page not found | The Courier", True),
        ("404", True),
        ("Error 404 - The Courier", True),
        ("The Courier - 404 Not Found", True),
        ("This page is no longer available", True),
        ("Sorry, the page you are looking for could not be found.", True),
        ("404 migrants rescued off Libya", False),
        ("Bodies of missing climbers found in Nepal", False),
        ("Missing page of treaty found in archive", False),
        ("Vaccine no longer available in Gaza, ministry says", False),
    ],
)
def test_pages_that_say_there_is_no_page(title: str, missing: bool) -> None:
    assert is_missing(f"<html><head><TITLE>\n{title} </TITLE></head><body>words".encode()) is missing


def test_the_server_s_charset_goes_before_the_page_s(tmp_path: Path) -> None:
    page = article(7).decode().replace("officials said", "officials said in café").replace(
        "<head>", "<head><meta charset=iso-8859-2>"
    )  # fmt: skip
    http = b'HTTP/1.1 200 OK\r\nContent-Type: text/html; charset="windows-1251"\r\n\r\n'
    body = page.replace("café", "слово").encode("cp1251")
    _, _, (found,) = archive(tmp_path, warc_record(7, body, http=http))
    assert "officials said in слово" in read_page(found).text
    _, _, (latin,) = archive(tmp_path, warc_record(7, page.encode("latin-1"), http=HTML))
    assert "in café" in read_page(latin).text
    _, _, (lied,) = archive(tmp_path, warc_record(7, page.encode(), http=http))  # UTF-8 that says it is something else
    assert "in café" in read_page(lied).text


@pytest.mark.parametrize(
    ("codings", "body"),
    [
        (b"gzip", gzip.compress(article(7), mtime=0)),
        (b"x-gzip", gzip.compress(article(7), mtime=0)),
        (b"br", pa.compress(article(7), codec="brotli", asbytes=True)),
        (b"zstd", pa.compress(article(7), codec="zstd", asbytes=True)),
        (b"deflate", zlib.compress(article(7))),
        (b"deflate", zlib.compress(article(7))[2:-4]),
        (b"gzip, br", pa.compress(gzip.compress(article(7), mtime=0), codec="brotli", asbytes=True)),
        (b"gzip", article(7)),  # stored decoded, the header kept
        (b"identity", article(7)),
    ],
)
def test_content_codings(tmp_path: Path, codings: bytes, body: bytes) -> None:
    data = RECORDS[0] + warc_record(7, body, http=CODED % codings) + RECORDS[1]
    numbers, errors, pages = archive(tmp_path, data)
    assert (numbers, errors) == (["0", "7", "1"], [])
    assert pages[1].data == article(7)


def test_chunks_undone_or_stored_without(tmp_path: Path) -> None:
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
    body = article(7)
    chunks = b"".join(b"%x\r\n%b\r\n" % (len(body[i : i + 300]), body[i : i + 300]) for i in range(0, len(body), 300))
    for stored in (chunks + b"0\r\n\r\n", body):
        _, errors, (page,) = archive(tmp_path, warc_record(7, stored, http=http))
        assert (errors, page.data) == ([], body)
    numbers, (error,), _ = archive(tmp_path, warc_record(7, chunks[:-200], http=http) + RECORDS[1])
    assert numbers == ["1"]
    assert "chunk" in str(error)


@pytest.mark.parametrize(
    ("codings", "body", "problem"),
    [
        (b"gzip", gzip.compress(article(7), mtime=0)[:100], "damaged gzip"),
        (b"br", b"\xff" * 500, "damaged br"),
        (b"exi", article(7), "'exi', which is not known"),
        (b"gzip", gzip.compress(bytes(30_000_000), mtime=0), "unpacks to more than"),
        (b"br", pa.compress(bytes(30_000_000), codec="brotli", asbytes=True), "unpacks to more than"),
        (b"zstd", pa.compress(bytes(30_000_000), codec="zstd", asbytes=True), "unpacks to more than"),
        (b"deflate", zlib.compress(bytes(30_000_000)), "unpacks to more than"),
    ],
    ids=range(7),
)
def test_codings_that_are_damaged_or_bombs_cost_their_record(
    tmp_path: Path, codings: bytes, body: bytes, problem: str
) -> None:
    data = RECORDS[0] + warc_record(7, body, http=CODED % codings) + RECORDS[1]
    numbers, (error,), _ = archive(tmp_path, data)
    assert numbers == ["0", "1"]
    assert error.name == f"{tmp_path / 'a'}:{BARE[1]}"
    assert problem in str(error)


def test_a_record_larger_than_any_page(tmp_path: Path) -> None:
    bomb = gzip.compress(warc_record(7, bytes(30_000_000)), mtime=0)
    numbers, (error,), _ = archive(tmp_path, MEMBERS[0] + bomb + MEMBERS[1])
    assert numbers == ["0", "1"]
    assert isinstance(error, InputTooLarge)
    assert error.name.endswith(f":{STARTS[1]}")


def damaged(at: int, size: int = 10) -> bytes:
    data = bytearray(b"".join(MEMBERS))
    data[at : at + size] = bytes(size)
    return bytes(data)


LONG = RECORDS[2].replace(b"Content-Length: ", b"Content-Length: 9", 1)
HEADED = RECORDS[1].replace(b"\r\n", b"\r\nX: " + b"y" * 99_999 + b"\r\n", 1)


@pytest.mark.parametrize(
    ("data", "found", "place"),
    [
        (damaged(STARTS[2] + 100), "0134", STARTS[2]),
        (damaged(STARTS[2], 20), "0134", STARTS[2]),
        (damaged(100), "1234", 0),
        (b"".join(MEMBERS)[: STARTS[4] + 150], "0123", STARTS[4]),
        (b"".join(MEMBERS)[: STARTS[4] + 15], "0123", STARTS[4]),
        (b"".join(RECORDS)[: BARE[4] + 600], "0123", BARE[4]),
        (b"".join([*RECORDS[:2], LONG, *RECORDS[3:]]), "0134", BARE[2]),
        (b"".join([*MEMBERS[:2], *packed(LONG), *MEMBERS[3:]]), "0134", STARTS[2]),
        (b"".join([*RECORDS[:2], b"garbage" * 50, *RECORDS[2:]]), "01234", BARE[2]),
        (b"".join([*MEMBERS[:1], *packed(HEADED), *MEMBERS[2:]]), "0234", STARTS[1]),
    ],
    ids=lambda value: "" if isinstance(value, bytes) else str(value),
)  # fmt: skip
def test_damage_costs_one_record_and_names_its_place(tmp_path: Path, data: bytes, found: str, place: int) -> None:
    numbers, errors, _ = archive(tmp_path, data)
    assert "".join(numbers) == found
    assert [error.name for error in errors] == [f"{tmp_path / 'a'}:{place}"]


def test_damage_in_several_places(tmp_path: Path) -> None:
    data = bytearray(b"".join(MEMBERS))
    for n in (1, 2, 4):
        data[STARTS[n] + 100 : STARTS[n] + 110] = bytes(10)
    numbers, errors, _ = archive(tmp_path, bytes(data))
    assert numbers == ["0", "3"]
    assert len(errors) == 3


def test_an_archive_packed_as_one_still_names_each_page(tmp_path: Path) -> None:
    numbers, errors, pages = archive(tmp_path, gzip.compress(b"".join(RECORDS)))
    assert (numbers, errors) == (list("01234"), [])
    assert len({page.name for page in pages}) == 5


def test_false_beginnings_are_not_taken(tmp_path: Path) -> None:
    numbers, errors, _ = archive(tmp_path, MEMBERS[0] + b"\x1f\x8b\x08" * 2000 + MEMBERS[2])
    assert numbers == ["0", "2"]
    assert len(errors) == 1


@pytest.mark.parametrize(
    "http",
    [
        b"HTTP/1.1 200 OK\nContent-Type: text/html; charset=utf-8\nServer: x\n\n",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\n\n",
        b"HTTP/1.1 200 OK\nContent-Type: text/html\n\r\n",
    ],
)
def test_headers_whose_lines_end_with_a_bare_line_feed(tmp_path: Path, http: bytes) -> None:
    parts = [warc_record(0, article(0), http=http), RECORDS[1], warc_record(2, article(2), http=http)]
    numbers, errors, pages = archive(tmp_path, b"".join(packed(*parts)))
    assert (numbers, errors) == (["0", "1", "2"], [])
    assert pages[0].data == article(0)


@pytest.mark.parametrize(("reason", "told"), [("length", "limit of length"), ("odd", "does not tell")])
def test_a_page_that_the_crawler_cut_says_so(tmp_path: Path, reason: str, told: str) -> None:
    cut = RECORDS[1].replace(b"WARC-Date:", b"WARC-Truncated: %b\r\nWARC-Date:" % reason.encode(), 1)
    _, _, (whole, short) = archive(tmp_path, b"".join(packed(RECORDS[0], cut)))
    assert (whole.issues, [issue.code for issue in short.issues]) == ((), ["truncated"])
    report = read_page(short)
    assert told in report.issues[0].message
    assert [issue.code for issue in report.issues] == ["truncated", *(i.code for i in read_page(whole).issues)]
