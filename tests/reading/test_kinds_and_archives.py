"""What an input is, told by content; folders, links, standard input, compressed files and ZIP archives, bombs."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import os
import sys
import zipfile
from pathlib import Path

import pyarrow as pa
import pytest

from dragoman.contract import dumps
from dragoman.errors import InputError, InputNotFound, InputTooLarge, UnreadableInput
from dragoman.reading import Columns, compression, load, read
from dragoman.reading.kinds import Kind, tell
from dragoman.reading.load import is_page
from tests.example import example
from tests.reading.inputs import NINJS, NITF, ROWS, article, packed, taken, warc_record
from tests.reading.test_tables import delimited, lines, parquet

PAGE = "\n\n".join(str(row["body"]) for row in ROWS[:3]).encode()
WARC = b"".join(packed(warc_record(1, article(1)), warc_record(2, article(2))))


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (PAGE, Kind.PAGE),
        (article(1), Kind.PAGE),
        (b"", Kind.PAGE),
        (b" \n", Kind.PAGE),
        (b"<?xml version='1.0'?><!-- rss --><html xmlns='x'>", Kind.PAGE),
        (b"[Reuters] The ministers met on Monday.", Kind.PAGE),
        (b"{ministers} met", Kind.PAGE),
        (lines(), Kind.JSON),
        (json.dumps(NINJS).encode(), Kind.JSON),
        (b"[]", Kind.JSON),
        (delimited(), Kind.DELIMITED),
        (parquet(), Kind.PARQUET),
        (WARC, Kind.WARC),
        (warc_record(1, b"x"), Kind.WARC),
        (NITF.encode(), Kind.NEWSML),
        (b"<?xml version='1.0'?>\n<!DOCTYPE x>\n<nar:newsMessage xmlns:nar='x'>", Kind.NEWSML),
        (b"<rss version='2.0'><channel>", Kind.FEED),
        (b"<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom'>", Kind.FEED),
        (b"<rdf:RDF xmlns='x'>", Kind.FEED),
        (b'{"version": "https://jsonfeed.org/version/1.1", "items": []}', Kind.FEED),
        (b"<urlset xmlns='x'>", Kind.SITEMAP),
        (b"<sitemapindex>", Kind.SITEMAP),
        (gzip.compress(PAGE), Kind.PACKED),
        (bz2.compress(PAGE), Kind.PACKED),
        (dumps(example()).encode(), Kind.RECORDS),
        (b'{"report": {}, "schema": 1, "x": 1}', Kind.RECORDS),
        (b'{"schema": "public", "text": "x"}', Kind.JSON),
        (b"\x89PNG\r\n", Kind.OTHER),
        (b"%PDF-1.7", Kind.OTHER),
        (bytes(8) + b"DUCK", Kind.OTHER),
    ],
)
def test_kinds(head: bytes, kind: Kind) -> None:
    assert tell(head, Columns()).kind is kind
    if kind in (Kind.JSON, Kind.NEWSML, Kind.DELIMITED, Kind.RECORDS):
        assert tell(b"\xef\xbb\xbf" + head, Columns()).kind is kind
        assert tell(head.decode().encode("utf-16"), Columns()).kind is kind


def test_heads_made_to_be_slow_are_told_at_once() -> None:
    for head in (
        b"<!-- -->" * 9000,
        b"<!DOCTYPE " * 7000,
        b"<!--" * 20_000,
        b"<?" * 30_000,
        b"<" * 65_536,
        b'","' * 20_000,
    ):
        assert tell(head[:65_536], Columns()).kind is Kind.PAGE


def test_a_folder_of_every_kind(tmp_path: Path) -> None:
    files = {
        "a/page.txt": PAGE,
        "a/page_files/style.css": b"body {}",
        "a/page_files/x.png": b"\x89PNG\r\n" + bytes(100),
        "b.data": lines(),
        "c": delimited(),
        "d.parquet": parquet(),
        "e.warc.gz": WARC,
        "f.xml": NITF.encode(),
        "g.json": json.dumps(NINJS, indent=1).encode(),
        "h.gz": gzip.compress(article(1)),
        ".hidden/x.txt": PAGE,
        ".x.txt": PAGE,
    }
    for name, data in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(data)
    (tmp_path / "a" / "loop").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "z.txt").symlink_to(tmp_path / "nowhere")
    os.mkfifo(tmp_path / "pipe")
    pages, errors = taken(tmp_path)
    names = [page.name.removeprefix(f"{tmp_path}/").split(":")[0] for page in pages]
    assert list(dict.fromkeys(names)) == ["a/page.txt", *"b.data c d.parquet e.warc.gz f.xml g.json h.gz".split()]
    assert len(names) == 1 + 5 + 5 + 5 + 2 + 1 + 1 + 1
    assert [type(error) for error in errors] == [InputNotFound]
    assert is_page(str(tmp_path / "a/page.txt"))
    assert not any(is_page(str(tmp_path / name)) for name in ("", "c", "h.gz"))


@pytest.mark.parametrize("data", [PAGE, lines(), delimited(), parquet(), WARC, gzip.compress(lines()), NITF.encode()])
def test_standard_input_of_any_kind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    (tmp_path / "x").write_bytes(data)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    found = list(load("-"))
    assert [page.data for page in found] == [page.data for page in load(tmp_path / "x")]
    assert all(page.name == "-" or page.name.startswith("-:") for page in found)


@pytest.mark.parametrize("codec", ["gzip", "bz2", "xz", "zstd", "lz4"])
def test_compressed_files_are_what_is_in_them(tmp_path: Path, codec: str) -> None:
    pack = {"gzip": gzip.compress, "bz2": bz2.compress, "xz": lzma.compress}.get(
        codec, lambda data: pa.compress(data, codec=codec, asbytes=True)
    )
    for data in (lines(), parquet(), delimited(), article(2)):
        (tmp_path / "bare").write_bytes(data)
        (tmp_path / "packed").write_bytes(pack(data))
        bare, _ = taken(tmp_path / "bare")
        found, errors = taken(tmp_path / "packed")
        assert errors == []
        assert [page.data for page in found] == [page.data for page in bare]
    (tmp_path / "cut").write_bytes(pack(lines())[:-30])
    _, (error,) = taken(tmp_path / "cut")
    assert isinstance(error, UnreadableInput)
    assert f"{codec} compression is damaged" in str(error)


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def test_zip_archives(tmp_path: Path) -> None:
    path = tmp_path / "a"
    inner = zipped({"deep.txt": PAGE})
    members = {"b.csv": delimited(), "a/x.gz": gzip.compress(lines()), "p": parquet(), "w": WARC, "z.zip": inner}
    path.write_bytes(
        zipped(members | {".DS_Store": b"x", "__MACOSX/x": b"x", "x.png": b"\x89PNG\r\n", "empty.txt": b""})
    )
    pages, errors = taken(path)
    assert [page.name for page in pages][:2] == [f"{path}:a/x.gz:1", f"{path}:a/x.gz:2"]
    assert len(pages) == 5 + 5 + 5 + 2 + 1 + 1
    assert [error.name for error in errors] == [f"{path}:x.png"]
    (one,) = load(f"{path}:b.csv:2")
    assert one.url == ROWS[0]["url"]
    nested = zipped({"x.txt": PAGE})
    for _ in range(4):
        nested = zipped({"x.zip": nested})
    path.write_bytes(nested)
    with pytest.raises(UnreadableInput, match="archives within each other"):
        list(load(path))
    path.write_bytes(zipped(members)[:-30])
    with pytest.raises(UnreadableInput, match="damaged ZIP"):
        list(load(path))


def test_office_documents_are_no_archives(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(zipped({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"}))
    with pytest.raises(UnreadableInput, match="office document"):
        list(load(tmp_path / "a"))


def test_bombs_unpack_no_further_than_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compression, "FREE", 1_000_000)
    zeros = b"x" * 30_000_000
    row = b'{"text": "Ministers met on Monday, they said.", "n": "' + b"0" * 3000 + b'"}\n'
    for data in (
        gzip.compress(zeros),
        zipped({"x": zeros}),
        gzip.compress(row * 9000),
        bz2.compress(b"\n" * 30_000_000),
    ):
        (tmp_path / "a").write_bytes(data)
        _, errors = taken(tmp_path / "a")
        assert [type(error) for error in errors] == [InputTooLarge]


def test_kinds_that_are_not_read_say_what_they_are(tmp_path: Path) -> None:
    for data, told in [
        (dumps(example()).encode(), "dragoman ingest"),
        (b"<rss version='2.0'/>", "is a feed without a single item"),
        (b"<urlset/>", "is a feed without a single item"),
        (b"\xff\xd8\xff\xe0", "JPEG"),
    ]:
        (tmp_path / "a").write_bytes(data)
        with pytest.raises(InputError, match=told):
            list(read(tmp_path / "a"))
