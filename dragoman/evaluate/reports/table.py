"""Counts over whole reports, and the table of rates that they give."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from dragoman.evaluate.measures import Cells, Figures, prf, rate

_FIELDS = (
    "mode",
    "actor countries",
    "recipient countries",
    "actor sectors",
    "status",
    "date",
    "place country",
    "claimed",
)


@dataclass(slots=True)
class Tally:
    """Counts of one report or many; the names are those of the table's lines."""

    n: Counter[str] = field(default_factory=Counter)
    fields: Counter[str] = field(default_factory=Counter)
    types_gold: Counter[str] = field(default_factory=Counter)
    types_predicted: Counter[str] = field(default_factory=Counter)
    types_right: Counter[str] = field(default_factory=Counter)

    def count(self, name: str, by: int = 1) -> None:
        self.n[name] += by

    def __iadd__(self, other: Tally) -> Tally:
        for mine, theirs in (
            (self.n, other.n),
            (self.fields, other.fields),
            (self.types_gold, other.types_gold),
            (self.types_predicted, other.types_predicted),
            (self.types_right, other.types_right),
        ):
            mine.update(theirs)
        return self


def figures(t: Tally) -> Figures:
    """Sections: statements, matched statements, events, matched events, events by type, commitments, matched ..."""
    n = t.n
    by_type = {
        k: prf(t.types_right[k], t.types_predicted[k], t.types_right[k], t.types_gold[k])
        for k in sorted(t.types_gold.keys() | t.types_predicted.keys())
        if k
    }

    def found(right: str, what: str) -> Cells:
        return prf(n[right], n[f"{what} predicted"], n[right], n[f"{what} gold"])

    have = [v["F1"] for v in by_type.values() if v["gold"]]
    return {
        "statements": {
            "content (Jaccard >= .5)": found("statements", "statements"),
            "content, same words": found("statements exact", "statements"),
            "content and speaker": found("speaker", "statements"),
        },
        "matched statements": {
            "speaker": rate(n["speaker"], n["statements"]),
            "cue": rate(n["cue"], n["statements"]),
            "form": rate(n["form"], n["statements"]),
            "addressee found": rate(n["addressee"], n["addressee gold"]),
            "addressee in vain": rate(n["addressee in vain"], n["addressee none"]),
            "outlets": found("outlets", "outlets"),
        },
        "events": {
            "located, any type": found("events any", "events"),
            "located, same quadrant": found("events quadrant", "events"),
            "located and typed": found("events", "events"),
            "full record": found("full", "events"),
            "macro over gold types": {"F1": sum(have) / max(1, len(have)), "types": len(have)},
        },
        "matched events": {
            **{k: rate(t.fields[k], n["events"]) for k in _FIELDS},
            "mode, where the gold has one": rate(n["mode right"], n["mode gold"]),
            "date, where the gold has one": rate(n["date right"], n["date gold"]),
        },
        "events by type": by_type,
        "commitments": {"content (Jaccard >= .5)": found("commitments", "commitments")},
        "matched commitments": {
            "kind": rate(n["kind"], n["commitments"]),
            "condition found": rate(n["condition"], n["condition gold"]),
            "condition in vain": rate(n["condition in vain"], n["condition none"]),
            "party country": rate(n["party"], n["commitments"]),
            "counterparty country": rate(n["counterparty"], n["commitments"]),
        },
    }
