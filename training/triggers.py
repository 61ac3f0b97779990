"""Which words mostly name an act: `triggers.txt` of the model, which says what the event classifier is asked about."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from dragoman.coding.events.classifier import NONE

_WORD = re.compile(r"[^\W\d_][\w'-]*")


def trigger_words(rows: Sequence[dict[str, object]]) -> list[str]:
    """The words, in small letters, that name an act at least every other time that annotated sentences have them."""
    said: Counter[str] = Counter()
    acting: Counter[str] = Counter()
    for row in rows:
        said.update(_WORD.findall(str(row["text"]).lower()))
        for event in row["events"]:  # type: ignore[attr-defined]
            if event["type"] != NONE:
                acting.update(_WORD.findall(str(event["trigger"]).lower()))
    return sorted(word for word, n in acting.items() if 2 * n >= said[word])
