"""The ways in which commitments are made: by agreements, with nouns, in speech; several acts, terms, and echoes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dragoman.model import BlockKind
from dragoman.pipeline import Coder
from tests.coding.test_commitments import code, terms
from tests.conftest import make_report


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "A pact between Peru and Chile requires Peru to reopen the port of Ilo.",
            ("agreement", "PER", "CHL", "reopen the port of Ilo", None),
        ),
        (
            "Zambia is part of an accord with Angola, which provides for Zambian patrols of the river.",
            ("agreement", "ZMB", "AGO", "Zambian patrols of the river", None),
        ),
        (
            "Under an accord signed in Geneva on Monday, Iran will let inspectors into the mine.",
            ("agreement", "IRN", None, "let inspectors into the mine", None),
        ),
        (
            "Nepal and India struck a deal on Monday that lets Nepal sell power to Bangladesh.",
            ("agreement", "NPL", "IND", "sell power to Bangladesh", None),
        ),
        (
            "Uganda and Kenya signed a pact on Monday to share the water of the lake.",
            ("agreement", "UGA", "KEN", "share the water of the lake", None),
        ),
        (
            "Seoul gave its word to Manila that two boats would be handed over by June.",
            ("pledge", "KOR", "PHL", "handed over by June", None),
        ),
        (
            "Egypt has given Sudan a week to remove its posts from the coast.",
            ("demand", "EGY", "SDN", "remove its posts from the coast", None),
        ),
        ("Mexico made an offer of 500 doctors to Honduras.", ("offer", "MEX", "HND", "500 doctors", None)),
        (
            "Sudan served notice that it would shut the pipeline from South Sudan.",
            ("threat", "SDN", "SSD", "shut the pipeline from South Sudan", None),
        ),
        (
            "Pakistan threatened Afghanistan with air strikes if the raids go on.",
            ("threat", "PAK", "AFG", "air strikes", "if the raids go on"),
        ),
        (
            "Italy committed itself to training 300 Libyan guards.",
            ("pledge", "ITA", "LBY", "training 300 Libyan guards", None),
        ),
        (
            "The ministry in Oslo announced a grant of 80 million dollars to Malawi.",
            ("pledge", "NOR", "MWI", "a grant of 80 million dollars to Malawi", None),
        ),
        (
            "Japan is to give Fiji a patrol ship, the foreign ministry in Tokyo said.",
            ("pledge", "JPN", "FJI", "give Fiji a patrol ship", None),
        ),
        (
            "Croatia said it would open its islands to Serbian tourists.",
            ("pledge", "HRV", "SRB", "open its islands to Serbian tourists", None),
        ),
        (
            "Canada's foreign minister sent a letter demanding an apology from Kenya.",
            ("demand", "CAN", "KEN", "an apology", None),
        ),
    ],
)
def test_how_commitments_are_made(text: str, expected: tuple[str | None, ...]) -> None:
    assert expected in terms(text), terms(text)


@pytest.mark.parametrize(
    ("text", "kind", "content"),
    [
        ('"Let us build a bridge over the river," Peru\'s president told Chile.', "proposal", "build a bridge"),
        ('"They must not send soldiers to the island," Japan\'s foreign minister said.', "demand", "not send soldiers"),
        (
            '"We stand ready," said Ghana\'s foreign minister, "to send doctors to Togo."',
            "offer",
            "send doctors to Togo",
        ),
        (
            '"We are committed to rebuilding the harbour of Beira," Norway\'s foreign minister said.',
            "pledge",
            "rebuilding the harbour",
        ),
        ("Peru's president said that Peru will impose sanctions on Chile.", "threat", "impose sanctions on Chile"),
        ("Norway's foreign minister said that Oslo would send 40 engineers to Ghana.", "pledge", "send 40 engineers"),
    ],
)
def test_what_speakers_bind_themselves_to(text: str, kind: str, content: str) -> None:
    assert any(k == kind and content in c for k, _, _, c, _ in terms(text)), terms(text)


def test_each_act_is_one() -> None:
    contents = [c for _, _, _, c, _ in terms("Canada urged Kenya to release the journalists and to reopen the border.")]
    assert contents == ["release the journalists", "reopen the border"]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        (
            "Canada urged Kenya to release the journalists in a letter on Monday.",
            "release the journalists",
        ),
        (
            "Japan pledged to send food aid to Nepal in view of the bad harvest.",
            "send food aid to Nepal",
        ),
        (
            "Peru promised to reopen the port of Ilo, which it closed in May.",
            "reopen the port of Ilo",
        ),
    ],
)
def test_what_is_said_beside_is_no_part_of_it(text: str, content: str) -> None:
    assert content in [c for _, _, _, c, _ in terms(text)], terms(text)


def test_a_condition_may_hang_on_only() -> None:
    [one] = terms("Peru promised to withdraw its ships only if Chile reopened the strait.")
    assert one[4] == "only if Chile reopened the strait"


def test_a_time_before_a_noun_is_no_deadline() -> None:
    record = code("Peru demanded that Chile withdraw its ships by the March elections.")
    assert [c.deadline for c in record.commitments] == [None]
    record = code("Egypt gave Sudan until December 10 to remove its posts from the coast.")
    assert [c.deadline for c in record.commitments] == [date(2024, 12, 10)]


def test_a_report_that_says_it_twice_has_it_once() -> None:
    text = "Canada asks Kenya to release reporters\nCanada on Monday asked Kenya to release three reporters."
    plain = replace(make_report(text), published=date(2024, 11, 25))
    title, *rest = plain.blocks
    titled = replace(plain, blocks=(replace(title, kind=BlockKind.TITLE), *rest))
    record = Coder().code(titled)
    assert [record.report.slice(c.content) for c in record.commitments] == ["release three reporters"]


def test_other_figures_and_other_sides_are_other_commitments() -> None:
    record = code("Japan pledged to send 20 doctors to Nepal. Japan pledged to send 30 doctors to Bhutan.")
    assert [record.report.slice(c.content) for c in record.commitments] == [
        "send 20 doctors to Nepal",
        "send 30 doctors to Bhutan",
    ]


def test_to_agree_to_do_it_is_a_pledge_and_to_agree_with_somebody_an_agreement() -> None:
    assert terms("Kenya agreed to pay Malawi 4 million dollars.")[0][0] == "pledge"
    assert terms("Kenya agreed with Malawi to open the border.")[0][:3] == ("agreement", "KEN", "MWI")
