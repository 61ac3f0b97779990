"""Gold texts belong to others: no run of words of theirs may stand in the repository."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest

from tests.conftest import ROOT

RUN = 10
WORD = re.compile(r"[a-z0-9']+")


def runs(text: str) -> set[str]:
    words = WORD.findall(text.lower())
    return {" ".join(words[i : i + RUN]) for i in range(len(words) - RUN + 1)}


def test_no_sentence_of_the_gold_is_in_the_repository(gold: Path) -> None:
    names = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.split()
    if not names:
        pytest.skip("not a git checkout")
    here: dict[str, str] = {}
    for name in names:
        path = ROOT / name
        if path.suffix not in (".sqlite", ".onnx", ".npz", ".lock", ".png") and path.name not in (
            "LICENSE",
            "vocabulary.txt",
        ):
            here.update(dict.fromkeys(runs(path.read_text("utf-8")), name))
    found: set[tuple[str, str]] = set()
    texts = [p.read_text("utf-8") for folder in ("reports", "seed") for p in (gold / folder).glob("*.txt")]
    for p in [*gold.glob("*.jsonl"), *(gold / "corpora").glob("*.jsonl")]:
        for line in filter(None, p.read_text("utf-8").split("\n")):  # splitlines would cut at U+2028 inside a text
            row = json.loads(line)
            texts.append(row.get("text") or row.get("raw") or "")
    assert texts
    for text in texts:
        found |= {(here[r], r) for r in runs(text) if r in here}
    assert found == set()
