"""Whole coded reports (statements, events, commitments) against hand annotation by the annotation standard.

Texts are compared as words, so a cleaned text can be scored against the page it was read from: its words are aligned
with the page's, and words without a partner count as foreign.

Matching is one to one with the greatest total. *statements*, *commitments*: Jaccard of content words of at least .5.
*events*: equal type, and triggers in one sentence or at most 12 words apart; the number of pairs goes first, then
closeness of the triggers, then the number of equal fields. "located, any type" and "located, same quadrant" relax the
type. *full record*: matched, and actor countries, recipient countries and status all equal.
"""

from dragoman.evaluate.reports.matching import score, score_by_report
from dragoman.evaluate.reports.reading import ReportGold, read_folder, read_gold, read_prediction

__all__ = ["ReportGold", "read_folder", "read_gold", "read_prediction", "score", "score_by_report"]
