"""Runs of proper nouns, our own: they cover what an entity recogniser finds without trusting its types."""

from __future__ import annotations

from dragoman.language.analysis import Analysis, Name, Sentence, Token
from dragoman.language.words import words

# Lower-case words that stand inside names; Arabic, Romance and Germanic particles, with and without hyphens.
PARTICLES = frozenset(
    "al el ul bin ibn ben abu de da do dos del della di du la le van von der den ter zu y e st".split()
)
# Days and months name nobody ("On Monday Moscow said"); months that are also people's names are left alone.
CALENDAR = frozenset(
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February July September October November "
    "December Mon Tue Wed Thu Fri Jan Feb Jul Sept Oct Nov Dec Mon. Tue. Wed. Thu. Fri. Jan. Feb. Jul. Sept. Sep. Oct. "
    "Nov. Dec.".split()
)
# Common nouns in names after which "of (the) X" still belongs to the name ("Ministry of Defence").
OF_HEADS = frozenset(
    "ministry department university council bank republic kingdom church court commission bureau office institute "
    "association organization organisation league house chamber party union state strait gulf sea bay isle cape horn "
    "board academy committee federation confederation front army school secretary minister chancellor duchy emirate "
    "sultanate commonwealth community society alliance movement guardians assembly ministers".split()
)

OFFICES = frozenset({"State", "Defense", "Defence", "Staff"})
# Titles that are never part of the name of a body when a name follows them.
STRONG_TITLES = frozenset(
    "Mr Mr. Mrs Mrs. Ms Ms. Dr Dr. Sen Sen. Rep Rep. Gov Gov. Gen Gen. Lt Lt. Col Col. Maj Maj. Sgt Sgt. Capt Capt. "
    "President Minister Premier Chancellor Secretary Secretary-General Director Chairman Chairwoman Commissioner "
    "Ambassador Envoy Senator Governor Mayor Spokesman Spokeswoman Spokesperson Judge CEO".split()
)


def find_names(analysis: Analysis) -> list[Name]:
    """All name runs of a report, in text order; titles before a person's name are no part of it."""
    out: list[Name] = []
    for sentence in analysis.sentences:
        for run in _runs(sentence):
            name = _without_titles(run)
            if name:
                out.append(Name(name))
    return out


def _runs(sentence: Sentence) -> list[list[Token]]:
    """Maximal runs of proper nouns, over hyphens, particles and "of (the)" after a word such as Ministry."""
    tokens, out, i = sentence.tokens, [], 0
    while i < len(tokens):
        if not _starts(tokens, i):
            i += 1
            continue
        j = i + 1
        while j < len(tokens):
            step = _step(tokens, i, j)
            if not step:
                break
            j += step
        out.append(tokens[i:j])
        i = j
    return out


def _proper(t: Token) -> bool:
    # the tagger takes small-letter nouns before a name for names now and then ("the foreign ministry in Oslo")
    return t.tag in ("NNP", "NNPS") and t.text not in CALENDAR and any(c.isupper() or c.isdigit() for c in t.text)


# Words that titles of works and sentences open with: "In Berg We Trust" names Berg.
_OPENERS = frozenset("In On At For With From By To If As When Why How What Is Are Was Not No And But Or".split())


def _starts(tokens: list[Token], i: int) -> bool:
    t = tokens[i]
    if _proper(t):
        return t.text not in _OPENERS
    # "al-Assad", "bin Salman" at the head of a name
    if t.lower in PARTICLES and i + 1 < len(tokens) and t.lower not in ("de", "la", "le", "e", "y", "do", "da"):
        after = tokens[i + 1]
        if after.text == "-" and i + 2 < len(tokens) and tokens[i + 2].start == after.end == t.end + 1:
            return _proper(tokens[i + 2]) or tokens[i + 2].text[:1].isupper()
    return False


def _step(tokens: list[Token], start: int, j: int) -> int:
    """How many tokens from `j` on go on the run that began at `start`; 0 ends it."""
    t, before = tokens[j], tokens[j - 1]
    if _proper(t):
        return 1
    glued = t.start == before.end
    rest = tokens[j + 1 : j + 4]
    if t.text in ("-", "–") and glued and rest and rest[0].start == t.end and rest[0].text[:1].isalpha():
        if j - start >= 2 and tokens[j - 2].text in words("family_names_first") and len(rest[0].text) <= 6:
            return 2  # "Moon Jae-in": Korean given names go on in small letters
        return 2 if _proper(rest[0]) or rest[0].text[:1].isupper() or before.lower in PARTICLES else 0
    if t.lower in PARTICLES and rest:
        if _proper(rest[0]):
            return 2
        if rest[0].text == "-" and rest[0].start == t.end and len(rest) > 1 and rest[1].text[:1].isupper():
            return 3
    if t.lower == "of" and any(x.lower in OF_HEADS for x in tokens[start:j][-2:]):
        if rest and _proper(rest[0]):
            return 2
        if len(rest) > 1 and rest[0].lower == "the" and _proper(rest[1]):
            return 3
    # "Department for International Trade", "Health and Human Services" are too rare to risk "Iran and Iraq".
    if t.text == "&" and rest and _proper(rest[0]):
        return 2
    return 0


def _without_titles(run: list[Token]) -> list[Token]:
    """The run without titles in front, if something is left that is no title itself.

    "Deputy Prime Minister Aleksei Overchuk" gives "Aleksei Overchuk"; "Foreign Ministry" and "General Assembly"
    stay whole, since what follows the title words there shows that no person is named.
    """
    titles, things = words("titles"), words("things")
    k = 0
    while k < len(run) and (run[k].text in titles or _of_state(run, k)):
        k += 1
    # a title inside: "Florida Sen. Marco Rubio", "Institute Director Ane Alencar"
    inner = max((n for n, t in enumerate(run[:-1]) if n >= k and t.text in STRONG_TITLES), default=-1)
    rest = run[max(k, inner + 1) :]
    while (
        inner >= 0 and rest and (rest[0].text in titles or rest[0].text == "-" or _of_state(run, len(run) - len(rest)))
    ):
        rest = rest[1:]
    if not rest or len(rest) == len(run):
        return run
    if any(t.text in things or t.text in titles for t in rest):
        return run
    return rest if rest[0].text[:1].isalpha() else run


def _of_state(run: list[Token], k: int) -> bool:
    """Inside "Secretary of State", "Chief of Staff": the words after the title."""
    if k == 0:
        return False
    if run[k].lower == "of":
        return k + 1 < len(run) and run[k + 1].text in OFFICES
    return run[k].text in OFFICES and run[k - 1].lower == "of"
