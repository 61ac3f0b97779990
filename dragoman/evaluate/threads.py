"""Threads of commitments against a gold file of short reports: who committed to what, and what came of it.

The file is a JSON list of cases: `reports` (day, text) and `threads` (kind, party, counterparty, report, content,
condition, deadline, state, steps), where a step has report, how and quote; reports are numbered within their case, and
content and quotes are substrings of their report that stand there once.

A predicted thread is the gold thread whose content it shares most words with, in the same report, one to one. *threads
located*: such a pair. *threads*: the pair's states are equal and so are its steps' reports and kinds. *links*: a step
of a located pair, by its report. *steps*: by report and kind. *placed*: a step that stands in the quote's sentence.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from dragoman.errors import GoldError
from dragoman.evaluate.measures import Figures, assign, overlap, prf, rate
from dragoman.merging.threads import Thread, find_threads
from dragoman.model import CodedReport, Report, Span
from dragoman.reading import report_from_text


@dataclass(frozen=True, slots=True)
class GoldStep:
    """What a later report (its number in the case) tells: how, and where."""

    report: int
    how: str
    span: Span


@dataclass(frozen=True, slots=True)
class GoldThread:
    """An annotated thread; `report` is the number of the report that first tells of it."""

    kind: str
    party: str | None
    counterparty: str | None
    report: int
    content: Span
    state: str
    steps: tuple[GoldStep, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """Some reports of one affair and its threads."""

    name: str
    reports: tuple[Report, ...]
    threads: tuple[GoldThread, ...]


Coding = Callable[[Iterable[Report]], Iterable[CodedReport]]


def read_cases(path: Path) -> list[Case]:
    """The cases of a gold file. Raises `GoldError` where it is not such a file or a quote is not in its report."""
    try:
        return [_case(row) for row in json.loads(path.read_text("utf-8"))]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise GoldError(f"{path.name}: not a gold file of threads: {error!r}; see docs/commitments.md") from error


def score_threads(cases: Sequence[Case], code: Coding) -> Figures:
    """P, R and F1 of threads, links and steps (by kind), and how many fields of located threads agree."""
    coded = iter(list(code(r for case in cases for r in case.reports)))
    n: Counter[str] = Counter()
    for case in cases:
        _compare(n, case, find_threads([next(coded) for _ in case.reports]))
    return _figures(n)


def _compare(n: Counter[str], case: Case, found: Sequence[Thread]) -> None:
    number = {r.id: i for i, r in enumerate(case.reports)}
    n["threads gold"] += len(case.threads)
    n["threads predicted"] += len(found)
    weight = [[_shared(g, p, number) for p in found] for g in case.threads]
    mates = dict(assign(weight))
    for i, gold in enumerate(case.threads):
        mine = {(s.report, s.how): s for s in gold.steps}
        guess = found[mates[i]] if i in mates else None
        theirs = {(number[s.report], s.how.value): s for s in guess.steps} if guess is not None else {}
        n.update(f"steps gold {how}" for _, how in mine)
        n["links gold"] += len({r for r, _ in mine})
        n["links"] += len({r for r, _ in mine} & {r for r, _ in theirs})
        for key in mine.keys() & theirs.keys():
            n[f"steps {key[1]}"] += 1
            text = case.reports[key[0]].text
            n["placed"] += _sentence(text, mine[key].span.start) == _sentence(text, theirs[key].span.start)
        if guess is None:
            continue
        n["threads located"] += 1
        n["threads"] += mine.keys() == theirs.keys() and gold.state == guess.state.value
        n["kind"] += gold.kind == guess.kind.value
        n["state"] += gold.state == guess.state.value
        n["party"] += gold.party == guess.party.country
        n["counterparty"] += gold.counterparty == (guess.counterparty.country if guess.counterparty else None)
    for thread in found:
        told = {(number[s.report], s.how.value) for s in thread.steps}
        n.update(f"steps predicted {how}" for _, how in told)
        n["links predicted"] += len({r for r, _ in told})


def _figures(n: Counter[str]) -> Figures:
    hows = sorted({k.removeprefix("steps gold ") for k in n if k.startswith("steps gold ")})
    hows += sorted({k.removeprefix("steps predicted ") for k in n if k.startswith("steps predicted ")} - set(hows))

    def row(name: str) -> dict[str, float]:
        return prf(n[name], n[f"{name} predicted"], n[name], n[f"{name} gold"])

    by_how = {h: prf(n[f"steps {h}"], n[f"steps predicted {h}"], n[f"steps {h}"], n[f"steps gold {h}"]) for h in hows}
    right, said, asked = (sum(n[f"steps {x}{h}"] for h in hows) for x in ("", "predicted ", "gold "))
    located = n["threads located"]
    return {
        "threads": {
            "located": prf(located, n["threads predicted"], located, n["threads gold"]),
            "threads": row("threads"),
            **{f: rate(n[f], located) for f in ("kind", "state", "party", "counterparty")},
        },
        "steps": {"links": row("links"), "steps": prf(right, said, right, asked), "placed": rate(n["placed"], right)},
        "steps by kind": by_how,
    }


def _shared(gold: GoldThread, guess: Thread, number: dict[str, int]) -> float:
    if number[guess.report] != gold.report:
        return 0.0
    shared = max(0, overlap(gold.content, guess.content))
    longest = max(gold.content.end - gold.content.start, 1)
    share = shared / min(longest, max(guess.content.end - guess.content.start, 1))
    return share if share >= 0.5 else 0.0


def _sentence(text: str, at: int) -> int:
    return text.count(". ", 0, at)


def _case(row: Any) -> Case:
    reports = tuple(_report(r["text"], date.fromisoformat(r["day"])) for r in row["reports"])

    def find(number: int, quote: str) -> Span:
        text = reports[number].text
        if text.count(quote) != 1:
            raise ValueError(f"{row['id']}: {quote!r} stands {text.count(quote)} times in report {number}")
        return Span(text.index(quote), text.index(quote) + len(quote))

    threads = tuple(
        GoldThread(
            t["kind"],
            t["party"],
            t["counterparty"],
            t["report"],
            find(t["report"], t["content"]),
            t["state"],
            tuple(GoldStep(s["report"], s["how"], find(s["report"], s["quote"])) for s in t["steps"]),
        )
        for t in row["threads"]
    )
    return Case(row["id"], reports, threads)


def _report(text: str, day: date) -> Report:
    from dataclasses import replace

    return replace(report_from_text(text, published=day), language="en")
