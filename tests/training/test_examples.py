"""The training sentences: enough of them, of every kind, in the documented form, none twice."""

from __future__ import annotations

import json
import re
from collections import Counter
from functools import cache

from dragoman.coding.ontology import load
from tests.conftest import ROOT
from training.check_examples import faults

FOLDER = ROOT / "training" / "examples"


@cache
def rows() -> list[dict]:
    return [json.loads(line) for p in sorted(FOLDER.glob("*.jsonl")) for line in p.read_text("utf-8").splitlines()]


def words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9']+", text.lower())


def test_there_are_enough_of_every_kind() -> None:
    types = Counter(e["type"] for r in rows() for e in r["events"])
    assert len(rows()) >= 4000
    assert sum({e["type"] for e in r["events"]} == {"NONE"} for r in rows()) >= 1200
    assert min(types[t] for t in load().types) >= 250
    modes = {(e["type"], e["mode"]) for r in rows() for e in r["events"] if e.get("mode")}
    assert modes == {(t, m) for t, kind in load().types.items() for m in kind.modes}


def test_every_line_is_in_the_documented_form() -> None:
    assert [(r["text"], f) for r in rows() for f in faults(r)] == []


def test_no_sentence_stands_twice() -> None:
    seen = Counter(" ".join(words(r["text"])) for r in rows())
    assert [t for t, n in seen.items() if n > 1] == []


def test_no_two_sentences_differ_in_a_word_or_two_only() -> None:
    """Sentences of eight words and more that share four in five of their three-word runs are one told twice."""
    by_run: dict[str, set[int]] = {}
    runs: list[set[str]] = []
    for n, r in enumerate(rows()):
        w = words(r["text"])
        mine = {" ".join(w[i : i + 3]) for i in range(len(w) - 2)} if len(w) >= 8 else set()
        runs.append(mine)
        for x in mine:
            by_run.setdefault(x, set()).add(n)
    alike = []
    for n, mine in enumerate(runs):
        near = Counter(m for x in mine for m in by_run[x] if m > n)
        alike += [(rows()[n]["text"], rows()[m]["text"]) for m, k in near.items() if k > 0.8 * len(mine | runs[m])]
    assert alike == []


def test_the_checker_sees_what_is_wrong() -> None:
    good = {
        "text": "Chad accused Niger of spying on it.",
        "events": [
            {
                "trigger": "accused",
                "type": "ACCUSE",
                "mode": "allege",
                "actors": ["Chad"],
                "recipients": ["Niger"],
                "status": "occurred",
                "contexts": [],
            }
        ],
    }
    assert faults(good) == []
    for change in (
        {"trigger": "blamed"},
        {"type": "BLAME"},
        {"mode": "visit"},
        {"actors": ["Mali"]},
        {"status": "past"},
        {"contexts": ["sport"]},
        {"who": 1},
    ):
        assert faults({**good, "events": [{**good["events"][0], **change}]}), change
