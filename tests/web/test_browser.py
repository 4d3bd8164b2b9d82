"""The SPARQL tab in a real browser: the query that an answer used, worked examples, errors; wide and narrow."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.web.browser import ask

pytestmark = pytest.mark.browser


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
