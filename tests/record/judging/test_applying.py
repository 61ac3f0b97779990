from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.contract import dumps, loads
from dragoman.errors import JudgementError
from dragoman.model import CodedReport, CommitmentKind, Span, Stance, Status
from dragoman.record.judging import Judgement, Kind, Target, Verdict, judged, standing, target
from tests.example import BOLIVIA, CHILE, COMMITMENTS, DENIES, EVENTS, LARRAIN, QUISPE, REPORTS, WARNS, example
from tests.strategies import coded_reports

NOON = datetime(2025, 5, 2, 12, tzinfo=UTC)
TALKS, PLEDGED, MOVED = EVENTS[0], EVENTS[2], EVENTS[6]


def judge(
    verdict: Verdict,
    kind: Kind,
    id: str,
    coded: CodedReport | None = None,
    /,
    *,
    minutes: int = 0,
    anywhere: bool = False,
    other: Target | None = None,
    **changes: str | None,
) -> Judgement:
    coded = coded or example()
    at, thing = target(coded, kind, id, anywhere=anywhere)
    return Judgement(
        at=NOON + timedelta(minutes=minutes),
        author="ada",
        verdict=verdict,
        target=at,
        other=other,
        changes=tuple(changes.items()),
        thing=thing,
    )


def test_nothing_said_changes_nothing() -> None:
    assert judged(example(), []).coded == example()


def test_a_rejected_event_is_gone_and_the_rest_stands() -> None:
    j = judge(Verdict.REJECT, Kind.EVENT, PLEDGED.id)
    after = judged(example(), [j])
    assert [e.id for e in after.coded.events] == [e.id for e in EVENTS if e.id != PLEDGED.id]
    assert after.met == {j.id}
    assert COMMITMENTS[0].event == PLEDGED.id
    assert after.coded.commitments[0] == replace(COMMITMENTS[0], event=None)
    assert after.coded.statements == example().statements


def test_an_accepted_event_is_sure() -> None:
    after = judged(example(), [judge(Verdict.ACCEPT, Kind.EVENT, MOVED.id)]).coded
    assert after.events[6] == replace(MOVED, confidence=1.0)


def test_a_changed_event_has_the_score_of_what_it_is_now() -> None:
    j = judge(Verdict.CHANGE, Kind.EVENT, MOVED.id, type="THREATEN", mode=None, status="planned")
    event = judged(example(), [j]).coded.events[6]
    assert (event.type, event.mode, event.status, event.confidence) == ("THREATEN", None, Status.PLANNED, 1.0)
    assert event.score is not None
    assert event.score != MOVED.score
    assert event.actors == MOVED.actors


def test_a_mode_that_the_new_type_does_not_have_is_left_out() -> None:
    event = judged(example(), [judge(Verdict.CHANGE, Kind.EVENT, MOVED.id, type="AGREE")]).coded.events[6]
    assert (event.type, event.mode) == ("AGREE", None)


def test_the_later_word_counts() -> None:
    no = judge(Verdict.REJECT, Kind.EVENT, MOVED.id)
    yes = judge(Verdict.ACCEPT, Kind.EVENT, MOVED.id, minutes=1)
    assert MOVED.id in {e.id for e in judged(example(), standing([yes, no])).coded.events}
    late_no = judge(Verdict.REJECT, Kind.EVENT, MOVED.id, minutes=2)
    assert MOVED.id not in {e.id for e in judged(example(), standing([late_no, yes, no])).coded.events}


def test_judgements_find_their_thing_when_a_newer_version_gives_it_another_id() -> None:
    anew = replace(example(), events=tuple(replace(e, id=f"{n:016x}") for n, e in enumerate(EVENTS)))
    after = judged(anew, [judge(Verdict.REJECT, Kind.EVENT, MOVED.id)]).coded
    assert len(after.events) == len(EVENTS) - 1
    assert MOVED.trigger not in {e.trigger for e in after.events}


def test_a_rejection_is_of_what_the_thing_was() -> None:
    """Who says that this is no MOBILIZE has not said that it is no THREATEN."""
    other = replace(MOVED, id="f" * 16, type="THREATEN", mode=None)
    anew = replace(example(), events=(*EVENTS[:6], other, *EVENTS[7:]))
    j = judge(Verdict.REJECT, Kind.EVENT, MOVED.id)
    after = judged(anew, [j])
    assert after.coded.events == anew.events
    assert j.id not in after.met


def test_what_was_accepted_holds_when_a_newer_version_sees_another_type() -> None:
    other = replace(MOVED, id="f" * 16, type="THREATEN", mode=None, score=-4.4)
    anew = replace(example(), events=(*EVENTS[:6], other, *EVENTS[7:]))
    event = judged(anew, [judge(Verdict.ACCEPT, Kind.EVENT, MOVED.id)]).coded.events[6]
    assert (event.type, event.mode, event.confidence) == ("MOBILIZE", "troops", 1.0)


def test_what_was_accepted_is_put_back_when_a_newer_version_misses_it() -> None:
    anew = replace(example(), events=(*EVENTS[:6], *EVENTS[7:]))
    after = judged(anew, [judge(Verdict.ACCEPT, Kind.EVENT, MOVED.id)]).coded
    assert replace(MOVED, confidence=1.0, score=after.events[-1].score) in [
        replace(e, score=after.events[-1].score) for e in after.events
    ]
    assert [e.trigger for e in after.events] == sorted(e.trigger for e in after.events)


def test_what_somebody_claimed_does_not_come_back_without_its_claim() -> None:
    anew = replace(
        example(),
        statements=tuple(s for s in example().statements if s != REPORTS),
        events=(*EVENTS[:6], *EVENTS[7:]),
    )
    assert MOVED.statement == REPORTS.id
    j = judge(Verdict.ACCEPT, Kind.EVENT, MOVED.id)
    after = judged(anew, [j])
    assert after.coded.events == anew.events
    assert not after.met


def test_events_of_a_rejected_statement_rest_on_the_one_around_it() -> None:
    inner = replace(DENIES, inside=WARNS.id)
    coded = replace(example(), statements=tuple(inner if s == DENIES else s for s in example().statements))
    after = judged(coded, [judge(Verdict.REJECT, Kind.STATEMENT, inner.id, coded)]).coded
    assert inner.id not in {s.id for s in after.statements}
    assert after.events[7].statement == WARNS.id


def test_statements_attitudes_and_commitments_are_changed_too() -> None:
    want = example().attitudes[0]
    after = judged(
        example(),
        [
            judge(Verdict.CHANGE, Kind.STATEMENT, WARNS.id, stance="threatens"),
            judge(Verdict.CHANGE, Kind.ATTITUDE, want.id, stance="opposes"),
            judge(Verdict.CHANGE, Kind.COMMITMENT, COMMITMENTS[0].id, kind="pledge"),
        ],
    ).coded
    assert next(s for s in after.statements if s.id == WARNS.id).stance is Stance.THREATENS
    assert after.attitudes[0].stance is Stance.OPPOSES
    assert after.commitments[0].kind is CommitmentKind.PLEDGE


def test_an_actor_is_changed_where_his_sides_bear_his_country() -> None:
    after = judged(example(), [judge(Verdict.CHANGE, Kind.ACTOR, LARRAIN.id, country="PER", sector=None)]).coded
    assert next((a.country, a.sector) for a in after.actors if a.id == LARRAIN.id) == ("PER", None)
    assert (after.events[4].actors[0].country, after.events[4].actors[0].sector) == ("PER", None)
    assert after.events[4].recipients == EVENTS[4].recipients


def test_two_actors_are_made_one() -> None:
    other, _ = target(example(), Kind.ACTOR, BOLIVIA.id)
    after = judged(example(), [judge(Verdict.SAME, Kind.ACTOR, QUISPE.id, anywhere=True, other=other)]).coded
    ids = {a.id for a in after.actors}
    assert QUISPE.id not in ids
    one = next(a for a in after.actors if a.id == BOLIVIA.id)
    assert set(one.mentions) == {*BOLIVIA.mentions, *QUISPE.mentions}
    assert after.statements[0].speaker_actor == BOLIVIA.id
    assert {p.actor for e in after.events for p in (*e.actors, *e.recipients) if p.actor} <= ids


def test_an_actor_is_set_apart_in_one_report() -> None:
    j = judge(Verdict.APART, Kind.ACTOR, CHILE.id)
    after = judged(example(), [j])
    ids = {a.id for a in after.coded.actors}
    assert CHILE.id not in ids
    assert len(ids) == len(example().actors)
    assert after.met == {j.id}


def test_judgements_of_other_reports_do_not_matter() -> None:
    j = judge(Verdict.REJECT, Kind.EVENT, MOVED.id)
    assert j.target is not None
    elsewhere = replace(j, target=replace(j.target, report="0" * 16))
    assert judged(example(), [elsewhere]).coded == example()


@pytest.mark.parametrize(
    ("verdict", "kind", "id", "changes", "says"),
    [
        (Verdict.CHANGE, Kind.EVENT, MOVED.id, {"type": "WAR"}, "is no type"),
        (Verdict.CHANGE, Kind.EVENT, MOVED.id, {"mode": "firearms"}, "is no mode of MOBILIZE"),
        (Verdict.CHANGE, Kind.EVENT, MOVED.id, {"status": "maybe"}, "is no status"),
        (Verdict.CHANGE, Kind.EVENT, MOVED.id, {"country": "PER"}, "one can change type, mode, status"),
        (Verdict.CHANGE, Kind.EVENT, MOVED.id, {}, "one can change"),
        (Verdict.CHANGE, Kind.STATEMENT, WARNS.id, {"stance": "fears"}, "is no stance"),
        (Verdict.CHANGE, Kind.ACTOR, CHILE.id, {"country": "Chile"}, "is no country"),
        (Verdict.CHANGE, Kind.ACTOR, CHILE.id, {"name": " "}, "cannot be empty"),
        (Verdict.REJECT, Kind.ACTOR, CHILE.id, {}, "is not accepted or rejected"),
        (Verdict.SAME, Kind.EVENT, MOVED.id, {}, "two things of one kind"),
        (Verdict.SAME, Kind.COMMITMENT, COMMITMENTS[0].id, {}, "two things of one kind"),
    ],
)
def test_what_cannot_be_meant_is_refused(
    verdict: Verdict, kind: Kind, id: str, changes: dict[str, str], says: str
) -> None:
    with pytest.raises(JudgementError, match=says):
        Judgement.read(judge(verdict, kind, id, **changes).line)


@pytest.mark.parametrize("line", ["", "{}", "[]", "null", '{"at": "now"}'])
def test_a_line_that_states_none_is_refused(line: str) -> None:
    with pytest.raises(JudgementError):
        Judgement.read(line)


def test_a_judgement_is_read_as_it_was_written() -> None:
    j = replace(judge(Verdict.CHANGE, Kind.EVENT, MOVED.id, type="ASSAULT", mode=None), note="“seen”,\nby \U0001d4d0")
    assert Judgement.read(j.line) == j
    assert Judgement.read(j.line).id == j.id
    assert "\n" not in j.line


def test_what_is_withdrawn_counts_no_more_unless_that_is_withdrawn_too() -> None:
    no = judge(Verdict.REJECT, Kind.EVENT, MOVED.id)
    back = Judgement(at=NOON + timedelta(minutes=1), author="bo", verdict=Verdict.WITHDRAW, withdraws=no.id)
    again = Judgement(at=NOON + timedelta(minutes=2), author="ada", verdict=Verdict.WITHDRAW, withdraws=back.id)
    assert standing([no]) == [no]
    assert standing([back, no]) == []
    assert standing([again, back, no, no]) == [no]


def test_of_a_pair_the_later_word_counts() -> None:
    other, _ = target(example(), Kind.EVENT, TALKS.id)
    same = judge(Verdict.SAME, Kind.EVENT, PLEDGED.id, other=other)
    first, _ = target(example(), Kind.EVENT, PLEDGED.id)
    apart = judge(Verdict.APART, Kind.EVENT, TALKS.id, other=first, minutes=1)
    assert standing([same, apart]) == [apart]


@st.composite
def cases(draw: st.DrawFn) -> tuple[CodedReport, list[Judgement]]:
    """A record, and any judgements on things of it."""
    coded = draw(coded_reports())
    things = [
        *((Kind.EVENT, e.id) for e in coded.events),
        *((Kind.STATEMENT, s.id) for s in coded.statements),
        *((Kind.ATTITUDE, s.id) for s in coded.attitudes),
        *((Kind.COMMITMENT, c.id) for c in coded.commitments),
        *((Kind.ACTOR, a.id) for a in coded.actors),
    ]
    made = []
    for n in range(draw(st.integers(0, 4)) if things else 0):
        kind, id = draw(st.sampled_from(things))
        verdicts = [Verdict.APART, Verdict.CHANGE] if kind is Kind.ACTOR else [Verdict.ACCEPT, Verdict.REJECT]
        verdict = draw(st.sampled_from(verdicts))
        changes = {"country": draw(st.sampled_from([None, "PER"]))} if verdict is Verdict.CHANGE else {}
        made.append(judge(verdict, kind, id, coded, minutes=n, **changes))
    return coded, made


@given(cases())
def test_whatever_is_said_the_record_keeps_to_the_contract(case: tuple[CodedReport, list[Judgement]]) -> None:
    coded, made = case
    after = judged(coded, standing(made))
    line = dumps(after.coded)
    assert loads(line) == loads(json.dumps(json.loads(line)))
    assert after.coded.report == coded.report
    assert after.met <= {j.id for j in made}
    if made:
        said = {s.id for s in (*after.coded.statements, *after.coded.attitudes)}
        assert {e.statement for e in after.coded.events} <= {None, *said}
        assert {c.event for c in after.coded.commitments} <= {None, *(e.id for e in after.coded.events)}
    else:
        assert after.coded == coded


@given(cases())
def test_what_nobody_judged_stays_as_it_is(case: tuple[CodedReport, list[Judgement]]) -> None:
    coded, made = case
    things = [j for j in standing(made) if j.target and j.target.kind is Kind.EVENT]
    judged_ids = {j.target.id for j in things if j.target}
    after = {e.id for e in judged(coded, things).coded.events}
    assert {e.id for e in coded.events} - judged_ids <= after


def test_spans_outside_the_text_are_not_put_back() -> None:
    j = judge(Verdict.ACCEPT, Kind.EVENT, TALKS.id)
    short = replace(example(), report=replace(example().report, text="short"), events=(), statements=())
    short = replace(short, attitudes=(), commitments=(), actors=())
    assert j.target is not None
    assert j.target.span != Span(0, 0)
    assert judged(short, [j]).coded.events == ()
