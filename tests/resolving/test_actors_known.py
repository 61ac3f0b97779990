"""What one report says of somebody serves the next, on reports of our own."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from dragoman.model import CodedReport, Fact, Span
from dragoman.pipeline import Coder
from dragoman.resolving.actors import Known, Said, told_in
from tests.conftest import make_report

FIRST = "Colonel Adjoa Obiang, a spokeswoman for the Ghanaian army, accused Togo of shelling the border."
NEXT = "Adjoa Obiang accused Togo of breaking the truce."
DAY = date(2021, 3, 4)


def code(text: str, day: date | None, known: Known | None = None) -> CodedReport:
    return Coder(known=known).code(make_report(text, published=day))


def accuser(coded: CodedReport) -> tuple[str | None, str | None]:
    (event,) = (e for e in coded.events if e.type == "ACCUSE")
    return event.actors[0].country, event.actors[0].sector


def learnt() -> Known:
    known = Known()
    known.read(code(FIRST, DAY))
    return known


def test_a_report_keeps_the_words_that_say_what_somebody_is() -> None:
    coded = code(FIRST, DAY)
    (actor,) = (a for a in coded.actors if a.name == "Adjoa Obiang")
    told = {f.words: (f.country, f.sector, f.report) for f in actor.facts}
    assert told["a spokeswoman for the Ghanaian army"] == ("GHA", "MIL", None)
    assert all(coded.report.slice(f.span) == f.words for f in actor.facts)


def test_what_one_report_says_serves_the_next_with_its_words() -> None:
    known = learnt()
    assert accuser(code(NEXT, DAY + timedelta(2))) == (None, None)
    coded = code(NEXT, DAY + timedelta(2), known)
    assert accuser(coded) == ("GHA", "MIL")
    (fact,) = next(a.facts for a in coded.actors if a.name == "Adjoa Obiang")
    assert (fact.report, fact.day, fact.words) == (
        code(FIRST, DAY).report.id,
        DAY,
        "a spokeswoman for the Ghanaian army",
    )
    before = len(known)
    known.read(coded)
    assert len(known) == before, "what is borrowed is not said again"


def test_the_past_serves_the_present_only_and_an_office_is_not_for_ever() -> None:
    known = learnt()
    assert accuser(code(NEXT, DAY - timedelta(1), known)) == (None, None)
    assert accuser(code(NEXT, DAY + timedelta(3 * 365), known)) == ("GHA", None)
    assert accuser(code(NEXT, None, known)) == (None, None)


def test_the_report_at_hand_goes_before_what_is_known() -> None:
    now = "Adjoa Obiang, Benin's foreign minister, accused Togo of breaking the truce."
    assert accuser(code(now, DAY + timedelta(2), learnt())) == ("BEN", "GOV")


def test_a_person_changes_office_between_two_reports() -> None:
    known = learnt()
    known.read(code("Adjoa Obiang, Ghana's foreign minister, accused Togo of lying.", DAY + timedelta(200)))
    assert accuser(code(NEXT, DAY + timedelta(100), known)) == ("GHA", "MIL")
    assert accuser(code(NEXT, DAY + timedelta(300), known)) == ("GHA", "GOV")


def test_two_people_of_one_name_say_nothing() -> None:
    known = learnt()
    known.read(code("Adjoa Obiang, Gabon's foreign minister, accused Congo of lying.", DAY))
    assert accuser(code(NEXT, DAY + timedelta(2), known)) == (None, None)


def said(n: int, name: str = "Ada Obiang", **told: str) -> Said:
    return Said(name, f"r{n}", DAY + timedelta(n), Fact(words="w", span=Span(n, n + 1), **told))


def test_a_surname_alone_and_empty_words_are_not_kept() -> None:
    known = Known([said(1, "Obiang", country="GHA"), said(2)])
    assert len(known) == 0


@given(
    st.lists(
        st.tuples(st.integers(0, 900), st.sampled_from(["GHA", "GAB"]), st.sampled_from(["GOV", "MIL"])), max_size=6
    ),
    st.integers(0, 1200),
    st.randoms(use_true_random=False),
)
def test_the_order_of_learning_does_not_matter(
    facts: list[tuple[int, str, str]], on: int, shuffle: random.Random
) -> None:
    all_said = [said(n, country=c, sector=s) for n, c, s in facts]
    other = list(all_said)
    shuffle.shuffle(other)
    day = DAY + timedelta(on)
    assert Known(all_said).of("Ada Obiang", day=day, report="x") == Known(other).of("Ada Obiang", day=day, report="x")


def test_told_in_leaves_out_what_was_borrowed() -> None:
    coded = code(NEXT, DAY + timedelta(2), learnt())
    assert list(told_in(coded)) == []
    assert list(told_in(replace(coded, actors=()))) == []
