from __future__ import annotations

import io
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from rich.console import Console
from rich.measure import Measurement

from dragoman.export.table import render
from dragoman.model import CodedReport, Issue, Report, Status
from tests.example import empty, example
from tests.strategies import coded_reports


def shown(coded: CodedReport, *, width: int = 100, colour: bool = False) -> str:
    out = io.StringIO()
    system = "truecolor" if colour else None
    console = Console(file=out, width=width, force_terminal=colour, color_system=system, legacy_windows=False)
    console.print(render(coded))
    return out.getvalue()


@pytest.mark.parametrize("width", [60, 80, 100, 140, 200])
def test_the_view_fits_and_says_everything(width: int) -> None:
    text = shown(example(), width=width)
    assert max(len(line) for line in text.splitlines()) <= width
    flat = " ".join(text.split())
    for words in (
        "Bolivia and Chile to reopen border crossing",
        "published 4 Mar 2025, 18:40",
        "Ana Quispe (BOL GOV) told → reporters",
        "through Radio Illimani",
        "CONSULT third-party",
        "‹blocked",
        "✕ denied",
        "◇ hypothetical",
        "24 Feb – 2 Mar 2025",
        "Chile (CHL GOV) → nine",
        "on the word of Ana Quispe (BOL GOV)" if width > 60 else "on the word of",
        "by 30 Apr 2025",
        "deadline –",
        "! no-zone",
        "7 actors, 6 times and 3 places",
    ):
        assert words in (flat if width <= 100 else text), words
    assert "\x1b" not in text, "no colour outside a terminal"


def test_statuses_differ_without_colour() -> None:
    seen = set()
    for status in Status:
        coded = replace(example(), events=(replace(example().events[0], status=status),))
        line = next(line for line in shown(coded).splitlines() if status.value in line)
        seen.add(line.split()[0])
    assert len(seen) == len(Status)


def test_colour_in_a_terminal() -> None:
    assert "\x1b[" in shown(example(), colour=True)


def test_nothing_found_is_said_in_words() -> None:
    text = shown(empty())
    assert "Nothing was coded from this report" in text
    assert "(no title)" in text
    assert "published –" in text
    text = shown(replace(example(), commitments=()))
    assert "No commitments were found." in text


def test_text_of_strangers_cannot_drive_the_terminal() -> None:
    evil = "[bold red]x[/] \x1b[2J\x1b]0;owned\x07 \u202etxt"
    report = Report(id="r", text=evil, title=evil, agency=evil, url=evil)
    text = shown(CodedReport(report=report, issues=(Issue(evil, evil, "reading"),)))
    assert "[bold red]x[/]" in text
    assert not set("\x1b\x07\u202e") & set(text)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(coded_reports())
def test_any_record_can_be_shown(coded: CodedReport) -> None:
    text = shown(coded, width=80)
    text.encode("utf-8")
    assert "\x1b" not in text


def test_it_is_an_ordinary_renderable() -> None:
    console = Console(width=80, file=io.StringIO())
    assert Measurement.get(console, console.options, render(example())).maximum <= 80
