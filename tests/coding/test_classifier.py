"""The shipped classifier: that it is the one its card describes, and what it makes of own sentences."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from dragoman.coding.events.classifier import NONE, Classifier, Marked, load, trigger_words
from dragoman.coding.ontology import load as load_ontology
from dragoman.errors import ModelMissing
from dragoman.model import Span, Status
from dragoman.pipeline import Coder
from tests.coding.test_events import brief, paragraphs
from tests.conftest import ROOT
from training.triggers import trigger_words as told_triggers

FOLDER = ROOT / "dragoman" / "coding" / "events" / "model"
CARD = json.loads((FOLDER / "card.json").read_text("utf-8"))


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def ask(text: str, trigger: str, actor: str | None = None, recipient: str | None = None) -> Marked:
    def span(words: str | None) -> tuple[Span, ...]:
        return (Span(text.index(words), text.index(words) + len(words)),) if words else ()

    return Marked(text, span(trigger)[0], span(actor), span(recipient))


def test_the_shipped_files_are_those_of_the_card() -> None:
    assert CARD["files"] == {name: digest(FOLDER / name) for name in CARD["files"]}
    assert "events.onnx" in CARD["files"]
    told = (FOLDER / "CARD.md").read_text("utf-8")
    assert all(d in told for d in CARD["files"].values())


def test_the_shipped_files_were_made_from_the_sentences_in_the_repository() -> None:
    here = {p.name: digest(p) for p in (ROOT / "training" / "examples").glob("*.jsonl")}
    assert {name: told["sha256"] for name, told in CARD["examples"].items()} == here


def test_the_words_it_is_asked_about_are_those_of_the_sentences() -> None:
    rows = [
        json.loads(line)
        for path in sorted((ROOT / "training" / "examples").glob("*.jsonl"))
        for line in path.read_text("utf-8").splitlines()
    ]
    words = trigger_words()
    assert words == set(told_triggers(rows))
    assert {"commuted", "gathered"} <= words
    assert words.isdisjoint({"the", "make", "lead"})  # said more often than they name an act


def test_it_is_small_enough_to_ship() -> None:
    assert sum(p.stat().st_size for p in FOLDER.iterdir()) <= 25_000_000


def test_its_classes_are_the_code_books() -> None:
    book, labels = load_ontology(), load().labels
    assert set(labels.types) == {*book.types, NONE}
    assert set(labels.contexts) == set(book.contexts)
    assert set(labels.statuses) == {s.value for s in Status}
    assert set(labels.modes) == {f"{t} {m}" for t, k in book.types.items() if k.modes for m in ("-", *k.modes)}


def test_opinions_are_probabilities_whatever_they_are_asked_with() -> None:
    alone = ask("Chile bombed a Peruvian base.", "bombed", "Chile", "Peruvian base")
    other = ask("The match was lost.", "lost")
    together, single = load().opinions([other, alone])[1], load().opinions([alone])[0]
    for o in (together, single):
        assert sum(o.types.values()) == pytest.approx(1, abs=1e-4)
        assert sum(p for m, p in o.modes.items() if m.startswith("ASSAULT ")) == pytest.approx(1, abs=1e-4)
        assert list(o.types.values()) == sorted(o.types.values(), reverse=True)
    # padding beside a longer text changes figures only by what int8 rounds away
    assert together.types["ASSAULT"] == pytest.approx(single.types["ASSAULT"], abs=0.05)
    assert load().opinions([]) == []


@pytest.mark.parametrize(
    ("question", "type"),
    [
        (ask("Chile's parliament ratified the fishing treaty with Peru.", "ratified"), "SUPPORT"),
        (ask("Chilean medics flew in vaccines for Peru's flooded north.", "flew in"), "AID"),
        (ask("Peru's navy let the two trawlers and their crews go.", "let"), "RETREAT"),
        (ask("The striker attacked from the left and scored twice.", "attacked"), NONE),
        (ask("Prices fell as the battle against inflation went on.", "battle"), NONE),
        (ask("Peru's ombudsman took the interior minister to task over the raids.", "took"), "ACCUSE"),
    ],
)
def test_it_tells_acts_from_none(question: Marked, type: str) -> None:
    (opinion,) = load().opinions([question])
    assert next(iter(opinion.types)) == type


@pytest.mark.parametrize(
    ("active", "passive"),
    [
        ("Chile's navy shelled the Peruvian port.", "The Peruvian port was shelled by Chile's navy."),
        ("Chile accused Peru of spying.", "Peru was accused of spying by Chile."),
        ("Chile expelled Peru's ambassador.", "Peru's ambassador was expelled by Chile."),
    ],
)
def test_direction_comes_from_the_syntax(active: str, passive: str) -> None:
    assert {(tuple(a), tuple(r)) for _, _, a, r in brief(active)} == {(("CHL",), ("PER",))}
    assert {(tuple(a), tuple(r)) for _, _, a, r in brief(passive)} == {(("CHL",), ("PER",))}
    swapped = active.replace("Chile", "@").replace("Peruvian", "Chilean").replace("Peru", "Chile").replace("@", "Peru")
    assert {(tuple(a), tuple(r)) for _, _, a, r in brief(swapped)} == {(("PER",), ("CHL",))}


@pytest.mark.parametrize(
    "text",
    [
        "Group A: Chile 2 Peru 1; Brazil 0 Colombia 0; Uruguay 3 Bolivia 2. Chile and Peru meet again on Friday.",
        "Chile\tPeru\tBolivia\n12.4\t13.1\t9.9\n1.1\t2.2\t3.3",
        "El gobierno de Chile atacó ayer al presidente de Perú por su política.",
        "Ch1le c0ndemmed tlie Peruvlan g0vernrnent0 f0r lts p0lley ln tho",
        "Chile attacked well and Peru defended its title in the second half of the match.",
        "... --- ,,, ;;; 12 12 12 ((( ]]] {{{",
    ],
)
def test_no_event_rather_than_a_wrong_one(text: str) -> None:
    assert Coder().code(paragraphs(text)).events == ()


def test_a_sentence_of_four_hundred_words_is_coded_around_its_triggers() -> None:
    padding = "the long and winding and never ending and in the end rather tiring " * 32
    text = f"In {padding}year of which all spoke, Chile bombed a Peruvian base."
    assert len(text.split()) > 400
    found = [(e.type, [p.country for p in e.actors]) for e in Coder().code(paragraphs(text)).events]
    assert found == [("ASSAULT", ["CHL"])]


def test_a_folder_without_the_file_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match="make train"):
        Classifier(tmp_path)
