from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.coding.statements import find_statements
from dragoman.coding.statements.quotations import find_quotations
from dragoman.language import Analysis, Token, analyse
from dragoman.model import Form, Party
from tests.conftest import make_report

Parse = Callable[..., Analysis]


class Nobody:
    """Resolved actors, as far as statements need them: whoever has a name might be one, and nobody is known."""

    def party(self, token: Token) -> Party | None:
        return Party() if token.tag in ("NNP", "NNPS") else None

    def actor_id(self, token: Token) -> str | None:
        return None


@dataclass
class Told:
    """A statement as words, for reading in a test."""

    speaker: str | None
    content: list[str]
    form: str = "indirect"
    to: str | None = None
    via: list[str] = field(default_factory=list)


def told(a: Analysis) -> list[Told]:
    text = lambda s: None if s is None else a.text(s)  # noqa: E731
    return [
        Told(
            text(s.speaker),
            [a.text(c) for c in s.content],
            s.form.value,
            text(s.addressee),
            [a.text(r) for r in s.relayed_by],
        )
        for s in find_statements(a, actors=Nobody()).statements
    ]


def test_indirect_speech_with_addressee_and_relay(parse: Parse) -> None:
    a = parse(
        "Ana Lopes told Chile's ministers on Friday that Lima wanted to reopen the border, Peruvian agencies reported."
    )
    assert told(a) == [
        Told(
            "Ana Lopes",
            ["Lima wanted to reopen the border"],
            to="Chile's ministers",
            via=["Peruvian agencies"],
        )
    ]


def test_direct_speech_after_before_and_split(parse: Parse) -> None:
    a = parse('"We shall not leave the valley," said Omar Diallo. "Not this year," he added, "and not the next."')
    assert [(t.speaker, t.form) for t in told(a)] == [("Omar Diallo", "direct"), ("he", "direct")]
    assert told(a)[1].content == ["Not this year", "and not the next."]
    a = parse("Diallo replied: “The bridge stays closed until the shelling stops.”")
    assert told(a) == [Told("Diallo", ["The bridge stays closed until the shelling stops."], "direct")]


def test_mixed_speech_keeps_the_whole_clause(parse: Parse) -> None:
    a = parse('The ministry said the raid was "a grave breach of the truce" and would be answered.')
    [one] = told(a)
    assert one.form == "mixed"
    assert one.content == ['the raid was "a grave breach of the truce" and would be answered']


def test_a_follow_on_quotation_goes_to_the_speaker_in_play(parse: Parse) -> None:
    a = parse('"The talks failed," Marta Kovalik said. "Nobody wanted to give way on the islands."')
    [one] = told(a)
    assert one.content == ["The talks failed", "Nobody wanted to give way on the islands."]


def test_a_quotation_running_over_paragraphs(parse: Parse) -> None:
    a = parse(
        'Kovalik said: "The first convoy left at dawn and came back by noon.\n"The second never reached the river."'
    )
    [one] = told(a)
    assert len(one.content) == 2


def test_according_to_and_noun_cues(parse: Parse) -> None:
    a = parse("The dam burst during the night, according to the governor.")
    assert told(a) == [Told("the governor", ["The dam burst during the night"])]
    a = parse("Jordan rejected Syria's claim that its drones had crossed the border.")
    assert any(t.speaker == "Syria" and t.content == ["its drones had crossed the border"] for t in told(a))


@pytest.mark.parametrize(
    "text",
    [
        "The minister went home.",
        'The so-called "buffer zone" is ten miles deep.',
        "If he says that the road is open, nobody will believe it.",
        "The rain showed no sign of ending.",
        "Kovalik would not describe the talks.",
        "The drought stressed the economy.",
        'The envoy walked out of a debate called "Peace in Our Time".',
    ],
)
def test_no_statement_where_nobody_speaks(parse: Parse, text: str) -> None:
    assert told(parse(text)) == []


def test_speech_inside_speech_keeps_its_quoted_words_in_both(parse: Parse) -> None:
    a = parse('Kovalik said Lima had told Oslo that it had "nothing whatever to do with the raid on the port".')
    outer, inner = told(a)
    assert (outer.speaker, outer.form, inner.speaker, inner.form) == ("Kovalik", "mixed", "Lima", "mixed")
    assert outer.content[0].count('"') == inner.content[0].count('"') == 2


def test_an_outlet_that_reports_something_else_carries_nothing(parse: Parse) -> None:
    a = parse("Officials said 24 people were hurt, but the news agency reported that 32 were hurt.")
    assert [t.via for t in told(a)] == [[], []]


def test_a_short_object_is_what_was_said(parse: Parse) -> None:
    assert told(parse("Ruritanian rebels have claimed responsibility.")) == [
        Told("Ruritanian rebels", ["responsibility"])
    ]
    assert told(parse("The drought has claimed the harvest.")) == []  # nobody who could speak
    assert told(parse("Kovalik demanded an apology.")) == [Told("Kovalik", ["an apology"])]


def test_being_quoted_by_an_agency_is_one_statement(parse: Parse) -> None:
    a = parse('"The pass is ours," the agency quoted him as saying.')
    assert told(a) == [Told("him", ["The pass is ours"], "direct", via=["the agency"])]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('He said "one two three four" and left', ["one two three four"]),
        ("« Nous partons demain matin », he said", ["Nous partons demain matin"]),
        ("‘We leave in the morning,’ said the allies’ envoy", ["We leave in the morning"]),
        ('"She told me ‘go home at once’ and wept," he said', ["She told me ‘go home at once’ and wept"]),
        ("the allies' plan and the cities' mayors", []),
        ('an inch is 1" long', []),
        ('"""', []),
    ],
)
def test_quotation_marks(text: str, expected: list[str]) -> None:
    report = make_report(text)
    assert [report.slice(q.inner) for q in find_quotations(report) if q.inner.end > q.inner.start] == expected


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="\"'“”‘’«» abs,.—\n", max_size=120))
def test_unbalanced_marks_never_overlap_or_leave_their_block(text: str) -> None:
    report = make_report(text)
    found = find_quotations(report)
    assert all(a.outer.end <= b.outer.start for a, b in pairwise(found))
    for q in found:
        block = report.blocks[q.block]
        assert block.start <= q.outer.start <= q.inner.start <= q.inner.end <= q.outer.end <= block.end


def test_a_report_that_is_one_long_quotation() -> None:
    text = '"' + "We will hold the line until help comes. " * 600 + '"'
    found = find_statements(analyse(make_report(text.strip())), actors=Nobody()).statements
    assert all(s.form in Form for s in found)
