"""One event for each distinct act of a report: later mentions of the same act are dropped."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dragoman.coding.events.screening import SPEECH
from dragoman.language.analysis import Token
from dragoman.model import BlockKind, Event, Party

NEAR = frozenset({"this", "that", "these", "those"})
DEFINITE = frozenset({"the", "this", "that", "these", "those"})


@dataclass(frozen=True, slots=True)
class Draft:
    """An event with the token that it was found at."""

    event: Event
    token: Token
    form: str
    latent: bool = False  # counts only if a later mention says who did it
    echo: bool = False  # counts only as a mention of an act told before: "the expulsion", nobody named

    @property
    def in_title(self) -> bool:
        return self.token.sentence.block.kind is BlockKind.TITLE


def distinct(drafts: list[Draft]) -> list[Event]:
    """The events to keep, in text order. The title's stay only where the body has no act of that type and sides."""
    kept: list[Draft] = []
    for draft in [d for d in drafts if not d.in_title]:
        same = [n for n, old in enumerate(kept) if _same(old, draft)]
        # "that raid" is the one told last, "the attack" the one that the report is about
        near = any(c.lower in NEAR for c in draft.token.children)
        known = None if not same else same[-1] if near else same[0]
        if known is None:
            if not _claimed(draft) and not draft.echo:
                kept.append(draft)
        else:
            kept[known] = replace(kept[known], event=_completed(kept[known].event, draft.event))
    for draft in [d for d in drafts if d.in_title]:
        known = next((n for n, old in enumerate(kept) if _echoes(draft.event, old.event)), None)
        if known is None and not draft.echo:
            kept.append(draft)
        elif known is not None:
            old = kept[known]
            kept[known] = replace(old, event=replace(old.event, mentions=(draft.event.trigger, *old.event.mentions)))
    told = [d.event for d in kept if d.event.actors or not d.latent]
    return sorted(told, key=lambda e: e.trigger)


def told_again(token: Token) -> bool:
    """Whether a noun points back at what was told before: "the attack", "this visit"."""
    return token.is_noun and any(c.lower in DEFINITE for c in token.children)


def _same(old: Draft, new: Draft) -> bool:
    """Whether `new` is another mention of the act that `old` is."""
    a, b = old.event, new.event
    if a.type != b.type or (a.mode and b.mode and a.mode != b.mode and a.type != "ASSAULT"):
        return False
    if a.status != b.status and new.token.is_verb:
        return False
    if a.date and b.date and (a.date[0] > b.date[1] or b.date[0] > a.date[1]):
        return False
    if not _agree(a.actors, b.actors):
        return False
    again = told_again(new.token)
    if again and a.type not in SPEECH:
        return True
    if not _agree(a.recipients, b.recipients):
        return False
    if old.form == new.form == "obligation":
        return a.mode == b.mode and _equal(a, b)
    if a.type in SPEECH:
        return new.token.lemma == old.token.lemma and (again or a.date == b.date) and _equal(a, b)
    if not _equal(a, b):
        return False
    return new.token.lemma == old.token.lemma or new.token.is_noun or a.type == "CONSULT"


def _completed(first: Event, again: Event) -> Event:
    """The first mention with what only a later one tells: "an attack", then "the attack, claimed by the rebels"."""
    return replace(
        first,
        mentions=(*first.mentions, again.trigger, *again.mentions),
        magnitudes=first.magnitudes or again.magnitudes,
        mode=first.mode or again.mode,
        actors=first.actors or again.actors,
        recipients=first.recipients or (again.recipients if len(first.actors) < 2 else ()),
        date=first.date or again.date,
        place=first.place or again.place,
    )


def _claimed(draft: Draft) -> bool:
    """ "claimed responsibility for the attack": adds to an attack told before, and is none by itself."""
    head = draft.token.head
    if draft.token.dep == "dobj" and head.lemma == "claim":
        return True  # "the group claimed the attack"
    return (
        draft.token.dep == "pobj"
        and head.lower == "for"
        and head.head.lemma == "responsibility"
        and any(c.lower in DEFINITE for c in draft.token.children)
    )


def _echoes(title: Event, body: Event) -> bool:
    if title.type != body.type:
        return False
    mine = {p.country for p in (*title.actors, *title.recipients)}
    theirs = {p.country for p in (*body.actors, *body.recipients)}
    return not mine or bool(mine & theirs)


def _agree(a: tuple[Party, ...], b: tuple[Party, ...]) -> bool:
    """Whether two sides may be the same: one of them unnamed, or a country in common."""
    return not a or not b or bool({p.country for p in a} & {p.country for p in b})


def _equal(a: Event, b: Event) -> bool:
    return {p.country for p in a.actors} == {p.country for p in b.actors} and {p.country for p in a.recipients} == {
        p.country for p in b.recipients
    }
