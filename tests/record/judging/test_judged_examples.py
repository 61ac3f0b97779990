from __future__ import annotations

import json

from dragoman.record.judging import Kind, Verdict, standing
from dragoman.record.judging.examples import examples, lines
from tests.example import EVENTS, example
from tests.record.judging.test_applying import judge
from training.check_examples import faults

TALKS, WITHDREW, PLEDGED = EVENTS[:3]


def test_only_sentences_of_which_every_event_was_judged_are_given() -> None:
    some = [judge(Verdict.ACCEPT, Kind.EVENT, TALKS.id), judge(Verdict.REJECT, Kind.EVENT, PLEDGED.id)]
    assert list(examples(example(), standing(some))) == []
    whole = [*some, judge(Verdict.CHANGE, Kind.EVENT, WITHDREW.id, type="REJECT", mode="meet")]
    (row,) = examples(example(), standing(whole))
    assert row["text"].startswith("LIMA, March 4 (Andean Wire) - Bolivia and Chile resumed talks")
    types = {e["trigger"]: e["type"] for e in row["events"]}
    assert types == {"resumed talks": "CONSULT", "withdrew its negotiators": "REJECT", "pledged to reopen": "NONE"}
    assert row["events"][0]["actors"] == ["Bolivia", "Chile"]


def test_rows_are_what_training_takes() -> None:
    made = [judge(Verdict.ACCEPT, Kind.EVENT, e.id) for e in EVENTS]
    rows = [json.loads(line) for line in lines(examples(example(), standing(made)))]
    assert len(rows) >= 5
    assert [faults(row) for row in rows] == [[]] * len(rows)


def test_without_judgements_there_is_nothing_to_learn() -> None:
    assert list(examples(example(), [])) == []
