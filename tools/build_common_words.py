"""Writes dragoman/language/data/common_words.txt: words that stand in small letters in the project's own sentences.

Read from training/examples/*.jsonl, which were written for this project. Run it after those have changed:

    python tools/build_common_words.py
"""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[1]
OUT = ROOT / "dragoman/language/data/common_words.txt"
# A word counts from so many times on, and if it is hardly ever capitalised within a sentence.
LEAST = 2
MOST_CAPITALISED = 0.1


def main() -> None:
    small: Counter[str] = Counter()
    capitalised: Counter[str] = Counter()
    for path in sorted((ROOT / "training/examples").glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            words = re.findall(r"[A-Za-z]+(?:'[a-z]+)?", json.loads(line)["text"])
            if sum(w[0].isupper() for w in words) * 2 > len(words):
                continue  # a headline in capitals tells nothing
            for w in words[1:]:
                (small if w.islower() else capitalised)[w.lower()] += 1
    common = sorted(
        w
        for w, n in small.items()
        if n >= LEAST and len(w) > 1 and w.isalpha() and capitalised[w] <= MOST_CAPITALISED * (n + capitalised[w])
    )
    head = (
        "# Words that stand in small letters, by the project's own sentences; written by tools/build_common_words.py."
    )
    OUT.write_text("\n".join([head, *common]) + "\n", "utf-8")
    print(f"{len(common)} words in {OUT.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
