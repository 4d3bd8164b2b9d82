"""The app in a real browser: ask, open a citation, run the query, read a letter; wide and narrow."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections.abc import Iterator

import httpx
import pytest
import uvicorn
from playwright.sync_api import Browser, Page, expect, sync_playwright

from ui.web.server import create_app
from ui.web.services import Services

pytestmark = pytest.mark.browser

# Nothing that Chromium does of its own accord may reach for the network.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
]
SIZES = {"wide": (1440, 900), "narrow": (390, 844)}


@pytest.fixture(scope="module")
def address(services: Services) -> Iterator[str]:
    """A server on a free port, in a thread of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(create_app(services), port=port, log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    found = f"http://127.0.0.1:{port}"
    for _ in range(200):
        try:
            httpx.get(f"{found}/health")
            break
        except httpx.ConnectError:
            time.sleep(0.1)
    yield found
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(params=SIZES)
def page(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Page]:
    """The app, just opened. Afterwards: no script error, no dialog, no request to anywhere else."""
    width, height = SIZES[request.param]
    context = browser.new_context(viewport={"width": width, "height": height})
    page = context.new_page()
    trouble: list[str] = []
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.on("dialog", lambda dialog: (trouble.append(dialog.message), dialog.dismiss()))
    page.on(
        "request", lambda sent: None if sent.url.startswith((address, "data:", "blob:")) else trouble.append(sent.url)
    )
    page.goto(address)
    expect(page.locator("#question textarea")).to_be_visible(timeout=20_000)
    yield page
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "the page scrolls sideways"
    context.close()
    assert trouble == []


def ask(page: Page, question: str) -> None:
    page.locator("#question textarea").fill(question)
    page.keyboard.press("Enter")


def test_ask_and_open_the_cited_page(page: Page) -> None:
    ask(page, "Which advisers?")
    source = page.locator("#ask-sources a.source")
    expect(source).to_have_count(1)
    expect(source).to_contain_text("page 2")
    page.locator("#chat a[href^='/letters/']").first.click()
    picture = page.locator("#drawer .leaf img")
    expect(picture).to_be_visible()
    expect(page.locator("#drawer")).to_contain_text("Page 2 of 2")
    page.wait_for_function("document.querySelector('#drawer .leaf img').naturalWidth > 500")
    assert "start=" in (picture.get_attribute("src") or "")
    page.locator("#drawer").get_by_text("Previous").click()
    expect(page.locator("#drawer")).to_contain_text("Page 1 of 2")
    page.keyboard.press("Escape")
    expect(page.locator("#drawer")).to_be_hidden()


def test_follow_up_and_what_the_letters_do_not_say(page: Page) -> None:
    ask(page, "Which advisers?")
    expect(page.locator("#chat")).to_contain_text("after 0 turns")
    ask(page, "And the other advisers?")
    expect(page.locator("#chat")).to_contain_text("after 2 turns")
    expect(page.locator("#chat .user-row").last).to_be_in_viewport()  # an answer is read from its beginning
    ask(page, "Zeppelins?")
    expect(page.locator("#ask-sources")).to_contain_text("The letters do not say")


def test_words_of_letters_are_never_run(page: Page) -> None:
    ask(page, "Which <script>alert('letters')</script>?")
    expect(page.locator("#ask-sources")).to_contain_text("Looked for <script>")
    ask(page, "Records")
    expect(page.locator("#ask-sources")).to_contain_text("Looked for Records")
    expect(page.locator("#chat")).to_contain_text("<script>alert('letters')</script>")
    expect(page.locator("#chat")).to_contain_text("${7*7} and {{value}}")
    expect(page.locator("#ask-sources")).to_contain_text("${7*7} and {{value}}")
    assert page.locator("#chat a:not([href^='/letters/']), #chat img[src='x']").count() == 0
    page.locator("#ask-sources a.source").first.click()
    expect(page.locator("#drawer mark").first).to_contain_text("Records say <script>")


def test_query_used_opens_and_runs(page: Page) -> None:
    ask(page, "Which advisers?")
    page.locator("#ask-sources summary", has_text="SPARQL").click()
    page.locator("#ask-sources .open-query").click()
    expect(page.locator("#editor")).to_contain_text("?letter a insp:Letter")
    page.locator("#run").click()
    table = page.locator("#results-table")
    expect(table.locator("tbody tr")).to_have_count(2)
    expect(page.locator("#result")).to_contain_text("2 rows")
    with page.expect_download() as download:
        page.locator("#result a", has_text="csv").click()
    assert download.value.path().read_text().startswith("letter,date")
    table.locator("a").first.click()
    expect(page.locator("#drawer .report")).to_be_visible()


def test_worked_examples_and_errors(page: Page) -> None:
    page.get_by_role("tab", name="SPARQL").click()
    page.locator("#examples input").click()
    page.get_by_role("option", name="What needs to improve").click()
    expect(page.locator("#editor")).to_contain_text("insp:ImprovementPoint")
    page.locator("#run").click()
    expect(page.locator("#results-table")).to_contain_text("The timeliness of pathway plans")
    editor = page.locator("#editor .cm-content")
    editor.click()
    page.keyboard.press("Control+a")
    page.keyboard.type("SELECT ?s WHERE")
    page.locator("#run").click()
    expect(page.locator("#result .error")).to_contain_text("Line 1, column")


def test_letters_are_listed_filtered_sorted_and_read(page: Page) -> None:
    page.get_by_role("tab", name="Letters").click()
    rows = page.locator("#letters-table tbody tr:visible")
    expect(rows).to_have_count(2)
    page.locator("#letters-filter textarea, #letters-filter input").fill("rutland")
    expect(rows).to_have_count(1)
    page.locator("#letters-filter textarea, #letters-filter input").fill("")
    head = page.locator("#letters-table th", has_text="Authority")
    head.locator("button").focus()
    page.keyboard.press("Enter")
    expect(head).to_have_attribute("aria-sort", "ascending")
    expect(rows.first).to_contain_text("Kent")
    page.keyboard.press("Enter")
    expect(rows.first).to_contain_text("Rutland")
    rows.first.locator("a").click()
    expect(page.locator("#drawer .report")).to_contain_text("Ann Archer")
