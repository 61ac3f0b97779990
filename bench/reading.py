"""How many pages a second of one core are read: HTML with a site's usual clutter, and bare text as a scraper leaves it.

    python -m bench.reading [--pages 60] [--rounds 3] [--gold DIR]

The pages are made up, in the layouts of tests/reading/sites.py, around reports of 12 to 40 paragraphs, with menus,
style sheets, scripts, pictures, teasers and a footer: 60 to 150 KB each, as pages of news sites have. The bare texts
are the same pages' lines. With a gold folder its raw texts are read too. Every text is read once a round and what lines
are known from before is forgotten between rounds; CPU seconds (`time.process_time`) of the best round and the median.
Trafilatura's bare extraction of the same HTML, in the setting that the reader gives it, is timed in turns with it.
"""

# ruff: noqa: D103

from __future__ import annotations

import argparse
import gc
import json
import random
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from trafilatura import bare_extraction

from dragoman.errors import InputError
from dragoman.model import Page
from dragoman.reading import lines, read_page
from dragoman.reading.markup import scan
from tests.reading import sites

WHO = (
    "The foreign minister|Officials in the capital|A spokesman for the delegation|The president|Two diplomats|"
    "The opposition leader|Aid workers at the border|The central bank|A senior envoy|Farmers in the north"
).split("|")
SAID = "said|told reporters|warned|wrote in a letter|argued|made clear|repeated|denied".split("|")
WHAT = (
    "that grain convoys would cross the river again before the end of the month|that no agreement had been reached on "
    "the withdrawal of troops|that the tariffs would stay until the other side kept its word|that the ceasefire had "
    "held for three days in all but two districts|that talks would go on in Strelsau next week|that the election would "
    "not be put off|that hospitals were short of fuel and medicine|that the fleet had left the strait"
).split("|")
WHY = (
    "after a night of shelling|as thousands marched in protest|despite pressure from its allies|during a visit to the "
    "port of Zenda|hours before the council was to vote|while ministers met behind closed doors|for the first time "
    "since 2021|in an interview broadcast on Sunday"
).split("|")
TOPICS = "World Politics Business Markets Technology Science Health Sport Culture Travel Opinion Weather Video".split()
PLACES = "Ruritania Freedonia Sylvania Graustark Elbonia Zubrowka Sokovia Latveria Genovia Borduria Syldavia".split()


def sentence(rng: random.Random) -> str:
    parts = [f"{rng.choice(WHO)} of {rng.choice(PLACES)} {rng.choice(SAID)} {rng.choice(WHAT)}"]
    if rng.random() < 0.6:
        parts.append(rng.choice(WHY))
    if rng.random() < 0.2:
        parts.append(f"and put the number at {rng.randrange(2, 900)}")
    return f"{' '.join(parts)}."


def story(rng: random.Random) -> tuple[str, ...]:
    count = rng.randrange(12, 40)
    return tuple(" ".join(sentence(rng) for _ in range(rng.randrange(1, 4))) for _ in range(count))


def card(rng: random.Random) -> str:
    """A teaser with its picture, as they stand beside and below articles."""
    at = rng.randrange(10**6)
    return (
        f'<div class="card card--{at % 7} js-track" data-track=\'{{"id":{at},"pos":{at % 9}}}\'>'
        f'<a href="/news/{at}?ref=mod" class="card__link"><picture>'
        f'<source srcset="/i/{at}-320.webp 320w, /i/{at}-640.webp 640w" type="image/webp">'
        f'<img src="/i/{at}.jpg" alt="" loading="lazy" width="320" height="180"></picture><h3 class="card__title">'
        f"{rng.choice(PLACES)}: {' '.join(sentence(rng).split()[:8])}</h3></a><span>{rng.choice(TOPICS)}</span></div>"
    )


def menu(rng: random.Random, count: int) -> str:
    items = (
        f'<li class="nav__item"><a class="nav__link" href="/{topic.lower()}/{n}" data-nav="{n}">{topic} {n}</a></li>'
        for n, topic in enumerate(rng.choices([*TOPICS, *PLACES], k=count))
    )
    return f'<ul class="nav__list">{"".join(items)}</ul>'


def script(rng: random.Random, size: int) -> str:
    state: list[str] = []
    while sum(map(len, state)) < size:
        state.append(json.dumps({"id": rng.randrange(10**9), "title": sentence(rng), "flags": [True, None], "w": 1}))
    return f"<script>window.__STATE__=[{','.join(state)}];if(a<b&&c>d){{init()}}</script>"


def cluttered(case: sites.Case, rng: random.Random) -> str:
    """A page of tests/reading/sites.py with a long report, and what a site puts around one."""
    body = "".join(
        f'<p class="body__p">{text.replace("ceasefire", "<a href=/t/ceasefire>ceasefire</a>", 1)}</p>\n'
        + (f'<div class="ad" id="ad-{n}"></div>' if n % 5 == 4 else "")
        for n, text in enumerate(story(rng))
    )
    style = "<style>" + "".join(f".c{n}{{margin:0 {n}px;color:#{n:06x}}}" for n in range(rng.randrange(200, 600)))
    top = f"{style}</style>{script(rng, rng.randrange(10_000, 40_000))}"
    icon = (
        '<svg viewBox="0 0 24 24"><path d="M12 2C6.48 2 2 6.48 2 12s4.48 10 10 10 10-4.48 10-10S17.52 2 12 2z"/></svg>'
    )
    below = "".join(card(rng) for _ in range(rng.randrange(20, 70)))
    foot = f"<footer>{menu(rng, 60)}{icon * 6}<p>&copy; 2024 The Courier. All rights reserved.</p></footer>"
    page = case.source.replace("</head>", f"{top}</head>", 1)
    page = page.replace("<nav>", f"<nav>{menu(rng, rng.randrange(80, 200))}", 1)
    end = "</article>" if "</article>" in page else "</main>" if "</main>" in page else "</body>"
    page = page.replace(end, f"{body}{end}", 1)
    return page.replace("</body>", f'<section class="more">{below}</section>{foot}{script(rng, 9_000)}</body>', 1)


def made(count: int, seed: int = 11) -> list[Page]:
    """So many pages, the layouts in turn."""
    rng = random.Random(seed)
    cases = [case for case in sites.HTML_CASES if "</body>" in case.source and case.title]
    out = []
    for n in range(count):
        case = cases[n % len(cases)]
        source = cluttered(case, rng).replace(sites.TITLE, f"{sites.TITLE} {n}")
        out.append(Page(f"{case.name}-{n}", source.encode()))
    return out


def bare(pages: Sequence[Page]) -> list[Page]:
    """The lines that the pages print, one block a line, as scrapers of text leave them."""
    texts = ("\n".join(" ".join(b.chars.split()) for b in scan(page.data.decode()).blocks) for page in pages)
    return [Page(f"{page.name}.txt", text.encode()) for page, text in zip(pages, texts, strict=True)]


def gold_texts(folder: Path) -> list[Page]:
    """The raw texts of a gold folder."""
    rows = (json.loads(line) for line in (folder / "rawtext_dev.jsonl").read_text("utf-8").splitlines())
    return [Page(row["id"], row["raw"].encode(), url=row.get("url")) for row in rows]


def ours(page: Page) -> bool:
    try:
        return bool(read_page(page).text)
    except InputError:
        return False


def theirs(page: Page) -> bool:
    found = bare_extraction(page.data.decode(), favor_precision=True, include_comments=False, include_tables=False)
    return found is not None


def timed(passes: dict[str, Callable[[], int]], rounds: int) -> dict[str, list[float]]:
    """The CPU seconds of each round of each pass; the passes take turns, cold."""
    took: dict[str, list[float]] = {name: [] for name in passes}
    for _ in range(rounds):
        for name, run in passes.items():
            lines.forget()
            gc.collect()
            began = time.process_time()
            run()
            took[name].append(time.process_time() - began)
    return took


def main() -> None:
    """Prints pages a second of each kind, and HTML beside trafilatura alone."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--gold", type=Path)
    options = parser.parse_args()
    pages = made(options.pages)
    sets = {"HTML": (pages, ours), "HTML, trafilatura alone": (pages, theirs), "bare text": (bare(pages), ours)}
    if options.gold:
        sets["raw text, gold"] = (gold_texts(options.gold), ours)
    read = {name: sum(map(how, some)) for name, (some, how) in sets.items()}  # and everything is imported
    took = timed({n: lambda s=some, h=how: sum(map(h, s)) for n, (some, how) in sets.items()}, options.rounds)  # type: ignore[misc]
    print(f"{'':25}{'pages':>6}{'read':>6}{'KB each':>9}{'pages/CPU s, best':>19}{'median':>8}")
    for name, (some, _) in sets.items():
        size = sum(len(page.data) for page in some) / len(some) / 1000
        best, median = len(some) / min(took[name]), len(some) / statistics.median(took[name])
        print(f"{name:25}{len(some):6}{read[name]:6}{size:9.1f}{best:19.1f}{median:8.1f}")
    ratio = statistics.median(a / b for a, b in zip(took["HTML"], took["HTML, trafilatura alone"], strict=True))
    print(f"HTML takes {ratio:.2f} of the time of trafilatura alone (median of the rounds)")


if __name__ == "__main__":
    main()
