"""Threads over hand-made records: no language model, so that only what this room does is tested."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.merging.threads import STEPS, THREADS, How, State, Step, Thread, Why, find_threads, rows, story, watch
from dragoman.model import (
    Block,
    BlockKind,
    CodedReport,
    Commitment,
    CommitmentKind,
    Event,
    Party,
    Report,
    Span,
    identity,
    report_id,
)
from tests.strategies import coded_reports

DAY = date(2025, 2, 3)
PERU = Party(actor="p", name="Peru", country="PER", sector="GOV")
CHILE = Party(actor="c", name="Chile", country="CHL", sector="GOV")
OFFER = "Peru offered Chile 400 tents on Monday."


def coded(
    text: str,
    *,
    after: int = 0,
    commitments: tuple[tuple[CommitmentKind, Party, Party | None, str], ...] = (),
    condition: str | None = None,
    deadline: date | None = None,
    events: tuple[tuple[str, str, Party, Party | None], ...] = (),
) -> CodedReport:
    """A record of one sentence or two, `after` so many days."""

    def at(words: str) -> Span:
        return Span(text.index(words), text.index(words) + len(words))

    report = Report(
        id=report_id(None, text),
        text=text,
        blocks=(Block(BlockKind.PARAGRAPH, 0, len(text)),),
        published=DAY + timedelta(days=after),
        language="en",
    )
    return CodedReport(
        report=report,
        commitments=tuple(
            Commitment(
                id=identity("commitment", report.id, words),
                kind=kind,
                content=at(words),
                party=party,
                counterparty=other,
                condition=at(condition) if condition else None,
                deadline=deadline,
            )
            for kind, party, other, words in commitments
        ),
        events=tuple(
            Event(
                id=identity("event", report.id, words),
                trigger=at(words),
                type=kind,
                actors=(party,),
                recipients=(other,) if other else (),
            )
            for kind, words, party, other in events
        ),
    )


def tents(**more: object) -> CodedReport:
    return coded(OFFER, commitments=((CommitmentKind.OFFER, PERU, CHILE, "400 tents"),), **more)  # type: ignore[arg-type]


def steps(*reports: CodedReport) -> list[str]:
    [thread] = [t for t in find_threads(reports) if t.report == reports[0].report.id]
    return [s.how.value for s in thread.steps]


@pytest.mark.parametrize(
    ("later", "how"),
    [
        ("Chile rejected the Peruvian offer of tents on Friday.", How.REJECTS),
        ("The offer of tents was turned down by Chile, officials in Lima said.", How.REJECTS),
        ("Chile accepted Peru's offer of tents.", How.ACCEPTS),
        ("Peru withdrew its offer of tents to Chile.", How.WITHDRAWS),
        ("Peru repeated its offer of tents to Chile.", How.REPEATS),
        ("Peru raised its offer to Chile to 900 tents.", How.MODIFIES),
        ("Peru delivered 400 tents to Chile on Friday.", How.FULFILS),
        ("Peru delivered 150 of the 400 tents to Chile on Friday.", How.PARTLY),
        ("Peru did not send Chile the tents that it had promised.", How.BREAKS),
    ],
)
def test_what_a_later_report_tells(later: str, how: How) -> None:
    assert steps(tents(), coded(later, after=9)) == [how.value]


@pytest.mark.parametrize(
    "later",
    [
        "Ecuador rejected the Bolivian offer of tents on Friday.",  # other sides
        "Chile rejected Ecuador's offer of tents on Friday, Peru said.",  # somebody else's offer
        "Peru delivered two bridges to Chile on Friday.",  # another thing
        "Chile delivered 400 tents to Peru on Friday.",  # the other way round
        "Peru will deliver 400 tents to Chile on Friday.",  # not done yet
        "If Peru delivered the tents, Chile would be grateful.",
        "Peru and Chile played to a draw in Tacna.",
    ],
)
def test_what_is_no_step(later: str) -> None:
    assert steps(tents(), coded(later, after=9)) == []


def test_a_demand_is_met_by_the_other_side() -> None:
    demand = coded(
        "Peru demanded that Chile withdraw its patrols from the Lauca.",
        commitments=((CommitmentKind.DEMAND, PERU, CHILE, "withdraw its patrols from the Lauca"),),
    )
    assert steps(demand, coded("Chile withdrew its patrols from the Lauca, Peru said.", after=2)) == ["fulfils"]
    assert steps(demand, coded("Peru withdrew its patrols from the Lauca, Chile said.", after=2)) == []
    assert steps(demand, coded("Chile refused to withdraw its patrols, Peru said.", after=2)) == ["rejects"]


def test_a_truce_is_broken_by_either_side() -> None:
    truce = coded(
        "Peru and Chile agreed to stop attacks along the Lauca.",
        commitments=((CommitmentKind.AGREEMENT, PERU, CHILE, "stop attacks along the Lauca"),),
    )
    for text in (
        "Chile shelled two farms in Peru on the Lauca, breaking the truce.",
        "Peru shelled two farms in Chile on the Lauca despite the truce.",
    ):
        assert "breaks" in steps(truce, coded(text, after=2))


def test_a_condition_that_comes_about_makes_it_due_and_watched() -> None:
    text = "Peru will send Chile 400 tents if Chile frees the surveyor Inti Quispe."
    made = coded(
        text,
        commitments=((CommitmentKind.PLEDGE, PERU, CHILE, "send Chile 400 tents"),),
        condition="if Chile frees the surveyor Inti Quispe",
    )
    met = coded("Chile freed the surveyor Inti Quispe, Peru said.", after=5)
    [thread] = find_threads([made, met])
    assert [s.how for s in thread.steps] == [How.MET]
    assert thread.state is State.DUE
    assert watch([thread], DAY + timedelta(days=4)) == []
    assert [w.why for w in watch([thread], DAY + timedelta(days=5))] == [Why.MET]


def test_a_deadline_is_watched_from_two_weeks_before_and_when_over() -> None:
    [thread] = find_threads([tents(deadline=DAY + timedelta(days=30))])
    assert watch([thread], DAY + timedelta(days=15)) == []
    assert [w.why for w in watch([thread], DAY + timedelta(days=16))] == [Why.NEAR]
    assert [w.why for w in watch([thread], DAY + timedelta(days=31))] == [Why.OVER]
    assert watch([thread], DAY - timedelta(days=1)) == []


def test_what_is_done_is_watched_no_more() -> None:
    done = coded("Peru delivered 400 tents to Chile on Friday.", after=9)
    [thread] = find_threads([tents(deadline=DAY + timedelta(days=10)), done])
    assert [w.why for w in watch([thread], DAY + timedelta(days=8))] == [Why.NEAR]
    assert watch([thread], DAY + timedelta(days=9)) == []


def test_the_same_commitment_made_again_is_a_step_and_no_thread() -> None:
    again = coded(
        "Peru offers Chile 900 tents now.", after=4, commitments=((CommitmentKind.OFFER, PERU, CHILE, "900 tents"),)
    )
    [thread] = find_threads([tents(), again])
    assert [(s.how, s.commitment) for s in thread.steps] == [(How.MODIFIES, again.commitments[0].id)]


def test_a_step_carries_its_words_and_its_event() -> None:
    later = coded("Chile rejected the Peruvian offer of tents.", after=3, events=(("REJECT", "rejected", CHILE, PERU),))
    [thread] = find_threads([tents(), later])
    [step] = thread.steps
    assert later.report.slice(step.span) == step.words == "rejected the Peruvian offer"
    assert step.event == later.events[0].id
    assert 0.5 < step.confidence <= 0.95


def test_a_report_without_a_date_opens_threads_and_moves_none() -> None:
    from dataclasses import replace

    later = coded("Chile rejected the Peruvian offer of tents.", after=3)
    undated = replace(later, report=replace(later.report, published=None))
    assert steps(tents(), undated) == []


def test_the_story_in_words() -> None:
    threads = find_threads([tents(), coded("Chile rejected the Peruvian offer of tents.", after=3)])
    assert story(threads)[0] == "2025-02-03  Peru offered to Chile: “400 tents”  [rejected]"
    assert story(threads)[1].startswith("2025-02-06    rejected: “rejected the Peruvian offer”  (0.")
    assert story(threads, day=DAY) == ["2025-02-03  Peru offered to Chile: “400 tents”  [open]"]
    assert story(threads, day=DAY - timedelta(days=1)) == []


def test_rows_fit_their_columns() -> None:
    found = rows(find_threads([tents(), coded("Chile rejected the Peruvian offer of tents.", after=3)]))
    assert [len(r) for r in found.threads] == [len(THREADS)]
    assert [len(r) for r in found.steps] == [len(STEPS)]
    thread = dict(zip(THREADS, found.threads[0], strict=True))
    assert (thread["state"], thread["steps"], thread["counterparty_country"]) == ("rejected", 1, "CHL")
    assert dict(zip(STEPS, found.steps[0], strict=True))["state_after"] == "rejected"


# -- what must hold of any reports

POOL = [
    tents(deadline=DAY + timedelta(days=10)),
    coded("Chile rejected the Peruvian offer of tents.", after=3),
    coded("Peru raised its offer to Chile to 900 tents.", after=5),
    coded("Peru delivered 400 tents to Chile on Friday.", after=9),
    coded(
        "Chile urged Peru to free two pilots.",
        after=1,
        commitments=((CommitmentKind.DEMAND, CHILE, PERU, "free two pilots"),),
    ),
    coded("Peru freed two pilots, Chile said.", after=4),
    coded("Peru refused to free the pilots, Chile said.", after=2),
]
some_of_them = st.lists(st.one_of(st.sampled_from(POOL), coded_reports()), max_size=8, unique_by=lambda c: c.report.id)


@given(reports=some_of_them, data=st.data())
@settings(max_examples=60, deadline=None)
def test_order_does_not_matter(reports: list[CodedReport], data: st.DataObject) -> None:
    assert find_threads(data.draw(st.permutations(reports))) == find_threads(reports)
    assert find_threads([*reports, *reports]) == find_threads(reports)


@given(reports=some_of_them)
@settings(max_examples=60, deadline=None)
def test_every_commitment_is_told_once_and_no_step_precedes_it(reports: list[CodedReport]) -> None:
    by_id = {c.report.id: c for c in reports}
    threads = find_threads(reports)
    assert len({t.commitment for t in threads}) == len(threads)
    for t in threads:
        assert t.words == by_id[t.report].report.slice(t.content)
        for s in t.steps:
            assert t.day is not None
            assert s.day >= t.day
            assert s.report != t.report
            assert s.words == by_id[s.report].report.slice(s.span)
            assert 0 < s.confidence <= 0.95


@given(chosen=st.lists(st.sampled_from(POOL), max_size=7, unique_by=lambda c: c.report.id))
@settings(max_examples=60, deadline=None)
def test_an_unrelated_report_changes_nothing(chosen: list[CodedReport]) -> None:
    nauru, fiji = Party(name="Nauru", country="NRU", sector="GOV"), Party(name="Fiji", country="FJI", sector="GOV")
    other = coded(
        "Nauru offered Fiji 40 buses. Rain fell.",
        after=2,
        commitments=((CommitmentKind.OFFER, nauru, fiji, "40 buses"),),
    )
    assert [t for t in find_threads([*chosen, other]) if t.report != other.report.id] == find_threads(chosen)


hows = st.lists(st.sampled_from(How), max_size=12)


def thread_of(told: list[How]) -> Thread:
    made = [
        Step(report=str(n), day=DAY + timedelta(days=n), how=how, span=Span(0, 1), words="x", confidence=0.5)
        for n, how in enumerate(told)
    ]
    return Thread(
        report="r",
        commitment="c",
        day=DAY,
        kind=CommitmentKind.PLEDGE,
        party=PERU,
        content=Span(0, 1),
        words="x",
        steps=tuple(made),
    )


@given(told=hows)
def test_a_state_follows_from_the_steps(told: list[How]) -> None:
    thread, state = thread_of(told), State.OPEN
    for n, how in enumerate(told):
        state = state.after(how)
        assert thread.state_on(DAY + timedelta(days=n)) is state
    assert thread.state is state


@given(told=hows)
def test_what_is_done_stays_done_until_it_is_broken(told: list[How]) -> None:
    done = thread_of([How.FULFILS, *[h for h in told if h is not How.BREAKS]])
    assert done.state is State.FULFILLED


@given(told=hows, how=st.sampled_from(How))
def test_a_step_told_twice_in_a_row_is_told_once(told: list[How], how: How) -> None:
    assert thread_of([*told, how, how]).state is thread_of([*told, how]).state


@given(told=hows)
def test_repeating_never_settles_anything(told: list[How]) -> None:
    before, after = thread_of(told).state, thread_of([*told, How.REPEATS]).state
    assert after is before or (before in (State.WITHDRAWN, State.LAPSED) and after is State.OPEN)
