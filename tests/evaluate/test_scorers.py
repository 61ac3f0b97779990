"""Every scorer on a known case: identical predictions are perfect, and chosen errors cost what the rules say."""

from datetime import date
from pathlib import Path

import pytest

from dragoman.errors import GoldError
from dragoman.evaluate import (
    actors,
    articles,
    modality,
    negatives,
    pairs,
    places,
    rawtext,
    sentences,
    statements,
    times,
)
from dragoman.evaluate.measures import Figures
from dragoman.evaluate.rows import Row

about = pytest.approx


def run(module, gold: list[dict], predicted: list[dict], **more) -> Figures:
    read = (lambda row: articles.read_gold(row, folder=Path())) if module is articles else module.read_gold
    return module.score(
        [read(Row(g)) for g in gold], {str(p["id"]): module.read_prediction(Row(p)) for p in predicted}, **more
    )


def test_pairs():
    def gold(i, root, quad, binary):
        return {"id": i, "text": "t", "source": "s", "target": "t", "root": root, "quad": quad, "binary": binary}

    records = [
        gold(1, "YIELD", "M-COOP", "COOP"),
        gold(2, "ACCUSE", "V-CONF", "CONF"),
        gold(3, "REJECT", "V-CONF", "CONF"),
    ]
    same = run(pairs, records, [{"id": g["id"], "root": g["root"]} for g in records])
    assert all(same[part][line]["F1"] == 1 for part in ("root", "quad", "binary") for line in ("macro", "micro"))
    r = run(pairs, records, [{"id": 1, "root": "CONCEDE"}, {"id": 2, "root": "REJECT"}])
    assert r["root"]["accuracy"]["acc"] == about(1 / 3)  # one right, one wrong, one missing
    assert r["root"]["micro"]["P"] == 1 / 2
    assert r["root"]["macro"]["F1"] == about(1 / 3)
    assert r["quad"]["micro"]["F1"] == about(0.8)
    assert r["coverage"]["some event predicted"]["acc"] == about(2 / 3)


def test_sentences():
    def act(kind, who, whom=()):
        return {"type": kind, "actors": [{"country": c} for c in who], "recipients": [{"country": c} for c in whom]}

    gold = [
        {"id": 1, "text": "a", "events": [act("AGREE", ["NOR", "SWE"])]},
        {"id": 2, "text": "b", "events": [act("RETREAT", ["JAP"], ["EUR"])]},
        {"id": 3, "text": "c", "events": [act("ASSAULT", ["IMG"], ["DNK", "FIN"])]},
    ]
    same = run(sentences, gold, gold)
    assert all(v["F1"] == 1 for v in same["sentences"].values())
    assert same["sentences"]["triples"]["gold"] == 5
    r = run(
        sentences,
        gold,
        [
            {"id": 1, "events": [act("AGREE", ["NOR"], ["SWE"])]},
            {"id": 2, "events": [act("CONCEDE", ["JPN"], ["IGO"])]},
        ],
    )["sentences"]
    assert (r["roots"]["P"], r["roots"]["R"]) == (1 / 2, about(1 / 3))
    assert r["roots, CONCEDE = RETREAT"]["P"] == r["dyads"]["P"] == 1
    assert (r["triples"]["R"], r["triples, CONCEDE = RETREAT"]["R"]) == (about(1 / 5), about(2 / 5))


def test_negatives():
    gold = [{"id": i, "text": "t", "request_wording": i > 2} for i in range(1, 5)]
    assert all(v["share"] == 0 for v in run(negatives, gold, [])["sentences with an event"].values())
    both = [{"type": "REQUEST"}, {"type": "REJECT"}]
    found = [{"id": 1, "root": "ACCUSE"}, {"id": 3, "events": both[:1]}, {"id": 4, "events": both}]
    r = run(negatives, gold, found)["sentences with an event"]
    assert r["no request wording: any event"]["share"] == 1 / 2
    assert r["request wording: other than REQUEST"]["share"] == 1 / 2
    assert r["all: other than REQUEST"]["share"] == 1 / 2
    assert r["all: any event"]["share"] == 3 / 4


def test_actors():
    def gold(i, country, sector, **more):
        return {"id": i, "text": "t", "status": "active", "country": country, "sector": sector, **more}

    records = [
        gold(1, "NOR", "MIL"),
        gold(2, "SWE", ""),
        gold(3, "", "PRE", status="skipped"),
        gold(4, None, None, no_actor=True),
        gold(5, "EUR", "LEG", title="Council of Things"),
    ]
    same = run(actors, records, records)
    assert all(v["acc"] == 1 for part in same.values() for v in part.values())
    assert "title" in same["all"]
    assert same["active"]["country"]["n"] == 3
    guess = [
        {"id": 1, "country": "NOR", "sector": "GOV"},
        {"id": 2, "country": "swe", "sector": "GOV"},
        {"id": 5, "country": "IGO"},
    ]
    r = run(actors, records, guess)["all"]
    assert [r[k]["acc"] for k in ("country", "sector", "both", "no actor")] == [1, 1 / 4, 1 / 4, 1]
    assert r["sector, our sectors"]["acc"] == about(1 / 3)
    assert "title" not in r


TEXT = '"Nobody leaves," said Mira. Olaf told them that the bridge could open soon, he said.'


def at(words: str, text: str = TEXT) -> list[list[int]]:
    return [[text.index(words), text.index(words) + len(words)]]


SAID = [
    {"source": at("Mira"), "cue": at("said"), "content": at('"Nobody leaves,"'), "quote_type": "direct"},
    {"source": at("Olaf"), "cue": at("told"), "content": at("the bridge could open soon"), "quote_type": "indirect"},
]


def test_statements():
    gold = [{"id": 1, "text": TEXT, "attributions": SAID}]
    assert all(v["F1"] == 1 for v in run(statements, gold, gold)["attributions"].values())
    guess = [
        {"source": at("Mira"), "cue": [], "content": at("Nobody leaves")},  # quotation marks do not count
        {"source": at("Mira"), "cue": at("told"), "content": at("could open soon")},  # a Jaccard of 3/5
    ]
    r = run(statements, gold, [{"id": 1, "attributions": guess}])
    lines = r["attributions"]
    assert lines["ALIGN content"]["F1"] == 1
    assert lines["EXACT content"]["R"] == lines["SOURCE lenient"]["R"] == 1 / 2
    assert lines["CUE lenient"]["P"] == 1
    assert lines["TRIPLE lenient"]["F1"] == 0
    assert lines["TOKEN content"]["R"] == about(5 / 7)
    assert r["within pairs"]["source lenient"]["acc"] == 1 / 2
    assert r["recall by quote type (aligned)"]["direct"] == {"R": 1.0, "n": 1}


def test_statements_recall_may_be_asked_of_some_forms_only():
    gold = [{"id": 1, "text": TEXT, "attributions": SAID}]
    r = run(statements, gold, [{"id": 1, "attributions": SAID[:1]}], types={"direct"})
    assert r["attributions"]["ALIGN content"] == {"P": 1, "R": 1, "F1": 1, "pred": 1, "gold": 1}


def test_modality():
    gold = [
        {"id": i, "text": "t", "span": [0, 1], "label": label}
        for i, label in enumerate(["asserted", "asserted", "planned", "negated"])
    ]
    same = run(modality, gold, gold)["all"]
    assert same["macro"]["F1"] == same["macro without asserted"]["F1"] == 1
    r = run(modality, gold, [{"id": i, "label": x} for i, x in enumerate(["occurred", "planned", "planned", "denied"])])
    assert r["by label"]["asserted"]["F1"] == about(2 / 3)
    assert r["by label"]["planned"]["P"] == 1 / 2
    assert r["all"]["accuracy"]["acc"] == 3 / 4


def test_times():
    def timex(start, end, kind, value, **more):
        return {"start": start, "end": end, "type": kind, "value": value, **more}

    timexes = [
        timex(0, 6, "DATE", "2021-02"),
        timex(10, 20, "DURATION", "P3D"),
        timex(30, 36, "TIME", "2021-02-03TNI"),
    ]
    gold = [{"id": 1, "text": "t", "corpus": "x", "timexes": timexes}]
    same = run(times, gold, gold)
    assert all(v["F1"] == 1 for v in same["spans"].values())
    assert all(v["acc"] == 1 for v in same["pairs"].values())
    guess = [
        timex(0, 8, "DATE", None, interval=["2021-02-01", "2021-02-28"]),
        timex(30, 36, "DATE", "2021-02-03"),
        timex(50, 55, "DATE", "2021"),
    ]
    r = run(times, gold, [{"id": 1, "timexes": guess}])
    assert r["spans"]["strict"]["P"] == about(1 / 3)
    assert r["spans"]["relaxed"]["R"] == about(2 / 3)
    assert r["spans"]["value F1"]["F1"] == 0
    assert r["pairs"]["type"]["acc"] == 1 / 2
    assert r["pairs"]["interval recall"]["acc"] == 1


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2021-02-03", "2021-02-03", "2021-02-03"),
        ("2021-02-03TNI", "2021-02-03", "2021-02-03"),
        ("2021-02", "2021-02-01", "2021-02-28"),
        ("2021-XX-XX", "2021-01-01", "2021-12-31"),
        ("2021-W06", "2021-02-08", "2021-02-14"),
        ("2021-W06-WE", "2021-02-13", "2021-02-14"),
        ("2021-W06-3", "2021-02-10", "2021-02-10"),
        ("2021-Q2", "2021-04-01", "2021-06-30"),
        ("2021-H1", "2021-01-01", "2021-06-30"),
        ("2018-WI", "2018-12-01", "2019-02-28"),
        ("197X", "1970-01-01", "1979-12-31"),
        ("18", "1800-01-01", "1899-12-31"),
    ],
)
def test_timex_values_as_days(value, first, last):
    assert times.interval(value) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize("value", [None, "", "PRESENT_REF", "P3D", "2021-02-30", "XXXX-02", "00"])
def test_values_that_name_no_days(value):
    assert times.interval(value) is None


def test_news_is_told_apart_from_histories():
    timexes = [{"start": 0, "end": 4, "type": "DATE", "value": "2021"}]
    gold = [{"id": n, "text": "t", "corpus": n, "timexes": timexes} for n in ("gazette", times.HISTORY)]
    r = times.score_with_news([times.read_gold(Row(g)) for g in gold], {"gazette": times.read_prediction(Row(gold[0]))})
    assert (r["spans"]["strict"]["R"], r["news: spans"]["strict"]["R"]) == (1 / 2, 1)


def test_an_interval_is_two_days():
    with pytest.raises(GoldError, match="interval"):
        times.read_prediction(Row({"timexes": [{"start": 0, "end": 1, "interval": ["soon", "later"]}]}))


def test_places():
    def place(start, end, country=None, ident=None, lat=None, lon=None, **more):
        return {"start": start, "end": end, "country": country, "geonameid": ident, "lat": lat, "lon": lon, **more}

    toponyms = [
        place(0, 5, "NOR", "11", 59.9, 10.7),
        place(10, 16, "SWE", "12", 62.0, 15.0),
        place(20, 28, None, None, 45.0, 15.0),
        place(40, 45, kind="Literal_Expression"),
        place(70, 75, "FIN", span_ok=False),
    ]
    gold = [{"id": 1, "corpus": "x", "text": "t", "toponyms": toponyms}]
    same = run(places, gold, gold)["all"]
    assert all(v.get("F1", v.get("acc")) == 1 for v in same.values())
    guess = [
        place(0, 5, "nor", 99, 59.8, 10.6),  # another entry, but near
        place(11, 16, "SWE", 12, 0.0, 0.0),  # the same entry, wherever its point
        place(40, 45, "ITA"),  # an expression: neither right nor wrong
        place(60, 66, "ITA"),
    ]
    r = run(places, gold, [{"id": 1, "toponyms": guess}])["all"]
    assert r["toponyms strict"]["P"] == about(1 / 3)
    assert r["toponyms relaxed"]["R"] == about(2 / 3)
    assert r["country, end to end"]["acc"] == 1
    assert r["GeoNames id, end to end"]["acc"] == 1 / 2
    assert r["161 km, of those found"]["acc"] == 1
    assert r["161 km, end to end"]["acc"] == about(2 / 3)


def test_places_with_their_spans_given():
    gold = [
        {
            "id": 1,
            "text": "x" * 90,
            "corpus": "a",
            "toponyms": [
                {"start": 0, "end": 5, "country": "NOR", "geonameid": "11", "lat": 60.0, "lon": 10.0},
                {"start": 10, "end": 15, "country": "NOR", "geonameid": "12", "lat": 60.0, "lon": 10.0},
                {"start": 20, "end": 25, "country": None, "geonameid": None, "lat": 55.0, "lon": 15.0},
                {"start": 30, "end": 35, "country": "NOR", "span_ok": False, "lat": None, "lon": None},
            ],
        }
    ]
    near = {"start": 0, "end": 5, "country": "NOR", "geonameid": 99, "lat": 60.5, "lon": 10.5}
    overlapping = {"start": 9, "end": 15, "country": "NOR", "geonameid": 12, "lat": 60.0, "lon": 10.0}
    given = run(places, gold, [{"id": 1, "toponyms": [], "given": [near, overlapping]}])["all, given"]
    assert given["given: country"] == {"acc": 0.5, "n": 2}
    assert given["given: GeoNames id"] == {"acc": 0.0, "n": 2}
    assert given["given: 161 km"] == {"acc": about(1 / 3), "n": 3}
    corpora = [*gold, {**gold[0], "id": 2, "corpus": "b"}]
    asked = run(places, corpora, [{"id": 2, "toponyms": [], "given": []}])
    assert list(asked) == ["all", "a", "b", "all, given", "a, given", "b, given"]
    assert asked["b, given"]["given: country"] == {"acc": 0.0, "n": 2}


def test_places_by_corpus():
    gold = [{"id": c, "corpus": c, "text": "t", "toponyms": []} for c in ("b", "a")]
    assert list(run(places, gold, [])) == ["all", "a", "b"]
    assert list(run(places, gold[:1], [])) == ["all"]


def test_distance_on_the_globe():
    assert places.kilometres((0.0, 0.0), (0.0, 180.0)) == about(20015, abs=2)
    assert places.kilometres((59.91, 10.75), (59.33, 18.07)) == about(417, abs=5)  # Oslo to Stockholm


def test_rawtext():
    lines = [
        ("Menu", "boilerplate"),
        ("A heading of note", "title"),
        ("One begins here.", "body"),
        ("Send", "boilerplate"),
        ("Then, it ends!", "body"),
        ("unsure", "boilerplate"),
    ]
    shown = [{"text": t, "label": k, "conf": "low" if t == "unsure" else "high"} for t, k in lines]
    gold = [{"id": 1, "near": [1, 5], "lines": shown}]
    same = run(rawtext, gold, [{"id": 1, "body": [2, 4, 5]}])
    assert all(same[view][line]["F1"] == 1 for view in same for line in ("lines", "words", "pages"))
    r = run(rawtext, gold, [{"id": 1, "text": "A HEADING of note\nOne begins here."}])
    assert (r["full"]["lines"]["P"], r["full"]["lines"]["R"]) == (1 / 2, 1 / 2)
    assert r["full"]["words"]["R"] == 1 / 2
    assert r["near"]["title lines kept"]["acc"] == 1
    r = run(rawtext, gold, [{"id": 1, "body": [0, 2, 4]}])
    assert (r["full"]["lines"]["P"], r["near"]["lines"]["P"]) == (about(2 / 3), 1)


def test_rawtext_refuses_a_stretch_outside_of_the_page():
    with pytest.raises(GoldError, match="near"):
        rawtext.read_gold(Row({"id": 1, "near": [0, 3], "lines": [{"text": "a", "label": "body"}]}))


def test_articles():
    gold = [
        {
            "id": 1,
            "html": "1",
            "body": "ein zwei drei vier fünf sechs",
            "title": "A b",
            "date": "2023-05-06T10:00",
            "authors": ["X Y"],
        },
        {"id": 2, "html": "2", "body": "alpha beta", "title": "C", "date": "2023-01-01", "authors": []},
    ]
    same = run(articles, gold, gold)
    assert same["body"]["4-word shingles"]["F1"] == same["body"]["all words equal"]["acc"] == 1
    assert all(v.get("acc", v.get("F1")) == 1 for v in same["metadata"].values())
    guess = {
        "id": 1,
        "body": "ein zwei drei vier, fünf mehr",
        "title": "a B!",
        "date": "2023-05-06",
        "authors": ["x y", "Z"],
    }
    r = run(articles, gold, [guess])
    assert r["body"]["4-word shingles"]["P"] == about(2 / 3)  # the second page is empty: no precision, recall 0
    assert r["body"]["4-word shingles"]["R"] == about(1 / 3)
    assert r["metadata"]["title"]["acc"] == 1 / 2
    assert r["metadata"]["authors"]["P"] == 1 / 2
    assert "metadata" not in run(articles, [{"id": 1, "html": "1", "body": "x"}], [])
