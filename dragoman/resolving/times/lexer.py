"""Text to tokens to a string of codes: one private-use character for each token's class, so that rules are small
patterns over classes.

A rule over classes sees "the past two weeks" as four characters, whatever the words; it cannot run away over a long
text, because a number of any length is one token.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from dragoman.resolving.times.values import holiday

_TOKEN = re.compile(
    r"\n[^\S\n]*\n\s*"
    r"|\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:Z|[+-]\d\d:?\d\d)?)?(?![\w-])"
    r"|[12]\d{3}(?=/\d\d(?:\d\d)?(?![\d/]))"
    r"|\d(?:\d|[,.:/](?=\d))*[A-Za-z]*(?:\.m\b\.?)?"
    r"|[AaPp]\.\s?[Mm]\b\.?|B\.C\.?(?:E\.)?|A\.D\.?|[Oo]['’]clock"
    r"|[^\W\d_][^\W_]*"
    r"|['’](?:s\b|\d0s\b|ll\b)"
    r"|\S"
)
_PUNCTUATION = {c: c for c in ",.-()/%:;|_"} | {
    "–": "-",
    "—": "_",
    "‑": "-",
    "$": "$",
    "€": "$",
    "£": "$",
    "¥": "$",
    "#": "$",
}
_QUOTES = "\"'“”‘’`"

BREAK, OTHER, PROPER = "|", "x", "X"
_NUMBER_CLASSES = (
    "D12",
    "INT",
    "Y4",
    "DEC",
    "DEC4",
    "APOSDEC",
    "ORDN",
    "CLOCK",
    "MIL",
    "SLASH",
    "DOT",
    "ISO",
    "FRACTION",
    "HOLIDAY",
)


class Token(NamedTuple):
    """Characters `start` to `end` of the text, lower-cased; `code` its class's character, `value` its meaning in that
    class.
    """

    start: int
    end: int
    low: str
    code: str
    value: str


class Lexicon(NamedTuple):
    """Words with class and value, the class's characters by name, and named days by their first word."""

    words: dict[str, tuple[str, str]]
    codes: dict[str, str]
    days: dict[str, tuple[tuple[tuple[str, ...], str, str], ...]]


@cache
def lexicon() -> Lexicon:
    """The tables `lexicon.tsv` and `holidays.tsv` of this package, read once."""
    here = files("dragoman.resolving.times")
    words: dict[str, tuple[str, str]] = {}
    codes: dict[str, str] = {name: chr(0xE000 + i) for i, name in enumerate(_NUMBER_CLASSES)}
    for line in here.joinpath("lexicon.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            name, value, forms = line.split("\t")
            code = codes.setdefault(name, chr(0xE000 + len(codes)))
            words.update((form, (code, value)) for form in forms.split("|"))
    days: dict[str, list[tuple[tuple[str, ...], str, str]]] = {}
    for line in here.joinpath("holidays.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            rule, arguments, names = line.split("\t")
            if rule != "name":
                holiday(rule, arguments, 2000)  # an unknown rule must not wait for a report that names the day
            for name in names.split("|"):
                parts = tuple(m[0].lower() for m in _TOKEN.finditer(name))
                days.setdefault(parts[0], []).append((parts, rule, arguments))
    longest_first = {k: tuple(sorted(v, key=lambda row: -len(row[0]))) for k, v in days.items()}
    return Lexicon(words, codes, longest_first)


def tokens(text: str) -> list[Token]:
    """The tokens of a text with number words joined ("twenty-five", "two hundred", "a couple of") and named days
    joined.
    """
    lex = lexicon()
    words, codes, days = lex
    raw: list[Token] = []
    for m in _TOKEN.finditer(text):
        word = m[0]
        first = word[0]
        if first.isdigit():
            raw.append(_number(word, m.start(), codes))
        elif first.isalpha():
            low = word.lower()
            code, value = words.get(low) or (PROPER if first.isupper() else OTHER, "")
            raw.append(Token(m.start(), m.end(), low, code, value))
        elif first == "\n":
            raw.append(Token(m.start(), m.end(), "", BREAK, ""))
        elif len(word) > 1:
            low = "'" + word[1:].lower()
            decade = low.endswith("0s") and low[1].isdigit()
            raw.append(
                Token(
                    m.start(),
                    m.end(),
                    low,
                    codes["APOSDEC"] if decade else "s" if low == "'s" else OTHER,
                    low[1:3] if decade else "",
                )
            )
        else:
            raw.append(Token(m.start(), m.end(), word, '"' if word in _QUOTES else _PUNCTUATION.get(word, OTHER), ""))
    return _join(raw, lex, days)


def _number(word: str, start: int, codes: dict[str, str]) -> Token:
    """Classes a run that begins with a digit: day, year, decade, ordinal, clock time, slashed or dotted date, other
    number.
    """
    end, low = start + len(word), word.lower()
    name, value = "", low
    if low.isdigit() and low.isascii():
        if len(low) == 4 and 1000 <= int(low) <= 2199:
            name = "Y4"
        elif len(low) == 4 and int(low[:2]) < 25 and int(low[2:]) < 60:
            name = "MIL"
        elif len(low) <= 2 and 1 <= int(low) <= 31:
            name = "D12"
        elif len(low) <= 9:
            name = "INT"
    elif len(word) > 40:
        return Token(start, end, low, OTHER, "")
    elif low[:4].isdigit() and low[4:5] == "-":
        name = "ISO"
    elif re.fullmatch(r"\d{1,3}(?:,\d{3})+", low):
        name, value = "INT", low.replace(",", "")
    elif re.fullmatch(r"[12]\d\d0s", low):
        name, value = "DEC4", low[:3]
    elif re.fullmatch(r"[1-9]0s", low):
        name, value = "APOSDEC", low[:2]
    elif m := re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th)", low):
        name, value = "ORDN", m[1]
    elif m := re.fullmatch(r"(\d{1,2})(?:[:.](\d\d)(?::\d\d)?)?(?:([ap])\.?m\.?|hrs)?", low):
        name, value = _clock(low, m)
    elif re.fullmatch(r"\d{1,2}/\d{1,2}/(?:\d{2}|\d{4})|[12]\d{3}/\d{1,2}/\d{1,2}", low):
        name = "SLASH"
    elif re.fullmatch(r"\d{1,2}\.\d{1,2}\.\d{4}", low):
        name = "DOT"
    elif re.fullmatch(r"\d/\d", low):
        name = "FRACTION"
    elif re.fullmatch(r"\d{1,6}\.\d{1,3}", low):
        name = "DEC"
    elif low == "9/11":
        name, value = "HOLIDAY", "once 2001-09-11"
    return Token(start, end, low, codes[name] if name else OTHER, value)


def _clock(low: str, m: re.Match[str]) -> tuple[str, str]:
    """The class and HH:MM of "10:35", "3pm", "3.30pm"; "3.50" without am or pm is a number."""
    hour, minute = int(m[1]), int(m[2] or 0)
    if hour > 24 or minute > 59 or ("." in low[:3] and not m[3]):
        return ("DEC", low) if re.fullmatch(r"\d+\.\d+", low) else ("", "")
    if m[3] and not 1 <= hour <= 12:
        return "", ""
    if m[3]:
        hour = hour % 12 + (12 if m[3] == "p" else 0)
    return "CLOCK", f"{hour:02}:{minute:02}" + ("!" if m[3] or low.endswith("hrs") else "")


def _join(raw: list[Token], lex: Lexicon, days: dict[str, tuple[tuple[tuple[str, ...], str, str], ...]]) -> list[Token]:
    c = lex.codes
    out: list[Token] = []
    i, n = 0, len(raw)
    starters = {c[k] for k in ("NUMW", "SCALE", "DOZEN", "A", "D12", "INT", "COUPLE")}
    while i < n:
        t = raw[i]
        if t.low in days:
            for parts, rule, arguments in days[t.low]:
                end = i + len(parts)
                if end <= n and all(_same(raw[i + k].low, part) for k, part in enumerate(parts)):
                    code = PROPER if rule == "name" else c["HOLIDAY"]
                    out.append(Token(t.start, raw[end - 1].end, " ".join(parts), code, f"{rule} {arguments}"))
                    i = end
                    break
            else:
                out.append(t)
                i += 1
            continue
        if t.code not in starters:
            out.append(t)
            i += 1
            continue
        joined, i = _join_number(raw, i, c)
        out.append(joined)
    return out


def _same(word: str, part: str) -> bool:
    return word == part or (word == "’" and part == "'")


def _join_number(raw: list[Token], i: int, c: dict[str, str]) -> tuple[Token, int]:
    """Joins the number words from token `i` on; gives the one token and the index after it."""
    t = raw[i]

    def at(k: int) -> str:
        return raw[k].code if k < len(raw) else ""

    numw, scale = c["NUMW"], c["SCALE"]
    if t.code in (c["D12"], c["INT"]):
        if at(i + 1) == c["FRACTION"] and raw[i + 1].value == "1/2" and len(t.value) < 7:
            return Token(t.start, raw[i + 1].end, t.low, c["DEC"], str(int(t.value) + 0.5)), i + 2
        return t, i + 1
    if t.code == c["A"]:
        following = at(i + 1)
        if following == c["VAGUE"] and raw[i + 1].low == "few":
            return Token(t.start, raw[i + 1].end, "a few", c["VAGUE"], ""), i + 2
        if following == c["COUPLE"]:
            end = i + 2 + (at(i + 2) == c["OF"])
            return Token(t.start, raw[end - 1].end, "a couple", numw, "2"), end
        if following in (c["DOZEN"], scale):
            return Token(t.start, raw[i + 1].end, t.low, numw, raw[i + 1].value), i + 2
        return t, i + 1
    if t.code != numw:
        return t, i + 1
    total, last, k = int(t.value), i, i + 1
    tens = c["NUMW"]
    if total >= 20 and at(k) == "-" and at(k + 1) == numw and int(raw[k + 1].value) < 10:
        total, last, k = total + int(raw[k + 1].value), k + 1, k + 2
    elif total >= 20 and at(k) == tens and int(raw[k].value) < 10:
        total, last, k = total + int(raw[k].value), k, k + 1
    elif total in (19, 20) and at(k) == numw and int(raw[k].value) >= 10:
        # years read aloud: nineteen ninety-four, twenty fourteen
        total, last, k = total * 100 + int(raw[k].value), k, k + 1
        if at(k) == "-" and at(k + 1) == numw and int(raw[k + 1].value) < 10:
            total, last, k = total + int(raw[k + 1].value), k + 1, k + 2
        return Token(t.start, raw[last].end, t.low, c["Y4"], str(total)), k
    if at(k) == scale or at(k) == c["DOZEN"]:
        total, last, k = total * int(raw[k].value), k, k + 1
        if total == 2000 and i and raw[i - 1].low == "year":
            return Token(t.start, raw[last].end, t.low, c["Y4"], "2000"), k
    return Token(t.start, raw[last].end, t.low, numw, str(total)), k
