"""Why an event was coded as it was: what the tables and the classifier made of it, which word set its status."""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.coding.events.candidates import Candidate
from dragoman.coding.events.classifier import Opinion
from dragoman.coding.events.decision import Decision
from dragoman.coding.status import Reading
from dragoman.model import Event, Span, Status

FORMS = {
    "act": "a word of the trigger lexicon that names an act by itself",
    "future": "an act that is announced",
    "operator": "a word that makes an act of what hangs on it",
    "obligation": "what the speaker says that somebody must do",
    "open": "a word that no table knows in its place",
}


@dataclass(frozen=True, slots=True)
class Explanation:
    """The grounds of one event.

    `row` is what fitted in the tables ("triggers.tsv: bomb, verb"), None where none did; `table` the type, mode and
    weight that the tables give, None likewise; `classifier` the three likeliest types and their probabilities, NONE
    among them; `decision` what both together gave; `reading` what the grammar says of its having happened, and by
    which word; `interval_words` and `place_words` are the expressions that date and place it.
    """

    event: Event
    trigger: str
    form: str
    row: str | None
    table: Decision | None
    classifier: tuple[tuple[str, float], ...]
    decision: Decision
    reading: Reading
    interval_words: str | None
    place_words: str | None

    def lines(self) -> list[tuple[str, str]]:
        """The explanation as labelled lines, for people to read."""
        d = self.decision
        out = [
            ("candidate", f"“{self.trigger}”: {FORMS[self.form]}"),
            ("tables", f"{self.row}: {_what(self.table)}" if self.table is not None and self.row else "none fits"),
            ("classifier", ", ".join(f"{name} {p:.2f}" for name, p in self.classifier)),
            ("together", _what(d)),
            ("status", self._status()),
        ]
        out.append(("date", self.interval_words or "none: the act's clause tells no day"))
        out.append(("place", self.place_words or "none: the act's clause tells no place"))
        return out

    def _status(self) -> str:
        status, read = self.event.status, self.reading
        if status is Status.HISTORICAL:
            return "historical: over, and more than twelve months before the report"
        if status is Status.OCCURRED and read.label != "asserted":
            return (
                f"occurred: an act of speech is done by being said (“{read.word.text}” makes its content {read.label})"
            )
        return f"{status.value}: “{read.word.text}” – {read.why}"


def table_row(c: Candidate) -> str | None:
    """The row of the tables that a candidate came from, by its file and first words."""
    if c.form == "operator" and c.found is not None:
        row = c.found.row
        return f"operators.tsv, {row.word} ({row.kind})" + (f" over {c.content_type}" if c.content_type else "")
    if c.form == "obligation":
        return "a verb of obligation" + (f" over {c.content_type}" if c.content_type else "")
    if c.act is not None and c.form != "open":
        needs = " ".join(name if not values else f"{name}={','.join(values)}" for name, values in c.act.row.needs)
        return f"triggers.tsv, {c.act.row.word} ({c.act.row.pos}{', ' + needs if needs else ''})"
    return f"content.tsv, {c.token.lemma}" if c.form == "future" else None


def top_three(opinion: Opinion) -> tuple[tuple[str, float], ...]:
    """The three likeliest types of an opinion."""
    return tuple(opinion.types.items())[:3]


def _what(d: Decision) -> str:
    return f"{d.type}{' ' + d.mode if d.mode else ''} {d.sure:.2f}"


def words_of(text: str, span: Span | None) -> str | None:
    """The words of a span, in quotation marks."""
    return f"“{text[span.start : span.end]}”" if span is not None else None
