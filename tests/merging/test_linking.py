"""An analyst's word on which events are one happening holds, whatever the reports look like and in whatever order."""

from __future__ import annotations

from datetime import date
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from dragoman.merging import find_incidents
from dragoman.merging.linking import Link, Links, Ref, relinked
from dragoman.model import CodedReport
from tests.merging.telling import HERAT, KABUL, PEOPLE, Told, report

DAY = date(2024, 5, 3)
HERE = Told("A bomb «tore» through the grain market in Herat on Friday.", recipients=(PEOPLE,), day=DAY, place=HERAT)
THERE = Told("A bomb «tore» through a bus in Kabul on Friday.", recipients=(PEOPLE,), day=DAY, place=KABUL)


def ref(coded: CodedReport) -> Ref:
    return coded.report.id, coded.events[0].id


def groups(reports: list[CodedReport], links: Links = ()) -> set[frozenset[str]]:
    return {frozenset(e.report for e in i.evidence) for i in find_incidents(reports, links=links)}


def test_two_that_are_said_to_be_one_are_one() -> None:
    a, b = report(HERE, publisher="Post"), report(THERE, publisher="Echo")
    assert len(groups([a, b])) == 2
    assert groups([a, b], [Link(ref(a), ref(b), same=True)]) == {frozenset({a.report.id, b.report.id})}


def test_two_that_are_said_to_be_two_are_two() -> None:
    other = Told("A bomb «exploded» at the grain market of Herat.", recipients=(PEOPLE,), day=DAY, place=HERAT)
    a, b = report(HERE, publisher="Post"), report(other, publisher="Echo")
    assert len(groups([a, b])) == 1
    assert len(groups([a, b], [Link(ref(b), ref(a), same=False)])) == 2


def test_copies_of_one_sentence_can_be_set_apart() -> None:
    a, b = report(HERE, publisher="Post"), report(HERE, publisher="Echo")
    assert len(groups([a, b])) == 1
    assert len(groups([a, b], [Link(ref(a), ref(b), same=False)])) == 2


def test_links_of_what_is_not_there_do_nothing() -> None:
    a = report(HERE, publisher="Post")
    gone: Ref = ("0" * 16, "1" * 16)
    assert len(groups([a], [Link(ref(a), gone, same=True), Link(gone, ref(a), same=False)])) == 1


numbers = st.integers(0, 7)
sayings = st.lists(st.tuples(numbers, numbers, st.booleans()).filter(lambda s: s[0] != s[1]), max_size=6)


@given(st.lists(st.integers(0, 3), min_size=8, max_size=8), sayings, st.integers(0, 99))
def test_the_last_word_holds_and_order_of_groups_does_not_matter(
    of: list[int], said: list[tuple[int, int, bool]], seed: int
) -> None:
    links = [Link((f"r{a}", "e"), (f"r{b}", "e"), same) for a, b, same in said]
    start = [[n for n in range(8) if of[n] == g] for g in range(4) if g in of]
    at = {(f"r{n}", "e"): n for n in range(8)}

    def likeness(a: int, b: int) -> float | None:
        return None if (a * b) % 5 == 4 else float((a + b) % 7)

    def run(begin: list[list[int]]) -> set[frozenset[int]]:
        return {frozenset(group) for group in relinked(begin, links, at, likeness)}

    found = run(start)
    assert sorted(n for group in found for n in group) == list(range(8))
    if said:
        a, b, same = said[-1]
        assert any({a, b} <= group for group in found) == same
    shuffled = [Random(seed).sample(group, len(group)) for group in Random(seed).sample(start, len(start))]
    assert run(shuffled) == found
