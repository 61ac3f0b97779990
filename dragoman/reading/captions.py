"""Whether a line is a picture's caption or credit, by the marks that caption writers and photo agencies leave."""

from __future__ import annotations

import re
from collections.abc import Sequence

_AGENCY_PHOTO = (
    r"(?:reuters|ap|afp|getty(?:\simages)?|epa|efe|shutterstock|alamy|istock|bloomberg|xinhua|tass|sputnik|pool|dpa|pa"
    r"|anadolu|zuma(?:\spress)?|upi|rex|file)"
)
_NAME = r"[A-ZÀ-Þ][\w.’'-]*"
_OPENING = re.compile(
    r"^\W{0,3}(?:©\s{0,2}(?!\d{4}\b|copyright)|file\s?(?:photo|picture|image)\b|file\s[-–—]\s|(?:photo|image|picture|photograph|"
    r"photographer|illustration|graphic|screenshot|photo\scredit|image\scredit|credit|image\ssource|photo\sby|image\sby|"
    r"picture\sby|photos\sby|photograph\sby|photo\sillustration|image\scaption|caption|above|pictured|video)\s{0,2}[:|©]"
    r"|(?:image|media|photo|picture|video)\s(?:caption|copyright|source)\b"
    r"|(?:image|photo|photograph|illustration|picture)s?\s(?:courtesy\sof|by)\b|courtesy\s(?:of\b|photo)"
    r"|(?:an?|this|these|the)\s(?:\w+\s){0,2}(?:photo|photograph|picture|image|illustration|map|graphic|chart|screengrab|screenshot|"
    r"frame\sgrab|combination\sof\spictures|rendering)s?"
    r"\s(?:shows?|taken|released|provided|made|depicts?|by|from)\b"
    r"|in\sthis\s(?:\w+\s){0,3}(?:photo|photograph|picture|image|frame\sgrab)\b"
    r"|an?\s(?:aerial|general|satellite)\sview\b|an?\sartist['’]s\s(?:concept|impression|illustration|rendering)\b)",
    re.IGNORECASE,
)
_AGENCY_MARK = re.compile(
    r"\b(?:AP Photo|REUTERS|Reuters|AFP|EPA|Sputnik)\s?/(?!\d)"
    r"|\bvia (?:REUTERS|AP|AFP|Getty Images|EPA)\b|/File Photo\b|/Handout\b"
)
_CLOSING = re.compile(
    rf"(?:[(\[]\s?(?:photo|image|picture|credit|photograph|illustration|file|via)\b[^)]{{0,120}}[)\]]?"
    rf"|[/|(]\s?{_AGENCY_PHOTO}(?:\sphotos?|\simages)?"
    r"(?:\s(?:file|pool|handout|via\s\w+|europe|for\s[\w ]{2,30}))?\s?[)\]]?"
    r"|(?-i:\bGetty Images|\bShutterstock)(?:\s(?:file|europe|north america))?"
    r"|[.!?]\s(?:file\s(?:photo|image|picture)|photo(?:graph)?\sby\s[\w.’' -]{3,40}"
    r"|(?:photo|picture|image)s?:\s[\w.’'/ -]{3,60}))"
    r"[\s.)]*$",
    re.IGNORECASE,
)
_INSIDE = re.compile(r"\((?:AP Photo|Photo by|Photo:|Image:|Credit:|Picture:)[^)]{0,160}\)")
_CREDITED = re.compile(r"\b(?:photo|image|picture) (?:credit|courtesy|by)\b", re.IGNORECASE)
# "... in the capital. (Jane Doe/The Daily)", "(Daily Planet)" alone on its line
_IN_BRACKETS = re.compile(
    r"\((?:[A-Z][\w.’'-]*\s?){1,6}/\s?(?:[A-Z][\w.’'-]*[\s/]?){1,6}\)[\s.]*$|^\((?:[A-Z][\w.’'-]*\s?){1,5}\)$"
)
_AGENCY_ALONE = re.compile(
    rf"^(?:(?:{_NAME}\s){{1,3}}[/|–-]\s?)?"
    r"(?i:getty images?|reuters|shutterstock|ap photo|afp|istock|alamy|epa-efe|file photo)[\W\d]*$"
)
# A line that credits whoever made the picture, and nothing else; what stands right above it is its caption.
_CREDIT_LINE = re.compile(
    rf"^\W{{0,2}}(?:(?i:photo(?:graph)?s?|image|picture|credit|source|illustration|courtesy)"
    rf"(?i:\s(?:by|of|credit|courtesy))?[:\s]+(?:the\s)?(?:{_NAME}[,/\s]*){{1,7}}"
    rf"|(?:{_NAME}\s?){{1,4}}(?:\s?/\s?(?:{_NAME}\s?){{1,5}}){{1,3}}"
    rf"|(?:{_NAME}\s){{1,3}}{_NAME},\s(?i:ap|afp|epa|reuters|associated\spress|getty\simages|bloomberg)"
    rf"|(?:{_NAME}\s){{1,4}}via\s(?:AP|AFP|Reuters|Getty Images))\W*$"
)
# Words and marks without one of which a line is no caption and no credit; most lines have none of them.
_HINTS = frozenset(
    "photo photos photograph photographs photographer image images picture pictures pictured caption credit courtesy "
    "illustration illustrations graphic screenshot screengrab grab rendering renderings getty reuters afp epa ap "
    "shutterstock alamy istock sputnik file files view artist artists map maps chart charts above video via source "
    "media bloomberg".split()
)
_MARKS = re.compile(r"[©(\[/|]")


def may_be_caption(text: str, words: Sequence[str]) -> bool:
    """Whether a line whose words (small letters) are `words` has anything of a caption or credit in it."""
    return not _HINTS.isdisjoint(words) or bool(_MARKS.search(text))


def is_caption(text: str, words: int) -> bool:
    """Whether a line reads as a picture's caption or credit. Prose of several sentences never does by its end alone."""
    if _OPENING.match(text) or _AGENCY_MARK.search(text) or _AGENCY_ALONE.match(text):
        return words <= 120
    return words <= 90 and bool(
        _CLOSING.search(text[-160:])
        or _INSIDE.search(text)
        or _IN_BRACKETS.search(text[-160:])
        or (words <= 25 and _CREDITED.search(text))
    )


def is_credit(text: str) -> bool:
    """Whether a line is a picture's credit and nothing else: "Photo by Jane Doe", "John Roe/AFP"."""
    if len(text) > 90 or text.isupper():  # "ANALYSIS/OPINION:" names a section
        return bool(_AGENCY_ALONE.match(text))
    return bool(_CREDIT_LINE.match(text) or _AGENCY_ALONE.match(text))
