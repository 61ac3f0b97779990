"""What a record holds, for a terminal: its reports and what became of each, and counts over all of them."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from dragoman.export import wording
from dragoman.merging import Story
from dragoman.model import CodedReport, Event


def summary(
    record: Path,
    pages: Sequence[tuple[str, CodedReport]],
    counts: Mapping[str, int],
    stories: Sequence[Story],
) -> RenderableType:
    """The reports, numbered in order of publication as far as it is known, and what was counted over all of them."""
    ordered = sorted(pages, key=lambda page: (page[1].report.day is None, str(page[1].report.published or "")))
    number = {coded.report.id: n for n, (_, coded) in enumerate(ordered, 1)}
    table = Table(box=SIMPLE_HEAD, pad_edge=False, expand=True)
    table.add_column("#", justify="right")
    table.add_column("report", ratio=1)
    for name in ("statements", "events", "commitments"):
        table.add_column(name, justify="right")
    for name, coded in ordered:
        report = coded.report
        title = Text(wording.one_line(report.title or "(no title)"))
        told = f"{wording.one_line(Path(name).name)}, {wording.stamp(report.published)}"
        for line in (told, *_kin(report.id, stories, number)):
            title.append("\n" + line, style="dim")
        sizes = (coded.statements, coded.events, coded.commitments)
        table.add_row(str(number[report.id]), title, *(str(len(things)) for things in sizes))
    events = [event for _, coded in pages for event in coded.events]
    commitments = [c for _, coded in pages for c in coded.commitments]
    facts = Table.grid(padding=(0, 2, 0, 0))
    facts.add_column(style="dim", no_wrap=True)
    facts.add_column()
    sums = [wording.counted(counts[name], name.removesuffix("s")) for name in _COUNTED]
    facts.add_row("in all", Text(wording.joined(sums)))
    facts.add_row("events", _most(Counter(e.type for e in events)))
    facts.add_row("status", _most(Counter(e.status.value for e in events)))
    facts.add_row("between", _most(Counter(pair for e in events for pair in _pairs(e)), top=6))
    facts.add_row("commitments", _most(Counter(c.kind.value for c in commitments)))
    facts.add_row("stories", Text(_stories(stories)))
    heading = Text.assemble(("THE RECORD", "bold"), f" {wording.one_line(str(record))}")
    return Group(Rule(heading, align="left", style="dim"), table, facts)


def next_steps(program: str, *, folder: Path, page: str, record: Path) -> RenderableType:
    """Commands to try, each with what it gives."""
    quoted, where = shlex.quote(page), shlex.quote(str(folder))
    python = str(Path(program).with_name("python")) if "/" in program else "python"
    query = "SELECT type, mode, status, first_day, trigger_words FROM events WHERE status = 'occurred'"
    opened = f"import duckdb; duckdb.connect({str(record)!r}, read_only=True).sql({query!r}).show()".replace('"', '\\"')
    steps = (
        ("the text with every fact marked, to open in a browser", f"{program} code {quoted} --out coded.html"),
        ("the whole record, one JSON object a report", f"{program} code {where} --format jsonl"),
        ("a page of your own", f"{program} code PAGE.html"),
        ("the record in SQL", f'{python} -c "{opened}"'),
    )
    text = Text()
    for told, command in steps:
        text.append(f"# {told}\n", style="dim").append(f"{command}\n")
    return Group(Rule(Text("WHAT TO DO NEXT", style="bold"), align="left", style="dim"), text)


_COUNTED = ("reports", "actors", "statements", "events", "commitments", "issues")


def _kin(report: str, stories: Iterable[Story], number: Mapping[str, int]) -> list[str]:
    """What a report is to others: "copy of 1, 93 % of its words"."""
    for story in stories:
        for copy in story.reports:
            if copy.report == report and copy.of is not None:
                shared = f" (shares {copy.overlap:.0%} of the shorter one's words)" if copy.overlap is not None else ""
                return [f"{copy.kind} of {number[copy.of]}{shared}"]
    return []


def _stories(stories: Sequence[Story]) -> str:
    kinds = Counter(copy.kind for story in stories for copy in story.reports)
    again = [f"{kinds[kind]} {name if kinds[kind] == 1 else names}" for kind, name, names in _AGAIN if kinds[kind]]
    told = f"{len(stories)} {'story' if len(stories) == 1 else 'stories'}"
    return f"{told}, with {wording.joined(again)}" if again else f"{told}, no report is another one again"


_AGAIN = (("copy", "copy", "copies"), ("revision", "revision", "revisions"))


def _pairs(event: Event) -> set[str]:
    """Which countries act toward which: "RUS → AFG"."""
    actors = {p.country for p in event.actors if p.country}
    recipients = {p.country for p in event.recipients if p.country}
    return {f"{a} → {r}" for a in actors for r in recipients if a != r}


def _most(counter: Counter[str], *, top: int | None = None) -> Text:
    parts = [f"{name} {n}" for name, n in sorted(counter.items(), key=lambda item: (-item[1], item[0]))[:top]]
    return Text(", ".join(parts) or wording.UNKNOWN)
