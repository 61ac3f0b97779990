"""The pages in a browser: each on the demo record, in light and dark, wide and narrow, by mouse and by keys.

They want Playwright and a Chromium of the system (package `chromium` of Debian), and `make browser`, which says so.
"""

from __future__ import annotations

import json
import os
import shutil
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from dragoman.server.guarding.tokens import Scope, new_token
from dragoman.server.settings import Settings
from tests.conftest import ROOT
from tests.server import made

sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
if "DRAGOMAN_BROWSER" not in os.environ:
    pytest.skip("a browser takes minutes: `make browser` runs these", allow_module_level=True)
if CHROMIUM is None:
    pytest.skip("there is no Chromium; Debian has it as the package chromium", allow_module_level=True)

AXE = (Path(__file__).parent / "vendor" / "axe-core" / "axe.min.js").read_text("utf-8")
WIDE, NARROW = {"width": 1200, "height": 900}, {"width": 400, "height": 900}
KABUL = ROOT / "examples" / "kabul-talks.txt"


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server of the demo record."""
    from dragoman.pipeline import Coder
    from dragoman.reading import read
    from dragoman.record import Record

    where = tmp_path_factory.mktemp("browsed") / "demo.duckdb"
    coder = Coder()
    with Record.open(where) as record:
        pages = sorted(p for p in (ROOT / "examples").iterdir() if p.suffix in (".html", ".txt"))
        record.add_many(coder.code(report) for page in pages for report in read(page))
    with made.serving(where, Settings()) as port:
        yield f"http://127.0.0.1:{port}"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_api.sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield found
        found.close()


Opened = Callable[..., Any]


@pytest.fixture
def opened(browser: Any, base: str) -> Iterator[Opened]:
    """Opens pages. What they complain of, and what they ask of other machines, is held against the test."""
    complaints: list[str] = []
    contexts = []

    def open_page(address: str, *, expect: int = 200, **how: Any) -> Any:
        context = browser.new_context(**{"viewport": WIDE, **how})
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda m: complaints.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda r: None if r.url.startswith((base, "data:")) else complaints.append(r.url))
        answer = page.goto(base + address)
        assert answer.status == expect
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not [c for c in complaints if "status of 4" not in c]


def items(base: str, address: str) -> list[dict[str, Any]]:
    with urllib.request.urlopen(f"{base}/api/v1{address}") as answer:
        told: list[dict[str, Any]] = json.load(answer)["items"]
    return told


@pytest.fixture(scope="module")
def addresses(base: str) -> list[str]:
    """An address of each kind of page, of what has most on it."""
    reports = items(base, "/reports")
    [old, new] = [
        next(r["id"] for r in reports if word in r["title"]) for word in ("sign grain export", "sign deal to let")
    ]
    incident = max(items(base, "/incidents"), key=lambda i: i["reports"])["id"]
    commitment = max(items(base, "/commitments"), key=lambda c: c["steps"] or 0)["id"]
    actor = items(base, "/actors?name=Shoigu")[0]["id"]
    return [
        *("/", "/search", "/search?q=grain", "/reports", "/events", "/events?type=ASSAULT", "/statements"),
        *("/incidents", "/actors", "/dyads", "/dyads/RUS/UKR", "/dyads/RUS/CHN", "/commitments", "/map", "/network"),
        *("/code", "/sign-in", "/api", "/problems", f"/reports/{new}", f"/reports/{old}/changes/{new}"),
        *(f"/incidents/{incident}", f"/commitments/{commitment}", f"/actors/{actor}", f"/actors/{actor}?tab=said"),
    ]


@pytest.mark.parametrize(("scheme", "size"), [("light", WIDE), ("dark", NARROW), ("light", NARROW), ("dark", WIDE)])
def test_every_page_can_be_used_by_everybody(
    opened: Opened, base: str, addresses: list[str], scheme: str, size: dict[str, int]
) -> None:
    """axe-core finds nothing serious, nothing is wider than the screen, and no page complains."""
    page = opened("/", color_scheme=scheme, viewport=size)
    for address in addresses:
        page.goto(base + address)
        page.evaluate(AXE)
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
        serious = [(v["id"], v["nodes"][0]["html"]) for v in found if v["impact"] in ("serious", "critical")]
        assert not serious, (address, serious)
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert over <= 0, (address, over)


def test_what_goes_wrong_can_be_read(opened: Opened) -> None:
    for address, status in (("/nosuch", 404), ("/search?q=(", 400), ("/events?type=NOSUCH", 400)):
        page = opened(address, expect=status)
        assert page.get_by_role("alert").is_visible()
        page.evaluate(AXE)
        assert not [
            v for v in page.evaluate("axe.run(document)")["violations"] if v["impact"] in ("serious", "critical")
        ]


def test_reader_links_words_and_rows(opened: Opened, addresses: list[str]) -> None:
    page = opened(next(a for a in addresses if a.startswith("/reports/") and "changes" not in a))
    row = page.locator(".table.event tbody tr").first
    row.hover()
    lit = page.locator("article .seg.on")
    assert "signed separate agreements" in lit.all_inner_texts()
    trigger = page.locator("article .event-trigger").first
    trigger.focus()  # by keys
    assert "on" in (row.get_attribute("class") or "")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    page.locator("#layer-event").uncheck()
    assert not page.locator(".table.event").is_visible()
    assert page.locator(".table.statement").is_visible()
    page.locator("#layer-event").check()
    page.get_by_role("link", name="side by side").first.click()
    page.get_by_role("heading", name="Two versions side by side").wait_for()
    assert page.locator("ins").count() > 0
    assert page.locator("del").count() > 0


def test_an_address_of_a_thing_shows_it(opened: Opened, base: str) -> None:
    event = items(base, "/events?type=ASSAULT&status=occurred")[0]
    page = opened(f"/events/{event['id']}")
    page.wait_for_url(f"**/reports/{event['report']}#{event['id']}")
    assert event["trigger"] in page.locator("article .seg.on").all_inner_texts()
    row = page.locator(f"tr:has([id='{event['id']}'])")
    assert "on" in (row.get_attribute("class") or "")
    assert row.is_visible()


def test_search_and_its_filters(opened: Opened) -> None:
    page = opened("/")
    page.get_by_label("Search for words").fill("grain")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=grain")
    before = page.locator(".hits li").count()
    assert page.locator(".hits mark").first.inner_text().lower() == "grain"
    page.get_by_label("statement", exact=True).check()
    page.wait_for_url("**kind=statement**")
    page.locator(".chips a").first.wait_for()
    assert 0 < page.locator(".hits li").count() < before
    page.locator(".chips a").first.click()
    page.wait_for_url(lambda address: "kind=" not in address)
    assert page.locator(".hits li").count() == before
    page.locator(".hits a").first.click()
    page.wait_for_url("**/reports/**")


def test_filters_of_a_list_by_keys_and_back(opened: Opened) -> None:
    page = opened("/events")
    total = page.locator(".total").inner_text()
    page.get_by_label("material conflict").focus()
    page.keyboard.press("Space")
    page.wait_for_url("**/events?**quad=M-CONF**")
    page.locator(".chips").wait_for()
    assert page.locator(".total").inner_text() != total
    page.go_back()
    page.wait_for_url("**/events")
    page.wait_for_function("told => document.querySelector('.total').innerText === told", arg=total)


def test_timeline_is_brushed(opened: Opened) -> None:
    page = opened("/dyads/RUS/UKR")
    box = page.locator("#timeline svg").bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.8, box["y"] + 100)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.99, box["y"] + 100, steps=5)
    assert page.locator("#timeline .selection").is_visible()
    page.mouse.up()
    page.wait_for_url("**from=2023-07-01&to=2023-07-31**")
    assert page.locator(".list.events tbody tr").count() == 2
    page.get_by_role("link", name="by year").click()
    page.wait_for_url("**by=year**")
    assert "from=2023-07-01" in page.url


def test_map_and_network(opened: Opened) -> None:
    page = opened("/map")
    assert page.locator(".map .land").count() > 170
    assert page.locator(".map .point").count() >= 1
    page.get_by_role("link", name="Who acts").click()
    page.wait_for_url("**/map?of=actor")
    page.locator(".list").get_by_role("link", name="Russia").first.click()
    page.wait_for_url("**/events?actor=RUS")
    page = opened("/network")
    assert page.locator("#graph canvas").count() > 0
    years = page.locator("#span").inner_text()
    page.locator("#first").focus()
    page.keyboard.press("End")
    assert page.locator("#span").inner_text() != years


def test_tables_and_reader_need_no_script(opened: Opened, addresses: list[str]) -> None:
    page = opened("/", java_script_enabled=False)
    for address in addresses:
        page.goto(page.url.split("/", 3)[0] + "//" + page.url.split("/", 3)[2] + address)
        assert page.locator("h1").first.is_visible(), address
    page = opened(
        next(a for a in addresses if a.startswith("/reports/") and "changes" not in a), java_script_enabled=False
    )
    page.locator("#layer-event").uncheck()
    assert not page.locator(".table.event").is_visible()
    page = opened("/events", java_script_enabled=False)
    page.get_by_label("material conflict").check()
    page.get_by_role("button", name="Apply").click()
    page.wait_for_url("**quad=M-CONF**")
    page = opened("/dyads/RUS/UKR", java_script_enabled=False)
    assert page.locator("#timeline rect").count() > 5


def test_narrow_filters_open(opened: Opened) -> None:
    page = opened("/events", viewport=NARROW)
    assert not page.get_by_role("button", name="Apply").is_visible()
    page.locator(".show-label").click()
    assert page.get_by_role("button", name="Apply").is_visible()


def test_a_text_is_coded_at_once(opened: Opened) -> None:
    page = opened("/code")
    page.locator("textarea").fill(KABUL.read_text("utf-8"))
    page.get_by_role("button", name="Code it").click()
    page.get_by_text("Nothing was kept").wait_for(timeout=90_000)
    assert page.locator(".table.event tbody tr").count() > 3
    page.locator(".table.event tbody tr").first.hover()
    assert page.locator("article .seg.on").count() > 0


def test_reader_in_print(opened: Opened, addresses: list[str]) -> None:
    page = opened(next(a for a in addresses if a.startswith("/reports/") and "changes" not in a))
    page.emulate_media(media="print")
    assert not page.locator("header.top").is_visible()
    assert not page.locator(".bar").is_visible()
    assert page.locator("article").is_visible()
    assert page.locator(".table.event").is_visible()


def test_signing_in_and_correcting(browser: Any, tmp_path: Path) -> None:
    """Forms are taken from this server's own pages: somebody signs in, and corrects what the reader shows."""
    where, file = tmp_path / "own.duckdb", tmp_path / "tokens"
    made.make(where)
    token = new_token(file, "ada", [Scope.READ, Scope.WRITE])
    with made.serving(where, Settings(token_file=file, writing=True)) as port:
        base = f"http://127.0.0.1:{port}"
        event = items(base, "/events?type=ASSAULT")[0]
        context = browser.new_context(viewport=WIDE)
        page = context.new_page()
        page.goto(f"{base}/sign-in")
        page.get_by_label("Your token").fill(token)
        page.keyboard.press("Enter")
        page.get_by_role("button", name="Sign out ada").wait_for()
        page.goto(f"{base}/events/{event['id']}")
        row = page.locator(f"tr:has([id='{event['id']}'])")
        row.get_by_text("Correct").click()
        row.get_by_label("type", exact=True).select_option("PROTEST")
        row.get_by_label("Why").fill("a march")
        row.get_by_role("button", name="Change").click()
        row.get_by_text("changed by ada").wait_for()
        assert row.locator(".type").inner_text() == "PROTEST"
        page.get_by_role("button", name="Sign out ada").click()
        page.get_by_role("link", name="Sign in").wait_for()
        context.close()
