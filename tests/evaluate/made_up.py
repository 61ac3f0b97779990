"""Gold sets and predictions made up at random, from a seed, in the documented shapes; no text is anybody's."""

import json
from pathlib import Path
from random import Random

TYPES = "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN SANCTION ASSAULT".split()
COUNTRIES = ["NOR", "SWE", "JAP", "EUR", "UNO", "IMG", "fin", "---", "", None]
SECTORS = ["GOV", "MIL", "PRE", "", "gov"]
LABELS = ["asserted", "planned", "possible", "negated", "requested", "historical"]
STATUSES = ["occurred", "historical", "planned", "hypothetical", "denied"]
WORDS = (
    "Ostland Westland Ada Berg minister envoy warned said told that will not may talks canal bridge depot on Monday"
    " Tuesday last year near Port Vale before after the a of and Mr. U.N. Dr. won\u2019t cease-fire"
).split()
ENDS = [". ", "! ", ', "', '." ', ".\n\n", " ", " ", " ", ", "]


def text(r: Random, n: int = 60) -> str:
    """Words and stops in any order."""
    return "".join(r.choice(WORDS) + r.choice(ENDS) for _ in range(n)).strip()


def span(r: Random, body: str) -> list[int]:
    start = r.randrange(len(body) - 1)
    return [start, min(len(body), start + r.randint(1, 40))]


def quote(r: Random, body: str) -> str:
    words = body.split()
    start = r.randrange(len(words))
    return " ".join(words[start : start + r.randint(1, 4)])


def party(r: Random) -> dict:
    return {"country": r.choice(COUNTRIES), "sector": r.choice([*SECTORS, None])}


def parties(r: Random) -> list[dict]:
    return [party(r) for _ in range(r.choice([0, 1, 1, 2, 3]))]


def attributions(r: Random, body: str) -> list[dict]:
    def fragments(low: int) -> list[list[int]]:
        return [span(r, body) for _ in range(r.randint(low, 2))]

    return [
        {
            "source": fragments(0),
            "cue": fragments(0),
            "content": fragments(0),
            "quote_type": r.choice(["direct", "indirect", "mixed"]),
        }
        for _ in range(r.randint(0, 9))
    ]


def timex(r: Random, body: str) -> dict:
    start, end = span(r, body)
    values = ["2021-02-03", "2021-W06", "2021-W06-WE", "2021-Q2", "2021-WI", "199X", "P3D", "PRESENT_REF", "2021-02-31"]
    return {"start": start, "end": end, "type": r.choice(["DATE", "DATE", "TIME", "SET"]), "value": r.choice(values)}


def toponym(r: Random, body: str) -> dict:
    start, end = span(r, body)
    lat, lon = (r.uniform(55, 65), r.uniform(10, 20)) if r.random() < 0.7 else (None, None)
    return {
        "start": start,
        "end": end,
        "country": r.choice(["NOR", "SWE", None]),
        "geonameid": r.choice(["11", "12", "13", None]),
        "lat": lat,
        "lon": lon,
        "kind": r.choice([None, None, "Literal", "Literal_Expression", "Non_Toponym"]),
        "span_ok": r.random() < 0.9,
    }


def mark(r: Random, body: str) -> dict:
    """A predicted toponym: an id may be a number, and none is unwanted."""
    found = toponym(r, body)
    ident = found["geonameid"]
    return {k: found[k] for k in ("start", "end", "country", "lat", "lon")} | {"geonameid": ident and int(ident)}


def days(r: Random) -> list[str] | None:
    return r.choice([None, ["2021-02-03", "2021-02-03"], ["2021-01-01", "2021-12-31"]])


def annotation(r: Random, body: str) -> dict:
    def statement() -> dict:
        return {
            "content": quote(r, body) if r.random() < 0.6 else [quote(r, body), quote(r, body)],
            "speaker": quote(r, body),
            "cue": r.choice([None, quote(r, body)]),
            "form": r.choice(["direct", "indirect", "mixed"]),
            "addressee": r.choice([None, quote(r, body)]),
            "relayed_by": [quote(r, body) for _ in range(r.randint(0, 2))],
            **r.choice([{}, {"cue_nth": 2}, {"content_nth": [1]}]),
        }

    def event() -> dict:
        return {
            "trigger": r.choice([quote(r, body), "not in the text"]) if r.random() < 0.2 else quote(r, body),
            "type": r.choice(TYPES),
            "mode": r.choice([None, "aerial"]),
            "actors": parties(r),
            "recipients": parties(r),
            "status": r.choice(STATUSES),
            "date": days(r),
            "place": r.choice([None, {"text": "x", "country": "NOR"}]),
            "claimed_by": r.choice([None, "Ada"]),
            **r.choice([{}, {}, {"trigger_nth": 1}, {"nth": 2}]),
        }

    def commitment() -> dict:
        return {
            "kind": r.choice(["pledge", "threat", "demand"]),
            "party": party(r),
            "counterparty": r.choice([None, party(r)]),
            "content": quote(r, body),
            "condition": r.choice([None, quote(r, body)]),
            "deadline": None,
        }

    return {
        "statements": [statement() for _ in range(r.randint(0, 8))],
        "events": [event() for _ in range(r.randint(1, 10))],
        "commitments": [commitment() for _ in range(r.randint(0, 4))],
    }


def record(r: Random, doc: str, body: str) -> dict:
    """A predicted record whose text has lost some of the page's words."""
    words = body.split()
    clean = " ".join(w for w in words if r.random() < 0.9) if r.random() < 0.7 else body

    def maybe() -> list[int] | None:
        return r.choice([None, span(r, clean)])

    return {
        "report": {"id": doc, "text": clean},
        "statements": [
            {
                "id": str(i),
                "content": [span(r, clean) for _ in range(r.randint(1, 2))],
                "speaker": maybe(),
                "cue": maybe(),
                "form": r.choice(["direct", "indirect"]),
                "addressee": maybe(),
                "relayed_by": [span(r, clean) for _ in range(r.randint(0, 2))],
            }
            for i in range(r.randint(0, 8))
        ],
        "events": [
            {
                "trigger": span(r, clean),
                "type": r.choice(TYPES),
                "mode": r.choice([None, "aerial"]),
                "actors": parties(r),
                "recipients": parties(r),
                "status": r.choice(STATUSES),
                "date": days(r),
                "place": r.choice([None, {"country": "NOR"}]),
                "statement": r.choice([None, "0"]),
            }
            for _ in range(r.randint(0, 12))
        ],
        "commitments": [
            {
                "kind": r.choice(["pledge", "threat"]),
                "content": span(r, clean),
                "condition": maybe(),
                "party": party(r),
                "counterparty": r.choice([None, party(r)]),
            }
            for _ in range(r.randint(0, 4))
        ],
    }


def _pair(r: Random, body: str) -> dict:
    root = r.choice([*TYPES, "YIELD"])
    quad = r.choice(["V-COOP", "M-COOP", "V-CONF", "M-CONF"])
    words = body.split()
    start = body.index(words[1], len(words[0]))
    spans = {
        "source_span": r.choice([None, [0, len(words[0])]]),
        "target_span": [start, start + len(words[1])],
    }
    return {"source": words[0], "target": words[1], **spans, "root": root, "quad": quad, "binary": quad[2:]}


def _events(r: Random) -> list[dict]:
    return [{"type": r.choice(TYPES), "actors": parties(r), "recipients": parties(r)} for _ in range(r.randint(0, 3))]


def _said(r: Random, body: str) -> dict:
    return {"attributions": attributions(r, body)}


def _actor(r: Random) -> dict:
    return {
        "country": r.choice(COUNTRIES),
        "sector": r.choice([*SECTORS[:4], None]),
        "title": r.choice([None, "Ada Berg"]),
        "no_actor": r.random() < 0.2,
        "status": r.choice(["active", "skipped"]),
        "date": r.choice([None, "2021-02-03"]),
    }


def _lines(r: Random, body: str) -> dict:
    labels = ["body", "body", "title", "boilerplate"]
    found = [{"text": t, "label": r.choice(labels), "conf": r.choice(["high", "high", "low"])} for t in body.split(".")]
    return {"raw": body, "near": [1, max(1, len(found) - 1)], "lines": found}


def _article(r: Random, body: str) -> dict:
    about = {"title": quote(r, body), "date": r.choice(["2021-02-03T10:00", None]), "authors": ["Ada Berg"]}
    return {"html": "page.html", "body": body, **about}


# name of the file -> (what a gold record holds beside id and text, what a predicted one holds beside the id)
SETS = {
    "events_pairs_dev": (_pair, lambda r, b: {"root": r.choice([None, *TYPES])}),
    "events_sentences_dev": (lambda r, b: {"events": _events(r)}, lambda r, b: {"events": _events(r)}),
    "events_negative_dev": (lambda r, b: {"request_wording": r.random() < 0.4}, lambda r, b: {"events": _events(r)}),
    "actors_dev": (lambda r, b: _actor(r), lambda r, b: {**party(r), "title": r.choice([None, "ada berg", "X"])}),
    "statements_dev": (_said, _said),
    "modality_dev": (
        lambda r, b: {"span": [0, 3], "label": r.choice(LABELS), "dct": "2021-02-03"},
        lambda r, b: {"label": r.choice([None, "denied", "occurred", *LABELS])},
    ),
    "times_dev": (
        lambda r, b: {"corpus": r.choice(["gazette", "wikiwars"]), "timexes": [timex(r, b) for _ in range(5)]},
        lambda r, b: {"timexes": [timex(r, b) | {"interval": days(r)} for _ in range(5)]},
    ),
    "places_dev": (
        lambda r, b: {"corpus": r.choice(["a", "b"]), "toponyms": [toponym(r, b) for _ in range(6)]},
        lambda r, b: {"toponyms": [mark(r, b) for _ in range(6)]},
    ),
    "rawtext_dev": (
        _lines,
        lambda r, b: {"text": b[: r.randrange(len(b))]} if r.random() < 0.7 else {"body": [0, 2, 3]},
    ),
    "stories_dev": (
        lambda r, b: {
            "story": r.choice("ab"),
            "how": r.choice(["cut", "whole", None]),
            "published": "2021-02-03T10:00",
        },
        lambda r, b: {"story": r.choice("abc")},
    ),
    "articles_dev": (
        _article,
        lambda r, b: {"body": b[: r.randrange(len(b))], "title": quote(r, b), "authors": ["ada berg"]},
    ),
}
DOCS = ("r1", "r2", "r3")


def cases(n: int) -> list[dict]:
    """Cases of threads, each with a pledge and what came of it."""
    made, kept = "Norway pledged to send Sweden {} boats.", "Norway sent Sweden {} boats."
    return [
        {
            "id": f"case-{i}",
            "reports": [
                {"day": "2021-02-03", "text": made.format(i + 3)},
                {"day": "2021-02-09", "text": kept.format(i + 3)},
            ],
            "threads": [
                {
                    "kind": "pledge",
                    "party": "NOR",
                    "counterparty": "SWE",
                    "report": 0,
                    "content": f"send Sweden {i + 3} boats",
                    "state": "fulfilled",
                    "steps": [{"report": 1, "how": "fulfils", "quote": f"sent Sweden {i + 3} boats"}],
                }
            ],
        }
        for i in range(n)
    ]


def gold_rows(name: str, r: Random, n: int) -> list[dict]:
    """Records of a set, with some texts the same."""
    bodies = [text(r) for _ in range(n)]
    return [{"id": f"{name}-{i}", "text": b, **SETS[name][0](r, b)} for i, b in enumerate(bodies)]


def guesses(name: str, gold: list[dict], r: Random) -> list[dict]:
    """Predictions for most records: some as the gold has them, most at random."""
    return [
        dict(g) if r.random() < 0.3 else {"id": g["id"], **SETS[name][1](r, g["text"])}
        for g in gold
        if r.random() < 0.9
    ]


def write_jsonl(path: Path, rows: list[dict]) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def write_gold(folder: Path, *, seed: int = 1, n: int = 6) -> None:
    """A whole gold folder: every kind of set, and things that are no gold sets."""
    r = Random(seed)
    folder.mkdir(parents=True, exist_ok=True)
    for name in SETS:
        write_jsonl(folder / f"{name}.jsonl", gold_rows(name, r, n))
    write_jsonl(folder / "threads_dev.jsonl", cases(n))
    write_jsonl(folder / "statements_train.jsonl", [])
    write_jsonl(folder / "unknown.jsonl", [])
    (folder / "manifest.json").write_text('{"files": {}}')
    (folder / "page.html").write_text("<html><body><p>Ada Berg said that talks would go on.</p></body></html>")
    (folder / "corpora").mkdir(exist_ok=True)
    write_jsonl(folder / "corpora" / "texts.jsonl", [{"id": "1", "text": "x"}])
    reports = folder / "reports"
    reports.mkdir(exist_ok=True)
    (reports / "index.json").write_text("[]")
    for doc in DOCS:
        body = text(r, 120)
        (reports / f"{doc}.txt").write_text(body, encoding="utf-8")
        (reports / f"{doc}.json").write_text(json.dumps({"doc": doc, **annotation(r, body)}), encoding="utf-8")
