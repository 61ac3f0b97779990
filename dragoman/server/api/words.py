"""The words that a thing was read from: its sentence, cut out of its report's text."""

from __future__ import annotations

import json
from typing import Any

from dragoman.model import Block, BlockKind, Report, Span
from dragoman.record.sentences import sentence_around
from dragoman.server.reading import Source

SENTENCE = {
    "sentence": {
        "oneOf": [
            {
                "type": "object",
                "properties": {
                    "text": {"type": "string"},
                    "start": {"type": "integer"},
                    "end": {"type": "integer"},
                },
                "required": ["text", "start", "end"],
                "additionalProperties": False,
            },
            {"type": "null"},
        ],
        "description": "the sentence that it was read from, and where that stands in the report's text",
    }
}


def sentence_of(source: Source, row: dict[str, Any]) -> dict[str, Any]:
    """The sentence around what stands from `start_at` to `end_at` in the row's report."""
    start, end = row.get("start_at"), row.get("end_at")
    line = source.record.line(row["report"])
    if line is None or start is None or end is None:
        return {"sentence": None}
    report = json.loads(line)["report"]
    blocks = tuple(Block(BlockKind(b["kind"]), b["start"], b["end"]) for b in report["blocks"])
    text = report["text"]
    around = sentence_around(Report(id=report["id"], text=text, blocks=blocks), Span(start, end))
    return {"sentence": {"text": text[around.start : around.end], "start": around.start, "end": around.end}}
