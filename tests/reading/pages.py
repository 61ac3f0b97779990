"""Pages for the reading tests, all of them made up."""

from __future__ import annotations

BODY = (
    "STRELSAU, March 5 (Reuters) - Ruritania and Freedonia agreed on Tuesday to reopen their common border, "
    "which has been closed since 2021, officials on both sides said.",
    "Freedonia's prime minister said his country would withdraw its soldiers if Ruritania lifted its tariffs on grain.",
    '"We have waited for this for three years," Foreign Minister Rudolf Elphberg told reporters in the capital.',
    "The European Union welcomed the agreement and offered to send observers to the crossings.",
)
CAPTION = "© Reuters. FILE PHOTO: Trucks wait at the border of Ruritania, January 3, 2023. REUTERS/John Roe/File Photo"

SCRAPED = "\n".join(
    [
        "Home",
        "World",
        "Business",
        "Sign in",
        "Ruritania and Freedonia agree to reopen border",
        "By Jane Doe",
        "Published 03/25/2024, 08:09 PM",
        "Updated 03/25/2024, 08:30 PM",
        CAPTION,
        "",
        BODY[0],
        "Share on Facebook",
        BODY[1],
        CAPTION,
        BODY[2],
        "TRADE AND THE TROOPS",
        BODY[3],
        "Ruritania and Freedonia agree to reopen border",
        "Latest comments",
        "I have always said that this would happen, and now it has happened, you see.",
        "They should never have closed it in the first place, in my opinion, and many think so.",
        "Risk Disclosure: Trading in goods across borders involves high risks and may not be suitable for everybody.",
        "© 2007-2025 - Courier Media Limited. All Rights Reserved.",
    ]
)

CLEAN = "\n\n".join(
    [
        "Rebels free hostages in the north",
        "Thursday, January 24, 2019",
        "Rebels in the north of the country freed eleven hostages on Tuesday after talks with the church.",
        "The army confirmed it.",
        "A spokesman for the rebels demanded that the government release its prisoners within ten days.",
        "Among the demands are these:",
        "- the release of forty prisoners",
        "The president of the country did not answer, and neither did his ministers.",
    ]
)

JSON_LD = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Ruritania &amp; Freedonia agree to reopen border - Courier</title>
<meta property="og:title" content="Ruritania &amp; Freedonia agree to reopen border | Courier">
<link rel="canonical" href="https://courier.example/world/border">
<script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":"WebSite","name":"Courier"},
{"@type":["NewsArticle"],"headline":"Ruritania &amp; Freedonia agree to reopen border",
"datePublished":"2024-03-06T01:15:00Z","dateModified":"2024-03-06T02:40:31.000Z",
"author":[{"@type":"Person","name":"Jane Doe"},{"@type":"Organization","name":"Reuters"}],
"publisher":{"@type":"Organization","name":"The Daily Courier"},}]}</script></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/w">World</a></li></ul></nav>
<main><article><h1>Ruritania &amp; Freedonia agree to reopen border</h1>
<div><span>By Jane Doe</span> <time datetime="2024-03-06T01:15:00Z">March 5, 2024 8:15 PM</time></div>
<figure><img src="x.jpg"><figcaption>Trucks wait at the border on Monday. REUTERS/John Roe</figcaption></figure>
<p>STRELSAU, March 5 (Reuters) - The governments of Ruritania&nbsp;and Freedonia agreed on Tuesday to reopen
their common border, which has been closed since 2021, officials on both sides said.</p>
<p>&ldquo;We have waited for this for three years,&rdquo; Foreign Minister Rudolf Elphberg told reporters.</p>
<h2>Trade &mdash; and the troops</h2>
<p>Freedonia&#8217;s prime minister said his country would withdraw its soldiers from the demilitarised zone if
Ruritania lifted its tariffs on grain by the end of the year.</p>
<p>The European Union welcomed the agreement and offered to send observers to the crossings.</p>
</article></main><aside><h3>Most read</h3><ol><li><a href="/3">Ten recipes for the spring</a></li></ol></aside>
<footer><p>&copy; 2024 The Daily Courier. All rights reserved.</p></footer></body></html>"""

LIVE_BLOG = """<html lang="en"><head><title>Live: Summit in Zenda enters second day</title>
<script type="application/ld+json">[{"@type":"BreadcrumbList","itemListElement":[]},{"@type":"LiveBlogPosting",
"headline":"Summit in Zenda enters second day","datePublished":"2024-05-02T07:00:00+02:00",
"dateModified":"2024-05-02T16:31:00+02:00","author":{"name":"Max Muster"}}]</script></head>
<body><h1>Live: Summit in Zenda enters second day</h1><div id="live">
<div><time datetime="2024-05-02T16:31:00+02:00">4.31pm</time><h2>Ministers leave without a deal</h2>
<p>The ministers of the four countries left the castle on Thursday afternoon without an agreement on prisoners.</p>
<p>They said that talks would be taken up again next week.</p></div>
<div><time datetime="2024-05-02T09:10:00+02:00">9.10am</time>
<p>The second day of the summit has begun. The president of Ruritania arrived by helicopter.</p></div></div></body>
</html>"""

BARE = """<html><body><table><tr><td><a href=/>Home</a> <a href=/n>News</a></td></tr></table>
<h1>Rebels free hostages in the north</h1><b>Wednesday, 6 March 2024</b><br>
Rebels in the north of the country freed eleven hostages on Tuesday after talks with the church, the army said.<br><br>
The hostages, among them two doctors, were handed over near the town of Hentzau and flown to the capital.<br><br>
A spokesman for the rebels demanded that the government release its prisoners within ten days.<br><br>
<p>Copyright 2024 Northern Post</p></body></html>"""

LOGIN = """<html><head><title>Sign in</title></head><body><h1>Sign in to your account</h1><form><label>Email</label>
<input name=e><label>Password</label><input type=password><button>Sign in</button></form><p>Forgot your password?</p>
<p>By signing in you agree to our Terms of Service and Privacy Policy.</p></body></html>"""
