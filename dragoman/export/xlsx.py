"""The record as an Excel workbook (Office Open XML), a sheet a table; every word is text, nothing a formula or a link.

Own writer: the format's few parts, written row by row. Words are inline strings, which no program computes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from dragoman.errors import DragomanError
from dragoman.export.acts import number
from dragoman.export.sheets import SHEETS, Cell, Sheet, flat
from dragoman.model import CodedReport

MAX_ROWS = 1_048_576
"""Rows of a sheet, its header among them (Excel's specification)."""
MAX_CHARACTERS = 32_767
"""UTF-16 units of a cell; longer words are cut, an ellipsis at their end."""

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_EPOCH, _FIRST = date(1899, 12, 30), date(1900, 3, 1)  # before it Excel counts a day that never was
_NO_XML = re.compile("[\ufffe\uffff]")
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")  # Excel would read "_x000D_" as a line break
_SINCE_ALWAYS = (1980, 1, 1, 0, 0, 0)  # a zip's earliest time: the same record gives the same bytes


def write(records: Iterable[CodedReport], path: Path) -> None:
    """The workbook at `path`. Raises `DragomanError` where a table has more rows than a sheet holds."""
    with ExitStack() as opened:
        streams = [opened.enter_context(TemporaryFile("w+b")) for _ in SHEETS]
        for sheet, stream in zip(SHEETS, streams, strict=True):
            stream.write(_opening(sheet).encode())
        counts = [1] * len(SHEETS)
        for coded in records:
            for n, (sheet, stream) in enumerate(zip(SHEETS, streams, strict=True)):
                for cells in sheet.rows(coded):
                    counts[n] += 1
                    if counts[n] > MAX_ROWS:
                        raise DragomanError(
                            f"an Excel sheet holds {MAX_ROWS - 1:,} rows and there are more {sheet.name}; "
                            "export fewer (--since, --country, ...) or as parquet or csv"
                        )
                    stream.write(_row(cells, counts[n]).encode())
        with ZipFile(path, "w") as book:
            for name, text in _parts().items():
                book.writestr(_entry(name), text)
            for n, stream in enumerate(streams, 1):
                stream.write(b"</sheetData></worksheet>")
                stream.seek(0)
                with book.open(_entry(f"xl/worksheets/sheet{n}.xml"), "w") as target:
                    _pour(stream, target)


def _pour(source: IO[bytes], target: IO[bytes]) -> None:
    while piece := source.read(1 << 20):
        target.write(piece)


def _entry(name: str) -> ZipInfo:
    entry = ZipInfo(name, _SINCE_ALWAYS)
    entry.compress_type = ZIP_DEFLATED
    entry.create_system = 0  # else it tells the kind of machine
    return entry


def _opening(sheet: Sheet) -> str:
    frozen = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
    views = f'<sheetViews><sheetView workbookViewId="0">{frozen}</sheetView></sheetViews>'
    header = "".join(_text(name, _place(n, 1), style=2) for n, (name, _) in enumerate(sheet.columns))
    return f'{_HEAD}<worksheet xmlns="{_MAIN}">{views}<sheetData><row r="1">{header}</row>'


def _row(cells: tuple[Cell, ...], n: int) -> str:
    return f'<row r="{n}">{"".join(_cell(cell, _place(c, n)) for c, cell in enumerate(cells))}</row>'


def _cell(cell: Cell, place: str) -> str:
    value = flat(cell)
    if value is None or value == "":
        return ""
    if isinstance(value, date):
        if value < _FIRST:
            return _text(value.isoformat(), place)
        return f'<c r="{place}" s="1"><v>{(value - _EPOCH).days}</v></c>'
    if isinstance(value, str):
        return _text(value, place)
    return f'<c r="{place}"><v>{number(value) if isinstance(value, float) else value}</v></c>'


def _text(value: str, place: str, *, style: int = 0) -> str:
    words = escape(_ESCAPE.sub("_x005F_", _cut(_NO_XML.sub("\ufffd", value))))
    shown = f' s="{style}"' if style else ""
    return f'<c r="{place}"{shown} t="inlineStr"><is><t xml:space="preserve">{words}</t></is></c>'


def _cut(value: str) -> str:
    if 2 * len(value) <= MAX_CHARACTERS or len(value.encode("utf-16-le")) <= 2 * MAX_CHARACTERS:
        return value
    return value.encode("utf-16-le")[: 2 * (MAX_CHARACTERS - 1)].decode("utf-16-le", "ignore") + "…"


def _place(column: int, row: int) -> str:
    """ "A1", "AB12": columns are counted from 0, rows from 1."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"


def _parts() -> dict[str, str]:
    """The workbook's other parts."""
    numbers = range(1, len(SHEETS) + 1)
    kinds = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    sheets = "".join(
        f'<sheet name="{s.name}" sheetId="{n}" r:id="rId{n}"/>' for n, s in zip(numbers, SHEETS, strict=True)
    )
    links = "".join(_link(n, "worksheet", f"worksheets/sheet{n}.xml") for n in numbers)
    types = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{kinds}.worksheet+xml"/>' for n in numbers
    )
    return {
        "[Content_Types].xml": f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kinds}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{kinds}.styles+xml"/>{types}</Types>',
        "_rels/.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
        f"{_link(1, 'officeDocument', 'xl/workbook.xml')}</Relationships>",
        "xl/workbook.xml": f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{sheets}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{links}'
        f"{_link(len(SHEETS) + 1, 'styles', 'styles.xml')}</Relationships>",
        "xl/styles.xml": f'{_HEAD}<styleSheet xmlns="{_MAIN}">'
        '<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>'
        '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
        '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills>'
        '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        '<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
        '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
        '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
    }


def _link(n: int, kind: str, target: str) -> str:
    return f'<Relationship Id="rId{n}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
