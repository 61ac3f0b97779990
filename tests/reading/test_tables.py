"""Tables: JSON lines, arrays, delimited text, Parquet; which column is what; one bad row is one error."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dragoman.errors import InputTooLarge, NoArticle, UnclearColumns, UnreadableInput
from dragoman.model import Given, Page
from dragoman.reading import Columns, jsonpages, read, read_page
from dragoman.reading.columns import chosen
from dragoman.reading.delimited import delimiter_of, rows_of
from dragoman.reading.rows import moment_of, page_of_row
from tests.reading.inputs import ROWS, article, assert_found_on_page, taken


def lines(rows: object = ROWS) -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()  # type: ignore[attr-defined]


def delimited(rows: list[dict[str, str]] = ROWS, *, delimiter: str = ",", **how: object) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(rows[0]), delimiter=delimiter, **how)  # type: ignore[arg-type]
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def parquet(rows: list[dict[str, object]] | pa.Table = ROWS) -> bytes:  # type: ignore[assignment]
    sink = pa.BufferOutputStream()
    pq.write_table(rows if isinstance(rows, pa.Table) else pa.Table.from_pylist(rows), sink)
    return sink.getvalue().to_pybytes()


FORMS: dict[str, Callable[[], bytes]] = {
    "lines": lines,
    "lines with a mark": lambda: b"\xef\xbb\xbf" + lines(),
    "wide lines": lambda: lines().decode().encode("utf-16"),
    "array": lambda: json.dumps(ROWS).encode(),
    "indented array": lambda: json.dumps(ROWS, indent=2).encode(),
    "commas": delimited,
    "semicolons with a mark": lambda: b"\xef\xbb\xbf" + delimited(delimiter=";"),
    "tabs": lambda: delimited(delimiter="\t"),
    "wide tabs": lambda: delimited(delimiter="\t").decode().encode("utf-16"),
    "all quoted, bare line feeds": lambda: delimited(quoting=csv.QUOTE_ALL, lineterminator="\n"),
    "Parquet": parquet,
}


@pytest.mark.parametrize("form", FORMS)
def test_a_table_in_any_form(tmp_path: Path, form: str) -> None:
    path = tmp_path / "table"
    path.write_bytes(FORMS[form]())
    pages, errors = taken(path)
    assert errors == []
    assert len({page.name for page in pages}) == len(ROWS)
    for row, page in zip(ROWS, pages, strict=True):
        report = read_page(page)
        assert report.text == row["headline"] + "\n\n" + row["body"]
        assert (report.title, report.url, report.publisher, report.byline, report.agency) == (
            row["headline"],
            row["url"],
            "The Daily Courier",
            "Jane Doe",
            "Reuters",
        )
        assert report.published == datetime.fromisoformat(row["pub_date"])
        assert report.issues == ()
        assert_found_on_page(page, report)


def test_rows_are_named_by_the_line_they_begin_on(tmp_path: Path) -> None:
    (tmp_path / "l").write_bytes(b"\n" + lines())
    assert [page.name for page in taken(tmp_path / "l")[0]] == [f"{tmp_path / 'l'}:{n}" for n in range(2, 7)]
    (tmp_path / "c").write_bytes(delimited())  # each row's text has a blank line in it
    assert [page.name for page in taken(tmp_path / "c")[0]] == [f"{tmp_path / 'c'}:{n}" for n in range(2, 17, 3)]
    (tmp_path / "p").write_bytes(parquet())
    assert [page.name for page in taken(tmp_path / "p")[0]] == [f"{tmp_path / 'p'}:{n}" for n in range(1, 6)]
    (report,) = read(f"{tmp_path / 'c'}:8")
    assert report.url == "https://courier.example/world/3"


OTHERS = [{"a": r["id"], "b": r["headline"], "stuff": r["body"], "c": r["pub_date"], "d": r["source"]} for r in ROWS]
NAMED = Columns(text="stuff", published="c", id="a", title="b", publisher="d")


@pytest.mark.parametrize("form", [lines, delimited, parquet])
def test_columns_with_other_names(tmp_path: Path, form: Callable[..., bytes]) -> None:
    path = tmp_path / "t"
    path.write_bytes(form(OTHERS))
    pages, (error,) = taken(path)
    assert pages == []
    assert isinstance(error, UnclearColumns)
    assert "a, b, stuff, c, d" in str(error)
    (first, *_) = read(path, columns=NAMED)
    assert (first.url, first.title, first.publisher) == ("wire-1", ROWS[0]["headline"], "The Daily Courier")
    with pytest.raises(UnclearColumns, match="no column 'nought' for --date"):
        list(read(path, columns=Columns(text="stuff", published="nought")))


def test_which_column_is_what() -> None:
    assert chosen(Columns(), ["ID", "Full Text", "Pub-Date", "Date", "Source"], name="t") == {
        "text": "Full Text",
        "published": "Pub-Date",
        "id": "ID",
        "publisher": "Source",
    }
    with pytest.raises(UnclearColumns, match="text or Body"):
        chosen(Columns(), ["Body", "text", "date"], name="t")
    assert chosen(Columns(text="body"), ["Body", "text", "date"], name="t")["text"] == "Body"
    assert chosen(Columns(text="a.b"), ["a"], name="t") == {"text": "a.b"}
    assert page_of_row({"a": {"b": "Words."}}, {"text": "a.b"}, name="t") == Page("t", b"Words.", given=Given())


@pytest.mark.parametrize(
    ("bad", "problem"),
    [
        (b'{"id": 1, "body": "cut of', "no JSON"),
        (b'["a"]', "no JSON object"),
        (b"17", "no JSON object"),
        (b'{"id": "x"}', "no text in its 'body'"),
        (b'{"id": "x", "body": null}', "no text in its 'body'"),
        (b'{"id": "x", "body": {"p": "q"}}', "is no text"),
        (b"[" * 200_000, "nested too deeply"),
        (b"\x00\x01\x02", "no JSON"),
    ],
)
def test_a_bad_line_is_one_error(tmp_path: Path, bad: bytes, problem: str) -> None:
    good = lines().splitlines(keepends=True)
    (tmp_path / "t").write_bytes(b"".join([*good[:3], bad, b"\n", *good[3:]]))
    pages, (error,) = taken(tmp_path / "t")
    assert len(pages) == 5
    assert error.name == f"{tmp_path / 't'}:4"
    assert problem in str(error)


def test_a_long_table_with_one_bad_line(tmp_path: Path) -> None:
    many = 4000
    row = json.dumps({"text": "Ministers met on Monday, officials said.", "date": "2024-03-05"}).encode() + b"\n"
    with (tmp_path / "t").open("wb") as out:
        for n in range(many):
            out.write(b"{oops\n" if n == many // 2 else row)
    pages, errors = taken(tmp_path / "t")
    assert (len(pages), [error.name for error in errors]) == (many - 1, [f"{tmp_path / 't'}:{many // 2 + 1}"])


def test_a_line_longer_than_any_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsonpages, "SIZE_LIMIT", 2000)
    good = lines().splitlines(keepends=True)
    (tmp_path / "t").write_bytes(good[0] + b'{"body": "' + b"x" * 5_000_000 + b'"}\n' + good[1])
    pages, (error,) = taken(tmp_path / "t")
    assert len(pages) == 2
    assert isinstance(error, InputTooLarge)
    assert error.name.endswith(":2")


@pytest.mark.parametrize(
    ("row", "problem"),
    [("1,2\r\n", "has 2 columns"), ("1,2,3,4,5,6,7,8\r\n", "has 8 columns"), ("1,h, ,d,s,a,u\r\n", "no text")],
)
def test_a_bad_row_of_delimited_text(tmp_path: Path, row: str, problem: str) -> None:
    whole = delimited().decode()
    head, _, rest = whole.partition("\r\n")
    (tmp_path / "t").write_text(f"{head}\r\n{row}{rest}", "utf-8", newline="")
    pages, (error,) = taken(tmp_path / "t")
    assert len(pages) == 5
    assert error.name.endswith(":2")
    assert problem in str(error)


def test_a_quotation_mark_that_is_never_closed(tmp_path: Path) -> None:
    whole = delimited([r | {"body": r["body"].split("\n")[0].replace(",", "")} for r in ROWS]).decode()
    broken = whole.replace("wire-3", '"wire-3', 1)
    (tmp_path / "t").write_text(broken, "utf-8", newline="")
    pages, (error,) = taken(tmp_path / "t")
    assert [(page.url or "")[-1] for page in pages] == ["1", "2", "4", "5"]
    assert error.name.endswith(":4")
    assert "never closed" in str(error)


def test_rows_in_latin_1_and_with_nuls(tmp_path: Path) -> None:
    data = delimited().decode().replace("“", '""').replace("”", '""').encode("latin-1")
    (tmp_path / "t").write_bytes(data)
    reports = list(read(tmp_path / "t"))
    assert all("café" in report.text for report in reports)
    assert {issue.code for report in reports for issue in report.issues} == {"guessed-encoding"}
    latin = [json.dumps(r | {"body": r["body"].replace("“", "").replace("”", "")}, ensure_ascii=False) for r in ROWS]
    (tmp_path / "l").write_bytes("\n".join(latin).encode("latin-1"))
    assert [report.text.count("café") for report in read(tmp_path / "l")] == [1] * 5
    (tmp_path / "n").write_bytes(lines([ROWS[0] | {"body": ROWS[0]["body"].replace("officials", "offi\0cials")}]))
    assert "replaced-characters" not in [i.code for r in read(tmp_path / "t") for i in r.issues]


def test_halves_of_characters(tmp_path: Path) -> None:
    (tmp_path / "t").write_text(
        '{"text": "Ministers met \\ud800 on Monday, officials said.", "title": "Met\\udfff"}\n\n'
    )
    (report,) = read(tmp_path / "t")
    assert report.title == "Met"
    assert "met \ufffd on Monday" in report.text
    assert [i.code for i in report.issues] == ["replaced-characters", "no-date"] or "replaced-characters" in [
        i.code for i in report.issues
    ]


def test_cells_of_html_and_lists_of_paragraphs(tmp_path: Path) -> None:
    row = {
        "html": article(3).decode(),
        "date": "2024-03-05",
        "source": "Courier",
        "authors": ["A. Roe", {"name": "B. Roe"}],
    }
    (tmp_path / "t").write_bytes(lines([row]))
    (report,) = read(tmp_path / "t")
    assert report.title == "Ruritania and Freedonia reopen crossing 3"
    assert (report.published, report.publisher, report.byline) == (date(2024, 3, 5), "Courier", "A. Roe, B. Roe")
    assert "<p>" not in report.text
    (tmp_path / "u").write_bytes(lines([{"text": ["First the ministers met.", "Then they left again."], "title": "T"}]))
    (listed,) = read(tmp_path / "u")
    assert [listed.slice(b.span) for b in listed.blocks[1:]] == ["First the ministers met.", "Then they left again."]


def test_short_texts_stand_and_emptier_ones_do_not(tmp_path: Path) -> None:
    (tmp_path / "t").write_bytes(lines([{"text": "Ministers met in Zenda.\nNo more."}, {"text": "n/a"}]))
    errors: list[Exception] = []
    (report,) = read(tmp_path / "t", on_error=errors.append)
    assert report.text == "Ministers met in Zenda.\n\nNo more."
    assert [type(error) for error in errors] == [NoArticle]


@pytest.mark.parametrize(
    ("cell", "moment"),
    [
        ("2024-03-05", date(2024, 3, 5)),
        ("2024-03-05 18:40:00", datetime(2024, 3, 5, 18, 40)),
        ("2024-03-05T18:40:00.123Z", datetime(2024, 3, 5, 18, 40, tzinfo=UTC)),
        ("2024-03-05 00:00:00", date(2024, 3, 5)),
        ("March 5, 2024", date(2024, 3, 5)),
        ("20240305", date(2024, 3, 5)),
        ("1709664000", datetime(2024, 3, 5, 18, 40, tzinfo=UTC)),
        ("1709664000123", datetime(2024, 3, 5, 18, 40, tzinfo=UTC)),
        ("04/05/2024", None),
        ("0001-01-01", None),
        ("9999-12-31", None),
        ("soon", None),
        ("", None),
    ],
)
def test_dates_in_cells(cell: str, moment: object) -> None:
    assert moment_of(cell) == moment


def test_a_date_of_no_one_meaning_is_an_issue(tmp_path: Path) -> None:
    (tmp_path / "t").write_bytes(lines([ROWS[0] | {"pub_date": "04/05/2024", "url": "urn:x"}]))
    (report,) = read(tmp_path / "t")
    assert report.published is None
    assert [issue.code for issue in report.issues] == ["ambiguous-date"]


def test_parquet_of_other_types(tmp_path: Path) -> None:
    day = datetime(2024, 3, 5, 18, 40)
    table = pa.table(
        {
            "id": pa.array([7, 8], pa.int64()),
            "text": pa.array([ROWS[0]["body"].encode(), ROWS[1]["body"].encode("utf-16")], pa.binary()),
            "date": pa.array([day, None], pa.timestamp("us", "UTC")),
            "source": pa.array(["Courier", "Courier"]).dictionary_encode(),
            "embedding": pa.array([[1.0], [2.0]]),
        }
    )
    path = tmp_path / "t"
    path.write_bytes(parquet(table))
    first, second = read(path)
    assert first.text == second.text.replace("2", "1") == ROWS[0]["body"]
    assert (first.url, first.published, first.publisher) == ("7", day.replace(tzinfo=UTC), "Courier")
    nested = pa.table({"text": pa.array([{"p": "x"}]), "date": ["2024-03-05"]})
    path.write_bytes(parquet(nested))
    with pytest.raises(UnclearColumns, match=r"'text' is nested .*columns: text, date"):
        list(read(path))
    path.write_bytes(parquet(pa.table({"text": [["First they met.", "Then they left."]], "n": [1]})))
    assert next(read(path)).text == "First they met.\n\nThen they left."


def test_damaged_parquet(tmp_path: Path) -> None:
    whole = parquet()
    path = tmp_path / "t"
    for data in (whole[:-20], whole[:100], b"PAR1" + bytes(500) + b"PAR1"):
        path.write_bytes(data)
        with pytest.raises(UnreadableInput, match="Parquet"):
            list(read(path))
    hurt = bytearray(whole)
    hurt[100:400] = bytes(300)
    path.write_bytes(bytes(hurt))
    pages, errors = taken(path)
    assert len(errors) >= 1
    assert len(pages) + len(errors) <= 6


@pytest.mark.parametrize(
    "text",
    [
        "Talks, trade, and troops\n\nThe ministers, he said, met on Monday, and left.\nThey came, and went.\n",
        "Home | World | Business\nSign in | Register | Help\nNews | Sport | Weather\nThe talks | began | today\n",
        "text\nwords of one column\nare no table\n",
        "Date: Monday; Place: Zenda\nText: the ministers met; they left\n",
        "a,b\n1,2\n",
    ],
)
def test_pages_with_delimiters_are_no_tables(text: str) -> None:
    assert delimiter_of(text, Columns(), whole=True) is None


def test_tables_of_unknown_columns_are_tables() -> None:
    assert delimiter_of("artikel;datum\nEins;1\nZwei;2\n", Columns(), whole=True) == ";"
    assert delimiter_of("Der Artikel, Datum\nEins,1\n", Columns(text="Der Artikel"), whole=True) == ","


CELLS = st.lists(
    st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=12), min_size=2, max_size=2), min_size=1
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(CELLS, st.sampled_from(",;\t|"))
def test_rows_are_what_was_written_and_lines_are_counted(cells: list[list[str]], delimiter: str) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows(cells)
    found = list(rows_of(iter(io.StringIO(out.getvalue(), newline="").readline, ""), delimiter))
    assert [list(row.cells) for row in found] == cells
    assert [row.line for row in found] == sorted({row.line for row in found})


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.text(alphabet='ab",;\n\r \t|{}[]:', max_size=80))
def test_no_text_stops_the_rows(text: str) -> None:
    for row in rows_of(iter(io.StringIO(text, newline="").readline, ""), ","):
        assert row.cells or row.problem
