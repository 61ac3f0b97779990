"""Where in a text names of places may stand: runs of capitalised words, and the gazetteer names inside them."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field

from dragoman.model import Span
from dragoman.resolving.countries import Countries
from dragoman.resolving.places.gazetteer import Bearing, Entry, Feature, Gazetteer
from dragoman.resolving.places.lexicon import Lexicon

LONGEST = 6
"""Words of the longest name that is looked up."""

_WORD = re.compile(r"W\.\s?Va\.|(?:[^\W\d_]\.){2,}(?!\w)|[^\W\d_]+(?:['’](?![sS]\b)[^\W\d_]+)*|\d[\d.,]*")
_SENTENCE_END = re.compile(r"[.!?][\"”’')\]]*\s+[\"“‘(]*$|\n")
_SAINTS = frozenset(("St", "Ste", "Mt", "Ft"))
_LOOSE = frozenset(("and", "on", "upon"))  # join words of a name ("Bosnia and Herzegovina"), but also two names
_CALENDAR = re.compile(
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|August|September|October"
    r"|November|December"
)
_KINDS = frozenset(
    "village villages town towns city cities district province island suburb hamlet municipality".split()
)
_FOLLOWING = frozenset("province district county village island peninsula governorate prefecture oblast".split())
_JOINS = frozenset((" ", "-", "\u00a0", " '", " ’", "/", "–"))


@dataclass(slots=True)
class Word:
    """A word of the text: `gap` is what stands between the word before and it, `opens` that a sentence starts here."""

    text: str
    start: int
    end: int
    gap: str
    opens: bool

    @property
    def capital(self) -> bool:
        at = max(self.text.find("'"), self.text.find("’"))
        return self.text[0].isupper() or (0 < at < 3 and self.text[at + 1].isupper())  # d'Ivoire


@dataclass(slots=True, eq=False)
class Candidate:
    """A name that the gazetteer knows: words `first` to `last` (half-open) of the text, in the run `run`.

    `left` and `right` are the run's words next to it that belong to no other place, None at the run's ends.
    """

    first: int
    last: int
    span: Span
    phrase: str
    entries: tuple[Entry, ...]
    run: tuple[int, int]
    left: Word | None = None
    right: Word | None = None
    containers: tuple[Entry, ...] = ()  # senses of the name after the comma: "Erie, Pa."
    contains: bool = False  # is such a name after a comma
    inner: tuple[Entry, ...] = ()  # senses of the name before that comma
    hints: tuple[Entry, ...] = ()  # senses of a name that it seems to lie in: "Lviv in western Ukraine"
    listed: list[Candidate] = field(default_factory=list)  # the names next to it in a list
    following: str = ""  # a word such as "province" that belongs to the name as given
    weight: float = 0.5  # how much it says on where the report plays
    best: Entry | None = field(default=None)
    margin: float = 0.0  # lead of `best` over the next sense
    lead: float = 0.0  # lead of `best` over the next sense in another country
    called: float = 0.0  # evidence of a name that no table holds but the text calls a place
    metonym: bool = False  # stands for a government, not for the place it sits at
    given: bool = False  # somebody says that it is a place
    partial: bool = False  # the senses are those of a name inside
    evidence: float = 0.0


def words_of(text: str, lexicon: Lexicon) -> list[Word]:
    """The words of `text` with possessive endings and hyphens cut off; abbreviations of places keep their point."""
    words: list[Word] = []
    at = 0
    for m in _WORD.finditer(text):
        start, end, word = m.start(), m.end(), m.group()
        if word in ("s", "S") and text[max(0, start - 1) : start] in ("'", "’"):
            continue
        if text[end : end + 1] == "$" or text[start - 1 : start] == "$":  # US$10
            at = end
            continue
        if text[end : end + 1] == "." and (word in _SAINTS or word + "." in lexicon.abbreviations):
            word, end = word + ".", end + 1
        gap = text[at:start]
        opens = not words or bool(_SENTENCE_END.search(gap)) or gap.lstrip()[:1] in ("“", '"', "‘") or ": " in gap
        words.append(Word(word, start, end, gap, opens))
        at = end
    return words


def runs_of(words: list[Word], lexicon: Lexicon) -> list[tuple[int, int]]:
    """Half-open ranges of words that may make up one name: capitalised, with small connectors between."""
    runs: list[tuple[int, int]] = []
    i, n = 0, len(words)
    while i < n:
        if not _names(words[i], lexicon):
            i += 1
            continue
        j = i + 1
        while j < n:
            k = j
            while k < n and k < j + 2 and words[k].text in lexicon.connector and _joined(words[k]):
                k += 1
            if k < n and _joined(words[k]) and words[k].capital and (k > j or _names(words[k], lexicon)):
                j = k + 1
            else:
                break
        runs.append((i, j))
        i = j
    return runs


def spot(words: list[Word], text: str, *, gazetteer: Gazetteer, lexicon: Lexicon) -> list[Candidate]:
    """All names of places in the text's runs, longest first, none overlapping, in text order."""
    found: list[Candidate] = []
    for first, last in runs_of(words, lexicon):
        start = first
        if first and words[first - 1].text == "The" and _joined(words[first]):
            start = first - 1  # "The Hague"
        inside: list[Candidate] = []
        i = start
        while i < last:
            hit = _longest(words, i, last, (first, last), text, gazetteer, lexicon)
            if hit and (i >= first or hit.phrase == "The Hague"):
                inside.append(hit)
                i = hit.last
            else:
                i += 1
        taken = {k for c in inside for k in range(c.first, c.last)}
        for c in inside:
            left = c.first - 1
            if left > first and words[left].text == "the":
                left -= 1
            if left >= first and left not in taken and words[left].text not in _LOOSE:
                c.left = words[c.first - 1]
            if c.last < last and c.last not in taken and words[c.last].text not in _LOOSE:
                c.right = words[c.last]
        found += inside or _unknown(words, first, last, text, gazetteer, lexicon)
    _pair(found, words, lexicon)
    _hint(found, words, gazetteer)
    return found


def _longest(
    words: list[Word], i: int, last: int, run: tuple[int, int], text: str, gazetteer: Gazetteer, lexicon: Lexicon
) -> Candidate | None:
    if not words[i].capital:
        return None
    for j in range(min(last, i + LONGEST), i, -1):
        if not words[j - 1].capital:
            continue
        phrase = text[words[i].start : words[j - 1].end]
        if j == i + 1 and phrase != "US" and (phrase.lower() in lexicon.direction or phrase.lower() in lexicon.opener):
            continue
        end = words[j - 1].end
        if words[i].text in ("St.", "St", "Saint") and text[end : end + 2] in ("'s", "’s"):
            owned = gazetteer.lookup(phrase + "'s")  # "St. John's"
            if owned:
                return Candidate(i, j, Span(words[i].start, end + 2), text[words[i].start : end + 2], owned, run)
        entries = gazetteer.lookup(phrase)
        if j == i + 1 and phrase in lexicon.landform:  # "Robben Island" lies on no town of the name "Island"
            entries = tuple(e for e in entries if e.feature is Feature.REGION)
        if entries:
            return Candidate(i, j, Span(words[i].start, words[j - 1].end), phrase, entries, run)
    return None


def _unknown(
    words: list[Word], first: int, last: int, text: str, gazetteer: Gazetteer, lexicon: Lexicon
) -> list[Candidate]:
    """Names that no table holds but the text itself calls places: "the village of X", "X province", "Lake X"."""
    run = words[first:last]
    name = run[0].text
    if last - first == 1 and (gazetteer.adjective(name) or Countries.load().by_adjective(name)):
        return []  # "the Korean peninsula"
    if any(w.text in lexicon.given or w.text in lexicon.notplace - lexicon.landform for w in run) or len(run) > 3:
        return []
    called = first >= 2 and words[first - 1].text == "of" and words[first - 2].text in _KINDS and _joined(run[0])
    followed = last < len(words) and words[last].text in _FOLLOWING and words[last].gap == " "
    landform = len(run) > 1 and (run[0].text in _OPENING or run[-1].text in lexicon.landform - _OPENING)
    if not (called or landform or (followed and not run[0].opens)):
        return []
    parts: list[list[int]] = [[]]
    for i in range(first, last):
        if words[i].text in _LOOSE:
            parts.append([])
        else:
            parts[-1].append(i)
    spans = [(part, Span(words[part[0]].start, words[part[-1]].end)) for part in parts if part]
    return [
        Candidate(part[0], part[-1] + 1, span, text[span.start : span.end], (), (first, last), called=2.0)
        for part, span in spans
    ]


_OPENING = frozenset(("Lake", "Mount", "Cape", "Fort", "Camp"))


def _pair(found: list[Candidate], words: list[Word], lexicon: Lexicon) -> None:
    """Notes what the commas say: "Erie, Pa." and lists "Ghana, Togo and Benin"."""
    for a, b in itertools.pairwise(found):
        between = [w.text for w in words[a.last : b.first]]
        gap = words[b.first].gap.strip() if b.first < len(words) else ""
        whole = a.right is None and b.left is None
        person = not gap and (a.phrase in lexicon.given or a.phrase in lexicon.surname)  # "George Washington"
        if whole and not person and not between and gap in (",", "", "(") and (gap or words[b.first].gap == " "):
            state = any(e.feature is Feature.COUNTRY for e in a.entries)  # "China, Japan and Korea" is a list
            outer = (e for e in b.entries if not (state and e.feature is Feature.COUNTRY))
            inside = tuple(e for e in outer if any(contains(e, x) for x in a.entries))
            if inside:
                a.containers, b.contains, b.inner = inside, True, a.entries
                continue
        if not between and words[b.first].gap == " " and a.run == b.run:
            a.right, b.left = words[b.first], words[a.last - 1]  # "Jordan Ellis": one name, not two places
        elif whole and ((not between and gap == ",") or between in (["and"], ["or"])):
            a.listed.append(b)
            b.listed.append(a)


def _hint(found: list[Candidate], words: list[Word], gazetteer: Gazetteer) -> None:
    """Notes what lies in what without a comma: "Homs in western Syria", "the Syrian city of Homs", "Syria's Homs"."""
    for a, b in itertools.pairwise(found):
        between = words[a.last : b.first]
        if not between:
            if b.first < len(words) and words[b.first].gap in ("'s ", "’s "):
                b.hints = _states(a)
            continue
        gap = "".join(w.gap for w in [*between, words[b.first]]) if b.first < len(words) else "."
        said = [w.text.lower() for w in between]
        if len(said) <= 6 and not gap.strip(" ,-") and said[-1] not in ("and", "or"):
            at = said.index("in") if "in" in said else -1
            before, after = said[: max(at, 0)], said[at + 1 :]
            if at >= 0 and set(before) <= _APPOSED and set(after) <= _WHEREABOUTS:
                a.hints = tuple(e for e in b.entries if e.feature in (Feature.COUNTRY, Feature.ADMIN1))
    table = Countries.load()
    for c in found:
        i = c.first - 1
        while i >= 0 and i >= c.first - 4 and words[i + 1].gap in (" ", "-") and words[i].text.lower() in _APPOSED:
            i -= 1
        if 0 <= i < c.first - 1 and words[i + 1].gap == " " and words[c.first - 1].text.lower() not in _ARTICLES:
            nation = table.by_adjective(words[i].text)
            state = gazetteer.state(nation.iso3) if nation else None
            if state is not None:
                c.hints = (*c.hints, state)


def _states(candidate: Candidate) -> tuple[Entry, ...]:
    return tuple(e for e in candidate.entries if e.feature is Feature.COUNTRY)


_ARTICLES = frozenset(("the", "a", "an"))
_WHEREABOUTS = frozenset(
    "the northern southern eastern western central north south east west northeast northeastern northwest northwestern"
    " southeast southeastern southwest southwestern upper lower mainland rural state province".split()
)
_APPOSED = _WHEREABOUTS | frozenset(
    "a an city town village capital port district suburb region area county of coastal border mining resort industrial"
    " largest second-largest besieged nearby located".split()
)


def contains(outer: Entry, inner: Entry) -> bool:
    """Whether `inner` lies in `outer`, as far as the gazetteer can tell: same state, and same division if it is one."""
    if outer.country is None or outer.country != inner.country or outer.geonameid == inner.geonameid:
        return False
    if outer.feature is Feature.COUNTRY and outer.admin1 is None:
        return inner.feature is not Feature.COUNTRY
    if outer.feature is Feature.ADMIN1 or outer.admin1 == outer.name:
        return inner.feature in (Feature.CITY, Feature.ADMIN2, Feature.POINT) and inner.admin1 == outer.admin1
    return False


def usable(candidate: Candidate) -> tuple[Entry, ...]:
    """The senses that may stand here: abbreviations only after their comma, or if they are surely a place."""
    free = candidate.contains or candidate.given
    return tuple(e for e in candidate.entries if free or e.bearing is not Bearing.AFTER_COMMA)


def _names(word: Word, lexicon: Lexicon) -> bool:
    """Whether a word can be part of a name: capitalised and no sentence opener such as "The" or "Meanwhile"."""
    if _CALENDAR.fullmatch(word.text):
        return False
    return word.capital and (
        word.text.lower() not in lexicon.opener or (word.text.isupper() and "." in word.text) or word.text == "US"
    )


def _joined(word: Word) -> bool:
    return word.gap in _JOINS
