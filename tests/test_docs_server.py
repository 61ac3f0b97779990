"""docs/server.md is held to the server: every address, parameter, problem and limit stands in it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dragoman.record import Record
from dragoman.server.api import RESOURCES, coding, dyads, search
from dragoman.server.app import application
from dragoman.server.guarding.slowness import MOST_HEAD_BYTES
from dragoman.server.problems import TITLES
from dragoman.server.reading import Reading
from dragoman.server.settings import Settings
from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "server.md").read_text("utf-8")


def test_every_route_is_documented(tmp_path: Path) -> None:
    with Record.open(tmp_path / "r.duckdb"):
        pass
    reading = Reading.open(tmp_path / "r.duckdb", Settings())
    missing = []
    for route in application(reading, Settings()).routes:
        path = re.sub(r"{(\w+):\w+}", "...", route.path)  # type: ignore[attr-defined]
        methods = route.methods - {"HEAD"}  # type: ignore[attr-defined]
        shown = [f"`{method} {path}`" for method in methods] if path.startswith("/api/") else [f"`{path}`"]
        missing += [told for told in shown if told not in PAGE]
    reading.close()
    assert missing == []


ASKED = {
    **{r.name: r.parameters for r in RESOURCES},
    "dyads": dyads.LIST_PARAMETERS,
    "one dyad": dyads.TIMELINE_PARAMETERS,
    "search": search.PARAMETERS,
}


@pytest.mark.parametrize("name", ASKED)
def test_every_parameter_is_documented(name: str) -> None:
    row = re.search(rf"^\| {name} \|(.*)$", PAGE, re.M)
    common = re.search(r"^\| every list \|(.*)$", PAGE, re.M)
    assert row
    assert common
    told = row[1] + (common[1] if name in {r.name for r in RESOURCES} else "")
    assert [p.name for p in ASKED[name] if f"`{p.name}`" not in told] == []
    known = {p.name for p in ASKED[name]} | {c for p in ASKED[name] for c in p.choices}
    assert [word for word in re.findall(r"`(\w+)`", row[1]) if word not in known] == []


def test_every_problem_is_documented() -> None:
    rows = re.findall(r"^\| ((?:`[a-z-]+`(?:, )?)+) \| [\d, ]+ \|", PAGE, re.M)
    assert {kind for row in rows for kind in re.findall(r"`([a-z-]+)`", row)} == set(TITLES)


def test_what_can_be_sent_is_documented() -> None:
    for word in (*coding.KINDS, *coding.BODY["properties"]):
        assert f"`{word}`" in PAGE


def test_the_limits_are_those_of_the_settings() -> None:
    known = Settings()
    for told in (
        f"{known.question_s:.0f} s",
        f"{known.coding_s:.0f} s",
        f"{known.upload_bytes / 1e6:.0f} MB, within {known.body_s:.0f} s",
        f"{MOST_HEAD_BYTES // 1024} KB, within {known.head_s:.0f} s",
        f"| {known.connections} |",
        f"{known.requests_a_minute} a minute",
        f"{known.failures_a_minute} a minute",
        f"{known.port}",
    ):
        assert told in PAGE
    assert known.session_s == 12 * 3600
