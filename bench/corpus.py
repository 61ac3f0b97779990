"""What coding costs, stage by stage, beside the whole small spaCy pipeline on the same texts; what more workers add.

    python bench/corpus.py [--reports 120] [--runs 3] [--workers 2] [INPUT...]

The reports are those of the INPUTs, or made of the sentences of training/examples. Passes take turns in one process,
on one thread; figures are CPU seconds of the process, and ratios of a run's own passes. The spaCy pipeline is the one
that Dragoman's model comes from, with all that it has (entities, too), over the reports' paragraphs by `pipe`; ours
are `Coder.code_many`, as a whole, and the stages that it goes through. Then `dragoman corpus run` is timed by a
monotonic clock over the reports in `--files` files, with one worker and with more, their models loaded beforehand. On
a machine where others are at work the clock tells little, so the load and the workers' own CPU seconds are printed.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import random
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from dragoman.coding.events.classifier import load as load_classifier
from dragoman.corpus.coding import Settings
from dragoman.corpus.folder import Folder
from dragoman.corpus.supervising import Crew
from dragoman.corpus.tasks import plan
from dragoman.language import analyse_many
from dragoman.language.loading import model_name
from dragoman.model import BlockKind, Page, Report
from dragoman.pipeline import Coder, _Begun
from dragoman.reading import load, read_page
from dragoman.record.ingesting import coder_version

EXAMPLES = Path(__file__).parent.parent / "training" / "examples"
SENTENCES = 16


def made(count: int) -> Iterator[Report]:
    """Reports of some sentences each, in paragraphs of two, none of them twice as long as there are enough."""
    sentences = [
        json.loads(line)["text"] for path in sorted(EXAMPLES.glob("*.jsonl")) for line in path.open(encoding="utf-8")
    ]
    random.Random(11).shuffle(sentences)
    for n in range(count):
        own = [sentences[(n * SENTENCES + m) % len(sentences)].rstrip() for m in range(SENTENCES)]
        own = [s if s.endswith((".", "!", "?", '"')) else s + "." for s in own]
        paragraphs = [" ".join(own[m : m + 2]) for m in range(0, SENTENCES, 2)]
        paragraphs[0] = f"GENEVA, March {1 + n % 28}, 2021 - {paragraphs[0]}"
        yield read_page(Page(f"made-{n}.txt", "\n\n".join(paragraphs).encode()))


def read(inputs: Sequence[str], count: int) -> list[Report]:
    """The first reports in English of some inputs."""
    pages = (page for name in inputs for page in load(name, on_error=lambda error: print(f"left out: {error}")))
    return list(islice((r for r in map(read_page, pages) if r.language in ("en", None)), count))


def cpu(work: Callable[[], object]) -> float:
    """CPU seconds of this process, user and system."""
    before = time.process_time()
    work()
    return time.process_time() - before


def whole_spacy() -> Callable[[Sequence[Report]], float]:
    """The pass of the whole pipeline."""
    pipeline = importlib.import_module(model_name().partition(" ")[0]).load()
    print(f"spaCy: {model_name()}, {', '.join(pipeline.pipe_names)}")

    def run(reports: Sequence[Report]) -> float:
        texts = [r.text[b.start : b.end] for r in reports for b in r.blocks if b.kind is not BlockKind.CAPTION]
        return cpu(lambda: sum(len(doc) for doc in pipeline.pipe(texts)))

    return run


def stages(reports: Sequence[Report]) -> dict[str, float]:
    """CPU seconds of each stage that `Coder.code_many` goes through."""
    took: dict[str, float] = defaultdict(float)
    classifier = load_classifier()
    began = time.process_time()
    analyses = list(analyse_many(reports))
    took["analysis"] = time.process_time() - began
    for analysis in analyses:
        marks = [time.process_time()]
        begun = _Begun(analysis, (), None, None)
        questions = begun.coder.questions
        marks.append(time.process_time())
        opinions = classifier.opinions(questions)
        marks.append(time.process_time())
        begun.finish(opinions)
        marks.append(time.process_time())
        for name, start, end in zip(
            ("resolving and statements", "classifier", "finishing"), marks, marks[1:], strict=False
        ):
            took[name] += end - start
    return dict(took)


def passes(reports: Sequence[Report], runs: int) -> None:
    """Measure whole and stages beside spaCy, and print the medians of the ratios."""
    spacy, coder = whole_spacy(), Coder()
    warm = reports[:5]
    spacy(warm)
    list(coder.code_many(warm))
    rounds: list[dict[str, float]] = []
    for _ in range(runs):
        took = {"spaCy, whole": spacy(reports)}
        took["ours, whole"] = cpu(lambda: list(coder.code_many(reports)))
        took["ours, one by one"] = cpu(lambda: [coder.code(report) for report in reports])
        rounds.append(took | stages(reports))
    print(
        f"{'pass':28}{'CPU s':>8}{'ms a report':>13}{'of spaCy':>10}   (best of {runs}; median of the rounds' ratios)"
    )
    for name in rounds[0]:
        best = min(r[name] for r in rounds)
        ratio = statistics.median(r[name] / r["spaCy, whole"] for r in rounds)
        print(f"{name:28}{best:8.2f}{best / len(reports) * 1000:13.1f}{ratio:10.2f}")


def scaling(reports: Sequence[Report], files: int, most: int) -> None:
    """Measure runs of one worker and of more over the same files."""
    with tempfile.TemporaryDirectory() as scratch:
        for n in range(files):
            lines = (json.dumps({"text": r.text, "date": "2021-03-04"}) for r in reports[n::files])
            Path(scratch, f"part-{n:03}.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
        inputs = [str(path) for path in sorted(Path(scratch).glob("*.jsonl"))]
        tasks, errors = plan(inputs)
        assert not errors
        first = 0.0
        for count in sorted({1, most}):
            folder = Folder.make(Path(scratch, f"out-{count}"))
            settings = Settings(version=coder_version(columns={}), columns={})
            with Crew(settings, folder, count=count) as crew:
                for _ in range(count):
                    crew.start()
                crew.wait()
                began, before = time.monotonic(), used(crew.processes)
                done = sum(outcome.reports for outcome in crew.run(tasks))
                took, cost = time.monotonic() - began, used(crew.processes) - before
            first = first or took
            print(
                f"{count} worker{'s' * (count > 1)}: {done} reports of {len(tasks)} files in {took:.1f} s, "
                f"{done / took:.1f} a second, {first / took:.2f} times one worker's speed; workers' CPU {cost:.1f} s; "
                f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
            )


def used(processes: Sequence[int]) -> float:
    """CPU seconds, user and system, that processes have used (Linux)."""
    ticks = 0
    for process in processes:
        told = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        ticks += int(told[11]) + int(told[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Read or make the reports, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("inputs", nargs="*")
    parser.add_argument("--reports", type=int, default=120)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--files", type=int, default=8)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    reports = read(options.inputs, options.reports) if options.inputs else list(made(options.reports))
    words = sum(len(r.text.split()) for r in reports)
    print(f"{len(reports)} reports, {words / len(reports):.0f} words each; load {os.getloadavg()[0]:.1f}")
    passes(reports, options.runs)
    scaling(reports, options.files, options.workers)


if __name__ == "__main__":
    main()
