"""Users' own types: from YAML to codes on events."""

from __future__ import annotations

import json

import pytest

from dragoman.coding.events.classifier import load
from dragoman.coding.events.own_types import loads, parse, train
from dragoman.errors import OntologyError
from dragoman.pipeline import Coder
from tests.coding.test_events import paragraphs

WATER = """
name: water
types:
  DAM-DISPUTE:
    definition: A state acts against another over a dam or a reservoir.
    examples:
      - "Egypt [protested] to Ethiopia over the filling of the reservoir."
      - "Khartoum [demanded] that its neighbour stop work on the dam."
      - "Uzbekistan [accused] Tajikistan of withholding river water behind its new dam."
      - "Iraq [summoned] the Turkish ambassador over the dam on the Tigris."
      - "Syria [warned] Turkey against closing the gates of the dam on the Euphrates."
      - "Cairo [criticised] Addis Ababa for starting the turbines of its dam."
    counter_examples:
      - "Egypt [accused] Ethiopia of arming rebels."
      - "Iraq [protested] to Turkey over an air raid."
  WATER-DEAL:
    definition: States agree on the sharing of a river.
    examples:
      - "Egypt and Sudan [signed] an agreement on sharing the waters of the Nile."
      - "India and Pakistan [agreed] to share data on the flow of the Indus."
      - "Kazakhstan [promised] to release more water to Uzbekistan in summer."
      - "Jordan and Israel [reached] an accord on the waters of the Yarmouk."
      - "The four states [signed] a treaty on the Mekong."
"""


def test_types_are_learned_and_told_apart() -> None:
    trained, measured = train(parse(WATER, name="water.yaml"), load())
    assert set(measured) == {"DAM-DISPUTE", "WATER-DEAL"}
    assert all(recall >= 0.5 and precision >= 0.5 for precision, recall in measured.values()), measured
    again = loads(trained.dumps(), name="water.ontology", classifier=load())
    assert again.types == trained.types
    coder = Coder(ontologies=[again])
    dam = "Iran accused Afghanistan of holding back the river behind its new dam."
    coded = coder.code(paragraphs(f"{dam} France and Italy signed a treaty on trade."))
    codes = {coded.report.slice(e.trigger).split()[0]: {c.type for c in e.codes} for e in coded.events}
    assert codes["accused"] == {"DAM-DISPUTE"}
    assert "DAM-DISPUTE" not in codes["signed"]
    assert all(c.ontology == "water" and 0.5 < c.confidence <= 1 for e in coded.events for c in e.codes)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("types: [", "no YAML"),
        ("- a", "no `types`"),
        ("types: {A: {definition: x, examples: []}}", "`name`"),
        ("name: x y\ntypes: {A: {definition: x, examples: []}}", "`name`"),
        ("name: x\ntypes: {A: {definition: x, examples: [a]}}", "one pair of brackets"),
        ("name: x\ntypes: {A: {definition: x, examples: ['[a] b']}}", "at least 5"),
        ("name: x\ntypes: {A: {examples: ['[a] b']}}", "`definition`"),
        ("name: x\ntypes: {A: {definition: x, examples: 3}}", "lists"),
        ("name: x\ntypes: {'A B': {definition: x, examples: []}}", "type 'A B'"),
    ],
)
def test_what_is_wrong_with_a_file_is_said_with_its_name(text: str, problem: str) -> None:
    with pytest.raises(OntologyError, match=r"own\.yaml") as told:
        parse(text, name="own.yaml")
    assert problem in str(told.value)


def test_a_trained_ontology_belongs_to_its_classifier() -> None:
    trained, _ = train(parse(WATER, name="water.yaml"), load())
    raw = json.loads(trained.dumps())
    raw["classifier"] = "0" * 64
    with pytest.raises(OntologyError, match="another classifier"):
        loads(json.dumps(raw), name="x.ontology", classifier=load())
    for text in ("{}", "no json", '{"format": "other"}'):
        with pytest.raises(OntologyError, match=r"x\.ontology: is no trained ontology"):
            loads(text, name="x.ontology", classifier=load())
