"""The SPARQL tab in a real browser: completion, errors, charts, downloads, history and the link that is shared."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.web.browser import ask
from ui.web.sparql_tab import VENDOR

pytestmark = pytest.mark.browser

COUNTS = (
    "SELECT ?name (COUNT(?part) AS ?n) { ?part a insp:Passage ; insp:letter/dcterms:identifier ?name } GROUP BY ?name"
)
LETTERS = "SELECT ?letter ?name { ?letter a insp:Letter ; dcterms:identifier ?name } ORDER BY ?name"


def share(page: Page, query: str) -> None:
    page.get_by_role("tab", name="SPARQL").click()
    expect(page.locator(".query-form[data-ready]")).to_be_visible(timeout=20_000)
    page.evaluate("query => { location.hash = '#sparql=' + encodeURIComponent(query); }", query)
    expect(page.locator(".query-form")).to_contain_text(query.split()[1])


def run(page: Page) -> None:
    page.locator(".query-form .run").click()


def test_query_used_by_an_answer_opens_runs_and_is_shared(page: Page) -> None:
    ask(page, "Which advisers?")
    page.locator("#ask-sources summary", has_text="SPARQL").click()
    page.locator("#ask-sources .open-query").click()
    expect(page.locator(".query-form[data-ready]")).to_be_visible(timeout=20_000)
    run(page)
    table = page.locator("#results-table")
    expect(table.locator("tbody tr")).to_have_count(2)
    expect(page.locator(".query-result")).to_contain_text("2 rows")
    with page.expect_download() as download:
        page.locator(".query-result .downloads a", has_text="csv").click()
    assert download.value.path().read_text().startswith("letter,date")
    table.locator("a").first.click()
    expect(page.locator("#drawer .body h2").first).to_be_visible()
    page.keyboard.press("Escape")
    page.locator(".query-form .share").click()
    page.reload()  # the address alone holds the query
    expect(page.locator(".query-form")).to_contain_text("?letter a insp:Letter", timeout=20_000)
    page.locator(".history").select_option(index=1)
    expect(page.locator(".query-form")).to_contain_text("?letter a insp:Letter")


def test_results_sort_and_are_drawn(page: Page) -> None:
    share(page, COUNTS)
    run(page)
    page.locator(".charted summary").click()
    expect(page.locator(".charted .bars li")).to_have_count(2)
    share(page, LETTERS)
    run(page)
    rows = page.locator("#results-table tbody tr")
    expect(rows.first).to_contain_text("kent.md")
    for _ in range(2):
        page.locator("#results-table th", has_text="name").locator("button").click()
    expect(rows.first).to_contain_text("rutland.pdf")


def test_examples_graphs_and_errors(wide: Page) -> None:
    page = wide
    page.get_by_role("tab", name="SPARQL").click()
    examples = page.locator(".worked")
    expect(examples.locator("optgroup").first).to_be_attached()
    expect(page.locator(".query-form")).to_contain_text("SELECT")
    share(page, "CONSTRUCT { ?letter dcterms:identifier ?name } { ?letter dcterms:identifier ?name }")
    run(page)
    expect(page.locator(".query-result pre")).to_contain_text("kent.md")
    for name in ("turtle", "jsonld"):
        expect(page.locator(".query-result .downloads a", has_text=name)).to_be_visible()
    share(page, "SELECT ?s WHERE")
    run(page)
    expect(page.locator(".query-result .error")).to_contain_text("Line 1, column")


@pytest.mark.skipif(not (VENDOR / "codemirror.js").is_file(), reason="the editor is not installed (no npm)")
def test_the_editor_completes_and_marks_the_place_of_an_error(wide: Page) -> None:
    page = wide
    share(page, "SELECT ?s { ?s a insp:Letter }")
    editor = page.locator(".CodeMirror [role=textbox]")
    expect(editor).to_have_attribute("aria-label", "Query")
    expect(page.locator(".CodeMirror .cm-keyword").first).to_have_text("SELECT")
    expect(page.locator(".CodeMirror-linenumber").first).to_have_text("1")
    editor.click()
    page.keyboard.press("Control+a")
    page.keyboard.type("SELECT ?s WHERE { ?s insp:documentT")
    hints = page.locator(".CodeMirror-hint")
    expect(hints.first).to_contain_text("insp:documentType")
    page.keyboard.press("Enter")
    expect(page.locator(".CodeMirror-line").first).to_contain_text("insp:documentType")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".query-result .error")).to_contain_text("Line 1")
    expect(page.locator(".CodeMirror .wrong-line")).to_have_count(1)
    page.keyboard.press("Tab")  # the editor does not keep the keyboard
    assert not page.evaluate("document.activeElement.closest('.CodeMirror')")
