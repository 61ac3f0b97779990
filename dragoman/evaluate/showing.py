"""An evaluation as a table for the terminal, in full as text, and as the page docs/accuracy.md."""

from __future__ import annotations

import math

from rich.table import Table

from dragoman.evaluate.headlines import ABOUT
from dragoman.evaluate.running import Evaluation, SetResult

_HEAD = """# Accuracy and speed

This page is generated. Whoever has the gold sets writes it anew with

    dragoman evaluate --gold DIR --write docs/accuracy.md

`threads_made` and `threads_heldout` are invented and the project's own; they ship in `dragoman/evaluate/gold/`, and are
scored without `--gold` too. The texts of all other sets belong to news publishers and archives and are no part of the
project. Each set is named by its file (or folder) and the sha256 of what it held when it was measured. Nothing of them
was used for training.

Rates lie between 0 and 1, and higher is better unless it says otherwise. *P* is precision, *R* recall, F1 their
harmonic mean; *n* is how many gold items a figure is over. The rules of each figure stand at the top of its module in
`dragoman/evaluate/`.
"""


def render(evaluation: Evaluation) -> Table:
    """The headline figures as a table for the terminal."""
    table = Table(title="Accuracy", title_justify="left")
    for name in ("set", "figure"):
        table.add_column(name)
    for name in ("value", "n", "records", "records/s"):
        table.add_column(name, justify="right")
    for result in evaluation.results:
        first = True
        for row in result.rows:
            shown = (result.name, _records(result), _speed(result)) if first else ("", "", "")
            metric = f"{row.metric} (lower is better)" if row.lower_is_better else row.metric
            table.add_row(shown[0], metric, f"{row.value:.3f}", f"{row.n:,}", shown[1], shown[2])
            first = False
        table.add_section()
    return table


def to_text(evaluation: Evaluation) -> str:
    """Every figure of every set, one line each: for looking at what a headline hides."""
    out = []
    for result in evaluation.results:
        out.append(f"{result.name}  ({_records(result)} records, sha256 {result.gold_sha256[:12]})")
        for section, lines in result.figures.items():
            out.append(f"  {section}")
            width = max(map(len, lines), default=0)
            for line, cells in lines.items():
                shown = "  ".join(f"{k} {_cell(k, v)}" for k, v in cells.items())
                out.append(f"    {line:{width}s}  {shown}")
    return "\n".join(out) + "\n"


def to_markdown(evaluation: Evaluation) -> str:
    """The page docs/accuracy.md: every headline figure, what it says, and the digest of its gold.

    It holds no date, so that it changes only where figures do; speed, which no two runs share, stands by itself.
    """
    out = [_HEAD]
    for result in evaluation.results:
        out.append(f"## {result.name}\n\n{ABOUT[result.kind]}\n\n{_source(result)}\n")
        out.append("| figure | value | n | what it says |\n|---|---:|---:|---|")
        out.extend(f"| {r.metric} | {r.value:.3f} | {r.n:,} | {r.meaning} |" for r in result.rows)
        out.append("")
    timed = [r for r in evaluation.results if r.seconds]
    if timed:
        out.append("## Speed\n\nOne process, from a set's texts to its predictions, models loaded; two digits count.\n")
        out.append("| set | records | records a second |\n|---|---:|---:|")
        out.extend(f"| {r.name} | {r.records:,} | {_speed(r)} |" for r in timed)
        out.append("")
    return "\n".join(out)


def _source(result: SetResult) -> str:
    part = f"{result.records:,}" if result.records == result.total else f"{result.records:,} of {result.total:,}"
    return f"{part} records, gold sha256 `{result.gold_sha256}`."


def _records(result: SetResult) -> str:
    return f"{result.records:,}" if result.records == result.total else f"{result.records:,} of {result.total:,}"


def _speed(result: SetResult) -> str:
    speed = result.records_a_second
    if not speed:
        return ""
    digits = max(0, 1 - math.floor(math.log10(speed)))
    return f"{round(speed, 1 - math.floor(math.log10(speed))):,.{digits}f}"


def _cell(name: str, value: float) -> str:
    return f"{value:.3f}" if name in ("P", "R", "F1", "acc", "share") else f"{value:,.0f}"
