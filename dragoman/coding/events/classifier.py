"""The event classifier: what a fine-tuned encoder makes of a candidate, its trigger and sides marked in the sentence.

`training/` holds the sentences that it learned from and the scripts that build the files in `model/`;
`model/CARD.md` says what it is good for.
"""

from __future__ import annotations

import functools
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from dragoman.errors import ModelMissing
from dragoman.language.encoder import Encoder
from dragoman.language.wordpieces import Encoded, Mark, WordPieces
from dragoman.model import Span

if TYPE_CHECKING:
    from numpy.typing import NDArray

NONE = "NONE"
LIMIT = 72  # pieces, marks included
# Pieces that no text holds, taken for marks: opening and closing of trigger, actor and recipient.
MARKS = {
    "trigger": ("[unused1]", "[unused2]"),
    "actor": ("[unused3]", "[unused4]"),
    "recipient": ("[unused5]", "[unused6]"),
}


@dataclass(frozen=True, slots=True)
class Marked:
    """What the classifier is asked about: a sentence, and where in it trigger and sides stand.

    Without a trigger it says what lies between the sides.
    """

    text: str
    trigger: Span | None
    actors: tuple[Span, ...] = ()
    recipients: tuple[Span, ...] = ()


class Curve(NamedTuple):
    """A logistic curve over log odds: what a figure that is no probability by itself is worth as one."""

    slope: float
    offset: float

    def at(self, share: float) -> float:
        """The probability for a share between 0 and 1."""
        odds = math.log(max(share, 1e-4) / max(1 - share, 1e-4))
        return 1 / (1 + math.exp(-(self.slope * odds + self.offset)))


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the classifier thinks of one candidate.

    `types` holds the probability of each type and of NONE, the likeliest first; `modes` that of each mode of each type
    ("COERCE arrest") among the modes of that type and no mode ("COERCE -"); `statuses` that of each status;
    `contexts` that of each context, all independent of each other. `curves` turn what the coder makes of these into
    how often it is right, for candidates that the tables know and for others. `vector` is what the figures rest on, of
    length one, for types of a user's own (`own_types.py`).
    """

    types: dict[str, float]
    modes: dict[str, float]
    statuses: dict[str, float]
    contexts: dict[str, float]
    curves: tuple[Curve, Curve]
    vector: NDArray[np.float32] | None = field(default=None, repr=False, compare=False)

    def mode(self, type: str) -> tuple[str | None, float]:
        """The likeliest mode of a type, None for no mode, and its probability."""
        own = {name.partition(" ")[2]: p for name, p in self.modes.items() if name.partition(" ")[0] == type}
        if not own:
            return None, 1.0
        best = max(own, key=lambda m: own[m])
        return (None if best == "-" else best), own[best]


class Labels:
    """The classes of each head in the order of its figures, as `labels.json` lists them."""

    def __init__(self, raw: dict[str, list[str]]) -> None:
        self.types, self.modes = raw["types"], raw["modes"]
        self.statuses, self.contexts = raw["statuses"], raw["contexts"]


class Pieces:
    """Marked candidates as pieces; the same code builds what the classifier is trained on."""

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self._words = WordPieces(vocabulary)
        number = {piece: n for n, piece in enumerate(vocabulary)}
        self._marks = {name: (number[a], number[b]) for name, (a, b) in MARKS.items()}

    def encode(self, marked: Marked) -> Encoded:
        marks = [Mark(marked.trigger, *self._marks["trigger"])] if marked.trigger is not None else []
        marks += [Mark(s, *self._marks["actor"]) for s in marked.actors]
        marks += [Mark(s, *self._marks["recipient"]) for s in marked.recipients]
        found = self._words.encode(marked.text, marks=marks, limit=LIMIT)
        return found if marked.trigger is not None else Encoded(found.ids, 0)


class Classifier:
    """The classifier in the files of one folder: `events.onnx`, `vocabulary.txt`, `labels.json`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._encoder = Encoder(folder / "events.onnx")
        self._pieces = Pieces((folder / "vocabulary.txt").read_text("utf-8").splitlines())
        raw = json.loads((folder / "labels.json").read_text("utf-8"))
        self.labels = Labels(raw)
        self._heat: dict[str, float] = raw["temperatures"]
        self._curves = (Curve(*raw["curves"]["tables"]), Curve(*raw["curves"]["open"]))

    def opinions(self, candidates: Sequence[Marked]) -> list[Opinion]:
        """One opinion a candidate, in order. Those of many reports at once are faster than a few at a time."""
        if not candidates:
            return []
        out = self._encoder.run([self._pieces.encode(c) for c in candidates])
        types = softmax(out["type"] / self._heat["type"])
        statuses = softmax(out["status"] / self._heat["status"])
        contexts = 1 / (1 + np.exp(-out["context"]))
        vectors = out["joint"] / (np.linalg.norm(out["joint"], axis=1, keepdims=True) + 1e-9)
        modes = self._within_type(out["mode"] / self._heat["mode"])
        return [
            Opinion(
                dict(sorted(zip(self.labels.types, map(float, t), strict=True), key=lambda pair: -pair[1])),
                dict(zip(self.labels.modes, map(float, m), strict=True)),
                dict(zip(self.labels.statuses, map(float, s), strict=True)),
                dict(zip(self.labels.contexts, map(float, c), strict=True)),
                self._curves,
                v,
            )
            for t, m, s, c, v in zip(types, modes, statuses, contexts, vectors, strict=True)
        ]

    def _within_type(self, figures: NDArray[np.float32]) -> NDArray[np.float32]:
        out = np.zeros_like(figures)
        owners = np.array([name.partition(" ")[0] for name in self.labels.modes])
        for owner in set(owners):
            own = owners == owner
            out[:, own] = softmax(figures[:, own])
        return out


def softmax(figures: NDArray[np.float32]) -> NDArray[np.float32]:
    """Figures of each row as probabilities."""
    shifted = np.exp(figures - figures.max(axis=1, keepdims=True))
    made: NDArray[np.float32] = shifted / shifted.sum(axis=1, keepdims=True)
    return made


@functools.cache
def load() -> Classifier:
    """The classifier that this package ships. Raises `dragoman.errors.ModelMissing` where its files are not there."""
    return Classifier(_shipped())


@functools.cache
def trigger_words() -> frozenset[str]:
    """The words, in small letters, that mostly name an act in the sentences which the classifier learned from."""
    path = _shipped() / "triggers.txt"
    if not path.is_file():
        raise ModelMissing("triggers.txt is missing from the installation; install Dragoman anew, or run `make train`")
    return frozenset(path.read_text("utf-8").split())


def _shipped() -> Path:
    return Path(str(files("dragoman.coding.events") / "model"))
