"""TIMEX3 values: the days they mean, steps of the calendar, movable feasts."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.resolving.times import interval_of
from dragoman.resolving.times.values import duration, easter, holiday, moved, nth_weekday, precision_of, value_of


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2024-11-25", date(2024, 11, 25), date(2024, 11, 25)),
        ("2024-11-25T15:00", date(2024, 11, 25), date(2024, 11, 25)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-W48", date(2024, 11, 25), date(2024, 12, 1)),
        ("2024-W48-WE", date(2024, 11, 30), date(2024, 12, 1)),
        ("2024-W48-3", date(2024, 11, 27), date(2024, 11, 27)),
        ("2024-Q4", date(2024, 10, 1), date(2024, 12, 31)),
        ("2024-H1", date(2024, 1, 1), date(2024, 6, 30)),
        ("2023-WI", date(2023, 12, 1), date(2024, 2, 29)),
        ("199", date(1990, 1, 1), date(1999, 12, 31)),
        ("199X", date(1990, 1, 1), date(1999, 12, 31)),
        ("19", date(1900, 1, 1), date(1999, 12, 31)),
        ("2024-11-XX", date(2024, 11, 1), date(2024, 11, 30)),
    ],
)
def test_days_of_a_value(value: str, first: date, last: date) -> None:
    assert interval_of(value) == (first, last)


@pytest.mark.parametrize(
    "value",
    ["", "P3D", "PXY", "PAST_REF", "XXXX-11-25", "2024-13", "2023-02-29", "2024-W54", "0000", "BC0331", "2024-Q5"],
)
def test_what_names_no_days(value: str) -> None:
    assert interval_of(value) is None


@given(st.dates(date(2, 1, 1), date(9990, 1, 1)), st.sampled_from(["D", "W", "WE", "M", "Q", "H", "Y", "DE", "CE"]))
def test_a_day_lies_in_the_unit_it_is_given(day: date, unit: str) -> None:
    value = value_of(day, unit)
    assert precision_of(value) is not None
    days = interval_of(value)
    if day.year < {"CE": 100, "DE": 10}.get(unit, 0):  # the calendar has no year 0 for these to begin in
        return
    assert days is not None
    if unit == "WE":
        assert days[0].isocalendar()[:2] == day.isocalendar()[:2]
    else:
        assert days[0] <= day <= days[1]


@given(st.dates(), st.integers(-10_000, 10_000), st.sampled_from(["D", "W", "M", "Q", "Y", "DE", "CE", "TH"]))
def test_steps_stay_in_the_calendar(day: date, count: int, unit: str) -> None:
    there = moved(day, count, unit)
    assert there is None or (there > day) == (count > 0) or there == day


def test_months_are_clipped() -> None:
    assert moved(date(2024, 1, 31), 1, "M") == date(2024, 2, 29)
    assert moved(date(2024, 2, 29), -1, "Y") == date(2023, 2, 28)
    assert moved(date.max, 1, "D") is None


@pytest.mark.parametrize(
    ("count", "unit", "value"),
    [(2, "D", "P2D"), (2.5, "Y", "P2Y6M"), (1.5, "TM", "PT1M30S"), (None, "TH", "PTXH"), (2, "DE", "P20Y"),
     (0.5, "CE", "P50Y"), (0.5, "Y", "P6M"), (None, "DE", "PXDE"), (1, "F", "P2W"), (2.5, "D", "P2.5D")],
)  # fmt: skip
def test_duration_values(count: float | None, unit: str, value: str) -> None:
    assert duration(count, unit) == value


@pytest.mark.parametrize(
    ("year", "western", "eastern"),
    [(2000, (4, 23), (4, 30)), (2019, (4, 21), (4, 28)), (2024, (3, 31), (5, 5)), (2025, (4, 20), (4, 20))],
)
def test_easter(year: int, western: tuple[int, int], eastern: tuple[int, int]) -> None:
    assert easter(year) == date(year, *western)
    assert easter(year, eastern=True) == date(year, *eastern)


@given(st.integers(1583, 9000))
def test_easter_is_a_sunday_in_spring(year: int) -> None:
    assert easter(year).isoweekday() == 7
    assert date(year, 3, 22) <= easter(year) <= date(year, 4, 25)


def test_rules_of_named_days() -> None:
    assert holiday("nth", "11 4 4", 2024) == date(2024, 11, 28)
    assert holiday("nth", "5 1 -1", 2024) == date(2024, 5, 27)
    assert holiday("electionday", "", 2022) == date(2022, 11, 8)
    assert nth_weekday(2024, 11, 1, 1) + timedelta(1) == holiday("electionday", "", 2024)
    with pytest.raises(ValueError, match="unknown rule"):
        holiday("lunar", "1", 2024)
