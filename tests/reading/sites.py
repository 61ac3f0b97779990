"""Pages in the layouts of many kinds of site, all of them made up, with what a reader should take from each."""

# ruff: noqa: E501, UP031

from __future__ import annotations

from dataclasses import dataclass, field

TITLE = "Ruritania and Freedonia agree to reopen border"
LEAD = (
    "The governments of Ruritania and Freedonia agreed on Tuesday to reopen their common border, which has been closed "
    "since 2021, officials on both sides said."
)
SECOND = (
    "Freedonia's prime minister said his country would withdraw its soldiers from the zone if Ruritania lifted its "
    "tariffs on grain by the end of the year."
)
QUOTE = "“We have waited for this for three years,” Foreign Minister Rudolf Elphberg told reporters in the capital."
LAST = "The European Union welcomed the agreement and offered to send observers to the four crossings."
STORY = (LEAD, SECOND, QUOTE, LAST)


@dataclass(frozen=True)
class Case:
    """A page and what it says; a None is what the reader must leave unknown."""

    name: str
    source: str
    title: str | None = TITLE
    byline: str | None = None
    published: str | None = None
    updated: str | None = None
    agency: str | None = None
    publisher: str | None = None
    url: str | None = None
    story: tuple[str, ...] = STORY
    captions: tuple[str, ...] = ()
    never: tuple[str, ...] = field(default=())


def html(head: str = "", body: str = "", story: tuple[str, ...] = STORY, title: str = TITLE, h1: str = TITLE) -> str:
    """A page with a menu and a footer around an article; `{story}` in `body` is where its paragraphs go."""
    paragraphs = "".join(f"<p>{line}</p>\n" for line in story)
    inner = body.replace("{story}", paragraphs) if "{story}" in body else body + paragraphs
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>{head}</head><body>'
        '<nav><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li><li><a href="/money">Money</a></li></ul>'
        f"</nav><main><article>{f'<h1>{h1}</h1>' if h1 else ''}{inner}</article></main>"
        '<aside><h3>Most read</h3><ul><li><a href="/1">Ten recipes for spring</a></li></ul></aside>'
        "<footer><p>&copy; 2024 The Courier. All rights reserved.</p></footer></body></html>"
    )


def ld(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>'


_GRAPH = ld(
    '{"@context":"https://schema.org","@graph":[{"@type":"Article","headline":"%s","datePublished":"2024-03-05T18:42:11+00:00",'
    '"dateModified":"2024-03-05T19:10:00+00:00","author":{"@id":"https://hill.example/#/schema/person/1"},'
    '"publisher":{"@id":"https://hill.example/#org"}},{"@type":"Organization","@id":"https://hill.example/#org","name":"Hill Post"},'
    '{"@type":"Person","@id":"https://hill.example/#/schema/person/1","name":"Ann Lee"}]}' % TITLE
)

HTML_CASES = (
    Case(
        "agency",
        html(
            ld(
                f'{{"@type":"NewsArticle","headline":"{TITLE}","datePublished":"2024-03-05T18:42:11.000Z","author":'
                '[{"@type":"Organization","name":"Reuters"}],"publisher":{"@type":"Organization","name":"Reuters"}}'
            ),
            story=(f"STRELSAU, March 5 (Reuters) - {LEAD}", *STORY[1:]),
            body="{story}<p>Reporting by Ann Lee in Strelsau; Editing by Bo Ek</p><p>Our Standards: The Trust Principles.</p>",
        ),
        published="2024-03-05T18:42:11+00:00",
        agency="Reuters",
        publisher="Reuters",
        story=(f"STRELSAU, March 5 (Reuters) - {LEAD}", *STORY[1:]),
        never=("Reporting by", "Our Standards"),
    ),
    Case(
        "graph-by-reference",
        html(_GRAPH, title=f"{TITLE} - Hill Post"),
        byline="Ann Lee",
        published="2024-03-05T18:42:11+00:00",
        updated="2024-03-05T19:10:00+00:00",
        publisher="Hill Post",
    ),
    Case(
        "tabloid",
        html(
            '<meta property="og:title" content="Border JOY: feuding neighbours to reopen crossing | The Daily Bugle">'
            '<meta property="og:site_name" content="The Daily Bugle"><meta name="author" content="By Ann Lee, Political Editor">'
            '<meta property="article:published_time" content="2024-03-05T18:42:00+01:00">',
            h1="Border JOY: feuding neighbours to reopen crossing",
            body="<p>READ MORE: Ten recipes for the spring</p>{story}<p>Got a story? Email us at tips@bugle.example</p>",
        ),
        title="Border JOY: feuding neighbours to reopen crossing",
        byline="Ann Lee",
        published="2024-03-05T18:42:00+01:00",
        publisher="The Daily Bugle",
        never=("READ MORE", "Got a story"),
    ),
    Case(
        "broadcaster",
        html(
            ld(
                f'[{{"@type":"BreadcrumbList","itemListElement":[]}},{{"@type":["ReportageNewsArticle"],"headline":"{TITLE}",'
                '"datePublished":"2024-03-05T20:00:30+02:00","author":[{"@type":"Person","name":"Ann Lee"},{"@type":"Person",'
                '"name":"Bo Ek"}],"publisher":{"name":"Ruritanian Broadcasting"}}]'
            ),
            body="<figure><img src=x><figcaption>Trucks wait at the border on Monday. (Photo: Bo Ek)</figcaption></figure>"
            "{story}<p>Watch: the minister's speech in full</p>",
        ),
        byline="Ann Lee, Bo Ek",
        published="2024-03-05T20:00:30+02:00",
        publisher="Ruritanian Broadcasting",
        captions=("Trucks wait at the border on Monday. (Photo: Bo Ek)",),
    ),
    Case(
        "two-authors-in-words",
        html(
            '<meta name="byl" content="By ANN LEE and BO EK"><meta name="parsely-pub-date" content="2024-03-05T18:42:00Z">'
        ),
        byline="ANN LEE, BO EK",
        published="2024-03-05T18:42:00+00:00",
    ),
    Case(
        "author-and-agency",
        html(
            '<meta name="author" content="Ann Lee, Associated Press"><meta name="date" content="2024-03-05T18:42:00-05:00">'
        ),
        byline="Ann Lee",
        agency="AP",
        published="2024-03-05T18:42:00-05:00",
    ),
    Case(
        "author-is-the-site",
        html(
            '<meta property="og:site_name" content="Hill Post"><meta name="author" content="Hill Post">'
            '<meta name="sailthru.date" content="2024-03-05 18:42:00">'
        ),
        publisher="Hill Post",
        published="2024-03-05T18:42:00",
    ),
    Case(
        "author-is-an-address",
        html(
            '<meta property="article:author" content="https://www.facebook.example/annlee"><meta name="author" content="admin">'
        ),
    ),
    Case(
        "opinion",
        html(
            ld(
                '{"@type":"OpinionNewsArticle","headline":"Opening the border is not enough","author":{"@type":"Person","name":'
                '["Prof. Ann Lee"]},"datePublished":"2024-03-06"}'
            ),
            h1="Opening the border is not enough",
            story=("The agreement of Tuesday deserves applause, and it deserves doubt as well.", *STORY[1:]),
        ),
        title="Opening the border is not enough",
        byline="Prof. Ann Lee",
        published="2024-03-06",
        story=("The agreement of Tuesday deserves applause, and it deserves doubt as well.", *STORY[1:]),
    ),
    Case(
        "broken-json-ld",
        html(
            ld(
                f'{{"@type":"NewsArticle","headline":"{TITLE}","datePublished":"2024-03-05T18:42:11Z","author":{{"@type":"Person",'
                '"name":"Ann Lee"}},"description":"He said "no" and left",}'
            )
        ),
        byline="Ann Lee",
        published="2024-03-05T18:42:11+00:00",
    ),
    Case(
        "many-json-ld",
        html(
            ld('{"@type":"WebPage","name":"Hill Post","datePublished":"2001-01-01T09:09:09Z"}')
            + ld("not json at all")
            + ld(f'{{"@type":"NewsArticle","headline":"{TITLE}","datePublished":"2024-03-05T18:42:11Z"}}')
            + ld('{"@type":"NewsArticle","headline":"Another story","datePublished":"2020-01-01T01:01:01Z"}')
        ),
        published="2024-03-05T18:42:11+00:00",
    ),
    Case(
        "list-in-cdata",
        html(
            ld(
                f'//<![CDATA[\n[{{"@type":"NewsArticle","headline":"{TITLE}","datePublished":"2024-03-05T18:42:11Z",}}]\n//]]>'
            )
        ),
        published="2024-03-05T18:42:11+00:00",
    ),
    Case(
        "dublin-core",
        html(
            f'<meta name="DC.title" content="{TITLE}"><meta name="DC.creator" content="Lee, Ann"><meta name="DC.date.issued" '
            'content="2024-03-05T18:42:00+01:00"><meta name="DC.publisher" content="Ministry Gazette">'
        ),
        byline="Ann Lee",
        published="2024-03-05T18:42:00+01:00",
        publisher="Ministry Gazette",
    ),
    Case(
        "amp",
        html(
            '<script async src="https://cdn.example/v0.js"></script><link rel="canonical" href="https://hill.example/world/border">'
            + ld(f'{{"@type":"NewsArticle","headline":"{TITLE}","datePublished":"2024-03-05T18:42:11Z"}}'),
            body='<amp-img src="x.jpg"></amp-img><amp-ad type="x"></amp-ad>{story}',
        ).replace("<html ", "<html amp "),
        published="2024-03-05T18:42:11+00:00",
        url="https://hill.example/world/border",
    ),
    Case(
        "javascript-canonical",
        html(
            '<link rel="canonical" href="javascript:alert(1)"><meta property="og:url" content="https://hill.example/b">'
        ),
        url="https://hill.example/b",
    ),
    Case(
        "data-canonical",
        html('<link rel="canonical" href="data:text/html,x"><meta property="og:url" content="ftp://a/b">'),
    ),
    Case(
        "scripts-in-metadata",
        html(
            ld(
                '{"@type":"NewsArticle","headline":"<b>Ruritania and Freedonia</b> agree to reopen border<script>x()<\\/script>",'
                '"author":{"name":"Ann Lee<img src=x onerror=alert(1)>"},"publisher":{"name":"Hill &lt;i&gt;Post&lt;/i&gt;"}}'
            )
        ),
        byline="Ann Lee",
        publisher="Hill Post",
    ),
    Case(
        "bidi-and-nul",
        html(
            '<meta name="author" content="Ann\u202e Lee\u2069"><meta property="og:site_name" content="Hill\u200b Post">'
        ),
        byline="Ann Lee",
        publisher="Hill Post",
    ),
    Case(
        "year-one",
        html(
            ld('{"@type":"NewsArticle","datePublished":"0001-01-01T00:00:00Z","dateModified":"9999-12-31T23:59:59Z"}')
        ),
    ),
    Case(
        "times-by-itemprop",
        html(
            body='<div><a rel="author" href="/ann">Ann Lee</a> <time itemprop="datePublished" datetime="2024-03-05T18:42:00Z">5 March'
            '</time> <time itemprop="dateModified" datetime="2024-03-05T21:00:00Z">later</time></div>{story}'
        ),
        byline="Ann Lee",
        published="2024-03-05T18:42:00+00:00",
        updated="2024-03-05T21:00:00+00:00",
    ),
    Case(
        "day-first-in-print",
        html(
            body="<div>By Ann Lee</div><div>Published: 25/03/2024 18:42</div><div>Updated: 26/03/2024 07:15</div>{story}"
        ),
        byline="Ann Lee",
        published="2024-03-25T18:42:00",
        updated="2024-03-26T07:15:00",
    ),
    Case(
        "dotted-dates",
        html(body="<div>25.03.2024 18:42 CET</div>{story}"),
        published="2024-03-25T18:42:00+01:00",
    ),
    Case(
        "site-name-in-title",
        html('<meta property="og:site_name" content="The Hill Post">', title=f"{TITLE} | Hill Post", h1=""),
        publisher="The Hill Post",
    ),
    Case(
        "dateline-of-ap",
        html(story=(f"STRELSAU, Ruritania (AP) — {LEAD}", *STORY[1:])),
        agency="AP",
        story=(f"STRELSAU, Ruritania (AP) — {LEAD}", *STORY[1:]),
    ),
    Case("copyright-of-afp", html(body="{story}<p>© Agence France-Presse</p>"), agency="AFP"),
)


def text(*lines: str) -> str:
    return "\n".join(lines)


MENU = ("Home", "World", "Business", "Sport", "Sign in")
PROMISES = (
    "Subscribe now for unlimited access to our journalism.",
    "Get email updates from the writers that you follow.",
    "Enjoy additional articles every month.",
    "Cancel anytime.",
)

TEXT_CASES = (
    Case(
        "wire",
        text(TITLE, "", f"STRELSAU, March 5 (Reuters) - {LEAD}", "", SECOND, "", QUOTE, "", LAST, "", "(Reporting by Ann Lee)"),
        agency="Reuters",
        story=(f"STRELSAU, March 5 (Reuters) - {LEAD}", *STORY[1:]),
    ),
    Case(
        "tass",
        text(TITLE, "5 Mar 2024 18:42", f"STRELSAU, March 5. /TASS/. {LEAD}", *STORY[1:], "Tags", "Ruritania", "Freedonia"),
        published="2024-03-05T18:42:00",
        agency="TASS",
        story=(f"STRELSAU, March 5. /TASS/. {LEAD}", *STORY[1:]),
        never=("Tags",),
    ),
    Case(
        "offers-between-paragraphs",
        text(*MENU, TITLE, "By Ann Lee", "March 5, 2024 6:42 PM EST", LEAD, *PROMISES, SECOND, "Advertisement", QUOTE, LAST),
        byline="Ann Lee",
        published="2024-03-05T18:42:00-05:00",
        never=PROMISES,
    ),
    Case(
        "label-between-all-paragraphs",
        text(*MENU, TITLE, "Story body", LEAD, "Story body", SECOND, "Story body", "Story body", QUOTE, "Story body", LAST),
        never=("Story body",),
    ),
    Case(
        "captions-above-credits",
        text(TITLE, "Trucks wait at the border on a winter morning", "Bo Ek/AFP/Getty Images", *STORY),
        captions=("Trucks wait at the border on a winter morning", "Bo Ek/AFP/Getty Images"),
    ),
    Case(
        "standfirst",
        text(*MENU, TITLE, "Ruritania lifts its tariffs as soldiers of Freedonia leave the zone", "5 March 2024", *STORY),
        published="2024-03-05",
        story=("Ruritania lifts its tariffs as soldiers of Freedonia leave the zone", *STORY),
    ),
    Case(
        "teasers-that-break-off",
        text(
            TITLE, *STORY, "More news",
            "Mayor opens bridge The mayor of the port opened the new bridge on Monday before a crowd of thousands and...",
            "Team wins again The national team has won its fourth match in a row and goes into the summer with...",
            "Prices fall Grain prices fell for the third week in a row as traders in the port said that stocks are...",
        ),
        never=("Mayor opens", "Team wins", "Prices fall"),
    ),
    Case(
        "teasers-above-the-title",
        text(
            f"{TITLE} | Hill Post", "Menu",
            "Mayor opens bridge. The mayor of the port opened the new bridge on Monday before a crowd of thousands.",
            "Team wins again. The national team has won its fourth match in a row and goes into the summer unbeaten.",
            TITLE, "5 March 2024", *STORY,
        ),
        published="2024-03-05",
        never=("Mayor opens", "Team wins"),
    ),
    Case(
        "comments-and-disclaimer",
        text(
            TITLE, *STORY, "Latest comments", "I have always said so, and now all of you can see that I was right about it.",
            "Risk Disclosure: Trading in grain involves high risks and may not be suitable for all investors.",
        ),
        never=("always said", "Risk Disclosure"),
    ),
    Case(
        "pointers",
        text(TITLE, LEAD, "WATCH | Ministers sign the agreement", SECOND, "READ MORE: Who closed the border?", QUOTE, LAST),
        never=("WATCH", "READ MORE"),
    ),
    Case(
        "cookie-notice",
        text("We use cookies to improve your experience on our website.", "Accept all", *MENU, TITLE, *STORY),
        never=("cookies",),
    ),
    Case(
        "iso-stamp", text(TITLE, "2024-03-05T18:42+03:00", *STORY), published="2024-03-05T18:42:00+03:00",
    ),
)  # fmt: skip
