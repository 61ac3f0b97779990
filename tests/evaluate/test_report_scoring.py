"""Whole records against an annotated report, with texts of our own."""

import pytest

from dragoman.errors import GoldError
from dragoman.evaluate.measures import Words
from dragoman.evaluate.reports import read_gold, score, score_by_report
from dragoman.evaluate.reports.locating import Alignment, Quotes, sentence_numbers
from dragoman.evaluate.reports.matching import agreement, distance
from dragoman.evaluate.reports.reading import from_annotation, prediction_name
from dragoman.evaluate.rows import Row
from dragoman.model import Span

TEXT = (
    'Norland bombed a Sudrian depot on Friday. "It was our error," Ada Berg told journalists, the Gazette reported.\n'
    "Sudria demanded an inquiry. Estia and Sudria held talks in Port Vale. If Norland refuses, Estia will expel envoys."
)


def party(words, country, sector):
    return {"text": words, "country": country, "sector": sector}


GOLD = {
    "doc": "d",
    "text": TEXT,
    "statements": [
        {
            "content": "It was our error",
            "speaker": "Ada Berg",
            "cue": "told",
            "form": "direct",
            "addressee": "journalists",
            "relayed_by": ["the Gazette"],
        }
    ],
    "events": [
        {
            "trigger": "bombed",
            "type": "ASSAULT",
            "mode": "aerial",
            "actors": [party("Norland", "NOR", "MIL")],
            "recipients": [party("Sudrian", "SWE", "MIL")],
            "status": "occurred",
            "date": ["2021-01-08", "2021-01-08"],
            "place": None,
            "claimed_by": None,
        },
        {
            "trigger": "demanded an inquiry",
            "type": "REQUEST",
            "mode": None,
            "actors": [party("Sudria", "SWE", "GOV")],
            "recipients": [],
            "status": "occurred",
            "date": None,
            "place": None,
            "claimed_by": None,
        },
        {
            "trigger": "held talks",
            "type": "CONSULT",
            "mode": None,
            "actors": [party("Estia", "FIN", "GOV"), party("Sudria", "SWE", "GOV")],
            "recipients": [],
            "status": "occurred",
            "date": None,
            "place": {"text": "Port Vale", "country": "GBR"},
            "claimed_by": None,
        },
    ],
    "commitments": [
        {
            "kind": "threat",
            "party": {"country": "FIN", "sector": "GOV"},
            "counterparty": {"country": "NOR"},
            "content": "will expel envoys",
            "condition": "If Norland refuses",
            "deadline": None,
        }
    ],
}

# What was read: a headline too many, a sentence lost.
CLEAN = "A headline. " + TEXT.replace("Sudria demanded an inquiry. ", "")


def at(words):
    return [CLEAN.index(words), CLEAN.index(words) + len(words)]


PREDICTED = {
    "report": {"id": "d", "text": CLEAN},
    "statements": [
        {
            "id": "s1",
            "content": [at('"It was our error,"')],
            "speaker": at("Berg"),
            "cue": None,
            "form": "direct",
            "addressee": None,
            "relayed_by": [at("Gazette")],
        }
    ],
    "events": [
        {
            "trigger": at("bombed"),
            "type": "ASSAULT",
            "mode": None,
            "actors": [{"span": at("Norland"), "country": "NOR", "sector": "GOV"}],
            "recipients": [{"span": None, "country": "SWE", "sector": None}],
            "status": "occurred",
            "date": ["2021-01-08", "2021-01-08"],
            "place": None,
            "statement": "s1",
        },
        {
            "trigger": at("talks"),
            "type": "CONSULT",
            "mode": None,
            "actors": [{"country": "FIN", "sector": "GOV"}],
            "recipients": [{"country": "SWE", "sector": "GOV"}],
            "status": "planned",
            "date": None,
            "place": {"country": "GBR"},
            "statement": None,
        },
        {
            "trigger": at("expel"),
            "type": "SANCTION",
            "mode": None,
            "actors": [],
            "recipients": [],
            "status": "planned",
            "date": None,
            "place": None,
            "statement": None,
        },
    ],
    "commitments": [
        {
            "kind": "pledge",
            "content": at("Estia will expel envoys"),
            "condition": None,
            "party": {"country": "FIN"},
            "counterparty": None,
        }
    ],
}


def test_an_annotation_agrees_with_itself():
    gold = [read_gold(Row(GOLD))]
    for section, lines in agreement(gold, gold).items():
        for line, cells in lines.items():
            if "in vain" not in line:
                assert cells.get("F1", cells.get("acc")) == 1, (section, line)


def test_a_record_of_a_cleaned_text_is_laid_onto_the_page():
    r = score([read_gold(Row(GOLD))], {"d": Row(PREDICTED)})
    assert r["statements"]["content (Jaccard >= .5)"]["F1"] == r["statements"]["content, same words"]["F1"] == 1
    matched = r["matched statements"]
    assert [matched[k]["acc"] for k in ("speaker", "cue", "form", "addressee found")] == [1, 0, 1, 0]
    assert matched["outlets"]["F1"] == 1
    events = r["events"]
    assert (events["located and typed"]["P"], events["located and typed"]["R"]) == (2 / 3, 2 / 3)
    assert events["full record"]["F1"] == pytest.approx(1 / 3)
    fields = r["matched events"]
    assert [fields[k]["acc"] for k in ("mode", "recipient countries", "actor sectors", "claimed")] == [0.5, 1, 0.5, 0.5]
    assert fields["date, where the gold has one"]["acc"] == 1
    assert r["commitments"]["content (Jaccard >= .5)"]["F1"] == 1
    assert [r["matched commitments"][k]["acc"] for k in ("kind", "condition found", "party country")] == [0, 0, 1]


def test_a_report_without_a_record_counts_as_empty():
    r = score([read_gold(Row(GOLD))], {})
    assert r["events"]["located and typed"] == {"P": 0, "R": 0, "F1": 0, "pred": 0, "gold": 3}
    assert list(score_by_report([read_gold(Row(GOLD))], {})) == ["d"]


def test_quotes_are_found_by_number_or_nearness():
    text = "She said no. They said no, he said."
    quotes = Quotes(text, Words(text))
    assert quotes.one(Row({"cue": "said", "cue_nth": 3}), "cue") == {7}
    assert quotes.one(Row({"cue": "said"}), "cue", frozenset({5})) == {4}
    assert quotes.one(Row({"content": ["no", "no"], "content_nth": [1, 2]}), "content") == {2, 5}
    assert quotes.one(Row({"trigger": "said", "nth": 2}), "trigger") == {4}
    assert quotes.one(Row({"cue": None}), "cue") == frozenset()
    assert not quotes.lost
    assert quotes.one(Row({"cue": "shouted"}), "cue") == frozenset()
    assert quotes.one(Row({"cue": "no", "cue_nth": 3}), "cue") == frozenset()
    assert quotes.lost == ["shouted", "no"]


def test_a_lost_quote_is_told(caplog):
    from_annotation(Row({"doc": "d", "events": [{"trigger": "nowhere", "type": "AID"}]}, "d.json"), TEXT, Words(TEXT))
    assert "d.json: quote not in the text: 'nowhere'" in caplog.text


def test_foreign_words_match_no_word_of_the_gold():
    gold = "one two three"
    laid = Alignment("zero one two three", gold, Words(gold))
    assert laid.words(Span(5, 8)) == {0}
    assert all(i < 0 for i in laid.words(Span(0, 4)))
    assert laid.words(None) == frozenset()
    assert distance(laid.words(Span(0, 4)), frozenset({0}), [0, 0, 0]) is None


def test_triggers_are_near_within_twelve_words_or_one_sentence():
    sentence = [0] * 15 + [1] * 20
    assert distance(frozenset({0}), frozenset({14}), sentence) == 14
    assert distance(frozenset({14}), frozenset({26}), sentence) == 12
    assert distance(frozenset({14}), frozenset({27}), sentence) is None


def test_sentences_end_at_stops_and_line_breaks_but_not_at_abbreviations():
    text = "Mr. A. Berg left. He went home\nThen Dr. Low came."
    words = Words(text)
    assert sentence_numbers(text, words) == [0, 0, 0, 0, 1, 1, 1, 2, 2, 2, 2]


def test_a_prediction_must_name_its_report():
    assert prediction_name(Row({"doc": "a", "report": {"id": "b"}})) == "a"
    assert prediction_name(Row({"report": {"id": "b"}})) == "b"
    with pytest.raises(GoldError, match="tells neither"):
        prediction_name(Row({"report": {}}))


def test_a_report_needs_a_text():
    with pytest.raises(GoldError, match="no text"):
        read_gold(Row({"doc": "d", "events": []}))
