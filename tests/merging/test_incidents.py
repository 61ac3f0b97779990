"""What is one happening and what is two; what an incident says; that arrival has no order."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from random import Random

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from dragoman.coding.ontology import load
from dragoman.merging import Incident, Merger, find_incidents
from dragoman.merging.blocks import family
from dragoman.merging.incident_rows import COLUMNS, rows
from dragoman.merging.tellings import kinds
from dragoman.model import CodedReport, Status
from tests.merging.generator import corpus
from tests.merging.telling import (
    AFGHANISTAN,
    CHINA,
    HERAT,
    KABUL,
    PEOPLE,
    POLICE,
    RUSSIA,
    TALIBAN,
    UKRAINE,
    Told,
    party,
    report,
)
from tests.strategies import coded_reports

DAY = date(2024, 5, 3)
BOMB = Told(
    "A bomb «tore» through the grain market in Herat on Friday, killing 27 people, the governor said.",
    recipients=(PEOPLE,), day=DAY, place=HERAT, killed=27, mode="explosives",
)  # fmt: skip
CLAIMED = Told(
    "The Taliban «bombed» the grain market of Herat, killing at least 25.",
    actors=(TALIBAN,), recipients=(POLICE,), day=DAY, place=HERAT, killed=25,
)  # fmt: skip
VAGUE = Told(
    "An attack in Afghanistan that day «killed» 27 people at a market.", recipients=(PEOPLE,), day=DAY,
    place=AFGHANISTAN, killed=27,
)  # fmt: skip
ELSEWHERE = Told(
    "A bomb «tore» through a bus in Kabul on Friday, killing 27 people.", recipients=(PEOPLE,), day=DAY, place=KABUL,
    killed=27, mode="explosives",
)  # fmt: skip
LATER = Told(
    "A bomb «tore» through the grain market in Herat on Wednesday, killing 4.", recipients=(PEOPLE,),
    day=DAY + timedelta(days=5), place=HERAT, killed=4, mode="explosives",
)  # fmt: skip


def groups(*reports: CodedReport) -> set[frozenset[str]]:
    return {frozenset(e.report for e in i.evidence) for i in find_incidents(reports)}


def one(*reports: CodedReport) -> Incident:
    found = find_incidents(reports)
    assert len(found) == 1, [[e.report for e in i.evidence] for i in found]
    return found[0]


def test_one_happening_told_by_many_is_one_incident_with_all_they_say() -> None:
    told = [report(BOMB, publisher="Post"), report(CLAIMED, publisher="Echo"), report(VAGUE, publisher="Herald")]
    found = one(*told)
    assert (found.n_reports, found.n_publishers, found.n_stories) == (3, 3, 3)
    assert [(f.value, len(f.told_by)) for f in found.figures] == [(25, 1), (27, 2)]
    assert [p.name for p in found.actors] == ["Taliban"]
    assert found.place is not None
    assert found.place.name == "Herat"
    assert found.date == (DAY, DAY)
    assert found.dated
    assert found.modes == ("explosives",)


@pytest.mark.parametrize("other", [ELSEWHERE, LATER], ids=["another city", "another day"])
def test_two_happenings_stay_two_however_many_vague_reports_stand_between(other: Told) -> None:
    vague = [report(VAGUE, publisher=f"Paper {n}") for n in range(4)]
    first, second = report(BOMB, publisher="Post"), report(other, publisher="Echo", on=DAY + timedelta(days=5))
    for found in find_incidents([first, second, *vague]):
        assert not {first.report.id, second.report.id} <= {e.report for e in found.evidence}


def test_two_targets_in_one_city_on_one_day_are_two() -> None:
    def at(what: str, killed: float, paper: str) -> CodedReport:
        sentence = f"A bomb «went off» at {what} in Herat on Friday."
        return report(Told(sentence, recipients=(PEOPLE,), day=DAY, place=HERAT, killed=killed), publisher=paper)

    school = [at("the Mirwais school during lessons", 31, f"A{n}") for n in range(3)]
    court = [at("the Sabzi court as judges arrived", 4, f"B{n}") for n in range(3)]
    found = groups(*school, *court)
    assert frozenset(r.report.id for r in school) in found
    assert frozenset(r.report.id for r in court) in found


def test_an_attacker_unknown_and_one_blamed_may_be_one_but_two_named_may_not() -> None:
    other = Told(CLAIMED.sentence.replace("Taliban", "Red Front"), actors=(party("Red Front", None, "REB"),),
                 recipients=CLAIMED.recipients, day=DAY, place=HERAT, killed=25)  # fmt: skip
    assert len(groups(report(CLAIMED, publisher="Post"), report(other, publisher="Echo"))) == 2
    assert len(groups(report(CLAIMED, publisher="Post"), report(BOMB, publisher="Echo"))) == 1


def urges(what: str, *, by: object = RUSSIA, to: object = UKRAINE, day: date = DAY) -> Told:
    return Told(f"On that day it «urged» the other side to {what}.", "REQUEST", (by,), (to,), day)  # type: ignore[arg-type]


def test_acts_of_speech_are_told_apart_by_what_is_said() -> None:
    same = [
        report(urges("reopen the Kerch pipeline before winter"), publisher="Post"),
        report(urges("quickly reopen the pipeline at Kerch"), publisher="Echo"),
    ]
    other = report(urges("free nine jailed fishermen"), publisher="Herald")
    assert groups(*same, other) == {frozenset(r.report.id for r in same), frozenset({other.report.id})}


@pytest.mark.parametrize(
    "other",
    [
        urges("reopen the Kerch pipeline before winter", by=CHINA),
        urges("reopen the Kerch pipeline before winter", to=CHINA),
        urges("reopen the Kerch pipeline before winter", by=UKRAINE, to=RUSSIA),
        urges("reopen the Kerch pipeline before winter", day=DAY - timedelta(days=4)),
    ],
    ids=["another speaker", "another addressee", "the other way round", "another day"],
)
def test_the_same_words_of_others_or_at_another_time_are_another_act(other: Told) -> None:
    first = report(urges("reopen the Kerch pipeline before winter"), publisher="Post")
    assert len(groups(first, report(other, publisher="Echo"))) == 2


def test_meetings_have_no_direction_but_a_counterpart() -> None:
    ann, bob, cyd = party("Ann Abel", "RUS"), party("Bob Brun", "UKR"), party("Cyd Coll", "UKR")
    named = ("Ann Abel", "Bob Brun", "Cyd Coll")

    def met(a: object, b: object, paper: str) -> CodedReport:
        told = Told("The two «met» for an hour.", "CONSULT", (a,), (b,), DAY)  # type: ignore[arg-type]
        return report(told, publisher=paper, roles=named)

    assert len(groups(met(ann, bob, "Post"), met(bob, ann, "Echo"))) == 1
    assert len(groups(met(ann, bob, "Post"), met(ann, cyd, "Echo"))) == 2


def test_what_is_announced_and_then_done_is_one_and_what_might_be_is_another() -> None:
    day = DAY + timedelta(days=10)
    ann, bob = party("Ann Abel", "RUS"), party("Bob Brun", "UKR")
    named = ("Ann Abel", "Bob Brun")
    planned = Told("They will «meet» in Kabul.", "CONSULT", (ann,), (bob,), day, KABUL, status=Status.PLANNED)
    done = Told("They «met» in Kabul.", "CONSULT", (ann,), (bob,), day, KABUL)
    found = one(report(planned, publisher="Post", roles=named), report(done, publisher="Echo", on=day, roles=named))
    assert found.status is Status.OCCURRED
    assert found.statuses == (Status.OCCURRED, Status.PLANNED)
    perhaps = Told("They could «meet» in Kabul.", "CONSULT", (ann,), (bob,), day, KABUL, status=Status.HYPOTHETICAL)
    assert (
        len(groups(report(done, publisher="Echo", on=day, roles=named), report(perhaps, publisher="Sun", on=day))) == 2
    )


def test_a_look_back_belongs_to_the_happening_it_looks_back_at() -> None:
    back = Told(
        "It was the worst since the grain market of Herat was «bombed», killing 27.", recipients=(PEOPLE,),
        day=(date(2024, 5, 1), date(2024, 5, 31)), place=HERAT, killed=27, status=Status.HISTORICAL,
    )  # fmt: skip
    later = report(back, publisher="Echo", on=date(2025, 6, 1))
    found = one(report(BOMB, publisher="Post"), later)
    assert [e.background for e in found.evidence] == [False, True]
    assert found.status is Status.OCCURRED
    assert (found.first_day, found.last_day) == (DAY, date(2025, 6, 1))


MORE = " ".join(
    f"Witness number {n} of the many on the square spoke at length of what stall {n} had looked like before."
    for n in range(9)
)


def test_copies_count_once() -> None:
    wire = report(BOMB, publisher="Wire", more=MORE)
    copies = [report(BOMB, publisher=f"Paper {n}", more=MORE[: 300 + 60 * n], hour=13) for n in range(5)]
    found = one(wire, *copies)
    assert (found.n_reports, found.n_publishers, found.n_stories) == (6, 6, 1)
    assert [e.copy for e in found.evidence] == [False] + [True] * 5
    alone = one(wire)
    assert found.id == alone.id
    assert found.confidence == alone.confidence


def test_a_later_version_is_current_and_the_earlier_is_kept() -> None:
    early = Told(
        BOMB.sentence.replace("27", "9"), recipients=(PEOPLE,), day=DAY, place=HERAT, killed=9, mode="explosives"
    )
    first = report(early, publisher="Wire", url="https://wire.example/1", more=MORE, hour=8)
    second = report(BOMB, publisher="Wire", url="https://wire.example/1", more=MORE, hour=11)
    found = one(first, second)
    assert [(e.report, e.current) for e in found.evidence] == [(first.report.id, False), (second.report.id, True)]
    assert [(f.value, f.current) for f in found.figures] == [(9, False), (27, True)]
    assert not found.withdrawn


def test_a_copy_of_a_replaced_version_is_current_for_its_own_publisher() -> None:
    early = Told(
        BOMB.sentence.replace("27", "9"), recipients=(PEOPLE,), day=DAY, place=HERAT, killed=9, mode="explosives"
    )
    first = report(early, publisher="Wire", url="https://wire.example/1", more=MORE, hour=8)
    second = report(BOMB, publisher="Wire", url="https://wire.example/1", more=MORE, hour=11)
    reprint = replace(first, report=replace(first.report, id="f" * 16, url=None, publisher="Reprint"))
    found = one(first, second, reprint)
    assert {e.report: e.current for e in found.evidence} == {
        first.report.id: False, second.report.id: True, reprint.report.id: True,
    }  # fmt: skip
    assert [(f.value, f.current) for f in found.figures] == [(9, True), (27, True)]


def test_what_the_later_version_no_longer_says_is_withdrawn() -> None:
    second_blast = Told(
        "A second bomb «killed» 3 soldiers in Kabul.", recipients=(PEOPLE,), day=DAY, place=KABUL, killed=3
    )
    first = report(BOMB, second_blast, publisher="Wire", url="https://wire.example/1", more=MORE, hour=8)
    second = report(BOMB, publisher="Wire", url="https://wire.example/1", more=MORE, hour=11)
    withdrawn = {i.place.name: i.withdrawn for i in find_incidents([first, second]) if i.place}
    assert withdrawn == {"Herat": False, "Kabul": True}


def test_confidence_grows_with_stories_and_a_claim_counts_half() -> None:
    claim = replace(BOMB, statement="s")
    alone = one(report(BOMB, publisher="Post"))
    assert alone.confidence == pytest.approx(0.8)
    assert not alone.claimed
    only_claimed = one(report(claim, publisher="Post"))
    assert only_claimed.confidence == pytest.approx(0.4)
    assert only_claimed.claimed
    both = one(report(BOMB, publisher="Post"), report(CLAIMED, publisher="Echo"))
    assert both.confidence == pytest.approx(1 - 0.2 * 0.2)


# Arrival


@cache
def made() -> tuple[CodedReport, ...]:
    return tuple(corpus(11, n=14, days=30).reports[:70])


@settings(max_examples=15, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_matter(rng: Random) -> None:
    shuffled = list(made())
    rng.shuffle(shuffled)
    assert find_incidents(shuffled) == find_incidents(made())


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 70), st.integers(0, 70), st.randoms(use_true_random=False))
def test_bit_by_bit_is_all_at_once(a: int, b: int, rng: Random) -> None:
    shuffled = list(made())
    rng.shuffle(shuffled)
    merger = Merger()
    for start, end in zip([0, *sorted((a, b))], [*sorted((a, b)), len(shuffled)], strict=True):
        for coded in shuffled[start:end]:
            merger.add(coded)
        merger.incidents()
    assert merger.incidents() == find_incidents(made())


@settings(max_examples=10, deadline=None)
@given(st.sets(st.integers(0, 69), max_size=20))
def test_what_is_taken_out_leaves_no_trace(out: set[int]) -> None:
    merger = Merger()
    for coded in made():
        merger.add(coded)
    merger.incidents()
    for n in out:
        merger.discard(made()[n].report.id)
    left = [coded for n, coded in enumerate(made()) if n not in out]
    assert merger.incidents() == find_incidents(left)


def test_a_report_given_twice_is_one() -> None:
    assert find_incidents([*made(), *made()[:30]]) == find_incidents(made())


def test_a_report_coded_anew_replaces_what_it_told() -> None:
    merger = Merger()
    before = report(BOMB, publisher="Post")
    merger.add(before)
    merger.incidents()
    changed = CodedReport(report=before.report, events=())
    merger.add(changed)
    assert merger.incidents() == []


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 69))
def test_another_copy_changes_only_the_counts(n: int) -> None:
    coded = made()[n]
    when = coded.report.published
    assert when is not None
    copy = replace(coded, report=replace(coded.report, id="f" * 16, url=None, publisher="Reprint",
                                         published=when + timedelta(minutes=1)))  # fmt: skip
    before, after = find_incidents(made()), find_incidents([*made(), copy])
    # what its publisher has replaced since, another publisher's copy makes current again
    assume(all(e.current for i in before for e in i.evidence if e.report == coded.report.id))
    assert [(i.id, i.type, i.date, i.place, i.confidence, i.n_stories, i.status) for i in after] == [
        (i.id, i.type, i.date, i.place, i.confidence, i.n_stories, i.status) for i in before
    ]
    assert sum(len(i.evidence) for i in after) - sum(len(i.evidence) for i in before) == len(coded.events)


def test_unrelated_reports_leave_incidents_as_they_are() -> None:
    then = [date(1999, 1, n + 1) for n in range(5)]
    far = [report(urges("share the water of the upper river", by=CHINA, day=day), on=day) for day in then]
    with_them = find_incidents([*made(), *far])
    assert [i for i in with_them if i.first_day and i.first_day.year > 2000] == find_incidents(made())


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(coded_reports(), max_size=5, unique_by=lambda c: c.report.id), st.randoms(use_true_random=False))
def test_any_record_can_be_merged_and_every_event_is_in_one_incident(reports: list[CodedReport], rng: Random) -> None:
    found = find_incidents(reports)
    told = sorted((e.report, e.event) for i in found for e in i.evidence)
    assert told == sorted({(c.report.id, e.id) for c in reports for e in c.events})
    assert len({i.id for i in found}) == len(found)
    rng.shuffle(reports)
    assert find_incidents(reports) == found


def test_rows_fit_their_columns_and_keep_every_event() -> None:
    found = find_incidents(made())
    tables = rows(found)
    for name, lines in tables.items():
        assert {len(line) for line in lines} == {len(COLUMNS[name].split(", "))}
    assert len(tables["incidents"]) == len(found)
    assert len(tables["incident_events"]) == sum(len(c.events) for c in made())


def test_the_table_of_types_has_every_type_and_only_types() -> None:
    assert set(kinds()) == set(load().types)
    for kind in kinds().values():
        assert kind.near <= set(kinds())
        assert kind.kind in ("deed", "meeting", "words")
        assert all(family(kind.type) == family(other) for other in kind.near)
