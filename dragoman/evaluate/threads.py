"""Threads of commitments over short reports: who committed to what, and what came of it.

A record is a case: `id`, `reports` (day, text) and `threads` (kind, party, counterparty, report, content, condition,
deadline, state, steps), where a step has report, how and quote; reports are numbered within their case, and content and
quotes are substrings of their report that stand there once. A prediction has `id` and the case's `threads` in the same
form, but for `content` and a step's `span`, which are `[start, end]` in the report's text. The commitments are coded
from the texts, so what coding misses counts.

A predicted thread is the gold thread whose content it shares most words with, in the same report, one to one. *threads
located*: such a pair. *threads*: the pair's states are equal and so are its steps' reports and kinds. *links*: a step
of a located pair, by its report. *steps*: by report and kind. *placed*: a step that stands in the quote's sentence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dragoman.errors import GoldError
from dragoman.evaluate.measures import Figures, assign, overlap, prf, rate
from dragoman.evaluate.rows import Row
from dragoman.model import Span


@dataclass(frozen=True, slots=True)
class Step:
    """What a later report (its number in the case) tells: how, and where."""

    report: int
    how: str
    span: Span


@dataclass(frozen=True, slots=True)
class Told:
    """A thread; `report` is the number of the report that first tells of it, the parties are countries' codes."""

    kind: str
    party: str | None
    counterparty: str | None
    report: int
    content: Span
    state: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """Some short reports of one affair, each with its day, and its threads."""

    id: str
    reports: tuple[tuple[date, str], ...]
    threads: tuple[Told, ...]


def read_gold(row: Row) -> Case:
    """A case of the gold. Raises `GoldError` where a quote does not stand in its report, or more than once."""
    reports = tuple(_report(r) for r in row.rows("reports"))

    def find(where: Row, key: str) -> Span:
        number, quote = where.number("report"), where.text(key)
        text = reports[number][1] if 0 <= number < len(reports) else ""
        if not quote or text.count(quote) != 1:
            raise GoldError(f"{where.where}: {quote!r} stands {text.count(quote)} times in report {number}, not once")
        return Span(text.index(quote), text.index(quote) + len(quote))

    threads = tuple(
        _told(t, find(t, "content"), tuple(_step(s, find(s, "quote")) for s in t.rows("steps")))
        for t in row.rows("threads")
    )
    return Case(row.id, reports, threads)


def read_prediction(row: Row) -> tuple[Told, ...]:
    """The threads predicted for a case."""
    return tuple(
        _told(t, t.span("content"), tuple(_step(s, s.span("span")) for s in t.rows("steps")))
        for t in row.rows("threads")
    )


def _report(row: Row) -> tuple[date, str]:
    day = row.day("day")
    if day is None:
        raise row.strange("day", "a day")
    return day, row.text("text")


def _told(row: Row, content: Span, steps: tuple[Step, ...]) -> Told:
    return Told(
        kind=row.text("kind"),
        party=row.maybe_text("party"),
        counterparty=row.maybe_text("counterparty"),
        report=row.number("report"),
        content=content,
        state=row.text("state"),
        steps=steps,
    )


def _step(row: Row, span: Span) -> Step:
    return Step(row.number("report"), row.text("how"), span)


def score(gold: Sequence[Case], predicted: Mapping[str, tuple[Told, ...]]) -> Figures:
    """P, R and F1 of threads, links and steps (by kind), and how many fields of located threads agree."""
    n: Counter[str] = Counter()
    for case in gold:
        _compare(n, case, predicted.get(case.id, ()))
    return _figures(n)


def _compare(n: Counter[str], case: Case, found: Sequence[Told]) -> None:
    n["threads gold"] += len(case.threads)
    n["threads predicted"] += len(found)
    mates = dict(assign([[_shared(g, p) for p in found] for g in case.threads]))
    for i, gold in enumerate(case.threads):
        mine = {(s.report, s.how): s for s in gold.steps}
        guess = found[mates[i]] if i in mates else None
        theirs = {(s.report, s.how): s for s in guess.steps} if guess is not None else {}
        n.update(f"steps gold {how}" for _, how in mine)
        n["links gold"] += len({r for r, _ in mine})
        n["links"] += len({r for r, _ in mine} & {r for r, _ in theirs})
        for key in mine.keys() & theirs.keys():
            n[f"steps {key[1]}"] += 1
            text = case.reports[key[0]][1]
            n["placed"] += _sentence(text, mine[key].span.start) == _sentence(text, theirs[key].span.start)
        if guess is None:
            continue
        n["threads located"] += 1
        n["threads"] += mine.keys() == theirs.keys() and gold.state == guess.state
        for field in ("kind", "state", "party", "counterparty"):
            n[field] += getattr(gold, field) == getattr(guess, field)
    for thread in found:
        told = {(s.report, s.how) for s in thread.steps}
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


def _shared(gold: Told, guess: Told) -> float:
    if guess.report != gold.report:
        return 0.0
    shared = max(0, overlap(gold.content, guess.content))
    longest = max(gold.content.end - gold.content.start, 1)
    share = shared / min(longest, max(guess.content.end - guess.content.start, 1))
    return share if share >= 0.5 else 0.0


def _sentence(text: str, at: int) -> int:
    return text.count(". ", 0, at)
