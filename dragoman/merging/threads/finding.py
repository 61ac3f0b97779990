"""`find_threads`: many coded reports become threads, whatever order they come in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import TypeAlias

from dragoman.merging.threads.following import Followed, Following
from dragoman.merging.threads.matching import Sign, signs
from dragoman.merging.threads.reading import Namer, Reading
from dragoman.merging.threads.sameness import likeness, other_amounts, same
from dragoman.merging.threads.signs import ALONE
from dragoman.merging.threads.terms import Terms, is_about_itself, terms_of
from dragoman.merging.threads.thread import How, Step, Thread
from dragoman.merging.threads.words import found_in, words_of
from dragoman.model import CodedReport, Commitment, Report
from dragoman.resolving.actors import Register

# Steps that are less sure than that are not told.
SUREST = 0.6

Made: TypeAlias = tuple[Commitment, Terms | None]
"""A commitment of a report with its terms."""


def find_threads(reports: Iterable[CodedReport], *, register: Register | None = None) -> list[Thread]:
    """The threads of some reports, by the day, report and place in it that first tell of each.

    Pure: the same reports give the same threads in whatever order they come, and a report twice is a report once. A
    report without a date opens threads and adds no step, since nobody knows what came before it. Syndicated copies
    should be left out beforehand (`find_stories` tells them), or each counts as a repetition.
    """
    by_id = {c.report.id: c for c in reports}
    return threads_in_order(sorted(by_id.values(), key=lambda c: place(c.report)), register=register)


def threads_in_order(reports: Iterable[CodedReport], *, register: Register | None = None) -> list[Thread]:
    """As `find_threads`, of reports that come each once and in the order of their `place`: none of them is kept.

    The texts of reports that make commitments stay in memory. Raises `ValueError` where one comes too late.
    """
    namer = Namer(register or Register.load())
    found: list[Followed] = []
    following, before = Following(), ("", "", "")
    for coded in reports:
        if place(coded.report) <= before:
            raise ValueError(f"report {coded.report.id} comes after one that it should come before")
        before = place(coded.report)
        reading, day = Reading(coded, namer), coded.report.day
        made = [(c, terms_of(c, reading)) for c in coded.commitments]
        absorbed = _follow(following.near(reading, day), made, reading, day) if day is not None else frozenset()
        opened = [Followed(c, coded.report, terms) for c, terms in _opening(made, reading, absorbed)]
        found += opened
        for thread in opened:
            following.add(thread)
    return [o.thread() for o in found]


def place(report: Report) -> tuple[str, str, str]:
    """Where a report stands among others: by day, moment of publication and id, what is not known last."""
    return (_stamp(report.day), _stamp(report.published), report.id)


def _stamp(when: datetime | date | None) -> str:
    return "9999" if when is None else when.isoformat()


def _opening(made: Sequence[Made], reading: Reading, absorbed: frozenset[str]) -> list[Made]:
    """The commitments of a report that are new, each once: what it tells twice is told first where it stands first."""
    out: list[Made] = []
    for c, terms in sorted(made, key=lambda m: (m[0].content, m[0].id)):
        if c.id in absorbed or is_about_itself(c, reading):
            continue
        if terms is None or not any(t is not None and same(t, terms) for _, t in out):
            out.append((c, terms))
    return out


def _follow(earlier: Sequence[Followed], made: Sequence[Made], reading: Reading, day: date) -> frozenset[str]:
    """Adds what a report tells of earlier threads; returns the ids of its commitments that are theirs."""
    absorbed: set[str] = set()
    told = _told(earlier, reading)
    again: dict[str, list[tuple[float, int, Commitment]]] = {}
    for c, mine in made:
        if mine is None:
            continue
        ranked = [(likeness(t.terms, mine), -n) for n, t in enumerate(earlier) if t.terms and same(t.terms, mine)]
        if ranked:
            score, n = max(ranked)
            again.setdefault(earlier[-n].commitment.id, []).append((score, -n, c))
            absorbed.add(c.id)
    for thread in earlier:
        own = told.get(thread.commitment.id, [])
        best = max(own, key=lambda s: (s.how is not How.MET, s.confidence, -s.span.start), default=None)
        chosen = [best] if best is not None else []
        chosen += [s for s in own if s.how is How.MET and (best is None or best.how is not How.MET)][:1]
        repeated = again.get(thread.commitment.id, [])
        if repeated and (best is None or best.how is How.MET):
            score, _, c = max(repeated, key=lambda r: (r[0], -r[2].content.start))
            thread.steps.append(_again(thread, reading, day, c, score))
        for sign in chosen:
            thread.steps.append(_step(sign, reading, day))
    return frozenset(absorbed | _spoken_of(earlier, told, made, reading))


def _told(threads: Sequence[Followed], reading: Reading) -> dict[str, list[Sign]]:
    """The signs for each thread, by its commitment's id; one that would do for several goes to the surest."""
    best: dict[tuple[object, ...], tuple[float, str, Sign]] = {}
    for thread in threads:
        assert thread.terms is not None
        for sign in signs(thread.terms, reading):
            if sign.confidence < SUREST:
                continue
            key = (sign.how, sign.span)
            rank = (sign.confidence, thread.commitment.id, sign)
            if key not in best or rank[:2] > best[key][:2]:
                best[key] = rank
    out: dict[str, list[Sign]] = {}
    for _, owner, sign in best.values():
        out.setdefault(owner, []).append(sign)
    for found in out.values():
        found.sort(key=lambda s: (-s.confidence, s.span, s.how))
    return out


def _spoken_of(
    threads: Sequence[Followed], told: dict[str, list[Sign]], made: Sequence[Made], reading: Reading
) -> set[str]:
    """Commitments of a report that are only words about an earlier one: "accepted the offer of talks"."""
    out: set[str] = set()
    for thread in threads:
        for sign in told.get(thread.commitment.id, []):
            for c, terms in made:
                touching = c.content.overlaps(sign.span) or c.content.within(sign.sentence.span)
                if terms is None or not touching or thread.terms is None or sign.how in (How.FULFILS, How.MET):
                    continue
                mine = terms.party.same(thread.terms.party) or sign.span.overlaps(c.content)
                if mine and thread.terms.about.share(found_in(words_of(reading.report.text, *c.content))) >= ALONE:
                    out.add(c.id)
    return out


def _step(sign: Sign, reading: Reading, day: date) -> Step:
    return Step(
        report=reading.report.id,
        day=day,
        how=sign.how,
        span=sign.span,
        words=reading.report.slice(sign.span),
        event=sign.event.id if sign.event is not None else None,
        deadline=sign.deadline,
        confidence=round(min(sign.confidence, 0.95), 2),
    )


def _again(thread: Followed, reading: Reading, day: date, c: Commitment, score: float) -> Step:
    """The same commitment told or made again, with the terms that it now has."""
    changed = other_amounts(thread.terms, words_of(reading.report.text, *c.content))
    new_day = c.deadline if c.deadline is not None and c.deadline != thread.commitment.deadline else None
    postponed = new_day is not None and thread.commitment.deadline is not None
    return Step(
        report=reading.report.id,
        day=day,
        how=How.MODIFIES if changed or postponed else How.REPEATS,
        span=c.content,
        words=reading.report.slice(c.content),
        event=c.event,
        commitment=c.id,
        deadline=new_day,
        confidence=round(min(0.9, 0.45 + 0.5 * score), 2),
    )
