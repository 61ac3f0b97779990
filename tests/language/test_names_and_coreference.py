from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.language import Analysis, analyse
from dragoman.language.parsing import LONGEST
from dragoman.model import Block, BlockKind, Dateline, Report, Span
from tests.conftest import make_report

Parse = Callable[..., Analysis]


def names(a: Analysis) -> list[str]:
    return [a.text(n.span) for n in a.names]


def chain(a: Analysis, key: str) -> list[str]:
    entity = next(e for e in a.entities if e.key == key)
    return [a.text(m.span) for m in entity.mentions]


def test_names_leave_titles_out_and_keep_bodies_whole(parse: Parse) -> None:
    a = parse(
        "Deputy Prime Minister Aigul Serikbayeva met the head of the Ministry of Defence and Ahmad al-Masri in Geneva."
    )
    assert names(a) == ["Aigul Serikbayeva", "Ministry of Defence", "Ahmad al-Masri", "Geneva"]


def test_a_person_is_followed_through_office_short_name_and_pronoun(parse: Parse) -> None:
    a = parse(
        "Marta Kovalik, the foreign minister, arrived in Oslo. Kovalik said she would stay. "
        "The foreign minister also thanked her hosts."
    )
    assert chain(a, "Marta Kovalik") == [
        "Marta Kovalik",
        "the foreign minister",
        "Kovalik",
        "she",
        "The foreign minister",
        "her",
    ]


def test_he_is_no_woman_and_the_object_is_not_the_subject(parse: Parse) -> None:
    a = parse("Spokeswoman Ana Lopes met President Jorge Silva. He thanked Ms Lopes.")
    assert "He" in chain(a, "Jorge Silva")
    a = parse("Viktor Hadik called General Pavel Dorn. Hadik told him to leave.")
    assert "him" in chain(a, "Pavel Dorn")


def test_another_spelling_names_the_same_person(parse: Parse) -> None:
    a = parse(
        "Sergei Karpenkov, a minister, arrived in Minsk. Sergey Karpenkov met farmers. Karpenkof slept. "
        "Anna Karpenkova stayed."
    )
    assert chain(a, "Sergei Karpenkov")[-2:] == ["Sergey Karpenkov", "Karpenkof"]
    assert chain(a, "Anna Karpenkova") == ["Anna Karpenkova"]


def test_the_object_of_the_same_sentence_goes_before_an_earlier_subject(parse: Parse) -> None:
    a = parse("Jon Aasen spoke out on Monday. Chile labelled Petra Vidal's brother Luis Vidal a spy and jailed him.")
    assert "him" in chain(a, "Luis Vidal")
    a = parse("Jon Aasen hesitated. Luis Vidal's silence would cause him to face rebels fighting his rule.")
    assert {"him", "his"} <= set(chain(a, "Luis Vidal"))


def test_what_stands_beside_a_name_belongs_to_it(parse: Parse) -> None:
    a = parse("Peru closed the pass. The crisis divides Chile and its neighbours.")
    assert "its" in chain(a, "Chile")


def test_a_pair_of_names_is_no_name_of_either(parse: Parse) -> None:
    a = parse("Carla Moreno left the court. The Peru-Moreno affair goes on.")
    assert chain(a, "Carla Moreno") == ["Carla Moreno"]


def test_family_names_that_stand_first_are_short_names(parse: Parse) -> None:
    a = parse("South Korean President Moon Dae-jin spoke to Kim Sang Gyun. Moon left Seoul. Kim thanked Moon.")
    assert chain(a, "Moon Dae-jin") == ["Moon Dae-jin", "Moon", "Moon"]
    assert chain(a, "Kim Sang Gyun") == ["Kim Sang Gyun", "Kim"]
    a = parse("Hanna Berg spoke to Olga Lind. Hanna left.")
    assert chain(a, "Hanna Berg") == ["Hanna Berg"], "a first name alone is nobody's for sure"


def test_it_takes_up_a_state(parse: Parse) -> None:
    a = parse("Norway said it would send observers.")
    assert chain(a, "Norway") == ["Norway", "it"]


def test_an_ambiguous_definite_noun_phrase_is_not_forced(parse: Parse) -> None:
    a = parse("The treaty was signed. The mayor spoke.")
    assert all(len(e.mentions) == 1 for e in a.entities)


def test_captions_and_datelines_are_not_parsed() -> None:
    text = "OSLO, May 3 (Wire) - Norway agreed.\n\nPHOTO: The king waves."
    report = Report(
        id="x",
        text=text,
        blocks=(Block(BlockKind.PARAGRAPH, 0, 35), Block(BlockKind.CAPTION, 37, len(text))),
        dateline=Dateline(place="Oslo", span=Span(0, 21)),
    )
    assert [t.text for t in analyse(report).tokens] == ["Norway", "agreed", "."]


def test_a_block_beyond_any_paragraph_is_parsed_in_pieces() -> None:
    text = "Norway met Chile. " * (LONGEST // 10)
    a = analyse(make_report(text.strip()))
    assert sum(t.text == "Norway" for t in a.tokens) == LONGEST // 10


@pytest.mark.parametrize("text", ["a", "“", "...", "NATO", "he", "\u200b", "of of of", "— — —"])
def test_odd_blocks_do_no_harm(text: str) -> None:
    analyse(make_report(text))


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=80))
def test_every_token_slices_to_its_text(text: str) -> None:
    a = analyse(make_report(text.replace("\n", " ")))
    assert all(a.report.text[t.start : t.end] == t.text for t in a.tokens)
    assert all(t.head.sentence is t.sentence for t in a.tokens)
    assert all(m.entity is not None and m in m.entity.mentions for m in a.mentions)
