"""What lies between two given sides of a sentence: the likeliest type of act of the one toward the other.

For who knows already who acts and toward whom, and only asks what it is. There always is an act: NONE is no answer.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from dragoman.coding.events import EventCoder, Proposal
from dragoman.coding.events.classifier import NONE, Marked, Opinion
from dragoman.coding.events.decision import prior
from dragoman.model import Party, Span

# How much the trigger between the sides counts beside the sentence with its sides alone, and the tables beside both.
TRIGGER_WEIGHT, TABLE_WEIGHT = 0.6, 0.3
_LEAST = 1e-6


class Between:
    """The question what `source` does toward `target` in a report of one sentence or few; a side not named is None."""

    def __init__(self, coder: EventCoder, *, source: Span | None, target: Span | None) -> None:
        self._coder = coder
        text = coder.analysis.report.text
        self._proposals = [p for p in coder.proposals if _fit(p, source, target)]
        self._fits = [_fit(p, source, target) for p in self._proposals]
        triggers = [p.candidate.span() for p in self._proposals]
        actors, recipients = ((s,) if s is not None else () for s in (source, target))
        self.questions = [Marked(text, t, actors, recipients) for t in (None, *triggers)]

    def answer(self, opinions: Sequence[Opinion]) -> str:
        """The type, given the classifier's opinions on `questions`, in their order."""
        sides, *triggers = opinions
        told = {t: math.log(p + _LEAST) for t, p in sides.types.items() if t != NONE}
        nearest = max(range(len(triggers)), key=lambda n: self._fits[n] + 1 - triggers[n].types[NONE], default=None)
        if nearest is not None:
            belief = prior(self._proposals[nearest].rule)
            for t in told:
                told[t] += TRIGGER_WEIGHT * math.log(triggers[nearest].types[t] + _LEAST)
                told[t] += TABLE_WEIGHT * math.log(belief.get(t, belief["*"]))
        return max(told, key=lambda t: told[t])


def _fit(proposal: Proposal, source: Span | None, target: Span | None) -> float:
    """How well a candidate's sides are the given ones: one for each, half for each the wrong way round; 0 for none."""

    def touched(parties: Sequence[Party], side: Span | None) -> bool:
        return side is not None and any(p.span is not None and p.span.overlaps(side) for p in parties)

    right = touched(proposal.actors, source) + touched(proposal.recipients, target)
    turned = touched(proposal.actors, target) + touched(proposal.recipients, source)
    return right + 0.5 * turned if right else 0.0
