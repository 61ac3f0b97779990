"""Analysts' judgements: what they say of the record, kept beside it and applied to it.

`judgement` is the noun and which of them stand, `targets` how a thing is named so that it is found again, `applying`
and `actors` what a record says after them, `examples` what can be learned from them.
"""

from __future__ import annotations

from dragoman.record.judging.applying import Judged, judged
from dragoman.record.judging.judgement import CHANGES, Judgement, Kind, Target, Verdict, check, standing
from dragoman.record.judging.targets import target

__all__ = ["CHANGES", "Judged", "Judgement", "Kind", "Target", "Verdict", "check", "judged", "standing", "target"]
