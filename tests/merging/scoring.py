"""Pairwise precision and recall of incidents over event mentions, whole and by the kind of the two reports."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from dragoman.merging import Incident
from tests.merging.generator import Corpus

COPIES = frozenset({"identical", "cut", "retitled", "edited", "wire", "revision"})


@dataclass(frozen=True)
class Score:
    precision: float
    recall: float
    pairs: int


def score(made: Corpus, incidents: Iterable[Incident], *, across: bool = False) -> Score:
    """Over all pairs of mentions; `across` leaves out pairs within one story, which copying alone tells."""
    right = found = wanted = 0
    of, story = _placed(incidents)
    groups: dict[object, list[tuple[str, str]]] = defaultdict(list)
    for mention in made.truth:
        groups[of[mention]].append(mention)
    for mentions in groups.values():
        for a, b in combinations(mentions, 2):
            if across and story[a] == story[b]:
                continue
            found += 1
            right += made.truth[a] == made.truth[b]
    truths: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for mention, true in made.truth.items():
        truths[true].append(mention)
    for mentions in truths.values():
        wanted += sum(1 for a, b in combinations(mentions, 2) if not across or story[a] != story[b])
    return Score(right / max(1, found), right / max(1, wanted), wanted)


def b_cubed(made: Corpus, incidents: Iterable[Incident]) -> Score:
    """Mean over mentions: what share of its incident is its happening, and the other way round."""
    of, _ = _placed(incidents)
    both = Counter((of[m], t) for m, t in made.truth.items())
    by_incident = Counter(of[m] for m in made.truth)
    by_truth = Counter(made.truth.values())
    p = sum(n * n / by_incident[i] for (i, _), n in both.items()) / len(made.truth)
    r = sum(n * n / by_truth[t] for (_, t), n in both.items()) / len(made.truth)
    return Score(p, r, len(made.truth))


def by_kind(made: Corpus, incidents: Iterable[Incident]) -> dict[str, tuple[int, int]]:
    """Pairs of one happening that were found, and all, by the kinds of the two reports."""
    of, _ = _placed(incidents)
    out: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    truths: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for mention, true in made.truth.items():
        truths[true].append(mention)
    for mentions in truths.values():
        for a, b in combinations(mentions, 2):
            kinds = sorted("copy" if made.kinds[m] in COPIES else made.kinds[m] for m in (a, b))
            out[" / ".join(kinds)][0] += of[a] == of[b]
            out[" / ".join(kinds)][1] += 1
    return {k: (a, b) for k, (a, b) in sorted(out.items())}


def _placed(incidents: Iterable[Incident]) -> tuple[dict[tuple[str, str], str], dict[tuple[str, str], str]]:
    of, story = {}, {}
    for i in incidents:
        for e in i.evidence:
            of[e.report, e.event] = i.id
            story[e.report, e.event] = e.story
    return of, story
