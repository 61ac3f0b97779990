"""Times: the grammar's finer points, in sentences of our own; the report is of Monday, 25 November 2024."""

from __future__ import annotations

from datetime import date

import pytest

from dragoman.resolving.times import find_ranges, find_times

MONDAY = date(2024, 11, 25)


def found(text: str) -> list[tuple[str, str | None]]:
    return [(text[t.span.start : t.span.end], t.value) for t in find_times(text, day=MONDAY)]


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("He was charged on July 4 last year.", "July 4 last year", "2023-07-04"),
        ("He was charged on 4 July of this year.", "4 July of this year", "2024-07-04"),
        ("He was charged on the 10th of last month.", "the 10th of last month", "2024-10-10"),
        ("He was charged on the 10th.", "the 10th", "2024-11-10"),
        ("The file is dated 2024/11/20.", "2024/11/20", "2024-11-20"),
        ("The 7 October raid failed.", "7 October", "2024-10-07"),
        ("Shells fell on the night of March 3.", "the night of March 3", "2024-03-03TNI"),
        ("Shells fell on the evening of Tuesday.", "the evening of Tuesday", "2024-11-19TEV"),
        ("The court ruled on Tuesday of last week.", "Tuesday of last week", "2024-11-19"),
        ("The court ruled on Monday night last week.", "Monday night last week", "2024-11-18TNI"),
        ("Polls open on the first Monday of March 2025.", "the first Monday of March 2025", "2025-03-03"),
        ("It closed on the last day of February 2024.", "the last day of February 2024", "2024-02-29"),
        ("It closed in the second week of August 2019.", "the second week of August 2019", "2019-W32"),
        ("It closed on the weekend of March 3, 2024.", "the weekend of March 3, 2024", "2024-W09-WE"),
        ("It closed in the winter of 2018-19.", "the winter of 2018-19", "2018-WI"),
        ("Shops filled up on Black Friday.", "Black Friday", "2024-11-29"),
        ("The mountain road shut over the Thanksgiving weekend.", "Thanksgiving weekend", "2024-W48-WE"),
        ("The blast came at dawn on Tuesday.", "dawn on Tuesday", "2024-11-19TMO"),
        ("The bridge was gone by mid-morning.", "mid-morning", "2024-11-25TMO"),
        ("The blast came before dawn.", "dawn", "2024-11-25TMO"),
        ("The blast came overnight on Saturday.", "overnight on Saturday", "2024-11-23TNI"),
        ("That same evening they fled.", "That same evening", "2024-11-25TEV"),
        ("The court will rule in a week.", "a week", "2024-W49"),
        ("The court will rule in a month or two.", "a month or two", "FUTURE_REF"),
        ("The wall will one day fall.", "one day", "FUTURE_REF"),
        ("The wall fell in one day.", "one day", "P1D"),
        ("They march every other week.", "every other week", "P2W"),
        ("They dislike the current mayor.", "current", "PRESENT_REF"),
    ],
)
def test_one_expression(text: str, words: str, value: str) -> None:
    assert found(text) == [(words, value)]


def test_overnight_spans_two_days() -> None:
    (t,) = find_times("Two villages were shelled overnight.", day=MONDAY)
    assert (t.value, t.interval) == ("2024-11-24TNI", (date(2024, 11, 24), MONDAY))
    assert found("An overnight curfew was imposed.") == []


@pytest.mark.parametrize(
    "text",
    [
        "The bridge fell on 31 February.",
        "The bridge fell on February 31, 2023.",
        "The bridge fell on June 31.",
        "The bridge fell on 3 March 9999.",
        "The bridge fell on March 3, 0000.",
        "The bridge fell in March 9999.",
        "The bridge fell on 2023-02-30.",
        "The bridge fell on 99/99/9999.",
    ],
)
def test_day_that_no_calendar_has_leaves_nothing_of_itself(text: str) -> None:
    assert found(text) == []


def test_count_behind_a_day_is_no_absurd_year() -> None:
    assert found("On 3 March 5000 soldiers left.") == [("3 March", "2024-03-03")]


@pytest.mark.parametrize(
    "text",
    [
        "The Sunday Times broke the story.",
        "The Mail on Sunday broke the story.",
        "Jordan Today broke the story.",
        "The daily Al Bilad broke the story.",
        "The Good Friday Agreement still holds.",
        "The 14 May Movement won three seats.",
        "The ministry's Vision 2035 won praise.",
        "Mr. August and April said nothing.",
    ],
)
def test_name_that_holds_a_time_word(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Talks resume Wednesday.", "2024-11-27"),
        ("The summit takes place on Wednesday.", "2024-11-27"),
        ("The summit took place on Wednesday.", "2024-11-20"),
        ("The vote is Friday.", "2024-11-29"),
        ("Students planned a march on Saturday.", "2024-11-30"),
        ("On Saturday, students planned a march.", "2024-11-23"),
        ("The march went ahead as planned on Saturday.", "2024-11-23"),
        ("The truce had been due to end on Friday.", "2024-11-22"),
        ("The deadline was extended to Friday.", "2024-11-29"),
        ("She was sworn in in January.", "2024-01"),
        ("She was elected in December.", "2023-12"),
        ("The cabinet has decided to call a vote in January.", "2025-01"),
        ("The cabinet decided to strike late on Sunday.", "2024-11-24"),
        ("Aides unveiled a budget plan on Sunday.", "2024-11-24"),
        ("He spoke at his last scheduled briefing on Friday.", "2024-11-22"),
        ("The envoy, whose plan may fail, on Friday said no.", "2024-11-22"),
        ("On Thursday, the adviser would not say who paid.", "2024-11-21"),
        ("She was trying to put on a brave face Wednesday.", "2024-11-20"),
        ("Rebels have until then pulled out by 19 January.", "2025-01-19"),
        ("Her plea for a January 30 deadline was refused.", "2025-01-30"),
        ("January 30 is the deadline.", "2025-01-30"),
        ("The mayor faces a Sunday deadline.", "2024-12-01"),
        ("Following Monday's raid they fled.", "2024-11-25"),
        ("The court may rule this autumn.", "2024-FA"),
        ("The ship is launched in January.", "2025-01"),
        ("A still unnamed envoy will come on Friday.", "2024-11-29"),
        ("The U.S. will leave by 3 January.", "2025-01-03"),
    ],
)
def test_direction_by_the_words_around(text: str, value: str) -> None:
    assert [v for _, v in found(text)] == [value]


def test_season_of_this_year() -> None:
    def season(text: str, day: date) -> str | None:
        return find_times(text, day=day)[0].value

    assert season("The court may rule this autumn.", date(2024, 4, 3)) == "2024-FA"
    assert season("The court ruled this winter.", date(2024, 4, 3)) == "2023-WI"
    assert season("The court may rule this winter.", date(2024, 9, 3)) == "2024-WI"
    assert season("The court ruled this winter.", date(2024, 1, 3)) == "2023-WI"


def test_sept_11_attacks_are_those_of_2001() -> None:
    assert found("He planned the Sept. 11 terror attacks.") == [("Sept. 11", "2001-09-11")]
    assert found("He planned the Sept. 11 attack on the camp.") == [("Sept. 11", "2024-09-11")]


def test_saying_and_surname() -> None:
    assert found("At the end of the day, nobody cares.") == []
    assert found("Theresa May spoke. Rebels in May's party left.") == []


def test_month_named_like_the_modal_verb_does_not_look_ahead() -> None:
    assert found("In May, May met the envoy.") == [("May", "2024-05")]
    assert found("From March to May, the rebels won ground.") == [("March", "2024-03"), ("May", "2024-05")]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("From Monday to Friday they struck.", date(2024, 11, 18), date(2024, 11, 22)),
        ("They will meet from Tuesday to Thursday.", date(2024, 11, 26), date(2024, 11, 28)),
        ("They met between Monday and Wednesday.", date(2024, 11, 18), date(2024, 11, 20)),
        ("Talks will run from 30 December until 2 January.", date(2024, 12, 30), date(2025, 1, 2)),
        ("Talks ran from the 3rd to the 5th of March.", date(2024, 3, 3), date(2024, 3, 5)),
        ("Output fell in January-March.", date(2024, 1, 1), date(2024, 3, 31)),
        ("The budget for fiscal year 2019/20 passed.", date(2019, 1, 1), date(2020, 12, 31)),
    ],
)
def test_ranges(text: str, first: date, last: date) -> None:
    assert [days for _, days in find_ranges(text, find_times(text, day=MONDAY))] == [(first, last)]


def test_months_told_as_background_count_from_the_date_before() -> None:
    text = "The border was shut on June 4, 2019. In September the first camps opened."
    assert found(text)[1] == ("September", "2019-09")
    assert found(text.replace(". In", ".\n\nIn"))[1] == ("September", "2024-09")


def test_time_of_day_takes_the_day_behind_its_zones() -> None:
    for text in (
        "It fell at 09:00 local time (0600 GMT) on Tuesday.",
        "It fell at 9 a.m. (0600 GMT) Tuesday.",
    ):
        assert {v[:10] for _, v in found(text) if v} == {"2024-11-19"}
    assert found("It fell at 2359 GMT on Oct 31.")[0] == ("2359 GMT", "2024-10-31T23:59")


def test_quarters_count_from_the_quarter_told_last() -> None:
    text = "Exports fell in the second quarter. In the quarter, 9 plants shut. They had grown a year earlier."
    assert [v for _, v in found(text)] == ["2024-Q2", "2024-Q2", "2023-Q2"]
    assert found("In the second quarter exports beat the same period last year.")[1][1] == "2023-Q2"
    assert found("Exports beat the same period last year.") == [("last year", "2023")]
    assert found("In the quarter ended April 30 exports fell.")[0] == ("the quarter", "2024-Q1")
    assert found("In the third quarter exports fell. In the 2021 quarter they rose.")[1][1] == "2021-Q3"


def test_year_ended_on_a_day_is_a_length() -> None:
    assert found("Output fell in the year ended May 31.") == [("the year", "P1Y"), ("May 31", "2024-05-31")]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("It closed on the 10th.", ("2024-10-10", "2024-11-10", "2024-11-10")),
        ("It closed on July 4 last year.", ("2023-07-04", "2023-07-04", "2023-07-04")),
        ("It closed on Tuesday last week.", ("2024-10-29", "2024-10-29", "2024-11-12")),
        ("It closed on the weekend of November 10.", ("2023-W45-WE", "2024-W45-WE", "2024-W45-WE")),
        ("It closed on the first Sunday of November.", ("2024-11-03", "2024-11-03", "2024-11-03")),
        ("It closed overnight on Sunday.", ("2024-11-03TNI", "2024-11-10TNI", "2024-11-17TNI")),
    ],
)
def test_report_before_on_and_after_the_day(text: str, values: tuple[str, str, str]) -> None:
    days = (date(2024, 11, 5), date(2024, 11, 10), date(2024, 11, 19))
    assert tuple(find_times(text, day=day)[0].value for day in days) == values


def test_next_decade_is_the_reports() -> None:
    assert found("The ship was built in 1998 and may sail into the next decade.")[1] == ("the next decade", "203")


def test_two_weekly_nights() -> None:
    assert found("They meet on Monday and Tuesday nights.") == [
        ("Monday", "XXXX-WXX-1TNI"),
        ("Tuesday nights", "XXXX-WXX-2TNI"),
    ]


@pytest.mark.parametrize("phrase", ["the last week of ", "from Monday to ", "3 March, ", "the night of ", "9 a.m. ( "])
def test_a_long_phrase_is_read_like_many_short_ones(phrase: str) -> None:
    few, many = (find_times(phrase * n, day=MONDAY) for n in (50, 5_000))
    assert {t.value for t in many} == {t.value for t in few}
    assert len(many) >= 90 * len(few)
