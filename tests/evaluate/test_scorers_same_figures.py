"""The scorers give exactly the figures of the scripts that they were carried over from, where those are at hand."""

import importlib
import json
import os
import sys
from pathlib import Path
from random import Random

import pytest
from made_up import DOCS, SETS, guesses, record, text, write_gold

from dragoman.evaluate.opening import open_set
from dragoman.evaluate.rows import Row
from dragoman.evaluate.sets import find_sets

BESIDE = Path(__file__).parents[2].parent / "shared"
SCRIPTS = Path(os.environ.get("DRAGOMAN_SCORERS") or BESIDE / "scorers")
GOLD = Path(os.environ.get("DRAGOMAN_GOLD") or BESIDE / "gold")
SCRIPT = {
    "pairs": "score_pairs",
    "sentences": "score_sentences",
    "negatives": "score_negatives",
    "actors": "score_actors",
    "statements": "score_statements",
    "modality": "score_modality",
    "times": "score_times",
    "places": "score_places",
    "rawtext": "score_rawtext",
    "articles": "score_articles",
    "reports": "score_record",
}

SCRIPTED = [name for name in SETS if name != "stories_dev"]  # those that a script was there for

needs_scripts = pytest.mark.skipif(
    not (SCRIPTS / "common.py").exists(),
    reason="the first scorers are not here: DRAGOMAN_SCORERS or ../shared/scorers",
)


@pytest.fixture
def script(monkeypatch):
    """Imports one of the scripts, and forgets it and what it shares with the others at the end."""
    monkeypatch.syspath_prepend(str(SCRIPTS))
    before = set(sys.modules)
    yield lambda kind: importlib.import_module(SCRIPT[kind])
    for name in set(sys.modules) - before:
        if name == "common" or name.startswith("score_"):
            del sys.modules[name]


def assert_same(ours, theirs):
    assert ours.keys() >= theirs.keys()
    for section, lines in theirs.items():
        assert ours[section].keys() == lines.keys(), section
        for line, cells in lines.items():
            assert ours[section][line] == pytest.approx(cells, abs=1e-12), (section, line)


def figures(gold_set, predicted, limit=None):
    return open_set(gold_set, limit=limit).measure(Row(p) for p in predicted)


@needs_scripts
@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("name", SCRIPTED)
def test_made_up_sets(name, seed, script, tmp_path):
    write_gold(tmp_path, seed=seed, n=25)
    (gold_set,) = find_sets(tmp_path, only=[name])
    gold = [row.data for row in gold_set.rows()]
    predicted = guesses(name, gold, Random(seed))
    theirs = script(gold_set.kind).score(gold, {p["id"]: p for p in predicted})
    assert_same(figures(gold_set, predicted), theirs)


def their_report_figures(module, folder, predicted):
    gold = module.read_gold(str(folder))
    texts = {d["doc"]: module.text_for(d, None, str(folder)) for d in gold}
    by_doc = {p["report"]["id"]: p for p in predicted}
    other = lambda d, words, body: module.from_prediction(by_doc[d], words, body) if d in by_doc else None  # noqa: E731
    return module.score(gold, texts, other)[0]


@needs_scripts
@pytest.mark.parametrize("seed", range(8))
def test_made_up_reports(seed, script, tmp_path):
    write_gold(tmp_path, seed=seed, n=1)
    folder = tmp_path / "reports"
    (folder / "index.json").unlink()  # the script takes every JSON file for a report
    r = Random(seed)
    predicted = [record(r, doc, (folder / f"{doc}.txt").read_text()) for doc in DOCS[: 2 + seed % 2]]
    (gold_set,) = find_sets(tmp_path, only=["reports"])
    ours = figures(gold_set, predicted)
    assert_same(ours, their_report_figures(script("reports"), folder, predicted))
    assert ours["events"]["located, any type"]["gold"] > 0


needs_gold = pytest.mark.skipif(not GOLD.is_dir(), reason="no gold (DRAGOMAN_GOLD or ../shared/gold)")


@needs_scripts
@needs_gold
@pytest.mark.parametrize("name", SCRIPTED)
def test_sets_of_the_gold(name, script):
    """Real records with chance predictions: part of them the gold's own, part made up."""
    names = [s for s in find_sets(GOLD) if s.name == name]
    if not names:
        pytest.skip(f"the gold has no {name}")
    gold_set, limit = names[0], 120
    rows = gold_set.rows()
    gold = [rows[i * len(rows) // limit].data for i in range(limit)] if len(rows) > limit else [x.data for x in rows]
    bodies = {g["id"]: g.get("text") or g.get("raw") or g["body"] for g in gold}
    predicted = guesses(name, [{**g, "text": bodies[g["id"]]} for g in gold], Random(5))
    theirs = script(gold_set.kind).score(gold, {p["id"]: p for p in predicted})
    assert_same(figures(gold_set, predicted, limit), theirs)


@needs_scripts
@needs_gold
def test_reports_of_the_gold(script):
    for gold_set in (s for s in find_sets(GOLD) if s.kind == "reports"):
        docs = [json.loads(p.read_text()) for p in sorted(gold_set.path.glob("*.json"))]
        r = Random(3)
        bodies = {d["doc"]: (gold_set.path / f"{d['doc']}.txt").read_text() for d in docs if "events" in d}
        predicted = [record(r, doc, body) for doc, body in bodies.items()]
        theirs = their_report_figures(script("reports"), gold_set.path, predicted)
        assert_same(figures(gold_set, predicted), theirs)


def test_made_up_texts_are_the_same_for_a_seed():
    assert text(Random(1)) == text(Random(1)) != text(Random(2))
