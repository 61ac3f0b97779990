"""The figures of each kind of set that tables and floors show, and what each of them says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dragoman.evaluate.measures import Cells, Figures
from dragoman.evaluate.sets import Kind

EVERY = "*"
"""Stands for every section or line that the figures have."""


@dataclass(frozen=True, slots=True)
class Headline:
    """Where a figure stands in a set's table; `{section}` and `{line}` in the name are filled in.

    `pinned` figures get a floor; those over few records, by class, do not, since one record would break it.
    """

    metric: str
    section: str
    line: str
    column: str
    meaning: str
    lower_is_better: bool = False
    pinned: bool = True


@dataclass(frozen=True, slots=True)
class Found:
    """One headline's figure: its full name, value, and over how many gold items."""

    metric: str
    value: float
    n: int
    headline: Headline


def found(kind: Kind, figures: Figures, *, records: int) -> Iterator[Found]:
    """The headline figures of a set, in the table's order; lines that its figures do not have are left out.

    A figure that tells no size of its own is over all `records`.
    """
    for headline in HEADLINES[kind]:
        sections = list(figures) if headline.section == EVERY else [headline.section]
        for section in sections:
            lines = figures.get(section, {})
            for line in list(lines) if headline.line == EVERY else [headline.line]:
                if line in lines:
                    name = headline.metric.format(section=section, line=line)
                    yield Found(name, lines[line][headline.column], _size(lines[line], records), headline)


def _size(cells: Cells, records: int) -> int:
    return int(next((cells[k] for k in ("gold", "n") if k in cells), records))


ABOUT: Mapping[Kind, str] = {
    Kind.RAWTEXT: "Visible lines of a news page, as pasted: which of them are the article.",
    Kind.ARTICLES: "HTML pages: the article's body, and where the gold has them title, date and authors.",
    Kind.TIMES: "Time expressions of news and of histories (TIMEX3): where they are, and which days they mean.",
    Kind.PLACES: "Place names in news: found, and resolved to their country and point.",
    Kind.ACTORS: "Mentions of actors, resolved to country and sector, some as of a given day.",
    Kind.STATEMENTS: "Who said what in news articles: source, cue and content of every attribution.",
    Kind.MODALITY: "Events in news sentences, their trigger given: did it happen, will it, might it, did it not?",
    Kind.PAIRS: "Sentences with a given source and target: which type of event lies between them.",
    Kind.SENTENCES: "Single sentences: the events in them, with type and the countries on both sides.",
    Kind.NEGATIVES: "Sentences that human coders called neutral: how often an event is found all the same.",
    Kind.REPORTS: "Whole pages, annotated by hand from the raw page to the record.",
    Kind.STORIES: "Reports, some of them copies or revisions of others, some only like others: which are one story.",
    Kind.THREADS: "Affairs told in a few short reports, made up: what was committed to, and what came of it.",
}

HEADLINES: Mapping[Kind, tuple[Headline, ...]] = {
    Kind.RAWTEXT: (
        Headline("lines F1", "full", "lines", "F1", "lines of the article among all lines of the page"),
        Headline("lines precision", "full", "lines", "P", "share of kept lines that are the article's", pinned=False),
        Headline("lines recall", "full", "lines", "R", "share of the article's lines that are kept", pinned=False),
        Headline("lines near the article F1", "near", "lines", "F1", "the same, only lines around the article"),
    ),
    Kind.ARTICLES: (
        Headline("body F1", "body", "4-word shingles", "F1", "runs of four words shared with the true body"),
        Headline("body precision", "body", "4-word shingles", "P", "share of the body read that is true", pinned=False),
        Headline("body recall", "body", "4-word shingles", "R", "share of the true body that was read", pinned=False),
        Headline("title", "metadata", "title", "acc", "pages whose title has the same letters and digits"),
        Headline("date", "metadata", "date", "acc", "pages whose day of publication is right"),
        Headline("authors F1", "metadata", "authors", "F1", "authors' names"),
    ),
    Kind.TIMES: (
        Headline("news: strict F1", "news: spans", "strict", "F1", "expressions with the same start and end"),
        Headline("news: value F1", "news: spans", "value F1", "F1", "expressions found, with an equal TIMEX3 value"),
        Headline(
            "news: interval", "news: pairs", "interval on pairs", "acc", "right first and last day, of those found"
        ),
        Headline("news: interval recall", "news: pairs", "interval recall", "acc", "right first and last day, of all"),
        Headline("all: strict F1", "spans", "strict", "F1", "the same with the histories"),
        Headline("all: value F1", "spans", "value F1", "F1", "the same with the histories"),
        Headline("all: interval", "pairs", "interval on pairs", "acc", "the same with the histories"),
        Headline("all: interval recall", "pairs", "interval recall", "acc", "the same with the histories"),
    ),
    Kind.PLACES: (
        Headline("{section}: found F1", EVERY, "toponyms relaxed", "F1", "place names, any overlap"),
        Headline("{section}: country", EVERY, "country, of those found", "acc", "right country, of those found"),
        Headline("{section}: country, end to end", EVERY, "country, end to end", "acc", "right country, of all"),
        Headline("{section}: 161 km", EVERY, "161 km, of those found", "acc", "right point, of those found"),
        Headline("{section}: country", EVERY, "given: country", "acc", "right country, told where the name stands"),
        Headline(
            "{section}: GeoNames id", EVERY, "given: GeoNames id", "acc", "right place, told where the name stands"
        ),
        Headline("{section}: 161 km", EVERY, "given: 161 km", "acc", "right point, told where the name stands"),
    ),
    Kind.ACTORS: (
        Headline("country", "active", "country", "acc", "right country, or rightly none"),
        Headline("sector", "active", "sector", "acc", "right sector, or rightly none"),
        Headline("both", "active", "both", "acc", "country and sector right"),
        Headline("no actor", "active", "no actor", "acc", "mentions of nobody that resolve to nothing", pinned=False),
    ),
    Kind.STATEMENTS: (
        Headline("content F1", "attributions", "ALIGN content", "F1", "contents that share half of their words"),
        Headline("source F1", "attributions", "SOURCE lenient", "F1", "and whose sources overlap"),
        Headline("cue F1", "attributions", "CUE lenient", "F1", "and whose cues overlap"),
        Headline("triple F1", "attributions", "TRIPLE lenient", "F1", "and whose sources and cues both overlap"),
        Headline(
            "content precision", "attributions", "ALIGN content", "P", "right contents of those found", pinned=False
        ),
        Headline("content recall", "attributions", "ALIGN content", "R", "right contents of all", pinned=False),
        Headline(
            "{line}: recall", "recall by quote type (aligned)", EVERY, "R", "contents found, by form", pinned=False
        ),
    ),
    Kind.MODALITY: (
        Headline("macro F1", "all", "macro", "F1", "mean over the labels"),
        Headline("macro F1 without asserted", "all", "macro without asserted", "F1", "mean over the rarer labels"),
        Headline("accuracy", "all", "accuracy", "acc", "right labels"),
        Headline("{line} F1", "by label", EVERY, "F1", "one label", pinned=False),
    ),
    Kind.PAIRS: (
        Headline("type macro F1", "root", "macro", "F1", "mean over the event types"),
        Headline("type accuracy", "root", "accuracy", "acc", "right types"),
        Headline("quadrant macro F1", "quad", "macro", "F1", "mean over verbal and material cooperation and conflict"),
        Headline(
            "direction",
            "direction",
            "turns round with its sides",
            "acc",
            "acts found between two states' names put for the sides, that turn round when the names do",
        ),
    ),
    Kind.SENTENCES: (
        Headline("types F1", "sentences", "roots", "F1", "event types of a sentence"),
        Headline("types precision", "sentences", "roots", "P", "right types of those found", pinned=False),
        Headline("types recall", "sentences", "roots", "R", "right types of all", pinned=False),
        Headline("triples F1", "sentences", "triples", "F1", "actor country, recipient country and type together"),
        Headline("dyads F1", "sentences", "dyads", "F1", "actor country and recipient country"),
        Headline("types macro F1", "average", "macro F1 of roots", "F1", "mean over the event types"),
        Headline(
            "confidence {line}",
            "reliability",
            EVERY,
            "acc",
            "events of that confidence whose type the sentence has",
            pinned=False,
        ),
        Headline(
            "precision at {line} and over", "at least", EVERY, "P", "types, if only surer events are kept", pinned=False
        ),
        Headline(
            "recall at {line} and over", "at least", EVERY, "R", "types, if only surer events are kept", pinned=False
        ),
    ),
    Kind.NEGATIVES: (
        Headline(
            "false events",
            "sentences with an event",
            "no request wording: any event",
            "share",
            "neutral sentences where an event is found (lower is better)",
            lower_is_better=True,
        ),
        Headline(
            "false events beside appeals",
            "sentences with an event",
            "request wording: other than REQUEST",
            "share",
            "appeals where anything but a REQUEST is found (lower is better)",
            lower_is_better=True,
        ),
    ),
    Kind.REPORTS: (
        Headline(
            "statements F1", "statements", "content (Jaccard >= .5)", "F1", "contents that share half their words"
        ),
        Headline("speaker", "matched statements", "speaker", "acc", "right speaker, of statements found"),
        Headline("cue", "matched statements", "cue", "acc", "right cue, of statements found", pinned=False),
        Headline("form", "matched statements", "form", "acc", "direct, indirect or mixed, of statements found"),
        Headline("addressee found", "matched statements", "addressee found", "acc", "addressees, of those annotated"),
        Headline(
            "addressee in vain",
            "matched statements",
            "addressee in vain",
            "acc",
            "addressees given where there is none (lower is better)",
            lower_is_better=True,
            pinned=False,
        ),
        Headline("outlets F1", "matched statements", "outlets", "F1", "outlets that carried the words"),
        Headline("events located F1", "events", "located, any type", "F1", "events at the right words, of any type"),
        Headline("events F1", "events", "located and typed", "F1", "events at the right words, of the right type"),
        Headline("full record F1", "events", "full record", "F1", "events with right type, countries and status"),
        Headline("actors", "matched events", "actor countries", "acc", "of events found", pinned=False),
        Headline("actor sectors", "matched events", "actor sectors", "acc", "of events found", pinned=False),
        Headline("recipients", "matched events", "recipient countries", "acc", "of events found", pinned=False),
        Headline("status", "matched events", "status", "acc", "right status, of events found"),
        Headline("date", "matched events", "date", "acc", "right first and last day or rightly none, of events found"),
        Headline("place country", "matched events", "place country", "acc", "of events found", pinned=False),
        Headline("claimed", "matched events", "claimed", "acc", "whether on somebody's word only", pinned=False),
        Headline(
            "mode", "matched events", "mode, where the gold has one", "acc", "of events found with a mode", pinned=False
        ),
        Headline(
            "commitments F1", "commitments", "content (Jaccard >= .5)", "F1", "contents that share half their words"
        ),
        Headline("commitment kind", "matched commitments", "kind", "acc", "of commitments found", pinned=False),
    ),
    Kind.STORIES: (
        Headline(
            "pairs precision", "pairs", "of one story", "P", "right pairs of reports of one story, of those found"
        ),
        Headline("pairs recall", "pairs", "of one story", "R", "pairs of reports of one story that are found, of all"),
        Headline(
            "{line}: recall", "recall by kind", EVERY, "acc", "pairs with a report that was made so", pinned=False
        ),
    ),
    Kind.THREADS: (
        Headline("steps F1", "steps", "steps", "F1", "steps by thread, report and kind"),
        Headline("steps precision", "steps", "steps", "P", "right steps of those found"),
        Headline("steps recall", "steps", "steps", "R", "right steps of all", pinned=False),
        Headline("links F1", "steps", "links", "F1", "steps by thread and report, of any kind"),
        Headline("threads F1", "threads", "threads", "F1", "threads with all their steps and their state"),
        Headline("threads located F1", "threads", "located", "F1", "threads, by the words that open them"),
        Headline("{line}: steps F1", "steps by kind", EVERY, "F1", "steps of one kind", pinned=False),
    ),
}
