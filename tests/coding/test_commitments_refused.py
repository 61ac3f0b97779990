"""What looks like a commitment and is none, each beside a sentence of the same make that is one."""

from __future__ import annotations

import pytest

from tests.coding.test_commitments import code


def contents(text: str) -> list[str]:
    record = code(text)
    return [record.report.slice(c.content) for c in record.commitments]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("Peru announced its decision to withdraw its soldiers from Chile.", "withdraw its soldiers from Chile"),
        ("Peru threatened to close the border with Chile.", "close the border with Chile"),
        ("Kenya agreed to send 40 doctors to Malawi.", "send 40 doctors to Malawi"),
        (
            "Norway's foreign minister told Ghana that Norway wanted to help rebuild the harbour of Ghana.",
            "help rebuild",
        ),
        ("Canada urged that nobody send weapons to Sudan.", "nobody send weapons to Sudan"),
        ("Japan announced that it would lift the sanctions on Nepal.", "lift the sanctions on Nepal"),
        ("Peru agreed to pay Chile 4 million dollars.", "pay Chile 4 million dollars"),
        ("Peru threatened to seize the ships of Chile.", "seize the ships of Chile"),
        ("Kenya expressed its readiness to send doctors to Malawi.", "send doctors to Malawi"),
        ("Kenya is ready to send doctors to Malawi.", "send doctors to Malawi"),
        ("Kenya insists that Malawi reopen the road.", "reopen the road"),
        ("Peru called on Chile on Monday to return the ship.", "return the ship"),
    ],
)
def test_what_is_one(text: str, content: str) -> None:
    assert any(content in c for c in contents(text)), contents(text)


@pytest.mark.parametrize(
    "text",
    [
        "Will Peru agree to send soldiers to Chile?",
        "Peru did not say that it would withdraw its soldiers from Chile.",
        "Chile fears attacks unless Peru agrees to withdraw its soldiers.",
        "Reporters visited the sailors before Togo agrees to release them.",
        "The minister asked how far Peru was willing to go to help Chile.",
        "Perhaps Peru will send soldiers to Chile.",
        "Peru's decision to attack Chile came three years after the war.",
        "The drought threatened the harvest of Kenya.",
        "Spain threatened its neighbours for years.",
        "Kenya said that it agreed that the road was bad.",
        "Norway's minister suggested that Ghana was already building a port.",
        "Ghana faces a threat from the floods.",
        "The Lusaka Herald wants to congratulate Zambia on the cup.",
        "The truce was brokered by Norway.",
        "Norway's minister is due to fly to Ghana.",
        "Peru agreed to hold talks with Chile in May.",
        "Peru agreed that Chile should pay.",
        "Few states have promised to send soldiers to Sudan.",
        "The king who once promised to send ships to Peru died on Monday.",
        "Kenya is less willing to send doctors to Malawi.",
        "The papers show that Peru intended to attack Chile.",
        "Chile exploits Peru's willingness to send it water.",
        "Peru's president joked that Chile had agreed to pay for the bridge.",
        "The drought threatens to overwhelm Kenya.",
        "Peru hopes to build a bridge to Chile.",
        "Kenya's foreign minister asked what Malawi could pay.",
        "The analyst proposed that Peru withdraw its soldiers from Chile.",
        "Kenya insisted on paying for the road to Malawi.",
        "Peru called the king of Chile a hero.",
        "Peru's president said that he would have paid Chile.",
        "The sisters plan to return to the harbour each May.",
    ],
)
def test_what_is_none(text: str) -> None:
    assert contents(text) == []


def test_what_nobody_may_do_is_not_asked_of_whom_it_would_be_done_to() -> None:
    [asked] = code("Canada urged that nobody send weapons to Sudan.").commitments
    assert (asked.party.country, asked.counterparty) == ("CAN", None)


def test_an_agreement_is_with_whom_it_was_reached() -> None:
    [agreed] = code("Kenya reached an agreement with Malawi to exchange 12 prisoners.").commitments
    assert agreed.counterparty is not None
    assert (agreed.kind.value, agreed.party.country, agreed.counterparty.country) == ("agreement", "KEN", "MWI")
