"""Times: what expressions mean, in sentences of our own; and that no text can hold the grammar up."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.model import Span, Time
from dragoman.resolving.times import find_ranges, find_times

MONDAY = date(2024, 11, 25)


def found(text: str, *, day: date | None = MONDAY) -> list[tuple[str, str | None]]:
    return [(text[t.span.start : t.span.end], t.value) for t in find_times(text, day=day)]


def only(text: str, *, day: date | None = MONDAY) -> Time:
    times = find_times(text, day=day, ages=True)
    assert len(times) == 1, found(text, day=day)
    return times[0]


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("The envoy arrived on March 3, 2014.", "March 3, 2014", "2014-03-03"),
        ("The envoy arrived on 3 March 2014.", "3 March 2014", "2014-03-03"),
        ("They met on Friday, Nov. 22.", "Friday, Nov. 22", "2024-11-22"),
        ("They met on the 22nd of November.", "the 22nd of November", "2024-11-22"),
        ("The text is dated 2024-11-20.", "2024-11-20", "2024-11-20"),
        ("The text is dated 24/11/2024.", "24/11/2024", "2024-11-24"),
        ("The text is dated 11.12.2023.", "11.12.2023", "2023-12-11"),
        ("The law was passed in March 2014.", "March 2014", "2014-03"),
        ("The law was passed in early 2015.", "early 2015", "2015"),
        ("The law was passed in March of last year.", "March of last year", "2023-03"),
        ("The law was passed last March.", "last March", "2024-03"),
        ("The law takes effect next March.", "next March", "2025-03"),
        ("The border was closed in the 1990s.", "the 1990s", "199"),
        ("The border was closed in the mid-1990s.", "the mid-1990s", "199"),
        ("It was drawn in the 19th century.", "the 19th century", "18"),
        ("Exports fell in the third quarter of 2019.", "the third quarter of 2019", "2019-Q3"),
        ("Exports fell in Q3 2019.", "Q3 2019", "2019-Q3"),
        ("Exports fell in the first half of 2019.", "the first half of 2019", "2019-H1"),
        ("Exports fell in the summer of 2015.", "the summer of 2015", "2015-SU"),
        ("Exports fell last winter.", "last winter", "2023-WI"),
        ("The minister spoke yesterday.", "yesterday", "2024-11-24"),
        ("The minister will speak tomorrow.", "tomorrow", "2024-11-26"),
        ("The minister spoke the day before yesterday.", "the day before yesterday", "2024-11-23"),
        ("The minister spoke last night.", "last night", "2024-11-24TNI"),
        ("The minister spoke last week.", "last week", "2024-W47"),
        ("The minister spoke last month.", "last month", "2024-10"),
        ("The minister will speak next year.", "next year", "2025"),
        ("The minister spoke two years ago.", "two years ago", "2022"),
        ("The minister spoke half a century ago.", "half a century ago", "1974"),
        ("The minister spoke six weeks ago.", "six weeks ago", "2024-W42"),
        ("The minister spoke a couple of months ago.", "a couple of months ago", "2024-09"),
        ("The minister spoke over the weekend.", "the weekend", "2024-W47-WE"),
        ("The minister will speak by the end of the year.", "the end of the year", "2024"),
        ("Talks will be held on Christmas Day.", "Christmas Day", "2024-12-25"),
        ("Talks will be held on Good Friday.", "Good Friday", "2025-04-18"),
        ("Talks were held last Thanksgiving.", "last Thanksgiving", "2023-11-23"),
        ("Talks were held on New Year’s Eve 2019.", "New Year’s Eve 2019", "2019-12-31"),
        ("The country has changed since 9/11.", "9/11", "2001-09-11"),
        ("The envoys now disagree.", "now", "PRESENT_REF"),
        ("The envoys recently disagreed.", "recently", "PAST_REF"),
    ],
)
def test_one_expression(text: str, words: str, value: str) -> None:
    assert found(text) == [(words, value)]


def test_bare_weekday_is_the_last_one_up_to_the_reports_own_day() -> None:
    assert only("He resigned on Monday.").interval == (MONDAY, MONDAY)
    assert only("He resigned on Tuesday.").value == "2024-11-19"
    assert only("He resigned last Monday.").value == "2024-11-18"


def test_weekday_to_come_by_the_verb() -> None:
    assert only("The council will meet on Friday.").value == "2024-11-29"
    assert only("On Friday, the council will meet.").value == "2024-11-29"
    assert only("The council is to meet on Friday.").value == "2024-11-29"
    assert only("The council meets next Friday.").value == "2024-11-29"
    assert only("Officials said on Friday that the council will meet.").value == "2024-11-22"


def test_this_weekend_by_the_verb() -> None:
    assert only("The storm hit the coast this weekend.").value == "2024-W47-WE"
    assert only("The storm will hit the coast this weekend.").value == "2024-W48-WE"


def test_possessive_weekday_is_past_whatever_the_verb() -> None:
    assert only("The council will study Wednesday's ruling.").value == "2024-11-20"


def test_length_after_a_year_does_not_move_it() -> None:
    assert found("The army left in 2021 after 20 years of involvement.") == [("2021", "2021"), ("20 years", "P20Y")]


@pytest.mark.parametrize(
    ("text", "words", "value", "mod"),
    [
        ("They fought for more than three years.", "more than three years", "P3Y", "MORE_THAN"),
        ("They fought for at least 20 more years.", "at least 20 more years", "P20Y", "EQUAL_OR_MORE"),
        ("They fought for about two weeks.", "about two weeks", "P2W", "APPROX"),
        ("They fought for nine years.", "nine years", "P9Y", None),
        ("They fought for two and a half years.", "two and a half years", "P2Y6M", None),
        ("They agreed on a 10-year pact.", "10-year", "P10Y", None),
        ("They agreed on the two-week truce.", "two-week", "P2W", None),
        ("A 58-year-old man was hurt.", "58-year-old", "P58Y", None),
        ("They fought for several days.", "several days", "PXD", None),
        ("They fought for decades.", "decades", "PXDE", None),
        ("They fought for 90 minutes.", "90 minutes", "PT90M", None),
    ],
)
def test_lengths(text: str, words: str, value: str, mod: str | None) -> None:
    t = only(text)
    assert (text[t.span.start : t.span.end], t.kind, t.value, t.mod) == (words, "DURATION", value, mod)


def test_anchored_length_has_days() -> None:
    t = only("Hundreds fled in the past two weeks.")
    assert (t.kind, t.value, t.interval) == ("DURATION", "P2W", (date(2024, 11, 11), MONDAY))
    assert only("Hundreds fled in two weeks of fighting.").interval is None


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("They protest every Friday.", "every Friday", "XXXX-WXX-5"),
        ("They protest daily.", "daily", "P1D"),
        ("They protest twice a week.", "twice a week", "P1W"),
        ("It costs $33 million a year.", "a year", "P1Y"),
        ("They protest each month.", "each month", "P1M"),
        ("They protest on Tuesday nights.", "Tuesday nights", "XXXX-WXX-2TNI"),
    ],
)
def test_sets(text: str, words: str, value: str) -> None:
    t = only(text)
    assert (text[t.span.start : t.span.end], t.kind, t.value) == (words, "SET", value)


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("The blast came at 3:00 p.m.", "3:00 p.m.", "2024-11-25T15:00"),
        ("The blast came at 1800 GMT.", "1800 GMT", "2024-11-25T18:00"),
        ("The blast came on Friday morning.", "Friday morning", "2024-11-22TMO"),
        ("The blast came at noon Saturday.", "noon Saturday", "2024-11-23T12:00"),
        ("The blast came at 4 in the morning.", "4 in the morning", "2024-11-25T04:00"),
        ("The blast came at 9 a.m. EST Tuesday.", "9 a.m. EST Tuesday", "2024-11-19T09:00"),
    ],
)
def test_times_of_day(text: str, words: str, value: str) -> None:
    t = only(text)
    assert (text[t.span.start : t.span.end], t.kind, t.value) == (words, "TIME", value)
    assert t.precision == "day"


@pytest.mark.parametrize(
    "text",
    [
        "Some 2,000 troops left.",
        "They lost 2019 people.",
        "They paid $2000 for it.",
        "About 2000 rebels fled.",
        "The council passed resolution 1973.",
        "They may march and the sun will fall.",
        "The car did 60 miles per hour.",
        "Three-quarters of the food is imported.",
        "Theresa May said no, and Mrs May left.",
    ],
)
def test_what_is_no_time(text: str) -> None:
    assert found(text) == []


def test_surname_that_is_a_month_leaves_the_month_readable() -> None:
    assert found("Mrs May told the house in May 2017 that she would stay.") == [("May 2017", "2017-05")]


def test_later_and_next_count_from_the_date_before() -> None:
    text = "The king died on June 4, 2019. Three days later his son was crowned. The next day he spoke."
    assert [v for _, v in found(text)] == ["2019-06-04", "2019-06-07", "2019-06-08"]
    assert found("It began on June 4, 2019. A day earlier he had fled.")[1] == ("A day earlier", "2019-06-03")


def test_year_handed_on_in_old_history() -> None:
    text = (
        "In 1914 war came. In 1915 it grew. In 1916 it stalled. "
        "In 1917 and 1918 it went on; by 1919 and 1920 it was over. "
    )
    assert found(text + "In March, the army crossed the river.")[-1] == ("March", "1920-03")
    assert found("In March, the army crossed the river.") == [("March", "2024-03")]


def test_slashed_date_that_could_be_two_days_stays_open() -> None:
    t = only("The text is dated 03/04/2021.")
    assert (t.value, t.interval) == (None, None)


def test_impossible_date_is_not_a_date() -> None:
    assert all(t.value != "2023-02-30" for t in find_times("Dated February 30, 2023.", day=MONDAY))


def test_ranges() -> None:
    text = (
        "From March to May 2014 it rained; talks ran March 3-5, 2015, "
        "between 2016 and 2018 nothing happened, in 2019 and 2020 war."
    )
    assert [(text[s.start : s.end], days) for s, days in find_ranges(text, find_times(text, day=MONDAY))] == [
        ("March to May 2014", (date(2014, 3, 1), date(2014, 5, 31))),
        ("March 3-5, 2015", (date(2015, 3, 3), date(2015, 3, 5))),
        ("2016 and 2018", (date(2016, 1, 1), date(2018, 12, 31))),
    ]


def test_without_a_day_relative_words_stay_unresolved() -> None:
    for text in ("He left on Monday.", "He left last week.", "He left two years ago.", "He left yesterday."):
        t = only(text, day=None)
        assert (t.value, t.interval) == (None, None)
    assert only("He left in March 2014.", day=None).interval == (date(2014, 3, 1), date(2014, 3, 31))


def test_dateline_day_close_before_is_when_the_words_were_written() -> None:
    text = "He left today."
    assert find_times(text, day=MONDAY, dateline_day=date(2024, 11, 24))[0].value == "2024-11-24"
    assert find_times(text, day=MONDAY, dateline_day=date(2024, 10, 24))[0].value == "2024-11-25"
    assert find_times(text, day=None, dateline_day=date(2024, 10, 24))[0].value == "2024-10-24"


def test_skip_and_ages() -> None:
    text = "KABUL, Nov 25. He left on Friday, aged 42; a 30-year-old stayed."
    assert [text[t.span.start : t.span.end] for t in find_times(text, day=MONDAY, skip=(Span(0, 14),), ages=False)] == [
        "Friday"
    ]


def test_precisions() -> None:
    text = "In 2014, in March 2015, on 3 May 2016, last week, this weekend, the 1990s, the 19th century, now, Q2 2017."
    assert [t.precision for t in find_times(text, day=MONDAY)] == (
        "year month day week weekend decade century vague quarter".split()
    )


@pytest.mark.parametrize(
    "piece",
    ["1", "1 ", "last ", "first last ", "May ", "March 3, ", "2014-", "years or ", "a year and a half ago ", "\n ", "'",
     "twenty-", "1.", "Friday ", "one hundred "],
)  # fmt: skip
def test_no_text_holds_the_grammar_up(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    start = time.perf_counter()
    find_times(text, day=MONDAY)
    assert time.perf_counter() - start < 10


_WORDS = (
    "last next this the a an two 20 2014 years year days week month Monday Friday March May 3 1st second of in on at "
    "ago later earlier from to and - , . : p.m. noon night morning every daily Easter Christmas summer quarter half "
    "1990s century BC 2019-01-01 31/12/2019 99999 0 February 30 hundred few several or more than about since "
    "'90s 12:30 GMT's"
).split()


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(_WORDS), max_size=40), st.sampled_from([MONDAY, date.min, date.max, None]))
def test_any_words_give_ordered_disjoint_times_with_ordered_days(words: list[str], day: date | None) -> None:
    text = " ".join(words)
    end = 0
    for t in find_times(text, day=day):
        assert end <= t.span.start < t.span.end <= len(text)
        assert t.kind in ("DATE", "TIME", "DURATION", "SET")
        assert t.interval is None or t.interval[0] <= t.interval[1]
        end = t.span.end


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80))
def test_any_text_is_read(text: str) -> None:
    assert find_times(text, day=MONDAY) == find_times(text, day=MONDAY)
