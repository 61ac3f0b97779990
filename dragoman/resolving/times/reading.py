"""What the rules share while one text is read: its tokens, the day it counts from, the latest date met, and the tense
around.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import NamedTuple

from dragoman.resolving.times.lexer import BREAK, OTHER, PROPER, Token, lexicon
from dragoman.resolving.times.values import Interval, interval_of

_PIECES = {
    "MON": "{MONTH|MARCH|MAY|MONTHA}",
    "NTH": "{ORD|ORDN|SECOND}",
    "N": "{D12|INT|Y4|DEC|NUMW|VAGUE}",
    "UN": "{UNIT|DAY|CAL|CENT|QTR|UNITS}",
    "PART": "(?:{THE}?{BEGIN}{OF}|{EARLY}{IN}|{EARLY}-?|{MID}-?|{EARLIER|LATER}{IN}?)",
    "REL": "(?P<rel>{LAST|PAST|NEXT|COMING}|{THIS}{COMING|PAST}?)",
    "ABT": "(?P<about>{APPROX|OVER|UNDER}|{MORE|LESS}{THAN}|{AT}{LEAST|MOST}|{UP}{TO}|{NO}{MORE|LESS}{THAN})",
    "HALF": "(?P<half>{AND}{A}{HALF})",
    "SO": "(?P<so>{OR}(?:{SO}|{MORE}))",
}
Match = re.Match[str]
_GROUPS = (
    "part rel mon d y y0 wd time h word to the n half of ago s about hlf one u so dir hyphen these around "
    "t c oclock ampm in zone"
).split()


def over(pattern: str) -> re.Pattern[str]:
    """Compiles a pattern over token classes, written as `rules.tsv` tells; groups it lacks are there and match
    nothing.
    """
    codes = lexicon().codes
    pattern = re.sub(r"(?<!P)<([A-Z]+)>", lambda m: _PIECES[m[1]], pattern)
    pattern = re.sub(
        r"\{([A-Z][A-Z0-9|]*)\}", lambda m: "[" + "".join(codes[name] for name in m[1].split("|")) + "]", pattern
    )
    lacking = (f"(?P<{name}>(?!))?" for name in _GROUPS if f"(?P<{name}>" not in pattern)
    return re.compile(pattern + "".join(lacking))


@cache
def code(*names: str) -> str:
    """The characters of some classes, to ask whether a token's code is among them."""
    return "".join(lexicon().codes[name] for name in names)


@cache
def cues(name: str) -> frozenset[str]:
    """The words of a row of `cues.tsv`."""
    rows = files("dragoman.resolving.times").joinpath("cues.tsv").read_text(encoding="utf-8").splitlines()
    found = next(row for row in rows if row.startswith(f"{name}\t"))
    return frozenset(found.split("\t")[1].split())


class Found(NamedTuple):
    """A time expression over tokens `first` to `last` (half-open); later words may count from it if it `refers`."""

    first: int
    last: int
    kind: str
    value: str | None
    mod: str | None = None
    interval: Interval | None = None
    refers: bool = True


class Reference(NamedTuple):
    """The latest date met: its value and days, the token it stood at, and whether a year was written for it (or handed
    on to it).
    """

    value: str
    days: Interval
    at: int
    dated: bool


@dataclass(slots=True)
class Reading:
    """One text while it is read. `day` is the day relative expressions count from, `narrative` whether it tells old
    history in order.
    """

    text: str
    tokens: list[Token]
    codes: str
    day: date | None
    narrative: bool = False
    surnames: frozenset[str] = frozenset()
    ref: Reference | None = None
    found: list[Found] = field(default_factory=list)
    quarter: tuple[date, int] | None = None  # first day of the latest quarter told, and the token it stood at
    barred: int = 0  # tokens before this one belong to a date that no calendar has

    def at(self, i: int) -> str:
        """The code of token `i`; outside the text that of a break."""
        return self.codes[i] if 0 <= i < len(self.codes) else BREAK

    def low(self, i: int) -> str:
        return self.tokens[i].low if 0 <= i < len(self.tokens) else ""

    def number(self, i: int) -> int:
        return int(self.tokens[i].value)

    def capital(self, i: int) -> bool:
        return self.text[self.tokens[i].start].isupper()

    def remember(self, found: Found) -> None:
        """Notes a finding, and makes it the reference if it names days."""
        self.found.append(found)
        if found.refers and found.value and "-Q" in found.value and (days := interval_of(found.value)):
            compared = code("AFTER")[0] in self.codes[max(0, found.first - 3) : found.first]
            if self.day and not compared and (days[1] < self.day or self.direction(found.first, found.last) <= 0):
                self.quarter = days[0], found.first  # not one that is only forecast or came before
        if (
            (found.refers or self.narrative)
            and found.kind in ("DATE", "TIME")
            and found.value
            and (days := found.interval or interval_of(found.value))
        ):
            y4 = code("Y4", "ISO", "SLASH", "DOT")
            if not 1000 <= days[0].year < 2200:
                return
            written = any(c in y4 for c in self.codes[found.first : found.last])
            old = self.ref
            handed = old is not None and old.dated and old.days[0].year == days[0].year and self.narrative
            self.ref = Reference(
                found.value, days, found.first, written or handed or (self.narrative and old is not None and old.dated)
            )

    def anchor(self, i: int) -> date | None:
        """The day that "later", "the next day", "that year" at token `i` count from: the nearest date before, else the
        report's day.
        """
        if self.ref and (self.narrative or self.day is None or i - self.ref.at < 150):
            return self.ref.days[0]
        return self.day

    def year_base(self, i: int) -> Interval | None:
        """The days that a month without a year at token `i` is near to.

        That is the report's day, unless the text tells old history, or has no day: then the latest date with a year.
        """
        if self.ref and self.ref.dated and (self.narrative or self.day is None) and i >= self.ref.at:
            days = self.ref.days
            return (self.day, self.day) if self.day and days[0] <= self.day <= days[1] else days
        return (self.day, self.day) if self.day else None

    def background(self, i: int) -> date | None:
        """The first day of the latest date, if the words at token `i` go on telling of an earlier year than the
        report's: that date stands in the same paragraph, names a month or day and has its year written.
        """
        ref = self.ref
        if ref is None or self.day is None or not ref.dated or not self.near(i):
            return None
        days = ref.days
        return days[0] if days[0].year < self.day.year and (days[1] - days[0]).days <= 31 else None

    def told_quarter(self, i: int) -> date | None:
        """The first day of the latest quarter told, if that was no more than 150 tokens before token `i`."""
        return self.quarter[0] if self.quarter and i - self.quarter[1] <= 150 else None

    def near(self, i: int) -> bool:
        """Whether the latest date stands in the same paragraph, no more than 60 tokens before token `i`."""
        return self.ref is not None and 0 <= i - self.ref.at < 60 and BREAK not in self.codes[self.ref.at : i]

    def direction(self, first: int, last: int) -> int:
        """-1, 0 or 1: whether the words around tokens `first` to `last` speak of the past, do not tell, or of the
        future.

        The nearest verb form before decides; if the clause begins here, the nearest after.
        """
        low, codes = self.low, self.codes
        noun = self.at(last) in (OTHER, PROPER)
        if self.at(last) == "s" or (self.at(first - 1) in code("THE") and noun):
            return 0  # "around Wednesday's ruling", "the Wednesday ruling": what the verb says is not when
        if self.at(first - 1) in code("ON") and low(last) in cues("speaking"):
            return -1  # "which the minister on Friday called a plan"
        article = noun and self.at(first - 1) in code("A")
        if article and low(last) == "deadline":
            return 1
        # what has been done says little of "by 3 May" or "a 3 May accord"
        loose = article or self.at(first - 1) in code("BY")
        k, bound = first - 1, max(-1, first - 14)
        while k > bound:
            if self._stop(k) and (codes[k] == BREAK or k < first - 1):
                break
            if sign := self._verb(k, low(k)):
                return 0 if sign < 0 and loose else sign
            k -= 1
        if low(last) in ("is", "are"):
            return 1  # "3 May is the deadline"
        for k in range(last, min(last + 14, len(codes))):
            if self._stop(k):
                break
            if sign := self._verb(k, low(k)):
                if low(k) in cues("arranged"):
                    sign = -1  # "on Friday, students planned a march"
                return 0 if sign < 0 and loose else sign
        return 0

    def _stop(self, k: int) -> bool:
        """Whether a clause ends at token `k`: not at the full stop of "Nov." or "U.S."."""
        if self.codes[k] == ".":
            return self.at(k - 1) not in code("MONTHA", "WDA") and not (
                self.at(k - 1) == PROPER and (len(self.low(k - 1)) == 1 or self.low(k - 1) in cues("shortened"))
            )
        return self.codes[k] == BREAK or self.codes[k] in ";:"

    def verb_before(self, i: int) -> bool:
        """Whether a verb of the past stands right before token `i`, with no more than a preposition between."""
        k = i - 1 - (self.at(i - 1) in code("IN", "ON"))
        return k >= 0 and self._verb(k, self.low(k)) < 0

    def _verb(self, k: int, word: str) -> int:
        """What the word at token `k` says of the direction, as `direction` gives it; 0 for most words."""
        before, after = self.low(k - 1), self.low(k + 1)
        if self._may(k):
            return 0
        if (
            (word == "set" and after in ("for", "to"))
            or (word == "as" and after in ("early", "soon"))
            or (word == "place" and before in ("take", "takes"))
            or (word in ("is", "are") and (after == "to" or self.at(k + 1) in code("WD", "NEXT")))
        ):
            return 1  # "the vote is Friday"
        if word in cues("arranged"):
            if before in ("as", "previously", "originally", "long"):
                return 0
            # "students planned a march on Saturday" looks ahead
            return 1 if after == "for" or before not in ("been", "had", "was", "were") else -1
        if word in cues("future"):
            return self._future(k, word)
        if word in cues("past"):
            if before in ("is", "are"):
                return 0  # "when the deal is sealed"
            if before == "to":
                return self._infinitive(k - 1)
            return 1 if before in ("be", "get") or (before in cues("future") and not self._may(k - 1)) else -1
        if word == "to":
            return self._infinitive(k) if self.at(k + 1) == OTHER else 0
        if len(word) > 3 and word.endswith("ed") and word not in cues("unpast") and self.codes[k] == OTHER:
            if self._attribute(k) or before in ("is", "are"):
                return 0
            if word in cues("moved") and after == "to":
                return 1  # "the deadline was extended to 3 March"
            return 1 if before in ("be", "get") else -1
        return 0

    def _future(self, k: int, word: str) -> int:
        """What a word of `cues.tsv`'s row "future" at token `k` says of the direction."""
        before, after = self.low(k - 1), self.low(k + 1)
        if before in ("been", "was", "were", "had") or (after == "not" and self.low(k + 2) in cues("refusing")):
            return -1
        if self.at(k - 1) in code("THE", "A") or (word.startswith("expire") and before == "to"):
            return 0  # "set" and "can" after an article are nouns
        if word in ("plan", "plans") and not (after == "to" or self.at(k + 1) in code("THE", "A", "POSS")):
            return 0
        if word in ("scheduled", "expected", "anticipated") and self.at(k + 1) == OTHER:
            return 0  # "his last scheduled visit"
        return 1

    def _infinitive(self, k: int) -> int:
        """What "to" at token `k`, before a verb, says of the direction: it looks ahead after "due" or "agreed"."""
        before = self.low(k - 1)
        if not k or self.codes[k - 1] not in OTHER + code("ONLY") + '",':
            return 0
        if before in cues("future") and self.low(k - 2) == "been":
            return -1  # "had been due to end"
        if before == "decided":
            return 1 if self.low(k - 2) in ("has", "have") else -1
        return 1 if before in cues("future") or before in cues("intent") else 0

    def _may(self, k: int) -> bool:
        """Whether "May" at token `k` is the month or somebody's name, not the verb."""
        return self.at(k) in code("MAY") and self.capital(k) and self.at(k - 1) not in (BREAK, ".", '"')

    def _attribute(self, k: int) -> bool:
        """Whether the participle at token `k` describes the noun behind it: "a still unnamed envoy"."""
        if self.at(k + 1) != OTHER:
            return False
        articles = code("THE", "A", "POSS", "THIS", "THAT")
        return self.at(k - 1) in articles or (self.low(k - 1) in cues("adverbs") and self.at(k - 2) in articles)


def weigh_year(candidates: list[Interval], base: Interval, direction: int) -> Interval:
    """The candidate nearest to the days of `base`; a future one counts as farther where the words are past, and the
    other way round.

    Even beside a verb of the past a day near ahead is more likely than one eleven months back, which would be written
    with its year.
    """
    factor = {-1: 9.0, 0: 2.0, 1: 0.2}[direction]

    def distance(days: Interval) -> float:
        if days[0] <= base[1] and base[0] <= days[1]:
            return 0.0
        return (days[0] - base[1]).days * factor if days[0] > base[1] else float((base[0] - days[1]).days)

    return min(candidates, key=distance)


def week_start(day: date) -> date:
    """The Monday of the ISO week of `day`."""
    return day - timedelta(day.isoweekday() - 1)


def narrative(tokens: list[Token], day: date | None) -> bool:
    """Whether a text tells old history: many years long before the report's day, and hardly a word that counts from
    that day (weekdays, "today", "last month"), which a news feature with much background has every few sentences.
    """
    years, weekdays = code("Y4"), code("WD", "TODAY")
    limit = (day.year if day else 9999) - 3
    old = sum(t.code == years and int(t.value) <= limit for t in tokens)
    counted = sum(t.code in weekdays for t in tokens)
    near = code("LAST", "THIS", "NEXT")
    counted += sum(a.code in near and b.code in code("CAL", "WEEKEND") for a, b in pairwise(tokens))
    return old >= 7 and old * 350 >= len(tokens) and old - 1 > 3 * counted and (counted * 1200 <= len(tokens))


def surnames(tokens: list[Token]) -> frozenset[str]:
    """Month names that stand right after a capitalised word somewhere in the text, as surnames do ("Mrs May")."""
    months = code("MONTH", "MAY", "MARCH")
    return frozenset(
        b.low for a, b in pairwise(tokens) if b.code in months and a.code == PROPER and a.end + 1 == b.start
    )


def part_mod(r: Reading, m: Match, group: str = "part") -> str | None:
    """START, MID or END of the words in a group ("early", "the end of"), None if the group is empty."""
    if m[group]:
        early, shift = code("EARLY", "BEGIN", "MID"), code("EARLIER", "LATER")
        for i in range(*m.span(group)):
            if r.codes[i] in early:
                return r.tokens[i].value
            if r.codes[i] in shift:
                return "START" if r.tokens[i].value == "-1" else "END"
    return None


def days_near(r: Reading, m: Match) -> Interval | None:
    """The days a season or named day is near to: the report's own after "last", "next", "this"."""
    if m["rel"]:
        return (r.day, r.day) if r.day else None
    return r.year_base(m.start())


def years_around(base: Interval) -> range:
    """The years in which a day near to `base` can lie."""
    return range(max(base[0].year - 2, 1), min(base[0].year + 3, 9998))


def unit_of(r: Reading, m: Match) -> str:
    """The TIMEX3 letters of the unit in group u (Y, M, W, D, TH, ...)."""
    return r.tokens[m.start("u")].value
