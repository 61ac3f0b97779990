"""Which words are worth asking the classifier about, counted in the training sentences: rewrites `open.tsv`'s lists.

    python -m training.open_words

A verb that stands among the coder's candidates often and never names an act is idle; a noun that names acts is nominal.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from dragoman.coding.events.classifier import NONE
from dragoman.language import analyse_many
from dragoman.reading import report_from_text
from training.instances import find, read

HERE = Path(__file__).resolve().parent
TABLE = HERE.parent / "dragoman/coding/events/data/open.tsv"
OFTEN = 12  # how often a verb must be met before it can be called idle
RARELY = 0.02  # up to this share of acts a verb is idle all the same
TWICE = 2  # how often a noun must name an act


def main() -> None:
    rows = read(sorted((HERE / "examples").glob("*.jsonl")))
    verbs: Counter[tuple[str, bool]] = Counter()
    nouns: Counter[tuple[str, bool]] = Counter()
    for row, analysis in zip(rows, analyse_many(report_from_text(str(r["text"])) for r in rows), strict=True):
        if analysis.report.text != row["text"]:
            continue
        spans = [
            span
            for e in row["events"]  # type: ignore[attr-defined]
            if e["type"] != NONE and (span := find(str(row["text"]), e["trigger"], e.get("nth", 1))) is not None
        ]
        for t in analysis.tokens:
            act = any(t.span.overlaps(s) for s in spans)
            if t.is_verb and t.dep not in ("aux", "auxpass"):
                verbs[t.lemma, act] += 1
            elif t.tag in ("NN", "NNS"):
                nouns[t.lemma, act] += 1
    met = {lemma for lemma, _ in verbs}
    idle = sorted(
        v for v in met
        if (n := verbs[v, True] + verbs[v, False]) >= OFTEN and verbs[v, True] <= RARELY * n and v.isalpha()
    )  # fmt: skip
    nominal = sorted(
        n for n in {lemma for lemma, _ in nouns} if _names_acts(nouns[n, True], nouns[n, False]) and n.isalpha()
    )
    head = [line for line in TABLE.read_text("utf-8").splitlines() if line.startswith("#")]
    lines = [*head, "nominal\t" + "|".join(nominal), "idle\t" + "|".join(sorted({*idle, *ALWAYS}))]
    TABLE.write_text("\n".join(lines) + "\n", "utf-8")
    print(f"{len(nominal)} nouns, {len({*idle, *ALWAYS})} idle verbs")


def _names_acts(act: int, other: int) -> bool:
    return act >= TWICE and act >= 0.15 * (act + other)


ALWAYS = frozenset(("be have do seem appear become can will would may might should must could shall").split())

if __name__ == "__main__":
    main()
