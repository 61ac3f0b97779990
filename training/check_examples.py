"""Checks files of training sentences against GUIDE.md: `python training/check_examples.py FILE ...`

Prints what is wrong, a line each, then counts. Exit code 1 if anything is wrong.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STATUS = {"occurred", "historical", "planned", "hypothetical", "denied"}
FIELDS = {"trigger", "nth", "type", "mode", "actors", "recipients", "status", "contexts"}
BOOK = json.loads((ROOT / "dragoman/coding/ontology/plover.json").read_text("utf-8"))


def words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9']+", text.lower())


def occurrence(text: str, part: str, nth: int = 1) -> int:
    """Start of the nth occurrence of `part` as whole words, or -1."""
    found = [m.start() for m in re.finditer(rf"(?<!\w){re.escape(part)}(?!\w)", text)] if part else []
    return found[nth - 1] if 0 < nth <= len(found) else -1


def faults(row: object) -> list[str]:
    if not isinstance(row, dict) or set(row) != {"text", "events"} or not isinstance(row["text"], str):
        return ["a line is {text, events}"]
    text, out = row["text"], []
    if not 4 <= len(words(text)) <= 75:
        out.append("4 to 75 words")
    if not row["events"]:
        out.append("no candidate at all")
    for e in row["events"]:
        kind = e.get("type")
        if set(e) - FIELDS:
            out.append(f"unknown fields {sorted(set(e) - FIELDS)}")
        if occurrence(text, e.get("trigger", ""), e.get("nth", 1)) < 0:
            out.append(f"trigger not in the text: {e.get('trigger')!r}")
        if kind == "NONE":
            continue
        if kind not in BOOK["types"]:
            out.append(f"unknown type {kind!r}")
            continue
        if e.get("mode") is not None and e["mode"] not in BOOK["types"][kind]["modes"]:
            out.append(f"{kind} has no mode {e['mode']!r}")
        if e.get("status") not in STATUS:
            out.append(f"unknown status {e.get('status')!r}")
        out += [f"unknown context {c!r}" for c in e.get("contexts", []) if c not in BOOK["contexts"]]
        for side in ("actors", "recipients"):
            if not isinstance(e.get(side), list):
                out.append(f"{side} is a list")
                continue
            out += [f"{side}: not in the text: {s!r}" for s in e[side] if occurrence(text, s) < 0]
    return out


def main(names: list[str]) -> int:
    bad = 0
    seen: dict[tuple[str, ...], str] = {}
    types: Counter[str] = Counter()
    status: Counter[str] = Counter()
    modes: Counter[str] = Counter()
    total = none_only = 0
    for name in names:
        for number, line in enumerate(Path(name).read_text("utf-8").splitlines(), 1):
            if not line.strip():
                continue
            where = f"{name}:{number}"
            try:
                row = json.loads(line)
            except ValueError as error:
                print(f"{where}: not JSON: {error}")
                bad += 1
                continue
            wrong = faults(row)
            if not wrong:
                key = tuple(words(row["text"]))
                if key in seen:
                    wrong.append(f"the same as {seen[key]}")
                seen[key] = where
                total += 1
                kinds = [e["type"] for e in row["events"]]
                none_only += set(kinds) == {"NONE"}
                types.update(kinds)
                status.update(e["status"] for e in row["events"] if e["type"] != "NONE")
                modes.update(f"{e['type']} {e['mode']}" for e in row["events"] if e.get("mode"))
            for w in wrong:
                print(f"{where}: {w}")
            bad += bool(wrong)
    print(f"{total} sentences, {none_only} without an act, {bad} faulty lines")
    print("types   ", dict(types.most_common()))
    print("status  ", dict(status.most_common()))
    print("modes   ", dict(modes.most_common()))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
