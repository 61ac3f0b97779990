"""Records of older versions brought forward: what each step does to a report's record as JSON.

Every table is made from the JSON that `reports.record` keeps, so a step only has to tell how one report's JSON of
version n becomes one of version n + 1; the tables are then made anew from it. Steps are kept for good.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from dragoman.record.tables import VERSION


def _facts(record: dict[str, Any]) -> None:
    """3 -> 4: actors carry what their report says of them; what was coded before told none of it."""
    for actor in record["actors"]:
        actor.setdefault("facts", [])


def _same(record: dict[str, Any]) -> None:
    """The JSON as it was. 4 -> 5: `dyads`, `inputs`, `reports.coder`. 5 -> 6: judgements, incidents, threads."""


STEPS: dict[int, Callable[[dict[str, Any]], None]] = {3: _facts, 4: _same, 5: _same}
"""What brings a report's JSON from the version that is the key to the next one, in place."""

OLDEST = min(STEPS)
"""The oldest version that can be brought forward."""


def forward(line: str, version: int) -> str:
    """A report's record of an older `version` (at least `OLDEST`) as this version's JSON, on one line."""
    record = json.loads(line)
    for step in range(version, VERSION):
        STEPS[step](record)
    return json.dumps(record, ensure_ascii=False)
