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


def sentence_of(source: Source, row: dict[str, Any]) -> bytes:
    """The sentence around what stands from `start` to `end` in the report of a thing."""
    start, end = row["start"], row["end"]
    line = source.listed.catalogue.record(row["report"])
    if line is None or start is None or end is None:
        return b'{"sentence":null}'
    report = json.loads(line)["report"]
    blocks = tuple(Block(BlockKind(b["kind"]), b["start"], b["end"]) for b in report["blocks"])
    text = report["text"]
    around = sentence_around(Report(id=report["id"], text=text, blocks=blocks), Span(start, end))
    told = {"sentence": {"text": text[around.start : around.end], "start": around.start, "end": around.end}}
    return json.dumps(told, ensure_ascii=False).encode("utf-8", "replace")
