"""Inputs: encodings, bad bytes, sizes, folders; every refusal is typed and names the input."""

from __future__ import annotations

import gzip
import io
import random
import sys
import time
from pathlib import Path

import pytest

from dragoman.errors import InputError, InputNotFound, InputTooLarge, NoArticle, UnreadableInput
from dragoman.model import Page
from dragoman.reading import SIZE_LIMIT, load, read, read_page

ARTICLE = (
    "Ruritania and Freedonia reopen border\n\n"
    "The governments of Ruritania and Freedonia agreed to reopen the border, café owners and officials said.\n\n"
    "“We have waited for this,” the minister told reporters — he didn’t say when the first crossing would open.\n"
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_encodings_without_a_declaration(encoding: str) -> None:
    report = read_page(Page("a.txt", ARTICLE.encode(encoding)))
    assert report.text.split() == ARTICLE.split()
    assert ("guessed-encoding" in [i.code for i in report.issues]) == (encoding == "cp1252")


def test_declared_latin_1_means_windows_1252() -> None:
    html = "<html><head><meta charset='iso-8859-1'></head><body>%s</body></html>"  # as on many old pages
    source = html % "".join(f"<p>{line}</p>" for line in ARTICLE.splitlines() if line)
    report = read_page(Page("a.html", source.encode("cp1252")))
    assert "“We have waited for this,”" in report.text
    assert "guessed-encoding" not in [i.code for i in report.issues]


def test_damaged_characters_are_an_issue() -> None:
    cut = ARTICLE.encode().replace("é".encode(), b"\xc3", 1)
    report = read_page(Page("a.txt", cut))
    assert "caf\ufffd owners" in report.text
    assert [i.code for i in report.issues if i.code != "no-date"] == ["replaced-characters"]
    nul = read_page(Page("a.txt", ARTICLE.replace("border", "bor\0der").encode()))
    assert "reopen the border" in nul.text
    assert "replaced-characters" in [i.code for i in nul.issues]


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "is empty"),
        (b" \n\t\r\n", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "PNG"),
        (gzip.compress(b"word " * 1000, mtime=0), "gzip"),
        (random.Random(7).randbytes(40_000), "no text"),
        (b"\0" * 100_000, "binary"),
        (ARTICLE.replace(" ", " \0").encode(), "binary"),
    ],
)
def test_bytes_that_are_no_text(data: bytes, problem: str) -> None:
    with pytest.raises(UnreadableInput, match=problem) as caught:
        read_page(Page("in/put.txt", data))
    assert caught.value.name == "in/put.txt"
    assert str(caught.value).startswith("in/put.txt: ")


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"x" * 50_000_000, InputTooLarge),
        (b"x" * 5_000_000, NoArticle),
        (b"word\n" * 100_000, NoArticle),
        (b"The minister said that he would go to the talks. " * 40_000, InputTooLarge),
        (b"((((" * 500_000, NoArticle),
        (b"1/1/" * 500_000, NoArticle),
    ],
)
def test_monsters_are_refused_quickly(data: bytes, error: type[InputError]) -> None:
    began = time.monotonic()
    with pytest.raises(error, match=r"^monster: "):
        read_page(Page("monster", data))
    assert time.monotonic() - began < 15


def test_an_article_beside_a_monster_line_is_read() -> None:
    report = read_page(Page("a.txt", b"x" * 1_000_000 + b"\n\n" + ARTICLE.encode()))
    assert report.text.split() == ARTICLE.split()


def test_folder_is_walked_sorted_and_goes_on_after_errors(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "2.txt").write_text(ARTICLE)
    (tmp_path / "a.txt").write_bytes(b"")
    (tmp_path / "c.HTML").write_text("<html><body>" + "".join(f"<p>{line}</p>" for line in ARTICLE.splitlines()))
    (tmp_path / "d.pdf").write_bytes(b"%PDF-1.7")
    assert [Path(page.name).name for page in load(tmp_path)] == ["a.txt", "2.txt", "c.HTML"]
    errors: list[InputError] = []
    assert len(list(read(tmp_path, on_error=errors.append))) == 2
    assert [type(error) for error in errors] == [UnreadableInput]
    with pytest.raises(UnreadableInput, match=r"a\.txt"):
        list(read(tmp_path))


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(ARTICLE.encode())))
    (report,) = read("-")
    assert report.title == "Ruritania and Freedonia reopen border"


def test_missing_inputs(tmp_path: Path) -> None:
    for source, problem in [
        (tmp_path / "none.txt", "no such file"),
        (tmp_path, "holds no file"),
        ("a\0b", "no such file"),
    ]:
        with pytest.raises(InputNotFound, match=problem):
            list(read(source))


def test_files_over_the_limit_are_refused_before_they_are_read(tmp_path: Path) -> None:
    large = tmp_path / "large.txt"
    with large.open("wb") as file:
        file.truncate(SIZE_LIMIT + 1)
    with pytest.raises(InputTooLarge, match=r"large\.txt"):
        list(load(large))
