"""How long it takes to find copies among many reports, stage by stage, beside comparing every pair of nearby days.

    python bench/stories.py                          # 5,000, 10,000, 20,000 and 40,000 reports
    python bench/stories.py --reports 20000 --seed 3

Reports are made-up words whose frequencies follow Zipf's law, some 300 a report in paragraphs of forty with names and
figures among them, 100 reports a day: of a hundred 60 stand alone, 30 are copies (whole, cut, or with every twelfth
word another) and 10 are on one form with other names. `sign` makes shingles and signatures, `match` finds candidates
and verifies them; CPU seconds of one core. The naive way compares each report with all of its days, shingle sets kept;
it is timed on the first 2,000 reports and counted up to all by its pairs. Memory is what the index adds.
"""

from __future__ import annotations

import argparse
import gc
import resource
import time
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from dragoman.merging.shingles import signatures, sketch
from dragoman.merging.stories import DAYS, StoryIndex
from dragoman.model import Block, BlockKind, Report

A_DAY = 100
NAIVE = 2_000
VOCABULARY = 50_000
SYLLABLES = "ba ce di fo gu ha ki lo mu na pe ri so tu va ze kra pli sto tru nar bel mon tis gor".split()


class News:
    """Made-up reports, one after another."""

    def __init__(self, seed: int) -> None:
        self.rng = np.random.default_rng(seed)
        made: dict[str, None] = {}
        length = 1
        while len(made) < VOCABULARY:
            for _ in range(min(len(SYLLABLES) ** length, 30_000)):
                made.setdefault("".join(self.rng.choice(SYLLABLES, size=length)))
            length += 1
        self.words = np.array(list(made)[:VOCABULARY], dtype=object)
        share = np.cumsum(1 / np.arange(1, VOCABULARY + 1) ** 1.05)
        self.share = share / share[-1]
        self.form = self.text(240)
        self.recent: list[list[str]] = []

    def text(self, count: int) -> list[str]:
        some = list(self.words[np.searchsorted(self.share, self.rng.random(count))])
        for at in self.rng.integers(0, count, count // 6):
            some[at] = some[at].title() if self.rng.random() < 0.7 else str(self.rng.integers(2, 900))
        return some

    def next(self) -> tuple[list[str], bool]:
        """The words of a report, and whether it is a copy of one before."""
        kind = self.rng.random()
        if kind < 0.3 and self.recent:
            words = list(self.recent[int(self.rng.integers(len(self.recent)))])
            if kind < 0.1:
                return words[: max(100, int(len(words) * self.rng.uniform(0.3, 0.9)))], True
            if kind < 0.2:
                for at in range(int(self.rng.integers(12)), len(words), 12):
                    words[at] = str(self.words[int(self.rng.integers(VOCABULARY))])
            return words, True
        if kind < 0.4:
            words = list(self.form)
            for at in range(int(self.rng.integers(6)), len(words), 6):
                words[at] = str(self.words[int(self.rng.integers(VOCABULARY))]).title()
            return words, False
        words = self.text(max(80, int(self.rng.normal(300, 90))))
        self.recent = [*self.recent[-60:], words]
        return words, False

    def reports(self, count: int) -> list[Report]:
        out = []
        for n in range(count):
            words, _ = self.next()
            blocks, text = [], ""
            for at in range(0, len(words), 40):
                paragraph = " ".join(words[at : at + 40]).capitalize() + "."
                blocks.append(Block(BlockKind.PARAGRAPH, len(text), len(text) + len(paragraph)))
                text += paragraph + "\n\n"
            day = date(2015, 1, 1) + timedelta(days=n // A_DAY)
            paper = f"Paper {n % 50}"
            out.append(Report(id=f"{n:016x}", text=text, blocks=tuple(blocks), published=day, publisher=paper))
        return out


def matched(reports: list[Report]) -> tuple[StoryIndex, float, float]:
    """The index of all reports, the CPU seconds of the whole and those of shingles and signatures alone."""
    began = time.process_time()
    for report in reports:
        signatures(sketch(report))
    signing = time.process_time() - began
    index = StoryIndex()
    began = time.process_time()
    for report in reports:
        index.add(report)
    index.stories()
    return index, time.process_time() - began, signing


def naive(reports: list[Report]) -> tuple[float, int]:
    """The CPU seconds and the number of pairs of comparing all reports of nearby days, shingle sets ready."""
    sets = [(r.day, frozenset(sketch(r).shingles)) for r in reports]
    began, pairs = time.process_time(), 0
    for i, (day, one) in enumerate(sets):
        for other_day, other in sets[:i]:
            if day is not None and other_day is not None and abs((day - other_day).days) <= DAYS:
                len(one & other)
                pairs += 1
    return time.process_time() - began, pairs


def resident() -> float:
    """Megabytes that the process holds now."""
    pages = int(Path("/proc/self/statm").read_text("utf-8").split()[1])
    return pages * resource.getpagesize() / 1e6


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, nargs="*", default=[5_000, 10_000, 20_000, 40_000])
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    print("| reports | sign s | match s | in all s | ms a report | memory MB | stories | naive s | ratio |")
    print("|---|---|---|---|---|---|---|---|---|")
    slow, pairs = naive(News(options.seed).reports(NAIVE))
    for count in options.reports:
        reports = News(options.seed).reports(count)
        gc.collect()
        before = resident()
        index, total, signing = matched(reports)
        memory = resident() - before
        all_pairs = count * (DAYS * A_DAY + A_DAY / 2)
        counted = slow / pairs * all_pairs
        print(
            f"| {count:,} | {signing:.1f} | {total - signing:.1f} | {total:.1f} | {1000 * total / count:.2f} | "
            f"{memory:.0f} | {len(index.stories()):,} | {counted:.1f} | {counted / total:.1f} |"
        )
        del index, reports


if __name__ == "__main__":
    main()
