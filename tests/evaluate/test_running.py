"""A whole evaluation with a fake predictor over made-up gold."""

import io
import json
from pathlib import Path

import pytest
from fake_predictor import FakePredictor
from made_up import SETS, write_gold, write_jsonl
from rich.console import Console

from dragoman.errors import GoldError
from dragoman.evaluate import Kind, Predictor, predict, render, run_evaluation, to_markdown, to_text
from dragoman.evaluate.headlines import ABOUT, HEADLINES
from dragoman.evaluate.modality import ModalityGold
from dragoman.evaluate.own import between
from dragoman.evaluate.pairs import PairGold
from dragoman.evaluate.places import PlacesGold, Toponym
from dragoman.evaluate.progress import track
from dragoman.evaluate.rawtext import Line, RawGold
from dragoman.evaluate.reports import read_gold
from dragoman.evaluate.rows import Row, read_lines
from dragoman.model import Block, BlockKind, Event, PageMap, Party, Report, Span


@pytest.fixture
def gold(tmp_path):
    write_gold(tmp_path / "gold")
    return tmp_path / "gold"


def test_every_set_is_predicted_and_scored(gold):
    predictor: Predictor = FakePredictor()
    evaluation = run_evaluation(gold, predictor=predictor)
    assert [r.kind for r in evaluation.results] == list(Kind)
    assert predictor.warmed == list(Kind)
    assert {r.set for r in evaluation.rows} == {*SETS, "reports", "threads_dev"}
    assert all(0 <= r.value <= 1 for r in evaluation.rows)
    assert all(r.seconds is not None and r.records_a_second for r in evaluation.results)
    false_events = evaluation.figure("events_negative_dev", "false events")
    assert false_events.lower_is_better
    assert evaluation.figure("events_negative_dev", "no such figure") is None


def test_every_headline_has_its_figure(gold):
    evaluation = run_evaluation(gold, predictor=FakePredictor())
    for result in evaluation.results:
        named = {r.meaning for r in result.rows}
        missing = {h.metric for h in HEADLINES[result.kind] if h.meaning not in named}
        assert not missing, result.kind
        assert len({r.metric for r in result.rows}) == len(result.rows), result.kind
    assert set(HEADLINES) == set(ABOUT) == set(Kind)


def test_predictions_are_kept_and_can_be_scored_again(gold, tmp_path):
    kept = tmp_path / "new" / "predictions"
    first = run_evaluation(gold, predictor=FakePredictor(), predictions=kept)
    assert {p.name for p in kept.iterdir()} == {f"{r.name}.jsonl" for r in first.results}
    again = run_evaluation(gold, predictions=kept, rescore=True)
    assert [(r.set, r.metric, r.value, r.n) for r in again.rows] == [
        (r.set, r.metric, r.value, r.n) for r in first.rows
    ]
    assert all(r.seconds is None and r.records_a_second is None for r in again.results)
    (kept / "times_dev.jsonl").unlink()
    with pytest.raises(GoldError, match=r"times_dev\.jsonl"):
        run_evaluation(gold, predictions=kept, rescore=True)
    with pytest.raises(ValueError, match="folder of predictions"):
        run_evaluation(gold, rescore=True)


def test_a_limit_for_all_or_by_set(gold):
    all_sets = run_evaluation(gold, predictor=FakePredictor(), limit=2)
    assert {r.records for r in all_sets.results} == {2}
    limits = {"times": 1, "events_pairs_dev": 3}
    some = run_evaluation(gold, predictor=FakePredictor(), limit=limits, only=["times", "pairs", "actors"])
    assert [(r.name, r.records, r.total) for r in some.results] == [
        ("times_dev", 1, 6),
        ("actors_dev", 6, 6),
        ("events_pairs_dev", 3, 6),
    ]


def test_the_page_of_figures_names_the_gold_and_is_stable(gold, tmp_path):
    page = tmp_path / "docs" / "accuracy.md"
    evaluation = run_evaluation(gold, predictor=FakePredictor(), out=page)
    written = page.read_text()
    assert written == to_markdown(evaluation)
    assert all(r.gold_sha256 in written for r in evaluation.results)
    figures, speed = written.split("## Speed")
    assert "records a second" in speed
    assert figures == to_markdown(run_evaluation(gold, predictor=FakePredictor())).split("## Speed")[0]
    assert str(tmp_path) not in written


def test_a_part_of_a_set_is_called_a_part(gold):
    part = run_evaluation(gold, predictor=FakePredictor(), limit=2, only=["times"])
    assert "2 of 6 records" in to_markdown(part)


def test_the_table_and_the_full_text_show_the_figures(gold):
    evaluation = run_evaluation(gold, predictor=FakePredictor(), only=["negatives", "reports"])
    out = io.StringIO()
    Console(file=out, width=160).print(render(evaluation))
    assert "false events (lower is better)" in out.getvalue()
    assert "full record F1" in out.getvalue()
    assert "events by type" in to_text(evaluation)


def test_an_unreadable_page_of_the_gold_is_told(gold):
    (gold / "page.html").unlink()
    with pytest.raises(GoldError, match=r"page\.html"):
        run_evaluation(gold, predictor=FakePredictor(), only=["articles"])


def test_a_page_without_an_article_is_an_empty_prediction():
    lines = (Line("Menu", "boilerplate", True), Line("Words.", "body", True))
    gold = [RawGold("a", "nothing here", (), Span(0, 0)), RawGold("b", "Menu\nWords.", lines, Span(0, 2))]
    [nothing, found] = predict.predict_rawtext(gold, FakePredictor())
    assert nothing == {"id": "a", "body": []}
    assert set(found["body"]) <= {0, 1}
    assert 1 in found["body"]
    docs = [
        read_gold(Row({"doc": d, "events": [], "text": t})) for d, t in (("a", "nothing here"), ("b", "He warned."))
    ]
    by_doc = {p["doc"]: p for p in predict.predict_reports(docs, FakePredictor())}
    assert by_doc["a"]["report"]["text"] == ""
    assert by_doc["b"]["events"][0]["trigger"] == [3, 9]


def test_parties_without_a_span_are_looked_for_in_the_sentence():
    def pair(i, source, target, span=None):
        return PairGold(str(i), "Ostland warned Westland.", source, target, span, None, "THREATEN", "V-CONF", "CONF")

    predictor = FakePredictor()
    gold = [pair(1, "ostland", "Westland"), pair(2, "Nobody", "Westland"), pair(3, "x", "Westland", Span(0, 7))]
    gold.append(pair(4, "Nobody", "Nothing"))
    found = {p["id"]: p["root"] for p in predict.predict_pairs(gold, predictor)}
    assert found == {"1": "THREATEN", "2": "THREATEN", "3": "THREATEN", "4": None}
    assert predictor.asked == [("Ostland", "Westland"), (None, "Westland"), ("Ostland", "Westland")]
    assert predict.locate(" ", "text") is None


def test_triggers_of_one_sentence_are_asked_together():
    predictor = FakePredictor()
    gold = [ModalityGold(str(i), t, Span(0, 1), None, "x") for i, t in enumerate(["It may.", "It did.", "It may."])]
    labels = {p["id"]: p["label"] for p in predict.predict_modality(gold, predictor)}
    assert labels == {"0": "possible", "1": "asserted", "2": "possible"}
    assert predictor.asked == ["It did.", "It may.", "It may."]


def test_spans_of_a_text_that_reading_changed_are_led_back():
    page_map = PageMap(((0, 3, 0), (3, 6, 5)))
    report = Report(id="r", text="abcdef", blocks=(Block(BlockKind.PARAGRAPH, 0, 6),), page_map=page_map)
    assert predict.in_gold(Span(3, 5), "abc  def", report) == (Span(5, 7),)
    assert predict.in_gold(Span(3, 5), "abcdef", report) == (Span(3, 5),)


def test_spans_of_the_gold_are_led_to_the_report():
    page_map = PageMap(((0, 3, 0), (3, 6, 5)))
    report = Report(id="r", text="abcdef", blocks=(Block(BlockKind.PARAGRAPH, 0, 6),), page_map=page_map)
    assert predict.in_report(Span(5, 7), "abc  def", report) == Span(3, 5)
    assert predict.in_report(Span(5, 7), "abcdef", report) == Span(5, 7)
    assert predict.in_report(Span(2, 6), "abc  def", report) is None


def test_only_wanted_places_are_given_away():
    marks = (Toponym(span=Span(0, 4)), Toponym(span=Span(13, 18), wanted=False))
    gold = [PlacesGold("a", "Oslo is not Paris, but near Port Vale.", "x", marks)]
    [row] = predict.predict_places(gold, FakePredictor())
    assert [(t["start"], t["end"]) for t in row["given"]] == [(0, 4)]
    assert [(t["start"], t["end"]) for t in row["toponyms"]] == [(28, 37)]


def test_an_event_lies_between_two_sides_if_one_acts_toward_the_other():
    def event(actor, recipient=None):
        recipients = (Party(span=Span(*recipient)),) if recipient else ()
        return Event(id="e", trigger=Span(8, 9), type="AID", actors=(Party(span=Span(*actor)),), recipients=recipients)

    sides = predict.Sides("Chad sent aid to Mali.", Span(0, 4), Span(17, 21))
    assert between([event((0, 2)), event((0, 4), (17, 21))], sides)
    assert not between([event((17, 21), (0, 4)), event((0, 4))], sides)
    assert not between([], sides)


def test_sides_renamed_stand_where_they_stood():
    sides = predict.Sides("Chad sent aid to its neighbour.", Span(0, 4), Span(17, 30))
    other = sides.renamed("Norway", "Fiji")
    assert other.text == "Norway sent aid to Fiji."
    assert other.text[slice(*other.source)] == "Norway"
    assert other.text[slice(*other.target)] == "Fiji"
    backwards = predict.Sides(sides.text, sides.target, sides.source).renamed("Norway", "Fiji")
    assert backwards.text == "Fiji sent aid to Norway."
    assert backwards.text[slice(*backwards.source)] == "Norway"


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("By Ann Lee and Bo Ek", ["Ann Lee", "Bo Ek"]),
        ("Ann Lee, Bo Ek & Cy Oy", ["Ann Lee", "Bo Ek", "Cy Oy"]),
        ("by Sandy Anders", ["Sandy Anders"]),
        (None, []),
    ],
)
def test_authors_of_a_byline(byline, names):
    assert predict.authors_of(byline) == names


def test_articles_carry_what_is_told_about_them(gold):
    page = next(iter(read_lines(gold / "articles_dev.jsonl")))
    kept = gold.parent / "p"
    run_evaluation(gold, predictor=FakePredictor(), only=["articles"], predictions=kept)
    first = json.loads((kept / "articles_dev.jsonl").read_text().splitlines()[0])
    assert first["id"] == page.id
    assert first["authors"] == ["A. Lee", "B. Ek"]
    assert "Ada Berg" in first["body"]


@pytest.mark.parametrize("terminal", [True, False])
def test_progress_hands_every_item_on(terminal, monkeypatch):
    monkeypatch.setattr("dragoman.evaluate.progress._PATIENCE_S", -1.0)
    out = io.StringIO()
    console = Console(file=out, force_terminal=terminal)
    assert list(track(iter(range(5)), total=5, label="counting", console=console)) == list(range(5))
    assert ("counting" in out.getvalue()) == terminal


def test_a_gold_with_one_strange_record_stops_before_anything_is_predicted(tmp_path):
    write_jsonl(tmp_path / "times_x.jsonl", [{"id": 1}])
    with pytest.raises(GoldError, match=r"times_x\.jsonl:1"):
        run_evaluation(tmp_path, predictor=FakePredictor())
    assert Path(tmp_path / "times_x.jsonl").exists()
