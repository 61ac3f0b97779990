"""The code book as data: PLOVER 2.0's types, quadrants, scores, modes, contexts and sectors (`plover.json`)."""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class EventType:
    """One type of act: "SUPPORT: verbal cooperation, 5.0 on the conflict-cooperation scale".

    `score` -10 (conflict) to 10 (cooperation), or None where the code book gives none; `modes` maps a mode's
    name to its own score.
    """

    code: str
    quad: str
    score: float | None
    requires_recipient: bool
    definition: str
    modes: dict[str, float | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ontology:
    """A code book. `load()` gives PLOVER; another one is another JSON file of the same shape."""

    name: str
    version: str
    types: dict[str, EventType]
    quads: dict[str, int]
    contexts: dict[str, str]
    sectors: dict[str, str]

    def quad(self, type: str) -> str:
        """The quadrant (V-COOP, M-COOP, V-CONF, M-CONF) of a type. Raises KeyError for an unknown type."""
        return self.types[type].quad

    def score(self, type: str, mode: str | None = None) -> float | None:
        """The conflict-cooperation score: the mode's own if it has one, else the type's, else None.

        Raises KeyError for an unknown type or a mode that the type does not have.
        """
        kind = self.types[type]
        own = kind.modes[mode] if mode is not None else None
        found = kind.score if own is None else own
        return (
            None if found is None else float(found)
        )  # the tables write 5 for 5.0; the contract's number is the latter

    def has_mode(self, type: str, mode: str | None) -> bool:
        """Whether a type knows this mode (None always does)."""
        return mode is None or mode in self.types[type].modes


@functools.cache
def load(name: str = "plover") -> Ontology:
    """The code book of that name in this package."""
    return parse((files(__package__) / f"{name}.json").read_text("utf-8"))


def parse(text: str) -> Ontology:
    """An ontology from its JSON text (the shape of `plover.json`). Raises ValueError where it is not that shape."""
    try:
        raw: Any = json.loads(text)
        types = {
            code: EventType(
                code=code,
                quad=t["quad"],
                score=t["score"],
                requires_recipient=t["requires_recipient"],
                definition=t["definition"],
                modes={m: v["score"] for m, v in t["modes"].items()},
            )
            for code, t in raw["types"].items()
        }
        quads = {q: v["number"] for q, v in raw["quads"].items()}
        strange = {t.quad for t in types.values()} - set(quads)
        if strange:
            raise ValueError(f"unknown quadrants {sorted(strange)}")
        return Ontology(raw["name"], raw["version"], types, quads, raw["contexts"], raw["sectors"])
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"not an ontology: {error!r}") from error
