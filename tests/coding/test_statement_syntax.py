"""Words that the syntax scatters, headlines, and who carries what nobody else says; sentences invented."""

from __future__ import annotations

import pytest

from tests.coding.test_statement_cues import Parse, found, held, told


@pytest.mark.parametrize(
    ("text", "speaker", "stance", "contents"),
    [
        # words inside a relative clause
        (
            "They dwelt on the retreat from Mali, which they say left a vacuum for militants.",
            "they",
            "asserts",
            ["which", "left a vacuum for militants"],
        ),
        (
            "The president proposed a levy, which he favours but says would never win support in parliament.",
            "he",
            "asserts",
            ["which", "would never win support in parliament"],
        ),
        # lists that go on
        (
            "He opened up about his fears in exile and how prison can change a man.",
            "He",
            "asserts",
            ["his fears in exile and how prison can change a man"],
        ),
        (
            "Some states talked about rushing through the last steps, possibly even bringing the pact into force.",
            "Some states",
            "asserts",
            ["rushing through the last steps, possibly even bringing the pact into force"],
        ),
        (
            "The mission pointed to Libya's own record, including its work on oil.",
            "The mission",
            "asserts",
            ["Libya's own record, including its work on oil"],
        ),
        (
            "The crew had no known links to the group, the airline added, and had passed all checks.",
            "the airline",
            "asserts",
            ["The crew had no known links to the group", "and had passed all checks"],
        ),
        (
            "Many exiles have said it fails for one reason: nobody there is paid.",
            "Many exiles",
            "asserts",
            ["it fails for one reason: nobody there is paid"],
        ),
        ("The board said Friday's vote was void.", "board", "asserts", ["Friday's vote was void"]),
        ("The board said Friday the vote was void.", "board", "asserts", ["the vote was void"]),
        # calls to act
        (
            "The envoy called Wednesday for Judge Hanna Berg to resign.",
            "The envoy",
            "asks",
            ["Judge Hanna Berg to resign"],
        ),
        ("Most recently, the premier called to ban migrants.", "premier", "asks", ["ban migrants"]),
        (
            "The general asked for two billion crowns to fight cholera.",
            "general",
            "asks",
            ["two billion crowns to fight"],
        ),
        # clauses hung on the verb, and subjects that were missed
        (
            "The envoy has been making the case for weeks that Kyiv is not ready.",
            "The envoy",
            "asserts",
            ["Kyiv is not ready"],
        ),
        (
            "She was adamant that she and the firm keep the upper hand.",
            "She",
            "asserts",
            ["she and the firm keep the upper hand"],
        ),
        ("The candidate portrayed protesters as undocumented.", "candidate", "asserts", ["protesters as undocumented"]),
        ("Prosecutors charged the officer with murder.", "Prosecutors", "blames", ["the officer with murder"]),
        # what findings show, though the tagger takes it for a show
        (
            "Fewer than half of the voters surveyed support Minister Holm, a new poll shows.",
            "new poll",
            "asserts",
            ["Fewer than half"],
        ),
        (
            "Audit files from the ministry show that four men made 24 transfers.",
            "Audit files",
            "asserts",
            ["four men made"],
        ),
    ],
)
def test_words_that_the_syntax_scatters(
    parse: Parse, text: str, speaker: str, stance: str, contents: list[str]
) -> None:
    a = parse(text)
    of_him = [t for s in found(a) if (t := told(a, s))[0] is not None and speaker in t[0] and t[1] == stance]
    assert any(
        len(t[2]) == len(contents) and all(c in said for c, said in zip(contents, t[2], strict=True)) for t in of_him
    ), [told(a, s) for s in found(a)]


def test_who_warns_behind_and_is_who_feared(parse: Parse) -> None:
    a = parse("Some aides fear that Berg has already missed a chance and warn that counting on voters is risky.")
    assert [told(a, s)[:2] for s in found(a)] == [("Some aides", "warns")]
    assert [told(a, s)[2] for s in held(a)] == [["Berg has already missed a chance"]]


@pytest.mark.parametrize(
    "text",
    [
        "The talks look to be over.",
        "Haiti ordered 20 lorries.",
        "Ships launched attacks on the port.",
    ],
)
def test_what_only_looks_like_words(parse: Parse, text: str) -> None:
    a = parse(text)
    assert [told(a, s) for s in (*found(a), *held(a))] == []


@pytest.mark.parametrize(
    ("headline", "speaker", "content"),
    [
        ("Union Chief Anna Holm Endorses Peace Plan", "Anna Holm", "Peace Plan"),
        ("Opposition group blasts Berg for skipping debate", "Opposition group", "Berg for skipping debate"),
        ("Berg, campaigning in Oslo, trashes Holm", "Berg", "Holm"),
        ("Amid discord, Berg claims victory", "Berg", "victory"),
        ("Lawmaker assails elites as he accepts nomination", "Lawmaker", "elites"),
        ("Police: Bomber Was Seen Before Attack", "Police", "Bomber Was Seen Before Attack"),
        ("Poll: Three Races In The North Are Tight", "Poll", "Three Races In The North Are Tight"),
    ],
)
def test_headlines_in_any_letters(parse: Parse, headline: str, speaker: str, content: str) -> None:
    a = parse(f"{headline}\n\nThe town was quiet on the day. Rain fell in the hills.")
    assert [(t[0], t[2]) for s in found(a) if (t := told(a, s))] == [(speaker, [content])]


def test_a_place_before_a_colon_says_nothing(parse: Parse) -> None:
    a = parse("Ukraine: Five Killed In Strike On Market\n\nThe town was quiet on the day.")
    assert found(a) == []


def test_an_outlet_keeps_what_it_tells_where_nobody_else_speaks(parse: Parse) -> None:
    a = parse("Bloomberg also reported that roughly 1,100 foreign names were not disclosed.")
    assert [told(a, s) for s in found(a)] == [
        ("Bloomberg", "asserts", ["roughly 1,100 foreign names were not disclosed"])
    ]
