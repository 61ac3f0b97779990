"""A noun phrase cut up: its head, what stands before it, and the prepositional phrases after it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dragoman.resolving.actors.register import Mark, Register, Role
from dragoman.resolving.actors.wording import Word
from dragoman.resolving.countries import CountryWord
from dragoman.resolving.given_names import given_names

PREPOSITIONS = frozenset(
    "of in from for at to on by with within across near against among between under over into inside outside around "
    "throughout about toward towards along behind during after before since until as like via than".split()
)
RELATIVES = frozenset(
    "who whom whose which that where when while and/or was were is are has have had will would".split()
)
ARTICLES = frozenset(
    "the a an this that these those its his her their our your my some any no each every another".split()
)
PARTICLES = frozenset("bin al el de van von der da ibn abu ben".split())
COUNTED = frozenset(
    "several many some most all both one two three four five six seven eight nine ten dozens hundreds thousands tens "
    "scores millions number couple handful majority half few part rest least more none any each".split()
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase of `words`: words `start` to `end` are modifiers and head, and the head begins at `head`.

    `role` is the noun that the head is, or that stands as a title before the name `name`; `after` holds the
    prepositional phrases behind the head as (preposition, first word, end).
    """

    words: tuple[Word, ...]
    marks: tuple[Mark, ...]
    start: int
    head: int
    end: int
    role: Role | None = None
    role_start: int | None = None
    mark: Mark | None = None
    name: tuple[int, int] | None = None
    after: tuple[tuple[str, int, int], ...] = ()


def cut(words: tuple[Word, ...], register: Register, *, head: int | None = None) -> Phrase | None:
    """The phrase that a run of words makes; `head` is the head's index where the syntax tells it."""
    marks = register.marks(words)
    start = 0
    while start < len(words) and (words[start].lower in ARTICLES or not words[start].text[:1].isalnum()):
        start += 1
    if head is None:
        start = _past_count(words, marks, start)
    if start >= len(words):
        start = 0
    if start >= len(words):
        return None
    end = _core_end(words, marks, register, start) if head is None else max(head + 1, _inside(marks, head))
    if head is not None:
        # A leading prepositional or relative phrase cannot stand before the head that the syntax names.
        start = min(start, end - 1)
        for i in range(start, end - 1):
            if words[i].text == "," or words[i].lower in ("who", "which", "that"):
                start = i + 1
    return _with_head(words, marks, register, start, end)


def _past_count(words: Sequence[Word], marks: Sequence[Mark], start: int) -> int:
    """Past "several of the", "hundreds of", which count the head and are not it."""
    for i in range(start, min(len(words) - 1, start + 5)):
        if words[i].lower == "of" and any(words[j].lower in COUNTED for j in range(start, i)):
            return i + 2 if words[i + 1].lower in ARTICLES and i + 2 < len(words) else i + 1
        if any(m.start <= i < m.end for m in marks):
            break
    return start


def _inside(marks: Sequence[Mark], i: int) -> int:
    return next((m.end for m in marks if m.start <= i < m.end), i + 1)


def _core_end(words: Sequence[Word], marks: Sequence[Mark], register: Register, start: int) -> int:
    covered = {i for m in marks for i in range(m.start, m.end)}
    for i in range(start + 1, len(words)):
        if i in covered:
            continue
        w = words[i]
        if w.lower in PREPOSITIONS and not w.capital:
            if _role_over(words, register, i):
                continue
            return i
        if w.lower in RELATIVES or w.text in (",", ";", ":", "(", "-", "–", "—", '"'):
            return i
        if w.text.islower() and w.text.endswith(("ing", "ed")) and not register.modifier_at(words[: i + 1], i + 1):
            known = register.role_at(words, i, start) or i - 1 in covered
            if known and not register.role_at(words[: i + 1], i + 1, start):
                return i
    return len(words)


def _role_over(words: Sequence[Word], register: Register, i: int) -> bool:
    """Whether a role noun of several words spans the preposition at `i` ("member of parliament", "chief of staff")."""
    for end in range(i + 2, min(len(words), i + 4) + 1):
        found = register.role_at(words, end)
        if found and found[0] < i:
            return True
    return False


def _branch(marks: Sequence[Mark], mark: Mark) -> Mark:
    """A body's branch where its name stands right before a country's: "CNN Philippines" is no state."""
    body = next((m for m in marks if m.kind == "org" and m.end == mark.start), None)
    if body is None or mark.kind != "nation" or mark.word is not CountryWord.NAME:
        return mark
    rows = tuple(replace(row, name=f"{row.name} {mark.name}", country=mark.country) for row in body.rows)
    return replace(body, end=mark.end, name=f"{body.name} {mark.name}", country=mark.country, rows=rows)


def _with_head(words: tuple[Word, ...], marks: tuple[Mark, ...], register: Register, start: int, end: int) -> Phrase:
    after = _after(words, marks, end)
    last = end - 1
    while last > start and (words[last].possessive or not words[last].text[:1].isalnum()):
        last -= 1
    end = last + 1
    mark = next((m for m in marks if m.start <= last < m.end), None)
    # "Los Angeles police", "the Taliban": a name at the end is the head, unless a longer role noun ends there too.
    found = register.role_at(words, end, start)
    if mark is not None and not (found and found[0] < mark.start):
        mark = _branch(marks, mark)
        title = _title(words, register, start, mark.start) if mark.kind == "leader" else None
        role, at = (title[1], title[0]) if title else (None, None)
        return Phrase(words, marks, start, mark.start, end, role, at, mark, None, after)
    if found is not None:
        i, role = found
        if i < last or not _is_surname(words, marks, register, start, last):
            return Phrase(words, marks, start, i, end, role, i, None, None, after)
    first = last
    covered = {i for m in marks for i in range(m.start, m.end)}
    while first > start and _name_word(words, first - 1) and first - 1 not in covered:
        if _title(words, register, start, first):
            break
        first -= 1
    if not words[last].capital:
        return Phrase(words, marks, start, last, end, None, None, None, None, after)
    title = _title(words, register, start, first)
    role, at = (title[1], title[0]) if title else (None, None)
    return Phrase(words, marks, start, first, end, role, at, None, (first, end), after)


def _name_word(words: Sequence[Word], i: int) -> bool:
    w = words[i]
    return (w.capital and w.text[:1].isalpha()) or w.lower in PARTICLES


def _is_surname(words: Sequence[Word], marks: Sequence[Mark], register: Register, start: int, last: int) -> bool:
    """Whether a capitalised role word ends a person's name: a given name before it ("Tom King"), or title and name."""
    role = register.role_at(words, last + 1, last)
    if not words[last].capital or role is None or last <= start or any(m.end == last for m in marks):
        return False
    before = words[last - 2] if last - 1 > start else None
    opens = before is None or not before.capital or register.role_at(words, last - 1, start) is not None
    # "San Diego Police" does not open with Diego, "Martin Luther King" does with Martin
    if words[last - 1].text in given_names() and (opens or (before is not None and before.text in given_names())):
        return True
    if role[1].kind not in ("office", "people") or last - start < 2:
        return False
    return bool(register.role_at(words, last - 1, start)) and words[last - 1].capital


def _title(words: Sequence[Word], register: Register, start: int, first: int) -> tuple[int, Role] | None:
    """The role noun right before a name, over a comma or an adjective in between."""
    end = first
    while end > start and words[end - 1].text in (",", ":", '"'):
        end -= 1
    found = register.role_at(words, end, start) if end > start else None
    if found is None or found[1].kind in ("place", "site", "null", "relation"):
        return None
    # "Activist" may stand before a name, but "National" in "National Weather Center" makes nobody a national.
    return None if found[1].kind in ("people", "body") and words[end - 1].capital else found


def _after(words: Sequence[Word], marks: Sequence[Mark], end: int) -> tuple[tuple[str, int, int], ...]:
    """Prepositional phrases from word `end` on, up to a comma, bracket or relative pronoun."""
    covered = {i for m in marks for i in range(m.start + 1, m.end)}
    out: list[tuple[str, int, int]] = []
    i = end
    while i < len(words):
        w = words[i]
        if w.lower in RELATIVES or w.text in (";", ":", "(", "—"):
            break
        if w.text == ",":
            break
        if w.lower in PREPOSITIONS and i not in covered:
            j = i + 1
            while j < len(words) and (j in covered or not _stops(words[j])):
                j += 1
            if j > i + 1:
                out.append((w.lower, i + 1, j))
            i = j
        else:
            i += 1
    return tuple(out)


def _stops(word: Word) -> bool:
    return word.lower in PREPOSITIONS or word.lower in RELATIVES or word.text in (",", ";", ":", "(")
