"""Puts a report together from its blocks and from what the page says of it: times, byline, agency, language, issues."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from dragoman.model import Block, BlockKind, Dateline, Issue, PageMap, Report, report_id
from dragoman.reading.agency import dateline
from dragoman.reading.authors import names_of
from dragoman.reading.language import guess_language
from dragoman.reading.plain import plain
from dragoman.reading.stamps import Stamp, address_day, moment, page_order

STAGE = "reading"
Moment = datetime | date


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a page says about its report beside the words. None is what it does not say."""

    title: str | None = None
    byline: str | None = None
    agency: str | None = None
    publisher: str | None = None
    url: str | None = None
    published: Moment | None = None
    updated: Moment | None = None
    language: str | None = None
    issues: tuple[Issue, ...] = field(default=())


def assemble(
    text: str, blocks: Sequence[Block], page_map: PageMap, *, told: Told, published: Moment | None = None
) -> Report:
    """The report with these blocks. `published` overrides what the page says.

    Adds the dateline, the agency that it credits, the language, and the issues `no-date`, `not-english` and
    `replaced-characters` where they hold.
    """
    when = published if published is not None else told.published
    line, credit = find_dateline(text, blocks, when)
    prose = "\n".join(text[b.start : b.end] for b in blocks if b.kind in (BlockKind.PARAGRAPH, BlockKind.TITLE))
    language = guess_language(prose) or _declared(told.language, prose)
    issues = [issue for issue in told.issues if published is None or issue.code != "ambiguous-date"]
    if when is None and not any(issue.code == "ambiguous-date" for issue in issues):
        only = "; it tells only when it was updated" if told.updated else ""
        issues.append(Issue("no-date", f"the page does not tell when it was published{only}", STAGE))
    if language not in (None, "en"):
        issues.append(Issue("not-english", f"the text is not in English (language {language})", STAGE))
    if "\ufffd" in text and not any(issue.code == "replaced-characters" for issue in issues):
        count = text.count("\ufffd")
        issues.append(Issue("replaced-characters", f"{count} characters had been lost before reading", STAGE))
    agency = credit or told.agency
    byline = _names(told.byline, agency)
    return Report(
        id=report_id(told.url, text),
        text=text,
        blocks=tuple(blocks),
        title=told.title and (plain(told.title) or None),
        byline=byline,
        agency=agency,
        publisher=told.publisher and (plain(told.publisher) or None),
        url=told.url,
        dateline=line,
        published=when,
        updated=told.updated,
        language=language,
        page_map=page_map,
        issues=tuple(issues),
    )


def _names(byline: str | None, agency: str | None) -> str | None:
    """The byline's names with commas between them; an agency ("By Northwire") names no author."""
    names, _ = names_of([byline] if byline else [], not_names=(agency,))
    return ", ".join(names) or None


def find_dateline(text: str, blocks: Sequence[Block], published: Moment | None) -> tuple[Dateline, str | None]:
    """The dateline that opens one of the first three paragraphs, and its agency; an empty one if there is none."""
    day = published.date() if isinstance(published, datetime) else published
    for block in [b for b in blocks if b.kind is BlockKind.PARAGRAPH][:3]:
        found = dateline(text[block.start : block.end], block.start, published=day)
        if found:
            return found
    return Dateline(), None


def settle(stamps: Sequence[Stamp], *, url: str | None) -> tuple[Moment | None, Moment | None, list[Issue]]:
    """Published and updated out of an article's stamps, best first.

    A stamp labelled as published goes before one without a label, and the day in the page's address `url` stands in
    where no stamp tells it. A stamp in digits that can mean two days is decided by the page's other stamps or by the
    address; if neither does, it is left out and an `ambiguous-date` issue says so.
    """
    order = page_order(stamps)
    addressed = address_day(url)
    if order is None and addressed:
        told = {
            "month-first" if s.readings[0] == addressed else "day-first"
            for s in stamps
            if len(s.readings) > 1 and addressed in s.readings
        }
        order = told.pop() if len(told) == 1 else None
    issues: list[Issue] = []

    def first(label: str | None) -> Moment | None:
        for stamp in stamps:
            if stamp.label != label:
                continue
            found = moment(stamp, order=order)
            if found is not None:
                return _sharpened(found, [moment(s, order=order) for s in stamps if s.label == label])
            days = " or ".join(day.isoformat() for day in stamp.readings)
            what = "update" if label == "updated" else "publication"
            issues.append(Issue("ambiguous-date", f"the date of {what} can mean {days}", STAGE))
        return None

    published = first("published")
    if published is None and not issues:
        published = first(None)
    if published is None and not issues:
        published = addressed
    known = published is not None
    updated = first("updated")
    if known:
        issues = [issue for issue in issues if "publication" not in issue.message]
    return published, updated, issues


def _sharpened(found: Moment, others: Sequence[Moment | None]) -> Moment:
    """The same day with its time, if another stamp of the same kind tells it."""
    if isinstance(found, datetime):
        return found
    return next((o for o in others if isinstance(o, datetime) and o.date() == found), found)


def _declared(language: str | None, prose: str) -> str | None:
    """The page's own word for its language, for texts too short to tell it from."""
    code = (language or "").replace("_", "-").split("-")[0].lower()
    return code if 2 <= len(code) <= 3 and code.isalpha() and prose else None
