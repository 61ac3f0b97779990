"""A user's own ontology beside PLOVER: types learned from a few examples, given to events as `codes`.

The examples go through the event classifier, and each type becomes a logistic regression over the vectors that it makes
of them, against the other types' examples, the user's counter-examples and a sample of all kinds of candidates that the
package ships (`model/background.npz`).
"""

from __future__ import annotations

import functools
import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from dragoman.coding.events.classifier import Classifier, Marked, Opinion
from dragoman.errors import OntologyError
from dragoman.model import Code, Span

if TYPE_CHECKING:
    from numpy.typing import NDArray

FORMAT = "dragoman ontology"
LEAST = 5  # examples a type
_MARKED = re.compile(r"\[([^\[\]]+)\]")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")


@dataclass(frozen=True, slots=True)
class OwnType:
    """One type: its definition, examples of it and counter-examples that look like it, their triggers marked."""

    name: str
    definition: str
    examples: tuple[Marked, ...]
    counter: tuple[Marked, ...] = ()


@dataclass(frozen=True, slots=True)
class OwnOntology:
    """An ontology as its author wrote it."""

    name: str
    types: tuple[OwnType, ...]


@dataclass(frozen=True, slots=True)
class Trained:
    """A trained ontology: a logistic regression a type.

    `weights` is types x vector width, `bias` one number a type; `classifier` is the digest of the model behind it.
    """

    name: str
    types: tuple[str, ...]
    definitions: tuple[str, ...]
    weights: NDArray[np.float64]
    bias: NDArray[np.float64]
    classifier: str

    def codes(self, opinion: Opinion) -> tuple[Code, ...]:
        """The types that an opinion's candidate has with a probability over one half, the likeliest first."""
        assert opinion.vector is not None
        sure = _sigmoid(self.weights @ opinion.vector.astype(np.float64) + self.bias)
        found = [
            Code(ontology=self.name, type=t, confidence=round(float(p), 2))
            for t, p in zip(self.types, sure, strict=True)
            if p > 0.5
        ]
        return tuple(sorted(found, key=lambda c: -c.confidence))

    def dumps(self) -> str:
        """The ontology as the text of a file; `loads` reads it back."""
        return json.dumps(
            {
                "format": FORMAT,
                "name": self.name,
                "classifier": self.classifier,
                "types": [
                    {"name": t, "definition": d, "bias": float(b), "weights": [round(float(x), 5) for x in w]}
                    for t, d, b, w in zip(self.types, self.definitions, self.bias, self.weights, strict=True)
                ],
            }
        )


def parse(text: str, *, name: str) -> OwnOntology:
    """An ontology from its YAML (docs/ontology.md). Raises `OntologyError`, naming `name`, where it is none."""
    import yaml

    try:
        raw: Any = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise OntologyError(name, f"is no YAML: {' '.join(str(error).split())}") from error
    if not isinstance(raw, dict) or not isinstance(raw.get("types"), dict) or not raw["types"]:
        raise OntologyError(name, "has no `types`; see docs/ontology.md for the form")
    if not isinstance(raw.get("name"), str) or not _NAME.fullmatch(raw["name"]):
        raise OntologyError(name, "needs a `name` of letters, digits, dots, hyphens and underscores")
    return OwnOntology(raw["name"], tuple(_type(name, str(k), v) for k, v in raw["types"].items()))


def _type(name: str, kind: str, raw: Any) -> OwnType:
    if not _NAME.fullmatch(kind):
        raise OntologyError(name, f"type {kind!r}: a type's name has letters, digits, dots, hyphens, underscores")
    if not isinstance(raw, dict) or not isinstance(raw.get("definition"), str):
        raise OntologyError(name, f"type {kind}: needs a `definition`")
    lists = [raw.get("examples"), raw.get("counter_examples", [])]
    if not all(isinstance(x, list) and all(isinstance(s, str) for s in x) for x in lists):
        raise OntologyError(name, f"type {kind}: `examples` and `counter_examples` are lists of sentences")
    examples, counter = (tuple(_marked(name, kind, s) for s in x) for x in lists)
    if len(examples) < LEAST:
        raise OntologyError(name, f"type {kind}: has {len(examples)} examples, at least {LEAST} are needed")
    return OwnType(kind, raw["definition"], examples, counter)


def _marked(name: str, kind: str, sentence: str) -> Marked:
    found = list(_MARKED.finditer(sentence))
    if len(found) != 1:
        raise OntologyError(name, f"type {kind}: mark the act in one pair of brackets: {sentence[:60]!r}")
    start = found[0].start()
    text = sentence[:start] + found[0].group(1) + sentence[found[0].end() :]
    return Marked(text, Span(start, start + len(found[0].group(1))))


def train(ontology: OwnOntology, classifier: Classifier) -> tuple[Trained, dict[str, tuple[float, float]]]:
    """The trained ontology, and for each type its precision and recall on the examples, each left out in turn."""
    rows: list[tuple[Marked, str | None]] = [(m, t.name) for t in ontology.types for m in t.examples]
    rows += [(m, None) for t in ontology.types for m in t.counter]
    vectors = _vectors([m for m, _ in rows], classifier)
    background = _background(classifier.folder)
    everything = np.concatenate([vectors, background])
    of = [name for _, name in rows]
    weights, bias, measured = [], [], {}
    for kind in ontology.types:
        goal = np.array([float(n == kind.name) for n in of] + [0.0] * len(background))
        w, b = _fit(everything, goal)
        weights.append(w)
        bias.append(b)
        hits = found = 0
        for n in range(len(rows)):
            keep = np.arange(len(everything)) != n
            w_n, b_n = _fit(everything[keep], goal[keep], steps=40)
            said = float(everything[n] @ w_n + b_n) > 0
            found += said
            hits += said and goal[n] == 1.0
        measured[kind.name] = (hits / found if found else 0.0, hits / len(kind.examples))
    trained = Trained(
        ontology.name,
        tuple(t.name for t in ontology.types),
        tuple(t.definition for t in ontology.types),
        np.array(weights),
        np.array(bias),
        _digest(classifier.folder),
    )
    return trained, measured


def loads(text: str, *, name: str, classifier: Classifier) -> Trained:
    """A trained ontology from a file's text. Raises `OntologyError` where it is none, or another classifier's."""
    try:
        raw = json.loads(text)
        if raw["format"] != FORMAT:
            raise ValueError(raw["format"])
        types = raw["types"]
        trained = Trained(
            str(raw["name"]),
            tuple(str(t["name"]) for t in types),
            tuple(str(t["definition"]) for t in types),
            np.array([t["weights"] for t in types], dtype=np.float64),
            np.array([t["bias"] for t in types], dtype=np.float64),
            str(raw["classifier"]),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise OntologyError(name, "is no trained ontology; make one with `dragoman ontology train`") from error
    if trained.classifier != _digest(classifier.folder):
        raise OntologyError(name, "was trained with another classifier; run `dragoman ontology train` again")
    return trained


def _vectors(marked: Sequence[Marked], classifier: Classifier) -> NDArray[np.float64]:
    return np.array([o.vector for o in classifier.opinions(marked)], dtype=np.float64)


def _sigmoid(z: NDArray[np.float64]) -> NDArray[np.float64]:
    made: NDArray[np.float64] = 1 / (1 + np.exp(-np.clip(z, -30, 30)))
    return made


def _fit(x: NDArray[np.float64], y: NDArray[np.float64], *, steps: int = 80) -> tuple[NDArray[np.float64], float]:
    """Logistic regression by gradient descent with momentum; both sides weigh the same, however many they are."""
    share = np.where(y == 1, 0.5 / max(1.0, y.sum()), 0.5 / max(1.0, (1 - y).sum()))
    w, b = np.zeros(x.shape[1]), 0.0
    speed, drift = np.zeros_like(w), 0.0
    for _ in range(steps):
        error = (_sigmoid(x @ w + b) - y) * share
        speed = 0.9 * speed - 8.0 * (x.T @ error + 2e-4 * w)
        drift = 0.9 * drift - 8.0 * float(error.sum())
        w, b = w + speed, b + drift
    return w, b


@functools.cache
def _digest(folder: Path) -> str:
    return hashlib.sha256((folder / "events.onnx").read_bytes()).hexdigest()


@functools.cache
def _background(folder: Path) -> NDArray[np.float64]:
    with np.load(folder / "background.npz") as file:
        return np.asarray(file["vectors"], dtype=np.float64)
