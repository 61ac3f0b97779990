"""`dragoman stories` and `dragoman changes`: which reports are one report again, and what a later version changed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dragoman.cli.output import standard_output
from dragoman.cli.records import (
    LimitOption,
    RecordOption,
    Shape,
    ShapeOption,
    SinceOption,
    UntilOption,
    open_record,
    parse_day,
    plain_value,
    print_rows,
)
from dragoman.cli.running import complain, ending_well

if TYPE_CHECKING:
    from rich.text import Text

    from dragoman.merging import Change, Copy, Story, Words
    from dragoman.model import Report
    from dragoman.record import Record

COLUMNS = ("day", "title", "reports", "publishers", "copies", "revisions", "earliest", "fullest", "id", "members")
_AT_ONCE = 256
"""Reports that are read from the record at a time."""
_AROUND = 6
"""Words of a changed paragraph that are shown on either side of what changed."""


def stories(
    record: RecordOption,
    reports: Annotated[int, typer.Option(metavar="N", min=1, help="Printed in so many reports at least.")] = 2,
    days: Annotated[int, typer.Option(metavar="N", min=0, help="Copies lie at most so many days apart.")] = 3,
    since: SinceOption = None,
    until: UntilOption = None,
    format: ShapeOption = Shape.TABLE,
    limit: LimitOption = 100,
) -> None:
    """List the stories that several reports print: copies, revisions, the earliest and the fullest."""
    first, last = parse_day(since, "--since"), parse_day(until, "--until")
    with ending_well(), open_record(record) as store:
        from dragoman.merging import find_stories

        told: dict[str, _Head] = {}

        def seen() -> Iterator[Report]:
            for report in _reports(store, store.reports()):
                told[report.id] = _Head(report)
                yield report

        rows = [_row(story, told) for story in find_stories(seen(), days=days) if len(story.reports) >= reports]
        rows = [row for row in rows if _within(row[0], first, last)]
        rows.sort(key=lambda row: (row[0] or date.max, -row[2], row[8]))
        rows, columns = rows[: limit + 1], list(COLUMNS)
        if format is Shape.TABLE:
            columns = ["day", "title", "copies", "rev.", "publ.", "earliest", "fullest"]
            rows = [
                (*row[:2], row[4], row[5], row[3], *(_brief(told, row[n]) for n in (6, 7)))  # ids are cut for people
                for row in rows
            ]
        print_rows(columns, rows, format, limit=limit)


def changes(
    old: Annotated[str, typer.Argument(metavar="OLD", help="A report's id, or enough of its first characters.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The later version, in the same way.")],
    record: RecordOption,
    as_json: Annotated[bool, typer.Option("--json", help="Print them as JSON.")] = False,
) -> None:
    """Tell what one report changed of another: paragraphs added, removed, changed and moved."""
    with ending_well(), open_record(record) as store:
        one, two = _report(store, old), _report(store, new)
        if as_json:
            standard_output(utf8=True).write(json.dumps(_as_json(one, two), ensure_ascii=False, indent=2) + "\n")
        else:
            _print(one, two)


def story_of(store: Record, report: str) -> tuple[Story, dict[str, Report]]:
    """The story of one report of a record, and its reports by id.

    Only reports that can be of the story are read: those of the days around, of no day, and of its reports' addresses.
    """
    from dragoman.merging import DAYS, StoryIndex

    index, waiting = StoryIndex(), {report}
    searched: set[tuple[date | None, str | None]] = set()
    known: set[str] = set()
    while waiting:
        for found in _reports(store, waiting):
            index.add(found)
        known |= waiting
        near: set[str] = set()
        for found in _reports(store, index.members(report)):
            if (found.day, found.url) not in searched:
                searched.add((found.day, found.url))
                near |= _near(store, found, DAYS)
        waiting = near - known
    story = index.story(report)
    return story, {r.id: r for r in _reports(store, [c.report for c in story.reports])}


def story_lines(store: Record, report: str) -> list[tuple[str, str]]:
    """What `dragoman show` tells of a report's copies and versions, as names and texts."""
    story, by_id = story_of(store, report)
    if len(story.reports) == 1:
        return [("story", "no copy or other version of it is in the record")]
    lines = [("story", _counted(story, by_id))]
    mine = next(c for c in story.reports if c.report == report)
    if mine.of is not None:
        lines.append(("this is", f"a {mine.kind} of {mine.of}{_shares(mine)}"))
    for name, id in (("earliest", story.earliest), ("fullest", story.fullest)):
        if id is not None:
            lines.append((name, "this report" if id == report else _told(by_id[id])))
    lines += [(c.kind, _told(by_id[c.report])) for c in story.reports if c.report != report]
    return lines


class _Head:
    """What is told of a report in a list; its text is not kept."""

    def __init__(self, report: Report) -> None:
        self.title, self.publisher, self.day = report.title, report.publisher or report.agency, report.day
        self.published, self.url = report.published, report.url


def _row(story: Story, told: dict[str, _Head]) -> tuple[Any, ...]:
    heads = [told[c.report] for c in story.reports]
    kinds = [c.kind for c in story.reports]
    members = [
        {
            "report": c.report,
            "kind": c.kind,
            "of": c.of,
            "overlap": c.overlap,
            "publisher": head.publisher,
            "published": head.published,
            "title": head.title,
            "url": head.url,
        }
        for c, head in zip(story.reports, heads, strict=True)
    ]
    return (
        min((h.day for h in heads if h.day is not None), default=None),
        next((h.title for h in heads if h.title), None),
        len(heads),
        len({h.publisher for h in heads if h.publisher}),
        kinds.count("copy"),
        kinds.count("revision"),
        story.earliest,
        story.fullest,
        story.id,
        members,
    )


def _brief(told: dict[str, _Head], id: str | None) -> str | None:
    return None if id is None else f"{told[id].publisher or '?'} {id[:10]}"


def _within(day: date | None, first: date | None, last: date | None) -> bool:
    if first is None and last is None:
        return True
    return day is not None and (first is None or day >= first) and (last is None or day <= last)


def _reports(store: Record, ids: Iterable[str]) -> Iterator[Report]:
    """These reports, some read at a time; what is coded of them is left alone, which is most of the work."""
    from dragoman.contract import loads_report

    left = iter(ids)
    while some := list(islice(left, _AT_ONCE)):
        yield from map(loads_report, store.lines(some).values())


def _near(store: Record, report: Report, days: int) -> set[str]:
    """The ids of the reports that may be of one story with a report; one without a day may be a copy of any."""
    if report.day is None:
        return set(store.reports())
    span = "CAST(? AS DATE) AND CAST(? AS DATE)"
    first = max(report.day.toordinal() - days, date.min.toordinal())
    last = min(report.day.toordinal() + days, date.max.toordinal())
    found = store.sql(
        f"SELECT report FROM reports WHERE day IS NULL OR day BETWEEN {span} OR url = ?",
        [date.fromordinal(first).isoformat(), date.fromordinal(last).isoformat(), report.url],
    )
    return {str(row[0]) for row in found.tuples()}


def _counted(story: Story, by_id: dict[str, Report]) -> str:
    from dragoman.export.wording import counted, joined

    kinds = [c.kind for c in story.reports]
    publishers = {p for r in by_id.values() if (p := r.publisher or r.agency)}
    parts = [(kinds.count("copy"), "copy", "copies"), (kinds.count("revision"), "revision", "revisions")]
    again = joined([f"{n} {one if n == 1 else many}" for n, one, many in parts if n])
    return f"{counted(len(kinds), 'report')} of {counted(len(publishers), 'publisher')}: the original, {again}"


def _shares(copy: Copy) -> str:
    return "" if copy.overlap is None else f" (shares {copy.overlap:.0%} of the shorter one's words)"


def _told(report: Report) -> str:
    from dragoman.export.wording import stamp

    when = stamp(report.published) if report.published is not None else None
    return ", ".join(filter(None, (report.publisher or report.agency, when, report.title, report.id)))


def _report(store: Record, id: str) -> Report:
    """The one report whose id begins so; ends the command where there is none or several."""
    found = sorted({f.id for f in store.find(id) if f.kind == "report"}) if id else []
    if not found:
        complain(f"{store.path}: no report in it has the id {id}")
        raise typer.Exit(1)
    if len(found) > 1:
        complain(f"{id} is the beginning of several reports' ids ({', '.join(found[:5])}); give more of it")
        raise typer.Exit(1)
    return store.get(found[0]).report


def _as_json(old: Report, new: Report) -> dict[str, Any]:
    from dragoman.merging import changes as find_changes
    from dragoman.merging import wording

    def head(report: Report) -> dict[str, Any]:
        names = ("id", "title", "publisher", "agency", "published", "updated", "url")
        return {name: plain_value(getattr(report, name)) for name in names}

    found = find_changes(old, new)
    return {
        "old": head(old),
        "new": head(new),
        "changes": [
            {
                "kind": c.kind,
                "before": [list(s) for s in c.before],
                "after": [list(s) for s in c.after],
                "words": [{"kind": w.kind, "text": w.text} for w in wording(old, new, c)],
            }
            for c in found
        ],
    }


def _print(old: Report, new: Report) -> None:
    from rich.console import Console
    from rich.padding import Padding
    from rich.table import Table

    from dragoman.export.wording import counted, joined, one_line
    from dragoman.merging import changes as find_changes

    console = Console(file=standard_output(utf8=False), highlight=False, markup=False)
    grid = Table.grid(padding=(0, 2, 0, 0))
    for name, report in (("old", old), ("new", new)):
        grid.add_row(name, one_line(_told(report)))
    console.print(grid)
    found = find_changes(old, new)
    numbers = [_numbers(report) for report in (old, new)]
    for change in found:
        console.print()
        console.print(f"{change.kind}  {_where(change, *numbers)}", style="bold")
        console.print(Padding(_words(old, new, change), (0, 0, 0, 4)))
    kinds = [c.kind for c in found]
    counts = [f"{kinds.count(k)} {k}" for k in ("added", "removed", "changed", "moved") if k in kinds]
    console.print()
    told = f"{counted(len(found), 'change')}: {joined(counts)}" if found else "no changes: the paragraphs are the same"
    console.print(told)


def _numbers(report: Report) -> dict[Any, str]:
    """What each block is called: the title, or a paragraph by its number; headings count as paragraphs."""
    from dragoman.model import BlockKind

    out: dict[Any, str] = {}
    at = 0
    for block in report.blocks:
        if block.kind is BlockKind.TITLE:
            out[block.span] = "title"
        elif block.kind is not BlockKind.CAPTION:
            at += 1
            out[block.span] = f"¶ {at}"
    return out


def _where(change: Change, old: dict[Any, str], new: dict[Any, str]) -> str:
    before, after = ", ".join(old[s] for s in change.before), ", ".join(new[s] for s in change.after)
    return " → ".join(dict.fromkeys(filter(None, (before, after))))


def _words(old: Report, new: Report, change: Change) -> Text:
    """A change as one reads it: [-what went-] and {+what came+}, with some words around."""
    from rich.text import Text

    from dragoman.export.wording import one_line
    from dragoman.merging import wording

    runs: list[Words] = wording(old, new, change)
    text = Text()
    for n, run in enumerate(runs):
        words = one_line(run.text)
        if n:
            text.append(" ")
        if run.kind == "same":
            text.append(_shortened(words, first=n == 0, last=n == len(runs) - 1, whole=len(runs) == 1))
        elif change.kind != "changed":
            text.append(words)
        elif run.kind == "removed":
            text.append(f"[-{words}-]", style="red")
        else:
            text.append(f"{{+{words}+}}", style="green")
    return text


def _shortened(words: str, *, first: bool, last: bool, whole: bool) -> str:
    """A run of words that stayed, with its middle left out, or the end that lies away from the change."""
    parts = words.split()
    if whole:  # a paragraph that was moved: its beginning tells which
        return words if len(parts) <= 4 * _AROUND else " ".join(parts[: 4 * _AROUND]) + " …"
    head, tail = ([] if first else parts[:_AROUND]), ([] if last else parts[-_AROUND:])
    if len(parts) <= len(head) + len(tail) + 2:
        return words
    return " ".join([*head, "…", *tail])
