"""How long following commitments takes as they grow in number, in a made-up world of states.

    python bench/threads.py                             # 1,000, 5,000 and 20,000 commitments
    python bench/threads.py --against ../other          # the same worlds, followed by another checkout too

A world has reports of four sentences, one commitment each and, for half of them, a later report that tells what came of
it. In a *long* world as many commitments are made each day however many there are, so that it lasts longer; in a
*dense* one all are made within two years. Seconds are CPU seconds of a process of its own, without the making of the
world; the last column is how many times as long each commitment took as in the smallest world.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from dragoman.merging.threads import find_threads
from dragoman.model import Block, BlockKind, CodedReport, Commitment, CommitmentKind, Party, Report, Span, identity
from dragoman.resolving.countries import Countries

FIRST = date(2000, 1, 1)
DAYS = 730
A_DAY = 3
MAKES = "desalination diesel solar mobile refurbished armoured portable wooden steel inflatable surplus donated".split()
THINGS = (
    "pump turbine tent generator barge bridge locomotive tractor ambulance radio crane pylon transformer silo dredger "
    "incubator scanner buoy printer loom kiln boiler compressor trailer winch ladder lantern canoe anvil sluice"
).split()
USES = "hospital school mill quarry ferry dam railway orchard prison harbour airport refinery library market".split()
LATER = (
    "{a} delivered {n} {thing} to {b} on Friday, officials said.",
    "{b} rejected the offer of {thing} from {a} on Friday.",
    "{a} repeated its promise of {thing} to {b} on Friday.",
    "{a} withdrew its offer of {thing} to {b} on Friday.",
)
ASIDE = (
    "Rain fell on the capital for a third day. Ministers of {c} and {d} met in the morning and spoke of fish and rice. "
    "{e} said that it had counted the votes."
)


def world(commitments: int, *, days: int, seed: int = 11) -> Iterator[CodedReport]:
    """Reports of `commitments` undertakings, and of what came of every second one, in no order."""
    chance = random.Random(seed)
    states = sorted((s.name, s.iso3) for s in Countries.load() if s.name.isalpha())[:120]
    for n in range(commitments):
        (a, a_code), (b, b_code) = chance.sample(states, 2)
        thing = f"{chance.choice(MAKES)} {chance.choice(THINGS)}s for the {chance.choice(USES)}"
        many, day = chance.randrange(20, 900), FIRST + timedelta(days=chance.randrange(days))
        content = f"send {many} {thing} to {b}"
        text = f"{a} pledged on Monday to {content}. {_aside(chance, states)}"
        made = Party(name=a, country=a_code, sector="GOV"), Party(name=b, country=b_code, sector="GOV")
        yield _report(text, day, n, content=content, sides=made)
        if n % 2:
            later = chance.choice(LATER).format(a=a, b=b, n=many, thing=thing)
            yield _report(f"{later} {_aside(chance, states)}", day + timedelta(days=chance.randrange(5, 60)), n)


def _aside(chance: random.Random, states: list[tuple[str, str]]) -> str:
    c, d, e = (name for name, _ in chance.sample(states, 3))
    return ASIDE.format(c=c, d=d, e=e)


def _report(
    text: str, day: date, n: int, *, content: str | None = None, sides: tuple[Party, Party] | None = None
) -> CodedReport:
    report = Report(
        id=identity("report", n, text),
        text=text,
        blocks=(Block(BlockKind.PARAGRAPH, 0, len(text)),),
        published=day,
        language="en",
    )
    if content is None or sides is None:
        return CodedReport(report=report)
    at = text.index(content)
    commitment = Commitment(
        id=identity("commitment", report.id, content),
        kind=CommitmentKind.PLEDGE,
        content=Span(at, at + len(content)),
        party=sides[0],
        counterparty=sides[1],
    )
    return CodedReport(report=report, commitments=(commitment,))


def measure(commitments: int, *, days: int) -> tuple[float, int, int]:
    """CPU seconds of `find_threads`, and how many threads and steps it found."""
    reports = list(world(commitments, days=days))
    find_threads(reports[:20])  # tables and register are read
    start = time.process_time()
    threads = find_threads(reports)
    return time.process_time() - start, len(threads), sum(len(t.steps) for t in threads)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Seconds that following commitments takes, by their number.")
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 5_000, 20_000])
    parser.add_argument("--against", type=Path, help="another checkout, measured on the same worlds")
    parser.add_argument("--one", nargs=2, type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(json.dumps(measure(options.one[0], days=options.one[1])))
        return
    checkouts = {"here": Path(__file__).resolve().parents[1]}
    if options.against:
        checkouts["against"] = options.against.resolve()
    print(
        f"{'world':6} {'commitments':>11} {'code':8} {'seconds':>9} {'ms each':>8} "
        f"{'threads':>8} {'steps':>6} {'growth':>7}"
    )
    for shape in ("long", "dense"):
        least: dict[str, float] = {}
        for size in options.sizes:
            for name, folder in checkouts.items():
                days = max(1, size // A_DAY) if shape == "long" else DAYS
                environment = {**os.environ, "PYTHONPATH": str(folder)}
                asked = [sys.executable, __file__, "--one", str(size), str(days)]
                done = subprocess.run(asked, env=environment, cwd=folder, capture_output=True, text=True, check=True)
                seconds, threads, steps = json.loads(done.stdout)
                each = 1000 * seconds / size
                growth = each / least.setdefault(name, each)
                print(
                    f"{shape:6} {size:11,} {name:8} {seconds:9.2f} {each:8.2f} {threads:8,} {steps:6,} {growth:7.2f}",
                    flush=True,
                )


if __name__ == "__main__":
    main()
