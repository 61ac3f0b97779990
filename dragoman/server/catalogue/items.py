"""The members of each kind of thing, by the sheet that lists it."""

from __future__ import annotations

from dragoman.server.catalogue.columns import Cell, Column

_IN_REPORT = (
    Column("report", Cell.ID, "the report it was read from"),
    Column("report_day", Cell.DAY, "the report's day"),
    Column("publisher", Cell.TEXT, "who published the report"),
    Column("title", Cell.TEXT, "the report's title"),
    Column("url", Cell.TEXT, "the report's address"),
)

REPORTS = (
    Column("id", Cell.ID, "the report's id"),
    Column("day", Cell.DAY, "the day that its relative dates count from"),
    Column("published", Cell.STAMP, "when it was published, as exactly as the page tells it"),
    Column("updated", Cell.STAMP, "when it was last changed, as the page tells it"),
    Column("title", Cell.TEXT, "its title"),
    Column("publisher", Cell.TEXT, "who published it"),
    Column("agency", Cell.TEXT, "the agency it is from"),
    Column("byline", Cell.TEXT, "its authors, as it names them"),
    Column("url", Cell.TEXT, "its address"),
    Column("language", Cell.TEXT, "its language"),
    Column("statements", Cell.NUMBER, "how many statements were read from it"),
    Column("events", Cell.NUMBER, "how many events"),
    Column("commitments", Cell.NUMBER, "how many commitments"),
    Column("characters", Cell.NUMBER, "how long its text is, in code points"),
)

STATEMENTS = (
    Column("id", Cell.ID, "the statement's id"),
    Column("kind", Cell.TEXT, "statement, or attitude: a view or wish without words of the holder's"),
    Column("day", Cell.DAY, "the day of speaking, or the report's where that is not told"),
    Column("first_day", Cell.DAY, "the first day on which it may have been said"),
    Column("last_day", Cell.DAY, "the last day on which it may have been said"),
    Column("speaker", Cell.PARTY, "who speaks"),
    Column("stance", Cell.TEXT, "what is done with the words: asserts, denies, threatens, ..."),
    Column("form", Cell.TEXT, "direct, indirect or mixed"),
    Column("content", Cell.TEXT, "what is said"),
    Column("cue", Cell.TEXT, "the words that tell that it is said"),
    Column("addressee", Cell.PARTY, "who is spoken to"),
    Column("relayed_by", Cell.TEXTS, "the outlets that carried it, nearest to the speaker first"),
    Column("place", Cell.TEXT, "where it was said"),
    Column("place_country", Cell.TEXT, "the country that the place is in"),
    Column("inside", Cell.ID, "the statement whose words report this one"),
    Column("start", Cell.NUMBER, "where its content begins in the report's text, in code points", "start_at"),
    Column("end", Cell.NUMBER, "where it ends", "end_at"),
    *_IN_REPORT,
)

EVENTS = (
    Column("id", Cell.ID, "the event's id"),
    Column("type", Cell.TEXT, "PLOVER's type"),
    Column("quad", Cell.TEXT, "PLOVER's quarter of the type: V-COOP, M-COOP, V-CONF or M-CONF"),
    Column("mode", Cell.TEXT, "PLOVER's mode of the type"),
    Column("contexts", Cell.TEXTS, "PLOVER's contexts"),
    Column("status", Cell.TEXT, "occurred, historical, planned, hypothetical or denied"),
    Column("day", Cell.DAY, "the day it counts on: its first, or its report's where it occurred and no words date it"),
    Column("first_day", Cell.DAY, "the first day on which it may lie"),
    Column("last_day", Cell.DAY, "the last day on which it may lie"),
    Column("actors", Cell.PARTIES, "who acts", "actor"),
    Column("recipients", Cell.PARTIES, "who is acted on", "recipient"),
    Column("place", Cell.TEXT, "where"),
    Column("place_country", Cell.TEXT, "the country that the place is in"),
    Column(
        "place_precision", Cell.TEXT, "how exactly the place is known: point, city, admin2, admin1, country, region"
    ),
    Column("lat", Cell.REAL, "the place's latitude in degrees"),
    Column("lon", Cell.REAL, "the place's longitude in degrees"),
    Column("score", Cell.REAL, "on the scale from conflict (-10) to cooperation (10)"),
    Column("confidence", Cell.REAL, "how sure the type is, 0 to 1"),
    Column("statement", Cell.ID, "the statement that it rests on, if it is only claimed"),
    Column("trigger", Cell.TEXT, "the words that tell of it"),
    Column("start", Cell.NUMBER, "where these words begin in the report's text, in code points", "start_at"),
    Column("end", Cell.NUMBER, "where they end", "end_at"),
    *_IN_REPORT,
)

INCIDENTS = (
    Column("id", Cell.ID, "the incident's id"),
    Column("type", Cell.TEXT, "PLOVER's type"),
    Column("quad", Cell.TEXT, "PLOVER's quarter of the type: V-COOP, M-COOP, V-CONF or M-CONF"),
    Column("modes", Cell.TEXTS, "PLOVER's modes"),
    Column("contexts", Cell.TEXTS, "PLOVER's contexts"),
    Column("status", Cell.TEXT, "occurred, historical, planned, hypothetical or denied"),
    Column("first_day", Cell.DAY, "the first day on which it may lie"),
    Column("last_day", Cell.DAY, "the last day on which it may lie"),
    Column("actors", Cell.PARTIES, "who acts", "actor"),
    Column("recipients", Cell.PARTIES, "who is acted on", "recipient"),
    Column("place", Cell.TEXT, "where"),
    Column("place_country", Cell.TEXT, "the country that the place is in"),
    Column("place_precision", Cell.TEXT, "how exactly the place is known"),
    Column("lat", Cell.REAL, "the place's latitude in degrees"),
    Column("lon", Cell.REAL, "the place's longitude in degrees"),
    Column("size_kinds", Cell.TEXTS, "what its figures count: killed, injured, arrested, crowd, troops, money"),
    Column("sizes", Cell.NUMBERS, "the figures"),
    Column("sizes_high", Cell.NUMBERS, "the ends of those that are ranges"),
    Column("size_units", Cell.TEXTS, "the currencies of those that are money"),
    Column("confidence", Cell.REAL, "how sure the type is, 0 to 1"),
    Column("claimed", Cell.FLAG, "whether it rests on somebody's word alone"),
    Column("withdrawn", Cell.FLAG, "whether all that told of it have taken it back"),
    Column("reports", Cell.NUMBER, "how many reports tell of it"),
    Column("publishers", Cell.NUMBER, "of how many publishers"),
    Column("stories", Cell.NUMBER, "how many of them are no copies of one another"),
    Column("first_reported", Cell.DAY, "the day of the first report"),
    Column("last_reported", Cell.DAY, "the day of the last one"),
)

ACTORS = (
    Column("id", Cell.ID, "the actor's id"),
    Column("name", Cell.TEXT, "what the reports call it"),
    Column("country", Cell.TEXT, "its country's code (ISO 3166-1 alpha-3), or IGO"),
    Column("sector", Cell.TEXT, "PLOVER's sector"),
    Column("reports", Cell.NUMBER, "in how many reports it is"),
    Column("mentions", Cell.NUMBER, "how often they speak of it"),
    Column("statements", Cell.NUMBER, "how many statements are its"),
    Column("events_as_actor", Cell.NUMBER, "in how many events it acts"),
    Column("events_as_recipient", Cell.NUMBER, "in how many it is acted on"),
    Column("commitments", Cell.NUMBER, "how many commitments bind it, or are its demands and proposals"),
    Column("first_seen", Cell.DAY, "the day of the first report that it is in"),
    Column("last_seen", Cell.DAY, "the day of the last one", "day"),
)

COMMITMENTS = (
    Column("id", Cell.ID, "the commitment's id"),
    Column("day", Cell.DAY, "the day of the report that tells of it"),
    Column("kind", Cell.TEXT, "pledge, offer, threat, demand, agreement or proposal"),
    Column("party", Cell.PARTY, "who is bound, or demands or proposes"),
    Column("counterparty", Cell.PARTY, "toward whom"),
    Column("content", Cell.TEXT, "to what"),
    Column("condition", Cell.TEXT, "under what condition"),
    Column("deadline", Cell.DAY, "until when, as the report told it"),
    Column("deadline_now", Cell.DAY, "until when, as later reports have moved it"),
    Column("state", Cell.TEXT, "what became of it; null where it opens no thread, as in a copy of another report"),
    Column("thread", Cell.ID, "its thread"),
    Column("steps", Cell.NUMBER, "how many steps its thread has"),
    Column("last_day", Cell.DAY, "the day of the last one"),
    Column("event", Cell.ID, "the event that carries it"),
    Column("statement", Cell.ID, "the statement that it stands in"),
    Column("start", Cell.NUMBER, "where its content begins in the report's text, in code points", "start_at"),
    Column("end", Cell.NUMBER, "where it ends", "end_at"),
    *_IN_REPORT,
)

ITEMS = {
    "reports": REPORTS,
    "statements": STATEMENTS,
    "events": EVENTS,
    "incidents": INCIDENTS,
    "actors": ACTORS,
    "commitments": COMMITMENTS,
}
