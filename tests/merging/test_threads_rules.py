"""The rules by which threads refuse a step or a sameness, each beside a case that they let through; the index."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta

import pytest

from dragoman.merging.threads import find_threads, finding
from dragoman.merging.threads.following import LONGEST, Followed, Following
from dragoman.merging.threads.reading import Namer, Reading
from dragoman.model import CodedReport, CommitmentKind, Party, Time
from dragoman.resolving.actors import Register
from tests.merging.test_threads import CHILE, DAY, PERU, coded, steps, tents

ECUADOR = Party(actor="e", name="Ecuador", country="ECU", sector="GOV")
UN = Party(actor="u", name="United Nations", country="IGO", sector="IGO")


def offer(text: str, content: str, *, after: int = 0, other: Party | None = CHILE) -> CodedReport:
    return coded(text, after=after, commitments=((CommitmentKind.OFFER, PERU, other, content),))


def threads_of(*reports: CodedReport) -> int:
    return len(find_threads(reports))


# -- sameness


def test_a_commitment_told_again_needs_the_same_thing_and_act() -> None:
    first = offer("Peru offered Chile to complete the Lauca dam.", "complete the Lauca dam")
    again = offer("Peru offered again to complete the Lauca dam for Chile.", "complete the Lauca dam", after=5)
    assert threads_of(first, again) == 1
    given_up = offer("Peru offered Chile to abandon the Lauca dam.", "abandon the Lauca dam", after=5)
    assert threads_of(first, given_up) == 2
    road = offer("Peru offered Chile to complete the Sama road.", "complete the Sama road", after=5)
    assert threads_of(first, road) == 2


def test_a_commitment_is_another_one_a_year_later() -> None:
    first = offer("Peru offered Chile 400 tents.", "400 tents")
    assert threads_of(first, offer("Peru offers Chile 400 tents now.", "400 tents", after=365)) == 1
    assert threads_of(first, offer("Peru offers Chile 400 tents now.", "400 tents", after=366)) == 2


def test_one_toward_nobody_known_is_the_same_within_two_weeks() -> None:
    first = offer("Peru offered a joint inquiry.", "a joint inquiry", other=None)
    assert threads_of(first, offer("Peru offers a joint inquiry now.", "a joint inquiry", after=14, other=None)) == 1
    assert threads_of(first, offer("Peru offers a joint inquiry now.", "a joint inquiry", after=15, other=None)) == 2


def test_names_that_differ_are_different_things() -> None:
    first = offer("Peru offered Chile to cut the toll on Norse trucks.", "cut the toll on Norse trucks")
    other = offer("Peru offered Chile to cut the toll on Sunda trucks.", "cut the toll on Sunda trucks", after=5)
    again = offer("Peru offers Chile again to cut the toll on Norse trucks.", "cut the toll on Norse trucks", after=5)
    assert threads_of(first, again) == 1
    assert threads_of(first, other) == 2


def test_within_a_country_only_the_same_person_repeats_it() -> None:
    def vowed(who: str, after: int = 0) -> CodedReport:
        party = Party(actor=who, name=who, country="PER", sector="LEG")
        made = ((CommitmentKind.PLEDGE, party, None, "rebuild the Sama bridge in Peru"),)
        return coded(f"{who} vowed to rebuild the Sama bridge in Peru.", after=after, commitments=made)

    assert threads_of(vowed("Ana Quispe"), vowed("Ana Quispe", 5)) == 1
    assert threads_of(vowed("Ana Quispe"), vowed("Luis Rojas", 5)) == 2


def test_an_agreement_is_the_same_from_either_side() -> None:
    made = ((CommitmentKind.AGREEMENT, PERU, CHILE, "reopen the Sama bridge"),)
    turned = ((CommitmentKind.AGREEMENT, CHILE, PERU, "reopen the Sama bridge"),)
    first = coded("Peru and Chile agreed to reopen the Sama bridge.", commitments=made)
    again = coded("Chile and Peru have agreed to reopen the Sama bridge.", after=3, commitments=turned)
    assert threads_of(first, again) == 1
    pledge = tuple((CommitmentKind.PLEDGE, *c[1:]) for c in turned)
    other = coded("Chile promised Peru to reopen the Sama bridge.", after=3, commitments=pledge)
    assert threads_of(first, other) == 2


def test_a_name_at_the_end_of_a_sentence_is_no_abbreviation() -> None:
    assert steps(tents(), coded("Chile rejected the offer of tents from Peru.", after=9)) == ["rejects"]
    assert steps(tents(), coded("The tents stayed in Peru. Chile rejected its offer of tents.", after=9)) == ["rejects"]


# -- history, participles, clauses, ends


def test_what_a_sentence_dates_before_the_commitment_is_history() -> None:
    text = "Peru delivered 400 tents to Chile in January."
    later = coded(text, after=9)
    assert steps(tents(), later) == ["fulfils"]
    at = text.index("January")
    span = tents().commitments[0].content.__class__(at, at + len("January"))

    def dated(first: int, last: int) -> CodedReport:
        days = (DAY + timedelta(days=first), DAY + timedelta(days=last))
        return replace(later, times=(Time(span=span, kind="DATE", value="2025-01", interval=days),))

    assert steps(tents(), dated(-33, -3)) == []
    assert steps(tents(), dated(-33, 2)) == ["fulfils"]  # it reaches into the time after


def test_a_participle_that_describes_its_noun_is_no_answer() -> None:
    assert steps(tents(), coded("Chile rejected offers of tents from Peru.", after=9)) == ["rejects"]
    assert steps(tents(), coded("The rejected offers of tents from Peru were on Chile's mind.", after=9)) == []
    assert steps(tents(), coded("Despite repeated offers of tents by Peru, Chile slept.", after=9)) == []


def test_a_deed_has_its_things_in_its_own_clause() -> None:
    assert steps(tents(), coded("Peru delivered tents to Chile on Friday.", after=9)) == ["fulfils"]
    apart = "Peru delivered letters to Chile on Friday, while tents of 400 scouts stood in the park."
    assert steps(tents(), coded(apart, after=9)) == []


def test_a_report_must_name_both_ends() -> None:
    assert steps(tents(), coded("Peru withdrew its offer of 400 tents to Chile.", after=9)) == ["withdraws"]
    assert steps(tents(), coded("Peru withdrew its offer of 400 tents.", after=9)) == []


def test_what_must_or_will_be_done_is_not_done_however_far_the_modal_stands() -> None:
    assert steps(tents(), coded("The 400 tents were delivered to Chile by Peru.", after=9)) == ["fulfils"]
    for words in ("must in all fairness to the homeless be", "will at the end of the rains finally be"):
        assert steps(tents(), coded(f"The 400 tents {words} delivered to Chile by Peru.", after=9)) == []


def test_why_and_when_are_not_what_was_promised() -> None:
    made = offer(
        "Peru offered Chile to mediate after a week of clashes along the border.",
        "mediate after a week of clashes along the border",
    )
    assert steps(made, coded("Peru suspended its offer to mediate, officials in Chile said.", after=30)) == [
        "withdraws"
    ]


@pytest.mark.parametrize(("days", "how"), [(60, ["rejects"]), (61, [])])
def test_the_offer_alone_is_the_one_of_the_last_sixty_days(days: int, how: list[str]) -> None:
    text = "Peru and Chile spoke of 400 tents on Friday. Chile rejected the offer of Peru."
    assert steps(tents(), coded(text, after=days)) == how


@pytest.mark.parametrize(("days", "how"), [(60, ["fulfils"]), (61, [])])
def test_a_bare_act_counts_for_sixty_days(days: int, how: list[str]) -> None:
    made = coded("Peru agreed to leave Chile.", commitments=((CommitmentKind.PLEDGE, PERU, CHILE, "leave Chile"),))
    done = coded("Peru withdrew from Chile.", after=days, events=(("RETREAT", "withdrew", PERU, CHILE),))
    assert steps(made, done) == how


# -- the index

NAMES = {"Peru": PERU, "Chile": CHILE, "Ecuador": ECUADOR, "the United Nations": UN}
THINGS = ("tents", "diesel pumps", "a Lauca bridge")
LATER = (
    "{b} rejected the offer of {thing} from {a} on Friday.",
    "{a} delivered {thing} to {b} on Friday, officials said.",
    "{a} withdrew its offer of {thing} to {b}.",
    "The UN said that {a} had sent {b} {thing}.",
    "{a} and {b} spoke of rain.",
)


def some_world(seed: int) -> list[CodedReport]:
    """Some ninety reports over twenty months of offers and of what came of them, in no order."""
    chance = random.Random(seed)
    out: dict[str, CodedReport] = {}
    for _ in range(90):
        (a, side_a), (b, side_b) = chance.sample(sorted(NAMES.items()), 2)
        thing, after = chance.choice(THINGS), chance.randrange(600)
        if chance.random() < 0.5:
            text = f"{a} offered {b} {thing}, {after} days on."
            made = ((CommitmentKind.OFFER, side_a, chance.choice((side_b, None)), thing),)
            report = coded(text, after=after, commitments=made)
        else:
            report = coded(chance.choice(LATER).format(a=a, b=b, thing=thing), after=after)
        out[report.report.id] = report
    return chance.sample([*out.values()], len(out))


class Unindexed(Following):
    """Every thread that is still followed and whose sides the report names, whatever its words."""

    def __init__(self) -> None:
        super().__init__()
        self.all: list[Followed] = []

    def add(self, thread: Followed) -> None:
        if thread.terms is not None and thread.terms.day is not None:
            self.all.append(thread)

    def near(self, reading: Reading, day: object) -> list[Followed]:
        young = [t for t in self.all if t.report.day is not None and day - t.report.day <= LONGEST]  # type: ignore[operator]
        return [t for t in young if t.terms is not None and all(map(reading.names, t.terms.parties))]


@pytest.mark.parametrize("seed", range(6))
def test_the_index_loses_nothing_against_all_threads(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    world = some_world(seed)
    indexed = find_threads(world)
    in_another_order = random.Random(seed + 1).sample(world, len(world))
    assert find_threads(in_another_order) == indexed
    monkeypatch.setattr(finding, "Following", Unindexed)
    assert find_threads(world) == indexed


def test_the_worlds_have_steps_to_lose() -> None:
    told = [s.how for seed in range(6) for t in find_threads(some_world(seed)) for s in t.steps]
    assert len(told) >= 30
    assert len(set(told)) >= 4


def test_a_thread_is_followed_for_three_years_and_no_longer() -> None:
    assert timedelta(days=3 * 365) <= LONGEST <= timedelta(days=3 * 366)
    namer, first = Namer(Register.load()), tents()
    following = Following()
    reading = Reading(first, namer)
    from dragoman.merging.threads.terms import terms_of

    thread = Followed(first.commitments[0], first.report, terms_of(first.commitments[0], reading))
    following.add(thread)
    assert following.near(reading, DAY + LONGEST) == [thread]
    assert following.near(reading, DAY + LONGEST + timedelta(days=1)) == []
