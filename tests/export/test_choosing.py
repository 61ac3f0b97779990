from __future__ import annotations

from datetime import date

from dragoman.export.choosing import Choice, choose
from dragoman.model import Status
from tests.example import TEXT, empty, example

ALL = frozenset(Status)


def chosen(**asked: object) -> set[str]:
    found = choose([example()], Choice(**asked))  # type: ignore[arg-type]
    return {TEXT[slice(*event.trigger)] for coded in found for event in coded.events}


def test_what_happened_is_the_default() -> None:
    assert chosen() == {TEXT[slice(*e.trigger)] for e in example().events if e.status is Status.OCCURRED}
    assert "send observers" in chosen(statuses=ALL)
    assert chosen(statuses=frozenset({Status.DENIED})) == {"crossed into Bolivia"}


def test_days_meet_intervals_and_undated_acts_go_by_their_report() -> None:
    assert "arrested" in chosen(since=date(2025, 1, 31), until=date(2025, 1, 31))
    assert "arrested" not in chosen(since=date(2025, 2, 1))
    assert "rejected" in chosen(since=date(2025, 3, 4), until=date(2025, 3, 4))
    assert chosen(until=date(2024, 12, 31)) == set()


def test_countries_types_and_confidence() -> None:
    assert chosen(countries=frozenset({"PER"}), statuses=ALL) == {"send observers"}
    assert chosen(types=frozenset({"COERCE", "PROTEST"})) == {"arrested", "blocked a highway"}
    assert chosen(confidence=0.9) == {"resumed talks"}


def test_a_report_of_no_chosen_event_is_left_out_if_more_than_a_status_is_asked() -> None:
    assert len(list(choose([example(), empty()], Choice()))) == 2
    assert len(list(choose([example(), empty()], Choice(types=frozenset({"AGREE"}))))) == 1


def test_a_report_can_be_taken_whole() -> None:
    assert list(choose([example(), empty()], Choice(confidence=0.9), whole=True)) == [example()]
