"""Makes reports of which it is known which are one story: copies as papers print them, revisions, and look-alikes.

    made = syndication(7)            # the same seed gives the same reports
    made.reports, made.story         # report id -> story

`python -m tests.merging.syndication 7 gold/stories_made.jsonl` writes them for `dragoman evaluate`.

A wire story is printed whole, cut from the end, under another head, with another agency's credit, with paragraphs
moved, touched up in house style, with later figures, or several of these; the agency and papers revise their pages.
What is not one story but looks like it: reports on one form (`series`), follow-ups that print the earlier story's
background again, two agencies' own reports of one event with the same quotations, and round-ups that hold the tops of
several stories.

Sentences are the project's own (training/examples); no two stories of a seed share one, but all share formulas of the
trade. Limit: neighbouring sentences are on one subject only where the example file is.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache
from itertools import combinations
from pathlib import Path
from random import Random

from dragoman.model import Block, BlockKind, Report, report_id
from tests.merging.series import FAMILY, FORMS, GIVEN, TOWNS, Series

EXAMPLES = Path(__file__).parents[2] / "training" / "examples"
PAPERS = [f"{t} {p}" for t in TOWNS[:12] for p in ("Post", "Herald", "Echo", "Times")]
AGENCIES = ["Wire One", "Continental", "Press Union", "Meridian News"]
FORMULAS = (
    "He did not elaborate.|She declined to comment further.|The ministry did not respond to a request for comment.|"
    "The official spoke on condition of anonymity because he was not authorised to talk to reporters.|"
    "It was not immediately clear whether anyone was hurt.|The claim could not be independently verified.|"
    "A spokesman for the government could not be reached for comment.|No one has claimed responsibility so far.|"
    "Talks are due to resume next week.|Analysts said it was too early to tell what this would mean.|"
    "The two countries have been at odds for years.|The foreign ministry confirmed the report but gave no details.|"
    "State television showed pictures of the scene.|Both sides have accused each other of breaking the truce."
).split("|")
HOUSE = (
    ("percent", "per cent"), ("said", "told reporters"), ("about", "around"), ("more than", "over"), ("last", "past"),
    ("because", "since"), ("against", "versus"), ("announced", "said"), ("killed", "left dead"), ("called", "termed"),
    ("U.S.", "US"), ("organization", "organisation"), ("defense", "defence"), ("center", "centre"), ("three", "3"),
    ("two", "2"), ("while", "as"), ("after", "following"), ("which", "that"), ("before", "ahead of"), ("but", "yet"),
    ("near", "close to"), ("began", "started"), ("soldiers", "troops"), ("people", "persons"), ("under", "beneath"),
)  # fmt: skip
HEADS = "Latest:|World in brief:|News:|Abroad:|Update:|Report:|".split("|")
HOWS = (
    ("whole", 4), ("cut", 5), ("re-headed", 3), ("credit", 3), ("moved", 2), ("touched up", 3), ("figures", 2),
    ("cut, touched up", 2), ("cut, new lead", 2), ("moved, touched up", 1), ("figures, cut", 1), ("joined", 2),
    ("extended", 2),
)  # fmt: skip
_NUMBER = re.compile(r"\b\d[\d,.]*\d\b|\b\d\b|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b")


@dataclass(frozen=True)
class Draft:
    """A report in the making; a paragraph is one string."""

    title: str
    body: tuple[str, ...]
    when: datetime
    publisher: str
    url: str | None = None


@dataclass
class Made:
    """Reports, the story that each belongs to, and how it was made."""

    reports: list[Report] = field(default_factory=list)
    story: dict[str, str] = field(default_factory=dict)
    how: dict[str, str] = field(default_factory=dict)

    def add(self, draft: Draft, story: str, how: str) -> None:
        report = finished(draft)
        if report.id not in self.story:
            self.reports.append(report)
            self.story[report.id], self.how[report.id] = story, how


def syndication(seed: int, *, stories: int = 60) -> Made:
    """Reports of so many wire stories with what is made of them, and about as many look-alikes."""
    rng = Random(f"syndication {seed}")
    return derived(rng, drafts(rng, stories))


def derived(rng: Random, bases: Sequence[Draft]) -> Made:
    """What papers and agencies make of these reports."""
    made = Made()
    for n, base in enumerate(bases):
        _Desk(rng, made, f"{n}").print_all(base)
    forms = sorted(FORMS)
    for n in range(max(1, len(bases) // 4)):
        _print_series(rng, made, forms[n % len(forms)], n, bases[0].when)
    for n in range(max(1, len(bases) // 12)):
        some = rng.sample(list(bases), min(len(bases), rng.randint(3, 6)))
        when = max(b.when for b in some) + timedelta(hours=2)
        body = tuple(p for b in some for p in b.body[: rng.randint(1, 3)])
        made.add(Draft("World round-up", body, when, rng.choice(PAPERS)), f"round-up {n}", "round-up")
    rng.shuffle(made.reports)
    return made


def drafts(rng: Random, n: int) -> list[Draft]:
    """Wire stories of 6 to 20 paragraphs within two weeks."""
    files = [list(f) for f in _sentences()]
    out = []
    for k in range(n):
        size = max(9, min(34, round(rng.gauss(18, 6))))
        file = rng.choice([f for f in files if len(f) > size] or [max(files, key=len)])
        at = rng.randrange(max(1, len(file) - size))
        taken, file[at : at + size] = file[at : at + size], []
        body = _paragraphs(rng, taken)
        for _ in range(rng.choice([0, 1, 1, 2, 3])):
            body.insert(rng.randint(1, len(body)), rng.choice(FORMULAS))
        when = datetime(2024, 5, 1) + timedelta(minutes=rng.randrange(14 * 24 * 60))
        agency = rng.choice(AGENCIES)
        body[0] = f"{rng.choice(TOWNS).upper()}, {when:%B} {when.day} ({agency}) - {body[0]}"
        if rng.random() < 0.7:
            body.append(f"({_credit(rng, 'Reporting')}; {_credit(rng, 'Editing')})")
        out.append(Draft(_title(taken[0]), tuple(body), when, agency, f"https://wire.example/{k}"))
    return out


def finished(draft: Draft) -> Report:
    """The draft as a report: title, then paragraphs."""
    blocks, text = [], ""
    for n, words in enumerate((draft.title, *draft.body)):
        text += "\n\n" if n else ""
        blocks.append(Block(BlockKind.PARAGRAPH if n else BlockKind.TITLE, len(text), len(text) + len(words)))
        text += words
    name = report_id(f"{draft.url or ''} {draft.publisher}", text)
    return Report(
        id=name, text=text, blocks=tuple(blocks), title=draft.title, publisher=draft.publisher, url=draft.url,
        published=draft.when, language="en",
    )  # fmt: skip


class _Desk:
    """Everything that is printed from one wire story."""

    def __init__(self, rng: Random, made: Made, name: str) -> None:
        self.rng, self.made, self.name = rng, made, name

    def print_all(self, base: Draft) -> None:
        rng = self.rng
        self.made.add(base, self.name, "wire")
        versions = [base]
        for _ in range(rng.choice([0, 0, 1, 1, 2])):
            versions.append(self.revised(versions[-1]))
            self.made.add(versions[-1], self.name, "revision")
        names, weights = zip(*HOWS, strict=True)
        for paper in rng.sample(PAPERS, rng.choice([0, 1, 2, 3, 4, 6])):
            how = rng.choices(names, weights)[0]
            copy = self.copied(rng.choice(versions), how, paper)
            self.made.add(copy, self.name, how)
            if rng.random() < 0.15:
                self.made.add(self.revised(replace(copy, url=f"https://paper.example/{self.name}")), self.name, "again")
        if rng.random() < 0.5 and len(base.body) > 5:
            self.made.add(self.followed(base), f"{self.name} follow-up", "follow-up")
        if rng.random() < 0.4 and len(base.body) > 5:
            self.made.add(self.rival(base), f"{self.name} rival", "rival")

    def copied(self, base: Draft, how: str, paper: str) -> Draft:
        """The story as a paper prints it; `how` is one of `HOWS`."""
        rng, body, title = self.rng, list(base.body), base.title
        for step in how.split(", "):
            match step:
                case "cut":
                    body = body[: max(3, round(len(body) * rng.uniform(0.25, 0.8)))]
                case "re-headed":
                    title = _title(rng.choice(body[1:] or body))
                case "credit":
                    other = rng.choice(AGENCIES)
                    body[0] = re.sub(r"\((?:" + "|".join(AGENCIES) + r")\) [-–—]", f"({other}) —", body[0])
                    body = [p for p in body if not p.startswith("(")]
                    body.append(f"{other} contributed to this report.")
                case "moved":
                    for _ in range(rng.randint(1, 3)):
                        body.insert(rng.randrange(1, len(body)), body.pop(rng.randrange(1, len(body))))
                case "touched up":
                    body = [self.touched(p) for p in body]
                case "figures":
                    body = self.updated(body)
                case "new lead":
                    body[0] = self.fresh(1)[0]
                case "joined":
                    body = _rebroken(rng, body)
                case "extended":
                    body += self.fresh(max(1, len(body) // 4))
        if rng.random() < 0.3:
            title = f"{rng.choice(HEADS)} {title}".strip()
        hours = rng.choice([0, 1, 2, 5, 9, 14, 22, 30, 46])
        return Draft(title, tuple(body), base.when + timedelta(hours=hours, minutes=7), paper)

    def revised(self, old: Draft) -> Draft:
        """The next version at the same address."""
        rng, body, title = self.rng, list(old.body), old.title
        for _ in range(rng.randint(1, 2)):
            match rng.choice(["figures", "lead", "added", "removed", "moved"]):
                case "figures":
                    body = self.updated(body)
                case "lead":
                    body[0] = self.fresh(1)[0]
                    title = _title(body[0])
                case "added":
                    at = rng.randint(1, len(body))
                    body[at:at] = self.fresh(rng.randint(1, 2))
                case "removed" if len(body) > 5:
                    del body[rng.randrange(2, len(body))]
                case _:
                    body.insert(1, body.pop())
        return replace(old, title=title, body=tuple(body), when=old.when + timedelta(hours=rng.choice([1, 2, 4, 9])))

    def followed(self, base: Draft) -> Draft:
        """The next story on the subject: news of its own, then the earlier story's background."""
        rng = self.rng
        quoted = list(base.body[-rng.randint(2, max(2, len(base.body) // 2)) :])
        news = self.fresh_words(quoted, rng.uniform(0.8, 2))
        when = base.when + timedelta(hours=rng.choice([18, 24, 44, 66]))
        return Draft(_title(news[0]), (*news, *quoted), when, base.publisher, f"{base.url}-next")

    def rival(self, base: Draft) -> Draft:
        """Another agency's own report of the event: the same quotations, else its own words."""
        rng = self.rng
        quoted = rng.sample(list(base.body[1:]), max(1, round(len(base.body) * rng.uniform(0.1, 0.35))))
        body = self.fresh_words(quoted, rng.uniform(1.2, 3))
        for p in quoted:
            body.insert(rng.randint(1, len(body)), p)
        other = rng.choice([a for a in AGENCIES if a != base.publisher])
        return Draft(_title(body[0]), tuple(body), base.when + timedelta(hours=rng.choice([-3, 1, 2])), other)

    def touched(self, paragraph: str) -> str:
        """The paragraph in another house's style."""
        for old, new in self.rng.sample(HOUSE, len(HOUSE) // 2):
            paragraph = re.sub(rf"(?<!\w){re.escape(old)}(?!\w)", new, paragraph, count=1)
        if self.rng.random() < 0.2:
            paragraph = paragraph.removesuffix(".") + ", reports say."
        words = paragraph.split(" ")
        if self.rng.random() < 0.6 and len(words) > 12:  # a word or two fall to the line count
            for _ in range(self.rng.randint(1, 3)):
                del words[self.rng.randrange(4, len(words) - 1)]
        return " ".join(words)

    def updated(self, body: Sequence[str]) -> list[str]:
        """The paragraphs with later figures in up to four of them, and what they were."""
        out, left = list(body), 4
        for n, p in enumerate(out):
            found = list(_NUMBER.finditer(p))
            if found and left and self.rng.random() < 0.7:
                m, left = self.rng.choice(found), left - 1
                out[n] = f"{p[: m.start()]}{self.rng.randint(13, 400)}{p[m.end() :]}"
        return out

    def fresh(self, n: int) -> list[str]:
        """So many paragraphs that no other report has."""
        return [_invented(self.rng) for _ in range(n)]

    def fresh_words(self, beside: Sequence[str], times: float) -> list[str]:
        """Paragraphs that no other report has, with so many times the words of others, three of them at least."""
        wanted, out = times * sum(len(p.split()) for p in beside), self.fresh(3)
        while sum(len(p.split()) for p in out) < wanted:
            out += self.fresh(1)
        return out


def _print_series(rng: Random, made: Made, form: str, n: int, start: datetime) -> None:
    series = Series(rng, form, [t for file in _sentences() for t in file])
    desk = rng.choice(PAPERS)
    apart = 0 if form in ("district", "match", "quake", "interview") else 24
    for k in range(rng.randint(3, 6)):
        when = start + timedelta(days=rng.choice([0, 3]), hours=apart * k + rng.randint(0, 5))
        title, body = series.issue(when.date())
        story = f"{form} {n} {k}"
        made.add(Draft(title, tuple(body), when, desk, f"https://form.example/{form}/{n}/{k}"), story, f"form {form}")
        if rng.random() < 0.25:
            paper = rng.choice([p for p in PAPERS if p != desk])
            made.add(Draft(title, tuple(body), when + timedelta(hours=3), paper), story, "form, copied")


def _invented(rng: Random) -> str:
    """A paragraph of one or two sentences, put together anew."""
    said = rng.choice(["said", "told reporters", "wrote", "added", "argued", "recalled"])
    who = f"{rng.choice(GIVEN)} {rng.choice(FAMILY)}"
    what = rng.sample(_CLAUSES, 2)
    return f"{rng.choice(_OPENINGS)} {rng.choice(TOWNS)} {what[0]}, {who} {said}, {rng.choice(_JOINS)} {what[1]}."


_OPENINGS = (
    "Officials in|Traders from|Envoys sent to|The mayor of|Two ministers from|Police in|Rescuers near|Doctors in|"
    "A court in|Dock workers in|Farmers around|The governor of|Lawyers from|Residents of|Observers in"
).split("|")
_JOINS = "even though,and,whereas,on the ground that,long before,now that,in the hope that,weeks after".split(",")
_CLAUSES = (
    "had asked for a second count of the ballots|would send a team of engineers by Thursday|opened the old customs "
    "shed to the families|could not say who had signed the order|put the loss at forty million crowns|kept the "
    "harbour shut for a third night|were told to leave by the northern road|had never seen the letter in "
    "question|agreed to share the water of the upper lake|walked out when the vote was called|found no trace of the "
    "missing barge|promised to pay the wages owed since spring|took the complaint to the regional bench|will meet "
    "again once the snow has gone|feared that the dam might not hold|blamed the delay on a lack of spare parts|had "
    "the bridge checked by divers|refused to hand over the ship's papers|lit candles outside the burnt-out "
    "mill|raised the matter with both embassies|called the inquiry a waste of money|moved the archive to a safer "
    "cellar|saw prices double within a fortnight|had been warned about the fuse boxes|wanted the curfew lifted before"
    " the feast|offered rooms in the empty barracks|lost touch with the convoy at dawn|backed the plan with some "
    "misgivings"
).split("|")


@cache
def _sentences() -> tuple[tuple[str, ...], ...]:
    rows = [
        [json.loads(line)["text"] for line in path.read_text("utf-8").splitlines()]
        for path in sorted(EXAMPLES.glob("*.jsonl"))
    ]
    return tuple(tuple(texts) for texts in rows)


def _paragraphs(rng: Random, sentences: Sequence[str]) -> list[str]:
    out, at = [], 0
    while at < len(sentences):
        n = rng.choice([1, 1, 2, 2, 3])
        out.append(" ".join(sentences[at : at + n]))
        at += n
    return out


def _rebroken(rng: Random, body: Sequence[str]) -> list[str]:
    """The same sentences in other paragraphs."""
    out: list[str] = []
    for p in body:
        if out and rng.random() < 0.4:
            out[-1] += " " + p
        else:
            out.append(p)
    return out


def _credit(rng: Random, what: str) -> str:
    return f"{what} by {rng.choice(GIVEN)} {rng.choice(FAMILY)}"


def _title(sentence: str) -> str:
    return " ".join(re.sub(r"^.*?\) [-—] ", "", sentence).rstrip(".").split()[:9])


def write_gold(path: Path, made: Made) -> None:
    """Writes a gold set that `dragoman evaluate` takes, if its name begins with `stories_`."""
    lines = []
    for r in made.reports:
        text = "\n\n".join(r.slice(b.span) for b in r.blocks if b.kind is BlockKind.PARAGRAPH)
        published = r.published.isoformat() if r.published else None
        told = {"id": r.id, "url": r.url, "publisher": r.publisher, "published": published, "title": r.title}
        lines.append(json.dumps({**told, "text": text, "story": made.story[r.id], "how": made.how[r.id]}) + "\n")
    path.write_text("".join(lines), "utf-8")


@dataclass(frozen=True)
class PairScore:
    """Pairs of reports that are said to be one story; `missed` and `wrong` by how the two reports were made."""

    precision: float
    recall: float
    true: int
    missed: Counter[tuple[str, str]]
    wrong: Counter[tuple[str, str]]


def score(made: Made, groups: Iterable[Iterable[str]]) -> PairScore:
    """Precision and recall of pairs of reports in one group, against pairs in one story."""
    by_story: dict[str, list[str]] = {}
    for name, story in made.story.items():
        by_story.setdefault(story, []).append(name)
    true = {tuple(sorted(p)) for s in by_story.values() for p in combinations(s, 2)}
    said = {tuple(sorted(p)) for g in groups for p in combinations(g, 2)}
    hit = len(true & said)

    def told(pairs: set[tuple[str, ...]]) -> Counter[tuple[str, str]]:
        return Counter(tuple(sorted((made.how[a], made.how[b]))) for a, b in pairs)  # type: ignore[misc]

    return PairScore(hit / max(1, len(said)), hit / max(1, len(true)), len(true), told(true - said), told(said - true))


if __name__ == "__main__":  # python -m tests.merging.syndication SEED FILE
    import sys

    write_gold(Path(sys.argv[2]), syndication(int(sys.argv[1])))
