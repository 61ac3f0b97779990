"""Headlines in capitals are parsed in the letters of a sentence, and keep their own."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dragoman.language import analyse
from dragoman.language.casing import in_capitals, recasing
from dragoman.model import Block, BlockKind, Report


def report(title: str, *paragraphs: str) -> Report:
    text, blocks = title, [Block(BlockKind.TITLE, 0, len(title))]
    for p in paragraphs:
        start = len(text) + 2
        text = f"{text}\n\n{p}"
        blocks.append(Block(BlockKind.PARAGRAPH, start, start + len(p)))
    return Report(id="r", text=text, blocks=tuple(blocks))


def recased(title: str, *paragraphs: str) -> str:
    r = report(title, *paragraphs)
    return recasing(r)(r.blocks[0], title)


def test_words_that_the_report_has_in_small_letters_are_no_names() -> None:
    assert (
        recased("Envoy Spurns Harbour Accord", "The envoy said the harbour accord was dead; he spurns all of it.")
        == "Envoy spurns harbour accord"
    )


def test_words_that_it_capitalises_are_names() -> None:
    body = "On Monday the minister, Rose Bush, met party chiefs in Reading."
    assert recased("Rose Bush Meets Party Chiefs In Reading", body) == "Rose Bush meets party chiefs in Reading"


def test_shouted_names_get_their_capital_back() -> None:
    assert recased("RUSSIA REJECTS TALKS WITH KYIV", "In its reply Russia rejects talks with Kyiv.") == (
        "Russia rejects talks with Kyiv"
    )


def test_acronyms_and_initials_stay() -> None:
    assert recased("NATO Chief Warns U.S. Senators") == "NATO chief warns U.S. senators"


def test_a_headline_in_the_letters_of_a_sentence_is_left_alone() -> None:
    assert not in_capitals("Envoy rejects truce offer in Geneva")
    assert recased("Envoy rejects truce offer in Geneva") == "Envoy rejects truce offer in Geneva"


def test_tokens_keep_the_letters_of_the_page() -> None:
    r = report("Union Chief Endorses Peace Plan", "The town was quiet.")
    tokens = [t for t in analyse(r).tokens if t.end <= r.blocks[0].end]
    assert [t.text for t in tokens] == ["Union", "Chief", "Endorses", "Peace", "Plan"]
    assert all(r.text[t.start : t.end] == t.text for t in tokens)
    assert tokens[2].tag == "VBZ"


@given(st.text(alphabet=st.sampled_from("ABCabc İßﬁ'’.-\u0130"), min_size=1, max_size=60))
def test_only_the_case_of_letters_changes(title: str) -> None:
    out = recased(title, "abc Abc")
    assert len(out) == len(title)
    assert out.lower() == title.lower()
