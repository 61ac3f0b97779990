"""docs/reading.md says what the tables say."""

from __future__ import annotations

import re

from dragoman.reading import compression, delimited, sizes, xmltext
from dragoman.reading.columns import FIELDS, option, plain, usual
from dragoman.reading.kinds import Kind
from dragoman.reading.load import _READERS, PATIENCE
from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "reading.md").read_text("utf-8")


def test_usual_names_are_documented_and_known() -> None:
    rows = dict(re.findall(r"^\| `(--\w+)` \|[^|]*\| ([^|]*) \|$", PAGE, re.M))
    fields = {option(field): field for field in FIELDS}
    assert set(rows) == {"--text", "--date", "--id", "--title", "--url", "--publisher"}
    for shown, names in rows.items():
        known = usual(fields[shown])
        told = [plain(name) for name in re.split(r", | and ", names) if name != "others"]
        assert set(told) <= set(known), shown
        assert told == sorted(told, key=known.index), "the better ones first"


def test_every_name_means_one_column() -> None:
    names = [name for field in FIELDS for name in usual(field)]
    assert len(names) == len(set(names))
    assert all(plain(name) == name for name in names)


def test_every_kind_has_a_reader_and_limits_are_as_documented() -> None:
    assert set(_READERS) == set(Kind) - {Kind.OTHER}
    for limit in (sizes.TEXT_LIMIT, compression.RATIO, xmltext.MOST_NODES, xmltext.DEEPEST, PATIENCE):
        assert f"{limit:,}" in PAGE
    assert f"{delimited.ROW_LIMIT // 1_000_000} MB" in PAGE
