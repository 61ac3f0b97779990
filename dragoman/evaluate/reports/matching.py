"""Which predicted items are which annotated ones, and how many of their fields agree.

Fields of matched events (null equals null): mode; actor and recipient countries as sets; actor sectors as a set;
status; date (both ends); place country; claimed. If either side lists two or more actors and no recipient (talks
between equals), the parties of actors and recipients together are compared instead, for both.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from dragoman.evaluate.measures import QUADRANT, Figures, Words, assign, jaccard
from dragoman.evaluate.reports.locating import sentence_numbers
from dragoman.evaluate.reports.reading import (
    Bound,
    Coded,
    Done,
    ReportGold,
    Said,
    from_annotation,
    read_prediction,
)
from dragoman.evaluate.reports.table import Tally, figures
from dragoman.evaluate.rows import Row

_NEAR_WORDS = 12
_SAME_CONTENT = 0.5


def score(gold: Sequence[ReportGold], predicted: Mapping[str, Row]) -> Figures:
    """All figures over all reports; `predicted` by the report's name, a missing one counts as empty."""
    total = Tally()
    for report in gold:
        total += _tally(report, predicted.get(report.doc))
    return figures(total)


def score_by_report(gold: Sequence[ReportGold], predicted: Mapping[str, Row]) -> dict[str, Figures]:
    """The same figures for each report by itself."""
    return {report.doc: figures(_tally(report, predicted.get(report.doc))) for report in gold}


def agreement(one: Sequence[ReportGold], other: Sequence[ReportGold]) -> Figures:
    """The figures of one annotator against another, over the reports that both have."""
    others = {report.doc: report for report in other}
    total = Tally()
    for report in one:
        if second := others.get(report.doc):
            words = Words(report.text)
            total += _compare(report, from_annotation(second.annotation, report.text, words), words)
    return figures(total)


def _tally(report: ReportGold, prediction: Row | None) -> Tally:
    words = Words(report.text)
    return _compare(report, read_prediction(prediction, report.text, words) if prediction else Coded(), words)


def _compare(report: ReportGold, guess: Coded, words: Words) -> Tally:
    n = Tally()
    gold = from_annotation(report.annotation, report.text, words)
    _statements(n, gold.statements, guess.statements)
    _events(n, gold.events, guess.events, sentence_numbers(report.text, words))
    _commitments(n, gold.commitments, guess.commitments)
    return n


def _same_content(gold: Sequence[Said | Bound], guess: Sequence[Said | Bound]) -> list[tuple[int, int]]:
    def weight(g: Said | Bound, p: Said | Bound) -> float:
        shared = jaccard(g.content, p.content)
        return shared if shared >= _SAME_CONTENT else 0.0

    return assign([[weight(g, p) for p in guess] for g in gold])


def _statements(n: Tally, gold: Sequence[Said], guess: Sequence[Said]) -> None:
    n.count("statements gold", len(gold))
    n.count("statements predicted", len(guess))
    for i, j in _same_content(gold, guess):
        g, p = gold[i], guess[j]
        n.count("statements")
        n.count("statements exact", g.content == p.content)
        n.count("speaker", _touch(g.speaker, p.speaker))
        n.count("cue", _touch(g.cue, p.cue))
        n.count("form", g.form == p.form)
        n.count("addressee gold", bool(g.addressee))
        n.count("addressee", bool(g.addressee & p.addressee))
        n.count("addressee none", not g.addressee)
        n.count("addressee in vain", not g.addressee and bool(p.addressee))
        n.count("outlets gold", len(g.relayed))
        n.count("outlets predicted", len(p.relayed))
        n.count("outlets", len(assign([[1.0 if a & b else 0.0 for b in p.relayed] for a in g.relayed])))


def _touch(a: frozenset[int], b: frozenset[int]) -> bool:
    return bool(a & b) or not (a or b)


def _events(n: Tally, gold: Sequence[Done], guess: Sequence[Done], sentence: Sequence[int]) -> None:
    n.count("events gold", len(gold))
    n.count("events predicted", len(guess))
    n.count("events any", len(match_events(gold, guess, sentence, lambda a, b: True)))
    n.count("events quadrant", len(match_events(gold, guess, sentence, _same_quadrant)))
    n.types_gold.update(g.type or "" for g in gold)
    n.types_predicted.update(p.type or "" for p in guess)
    for i, j in match_events(gold, guess, sentence, lambda a, b: a is not None and a == b):
        g, p = gold[i], guess[j]
        agree = fields(g, p)
        n.count("events")
        n.types_right[g.type or ""] += 1
        n.fields.update({k: int(right) for k, right in agree.items()})
        n.count("mode gold", g.mode is not None)
        n.count("mode right", g.mode is not None and agree["mode"])
        n.count("date gold", g.date is not None)
        n.count("date right", g.date is not None and agree["date"])
        n.count("full", agree["actor countries"] and agree["recipient countries"] and agree["status"])


def _commitments(n: Tally, gold: Sequence[Bound], guess: Sequence[Bound]) -> None:
    n.count("commitments gold", len(gold))
    n.count("commitments predicted", len(guess))
    for i, j in _same_content(gold, guess):
        g, p = gold[i], guess[j]
        n.count("commitments")
        n.count("kind", g.kind == p.kind)
        n.count("condition gold", bool(g.condition))
        n.count("condition", bool(g.condition & p.condition))
        n.count("condition none", not g.condition)
        n.count("condition in vain", not g.condition and bool(p.condition))
        n.count("party", g.party == p.party)
        n.count("counterparty", g.counterparty == p.counterparty)


def _same_quadrant(a: str | None, b: str | None) -> bool:
    return a in QUADRANT and QUADRANT.get(a or "") == QUADRANT.get(b or "")


def match_events(
    gold: Sequence[Done],
    guess: Sequence[Done],
    sentence: Sequence[int],
    same: Callable[[str | None, str | None], bool],
) -> list[tuple[int, int]]:
    """Pairs of events whose types are the `same` and whose triggers are near; most pairs, then nearest, then likest."""

    def weight(g: Done, p: Done) -> float:
        apart = distance(g.trigger, p.trigger, sentence)
        if apart is None or not same(g.type, p.type):
            return 0.0
        return 1 + 0.01 / (1 + apart) + 0.0001 * sum(fields(g, p).values())

    return assign([[weight(g, p) for p in guess] for g in gold])


def distance(a: frozenset[int], b: frozenset[int], sentence: Sequence[int]) -> int | None:
    """Words between two triggers, 0 if they touch; None if they are too far apart or one is not in the gold text."""
    own, other = [i for i in a if i >= 0], [i for i in b if i >= 0]
    if not own or not other:
        return None
    apart = min(abs(i - j) for i in own for j in other)
    near = apart <= _NEAR_WORDS or {sentence[i] for i in own} & {sentence[j] for j in other}
    return apart if near else None


def fields(g: Done, p: Done) -> dict[str, bool]:
    """Which fields of two events agree."""
    actors, recipients = _same_parties(g, p)
    return {
        "mode": g.mode == p.mode,
        "actor countries": actors,
        "recipient countries": recipients,
        "actor sectors": {x.sector for x in g.actors} == {x.sector for x in p.actors},
        "status": g.status == p.status,
        "date": g.date == p.date,
        "place country": g.place == p.place,
        "claimed": g.claimed == p.claimed,
    }


def _same_parties(g: Done, p: Done) -> tuple[bool, bool]:
    if _between_equals(g) or _between_equals(p):
        both = _countries(g, both=True) == _countries(p, both=True)
        return both, both
    return _countries(g) == _countries(p), {x.country for x in g.recipients} == {x.country for x in p.recipients}


def _between_equals(e: Done) -> bool:
    return len(e.actors) > 1 and not e.recipients


def _countries(e: Done, *, both: bool = False) -> set[str]:
    return {x.country for x in (*e.actors, *(e.recipients if both else ()))}
