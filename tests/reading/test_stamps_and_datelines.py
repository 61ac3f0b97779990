"""Stamps, bylines, datelines, agencies and languages, each by itself."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.reading.agency import agency_named, credited, dateline
from dragoman.reading.language import guess_language
from dragoman.reading.stamps import address_day, moment, stamp_line, zone_of

NEW_YEAR = date(2025, 1, 2)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Published 11/25/2024, 08:09 PM", datetime(2024, 11, 25, 20, 9)),
        ("Thursday, January 24, 2019", date(2019, 1, 24)),
        ("2019-01-24", date(2019, 1, 24)),
        ("25.11.2024", date(2024, 11, 25)),
        ("November 18, 2019 | 4:10pm", datetime(2019, 11, 18, 16, 10)),
        ("Posted at 8:09 p.m. ET, Mon. Nov 25, 2024", datetime(2024, 11, 26, 1, 9, tzinfo=UTC)),
        ("Sat 24 Feb 2024 12.42 CET", datetime(2024, 2, 24, 11, 42, tzinfo=UTC)),
        ("14:53 GMT +3 20 November 2019", datetime(2019, 11, 20, 11, 53, tzinfo=UTC)),
        ("By Jane Doe @janedoe Nov 19, 2019, 7:53pm EST", datetime(2019, 11, 20, 0, 53, tzinfo=UTC)),
        ("Wed 3 May 2023 14.30 BST", datetime(2023, 5, 3, 14, 30)),
        ("12:00 a.m. on July 4th, 2023", datetime(2023, 7, 4, 0, 0)),
    ],
)
def test_stamps(line: str, expected: object) -> None:
    found = stamp_line(line)
    assert found is not None
    assert moment(found.stamps[0]) == expected


@pytest.mark.parametrize(
    "line",
    [
        "He was born on May 5, 2001 in Kabul.",
        "What happened on November 18, 2019",
        "September 11, 2001 Attacks",
        "By the time he left, all was over",
        "The treaty of 1991",
        "31/31/2024",
    ],
)
def test_lines_that_are_no_stamps(line: str) -> None:
    assert stamp_line(line) is None


def test_both_stamps_of_one_line() -> None:
    found = stamp_line("Published March 3, 2023 7:41pm Updated March 4, 2023 6:15am")
    assert found is not None
    assert [(s.label, s.clock) for s in found.stamps] == [("published", time(19, 41)), ("updated", time(6, 15))]


@pytest.mark.parametrize(
    ("line", "byline", "agency"),
    [
        ("By Jane Doe and John Roe", "Jane Doe and John Roe", None),
        ("By JANE DOE, Associated Press", "JANE DOE", "AP"),
        ("By Reuters", None, "Reuters"),
        ("Agence France-Presse", None, "AFP"),
        ("By Jane Doe | 30 August 2023 • 4:45pm", "Jane Doe", None),
    ],
)
def test_bylines(line: str, byline: str | None, agency: str | None) -> None:
    found = stamp_line(line)
    assert found is not None
    assert (found.byline, found.agency) == (byline, agency)


def test_zones_follow_american_summer_time_and_leave_ambiguous_names() -> None:
    assert zone_of("ET", date(2024, 3, 9)) == timezone(timedelta(hours=-5))
    assert zone_of("ET", date(2024, 3, 10)) == timezone(timedelta(hours=-4))
    assert zone_of("ET", date(2024, 11, 3)) == timezone(timedelta(hours=-5))
    assert zone_of("UTC+5:30", NEW_YEAR) == timezone(timedelta(hours=5, minutes=30))
    assert zone_of("IST", NEW_YEAR) is None


def test_days_in_addresses() -> None:
    assert address_day("https://a.example/2024/nov/25/talks") == date(2024, 11, 25)
    assert address_day("https://a.example/2024/11/talks") is None
    assert address_day("https://a.example/2024-31-31/") is None


@pytest.mark.parametrize(
    ("text", "place", "day", "agency", "rest"),
    [
        ("(Reuters) - The minister said", None, None, "Reuters", "The"),
        ("KABUL, Nov 25 (Reuters) - The minister said", "Kabul", date(2024, 11, 25), "Reuters", "The"),
        ("Nov 25 (Reuters) - The minister said", None, date(2024, 11, 25), "Reuters", "The"),
        ("(AP) — The minister said", None, None, "AP", "The"),
        ("MOSCOW, November 25. /TASS/. The minister said", "Moscow", date(2024, 11, 25), "TASS", "The"),
        ("BEIJING, Jan 1, 2020 /Xinhua/ -- The minister", "Beijing", date(2020, 1, 1), "Xinhua", "The"),
        ("ST. PETERSBURG, Russia — The minister said", "St. Petersburg, Russia", None, None, "The"),
        ("By Jane Doe KABUL, Nov 25 (Reuters) - The", "Kabul", date(2024, 11, 25), "Reuters", "The"),
        ("LIMA (Andean Wire) - The minister said", "Lima", None, "Andean Wire", "The"),
        ("(Kabul) – The government said", None, None, None, "The"),
    ],
)
def test_datelines(text: str, place: str | None, day: date | None, agency: str | None, rest: str) -> None:
    found = dateline(text, 100, published=NEW_YEAR)
    assert found is not None
    line, credit = found
    assert (line.place, line.date, credit) == (place, day, agency)
    assert line.span is not None
    assert line.span.start == 100
    assert text[line.span.end - 100 :].startswith(rest)


@pytest.mark.parametrize(
    "text",
    [
        "NATO — the alliance of thirty states — said it would stay.",
        "EXCLUSIVE - The minister said",
        "FILE - In this photo of June 28, the minister speaks",
        "Iran (IRNA) said on Monday",
        "The Islamic Republic (Iran) - which has denied it",
        "The minister (Labour) - who has denied it",
    ],
)
def test_openings_that_are_no_datelines(text: str) -> None:
    assert dateline(text, 0, published=None) is None


def test_a_day_without_a_year_needs_one() -> None:
    found = dateline("KABUL, Nov 25 (Reuters) - The", 0, published=None)
    assert found is not None
    assert found[0].date is None


@given(st.text(alphabet="ABC abc(),-—/.0123", max_size=200))
def test_datelines_never_reach_beyond_their_paragraph(text: str) -> None:
    found = dateline(text, 0, published=NEW_YEAR)
    assert found is None or (found[0].span is not None and 0 < found[0].span.end <= len(text))


def test_agencies() -> None:
    assert agency_named("The Associated Press") == "AP"
    assert agency_named("app") is None
    assert credited(["Source: Agence France-Presse"]) == "AFP"
    assert credited(["Copyright 2024 The Associated Press. All rights reserved."]) == "AP"
    assert credited(["© 2024 Courier Media"]) is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The minister said on Monday that he would go to the talks in the capital with his colleagues.", "en"),
        ("Der Minister sagte am Montag, dass er mit seinen Kollegen zu den Gesprächen in die Hauptstadt reist.", "de"),
        (
            "Le ministre a déclaré lundi qu'il se rendrait dans la capitale avec ses collègues pour les discussions.",
            "fr",
        ),
        ("Министр сказал в понедельник, что он поедет на переговоры в столицу и не будет говорить с прессой.", "ru"),
        ("部长星期一表示，他将前往首都参加会谈，不会与记者交谈。", "zh"),
        ("Talks resume", None),
        ("", None),
    ],
)
def test_languages(text: str, code: str | None) -> None:
    assert guess_language(text) == code
