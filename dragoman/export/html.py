"""The record as one self-contained page: the text with every span marked, beside it the tables, linked both ways.

Nothing is loaded from anywhere (a Content-Security-Policy in the page forbids it), every string is escaped, and the
links and the filter work without JavaScript; the script (`page.js`) only lights up what belongs together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape
from importlib.resources import files

from dragoman.export import rows, wording
from dragoman.export.marking import Mark, Segment, cut, find_marks
from dragoman.model import Block, BlockKind, CodedReport, Report

_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
)
_TAGS = {BlockKind.TITLE: "h1", BlockKind.HEADING: "h2", BlockKind.PARAGRAPH: "p", BlockKind.CAPTION: "p"}


def page(coded: CodedReport) -> str:
    """The page of one report, a whole HTML document."""
    return page_of([coded])


def page_of(records: Sequence[CodedReport]) -> str:
    """One page that holds the reports in sequence, with a list of them at its top if there are several."""
    title = wording.one_line(records[0].report.title or "(no title)") if len(records) == 1 else "Reports"
    body = "\n".join(section(coded, f"r{n}") for n, coded in enumerate(records, 1))
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{_POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>{_text(title)} – Dragoman</title>
<style>
{_file("page.css")}</style>
</head>
<body>
<nav class="bar" aria-label="Layers">
<b class="mark">Dragoman</b>
<fieldset><legend>Show</legend>
{layers(records)}
</fieldset>
</nav>
{_contents(records)}<main>
{body}
</main>
<script>
{_file("page.js")}</script>
</body>
</html>
"""


def layers(records: Sequence[CodedReport]) -> str:
    """The boxes that show and hide each layer of a page that holds these records, as HTML."""
    lines = []
    for layer in rows.LAYERS:
        count = sum(len(layer.things(coded)) for coded in records)
        lines.append(
            f'<label class="layer {layer.name}"><input type="checkbox" id="layer-{layer.name}" checked>'
            f'<span class="swatch"></span>{layer.title} <small>{count}</small></label>'
        )
    return "\n".join(lines)


def _contents(records: Sequence[CodedReport]) -> str:
    if len(records) < 2:
        return ""
    items = []
    for n, coded in enumerate(records, 1):
        title = coded.report.title or wording.one_line(coded.report.text)[:80] or "(no title)"
        link = f'<a href="#r{n}">{_text(wording.one_line(title))}</a>'
        items.append(f"<li>{link} <small>{_text(_origin(coded.report))}</small></li>")
    return '<nav class="contents" aria-label="Reports"><ol>\n' + "\n".join(items) + "\n</ol></nav>\n"


def section(coded: CodedReport, prefix: str = "r1", *, more: rows.More | None = None, beside: str = "") -> str:
    """One report as HTML to be put into a page: its text with the marks, and the tables.

    `more` gives HTML that stands beneath a row, and `beside` is HTML that stands above the tables: other pages' links.
    """
    marks = find_marks(coded, prefix=prefix)
    shown: set[str] = set()
    body = _body(coded, marks, shown)
    tables = "\n".join(filter(None, (_table(layer, coded, prefix, shown, more) for layer in rows.LAYERS)))
    nothing = ""
    if not (coded.statements or coded.attitudes or coded.events or coded.commitments):
        nothing = (
            '<p class="nothing">Nothing was coded from this report: no statements, no events, no commitments.</p>\n'
        )
    return f"""<section class="report" id="{prefix}">
<article{_language(coded.report)}>
{_head(coded.report)}
{body}
</article>
<aside class="record" aria-label="Record">
{beside}{nothing}{tables}
{rows.issues(coded)}</aside>
</section>"""


def _head(report: Report) -> str:
    facts = [("Published", wording.stamp(report.published))]
    if report.updated:
        facts.append(("Updated", wording.stamp(report.updated)))
    facts.append(("Filed from", report.dateline.place or wording.UNKNOWN))
    if report.byline:
        facts.append(("By", report.byline))
    told = "".join(f"<div><dt>{name}</dt><dd>{_text(wording.one_line(value))}</dd></div>" for name, value in facts)
    source = ""
    if report.url:
        shown = _text(wording.one_line(report.url))
        safe = re.match(r"https?://", report.url, re.IGNORECASE)
        link = f'<a href="{shown}" rel="noopener noreferrer nofollow">{shown}</a>' if safe else shown
        source = f'<p class="source">{link}</p>\n'
    title = ""
    if not any(block.kind is BlockKind.TITLE for block in report.blocks):
        title = f'<h1 dir="auto">{_text(wording.one_line(report.title or "(no title)"))}</h1>\n'
    return f'<p class="kicker">{_text(_origin(report))}</p>\n{title}<dl class="head">{told}</dl>\n{source}'.rstrip()


def _origin(report: Report) -> str:
    sources = dict.fromkeys(filter(None, (report.agency, report.publisher)))
    return wording.one_line(" · ".join(sources)) or f"Source {wording.UNKNOWN}"


def _language(report: Report) -> str:
    known = report.language and re.fullmatch(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*", report.language)
    return f' lang="{report.language}"' if known else ""


def _body(coded: CodedReport, marks: Sequence[Mark], shown: set[str]) -> str:
    """The text with its marks; the keys of rows whose words stand in it are added to `shown`."""
    out = []
    for block in _blocks(coded.report):
        tag = _TAGS[block.kind]
        kind = ' class="caption"' if block.kind is BlockKind.CAPTION else ""
        inner = "".join(_segment(coded, segment, shown) for segment in cut(block.span, marks))
        out.append(f'<{tag}{kind} dir="auto">{inner}</{tag}>')
    return "\n".join(out)


def _blocks(report: Report) -> Iterable[Block]:
    """The blocks in order, and any words between them as paragraphs: every character is shown, and shown once."""
    at = 0
    for block in sorted(report.blocks, key=lambda b: (b.start, b.end)):
        if report.text[at : block.start].strip():
            yield Block(BlockKind.PARAGRAPH, at, block.start)
        if block.end > max(at, block.start):
            yield Block(block.kind, max(at, block.start), block.end)
        at = max(at, block.end)
    if report.text[at:].strip():
        yield Block(BlockKind.PARAGRAPH, at, len(report.text))


def _segment(coded: CodedReport, segment: Segment, shown: set[str]) -> str:
    words = _text(coded.report.slice(segment.span))
    if not segment.marks:
        return words
    first = segment.marks[0]
    kinds = dict.fromkeys(f"{mark.layer}-{part}" for mark in segment.marks for part in mark.part.split())
    keys = dict.fromkeys(mark.key for mark in segment.marks)
    labels = "; ".join(dict.fromkeys(mark.label for mark in segment.marks))
    html = (
        f'<a class="seg {" ".join(kinds)}" href="#{first.key}" data-ids="{" ".join(keys)}" title="{_text(labels)}">'
        f"{words}</a>"
    )
    # The first words of a row carry the anchor that the row links back to.
    for mark in segment.marks:
        if mark.main and mark.key not in shown:
            shown.add(mark.key)
            note = f' data-note="{mark.key.partition("-")[2]}"' if mark.layer in rows.NUMBERED else ""
            html = f'<span id="t-{mark.key}"{note}>{html}</span>'
    return html


def _table(layer: rows.Layer, coded: CodedReport, prefix: str, shown: set[str], more: rows.More | None) -> str:
    things = layer.things(coded)
    if not things:
        return ""
    lines = "\n".join(layer.row(coded, n, prefix, shown=shown, more=more) for n in range(len(things)))
    heads = "".join(f'<th scope="col">{head}</th>' for head in ("#", *layer.heads))
    return f"""<section class="table {layer.name}"><h2>{layer.title} <small>{len(things)}</small></h2>
<table><thead><tr>{heads}</tr></thead>
<tbody>
{lines}
</tbody></table></section>"""


def _text(text: str) -> str:
    return escape(wording.plain(text), quote=True)


def _file(name: str) -> str:
    return files("dragoman.export").joinpath(name).read_text("utf-8")
