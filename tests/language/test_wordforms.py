"""Parts of speech and lemmas kept by kind of token are those that the model's components give."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.language import wordforms
from dragoman.language.loading import load
from dragoman.language.wordforms import COMPONENTS, WordForms

TEXTS = [
    "Officials said that the men had been sent home, and that they'd left.",
    "There's no doubt; there were two bombings. It was said there is more.",
    "He's gonna go, she's gotta stay, and y'all ain't leaving. Let's talk, c'mon.",
    "Which of those do you have? I do. They have met the one that did it.",
    "Men were fleeing the burning towns; the meeting was meeting resistance.",
    "US us Us WHO who: doin' nothin' but somethin' ol'  \n  twice .",
]
WORDS = sorted({w for text in TEXTS for w in text.split()} | {"gon", "na", "got", "ta", "is", "ai", "n't", "let", "'s"})


def pairs(texts: list[str], forms: WordForms) -> list[tuple[str, tuple[str, str], tuple[str, str]]]:
    whole = load().pipe(texts)
    bare = load().pipe(texts, disable=COMPONENTS)
    return [
        (t.text, (t.pos_, t.lemma_), tuple(f))  # type: ignore[misc]
        for a, b in zip(whole, bare, strict=True)
        for t, f in zip(a, forms.of(b), strict=True)
        if not t.is_space
    ]


def test_they_are_the_components_own_whether_new_or_kept() -> None:
    forms = WordForms(load())
    first, again = pairs(TEXTS, forms), pairs(TEXTS, forms)
    assert [(text, told) for text, told, _ in first] == [(text, found) for text, _, found in first]
    assert first == again
    assert len(first) > 80


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=14))
@settings(max_examples=60, deadline=None)
def test_neighbours_are_looked_at_wherever_a_rule_does(words: list[str]) -> None:
    for text, told, found in pairs([" ".join(words)], FORMS):
        assert told == found, text


FORMS = WordForms(load())


def test_what_is_kept_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wordforms, "KEPT", 10)
    forms = WordForms(load())
    for text, told, found in pairs(TEXTS, forms):
        assert told == found, text
    assert len(forms._kept) <= 10 + max(len(t) for t in TEXTS)


def test_a_rule_of_an_unknown_kind_sends_every_text_through_the_components() -> None:
    doc = next(iter(load().pipe(["Talks began."], disable=COMPONENTS)))
    assert not wordforms._Neighbours([[{"LOWER": "gon"}, {"LOWER": "na"}]]).may_match(doc)
    assert wordforms._Neighbours([[{"SHAPE": "Xx"}, {"LOWER": "na"}]]).may_match(doc)
