"""When, where, inside what and in which lines statements stand; and input that no reporter would write."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.coding.statements import Attributions, find_statements
from dragoman.language import Analysis, analyse
from dragoman.model import Block, BlockKind, Form, Report, Stance, Statement
from dragoman.resolving.actors import resolve_actors
from dragoman.resolving.places import find_places
from dragoman.resolving.times import find_times
from tests.coding.test_statements import Nobody
from tests.conftest import make_report

Parse = Callable[..., Analysis]
DAY = date(2026, 11, 25)


def attributions(a: Analysis) -> Attributions:
    return find_statements(a, actors=Nobody(), times=find_times(a.report.text, day=DAY), places=find_places(a), day=DAY)


def only(a: Analysis) -> Statement:
    [one] = attributions(a).statements
    return one


@pytest.mark.parametrize(
    ("text", "day", "place"),
    [
        ("Kovalik told reporters in Kabul on Monday that talks would resume in Doha next week.", 23, "Kabul"),
        ('"We will not leave," Kovalik said at a news conference in Lima on Tuesday.', 24, "Lima"),
        ("On 3 November, Kovalik said in a statement that the army would stay.", 3, None),
        ("Speaking in Geneva, Kovalik warned that the world was at risk.", None, "Geneva"),
        ("Kovalik said the army would leave Lima on Friday.", None, None),
        ("Last week, on 18 November, Kovalik said the army would stay.", 18, None),
        ("Kovalik said that he would resign if talks failed in Oslo.", None, None),
    ],
)
def test_day_and_place_of_speaking(parse: Parse, text: str, day: int | None, place: str | None) -> None:
    s = only(parse(text))
    assert s.date == (None if day is None else (date(2026, 11, day), date(2026, 11, day)))
    assert (s.place.name if s.place else None) == place


def test_speech_inside_speech_points_at_the_outer(parse: Parse) -> None:
    a = parse("Kovalik said Lima had told Oslo that the general had denied that the port was shelled.")
    outer, middle, inner = attributions(a).statements
    assert [a.text(s.speaker) for s in (outer, middle, inner) if s.speaker] == ["Kovalik", "Lima", "the general"]
    assert (outer.inside, middle.inside, inner.inside) == (None, outer.id, middle.id)


def test_what_a_speaker_calls_a_thing_is_no_statement_within_his_own(parse: Parse) -> None:
    a = parse("Kovalik said she wanted an end to what she called a crisis of trust.")
    assert len(attributions(a).statements) == 1
    assert attributions(a).attitudes == []


@pytest.mark.parametrize(
    ("text", "speaker", "via"),
    [
        (
            "Kovalik told Oslo that Lima wanted peace, state media reported, Reuters said.",
            "Kovalik",
            ["state media", "Reuters"],
        ),
        ("The army would leave within days, Kovalik said, state media reported.", "Kovalik", ["state media"]),
        ("The talks have failed, Reuters reported on Monday, citing two officials.", "two officials", ["Reuters"]),
        ("Reuters reported, citing two officials, that the talks had failed.", "two officials", ["Reuters"]),
        ("The BBC quoted a witness as saying that the bridge had been shelled.", "a witness", ["BBC"]),
        ('"We will fight on," Kovalik told state television, according to Reuters.', "Kovalik", ["Reuters"]),
    ],
)
def test_the_chain_of_those_who_carried_the_words(parse: Parse, text: str, speaker: str, via: list[str]) -> None:
    analysis = parse(text)
    s = find_statements(analysis, actors=resolve_actors(analysis, day=DAY)).statements[0]
    assert s.speaker is not None
    assert analysis.text(s.speaker) == speaker
    assert [analysis.text(r) for r in s.relayed_by] == via


def titled(title: str, body: str) -> Analysis:
    text = f"{title}\n\n{body}"
    blocks = (Block(BlockKind.TITLE, 0, len(title)), Block(BlockKind.PARAGRAPH, len(title) + 2, len(text)))
    return analyse(Report(id="r", text=text, blocks=blocks, title=title, language="en"))


def test_a_title_counts_where_the_body_does_not_repeat_it() -> None:
    a = titled("Peru says border crossing will reopen", "Peru said on Monday that the border crossing will reopen.")
    assert only(a).content[0].start > len("Peru says border crossing will reopen")
    a = titled("Peru says border crossing will reopen", "The crossing has been shut since the floods of last spring.")
    assert a.text(only(a).content[0]) == "border crossing will reopen"


def test_quotation_marks_in_the_title_alone() -> None:
    a = titled("Kovalik says “not one step back” from the islands", "The navy has been there since the spring.")
    s = only(a)
    assert "not one step back" in a.text(s.content[0])


def test_a_title_that_opens_with_its_speaker() -> None:
    a = titled("Okafor: The world is running out of time", "Kofi Okafor spoke in Geneva. He said that help was late.")
    first = attributions(a).statements[0]
    assert a.text(first.content[0]) == "The world is running out of time"
    assert first.speaker is not None
    assert a.text(first.speaker) == "Okafor"
    assert first.cue is None, "a colon is no word"


def test_a_title_that_ends_in_its_speaker() -> None:
    a = titled("World is running out of time: Okafor", "Kofi Okafor spoke in Geneva. Okafor said that help was late.")
    first = attributions(a).statements[0]
    assert first.speaker is not None
    assert (a.text(first.content[0]), a.text(first.speaker)) == ("World is running out of time", "Okafor")


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("Youth League blasts Okafor for missing vote", ("Youth League", "blasts", "Okafor for missing vote")),
        ("Minister hints at talks with rebels", ("Minister", "hints at", "talks with rebels")),
        ("Kovalik thanks Okafor for tanks", ("Kovalik", "thanks", "Okafor for tanks")),
        ("Lima protests Sunday", None),
        ("Election protests in Lima", None),
    ],
)
def test_headlines_without_a_finite_verb(title: str, told: tuple[str, str, str] | None) -> None:
    a = titled(title, "The weather was mild.")
    rows = [(a.text(s.speaker), a.text(s.cue), a.text(s.content[0])) for s in attributions(a).statements if s.speaker]
    assert rows == ([told] if told else [])


def test_the_turns_of_a_transcript(parse: Parse) -> None:
    a = parse(
        "MODERATOR: What should be done about the dam then?\nOkafor: Nobody has asked the villages.\n"
        "Diallo: The villages were asked last year.\nOkafor: That was before the flood came."
    )
    rows = [(a.text(s.speaker), a.text(s.content[0])) for s in attributions(a).statements if s.speaker]
    assert [who for who, _ in rows] == ["MODERATOR", "Okafor", "Diallo", "Okafor"]
    assert rows[2][1] == "The villages were asked last year"
    first, second, *_ = attributions(a).statements
    assert (first.form, first.stance) == (Form.DIRECT, Stance.ASKS)
    assert (second.form, second.stance) == (Form.DIRECT, Stance.ASSERTS)
    a = parse(
        "((MT)) What should be done about the dam?\n((Kofi Okafor)) Nobody has asked the villages.\n"
        "((MT)) Were they warned?\n((Kofi Okafor)) That was before the flood came."
    )
    assert [a.text(s.speaker) for s in attributions(a).statements if s.speaker] == ["MT", "Kofi Okafor"] * 2
    assert attributions(parse("Related: How the war began and where it went.")).statements == []


def test_quotations_three_deep_stay_whole(parse: Parse) -> None:
    a = parse("“He told me, ‘They shouted “go home” at us all night,’” Kovalik said.")
    [s] = attributions(a).statements
    assert a.text(s.content[0]).count("go home") == 1


def test_a_page_of_dialogue_alternates(parse: Parse) -> None:
    lines = [f'"We counted {n} boats on the river today," said {"Okafor" if n % 2 else "Diallo"}.' for n in range(60)]
    a = parse("\n".join(lines))
    said = attributions(a).statements
    assert [a.text(s.speaker) for s in said if s.speaker] == ["Okafor" if n % 2 else "Diallo" for n in range(60)]


def test_a_quotation_of_five_thousand_words_is_one_statement(parse: Parse) -> None:
    a = parse('Kovalik said: "' + "We will hold the line until help comes to the valley. " * 455 + '"')
    [s] = attributions(a).statements
    assert sum(len(a.text(c).split()) for c in s.content) == 455 * 11


PARTS = (
    '"', "“", "”", "'", "‘", "’", "«", "»", "``", "''", ",", ".", "\n", "(", ")", ":", ";", "—",
    "Kovalik said", "we will stay", "that the port", "was closed", "according to Peru", "told Oslo",
)  # fmt: skip
MARKS = st.lists(st.sampled_from(PARTS), max_size=25)


@settings(max_examples=80, deadline=None)
@given(MARKS)
def test_any_mixture_of_marks_gives_sound_statements(parts: list[str]) -> None:
    a = analyse(make_report(" ".join(parts)))
    text = a.report.text
    both = attributions(a)
    ids = {s.id for s in both.statements}
    for s in (*both.statements, *both.attitudes):
        assert s.content
        assert s.inside in {None, *ids, *(x.id for x in both.attitudes)}
        for span in (*s.content, *(x for x in (s.speaker, s.cue, s.addressee) if x)):
            assert 0 <= span.start < span.end <= len(text)
            assert text[span.start : span.end] == text[span.start : span.end].strip()
        assert all(x.end <= y.start for x, y in zip(s.content, s.content[1:], strict=False))
