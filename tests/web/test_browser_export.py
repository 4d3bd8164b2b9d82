"""The Export tab in a real browser: choose, see what is in it, take it, and read the file again."""

from __future__ import annotations

import json

import pyoxigraph as ox
import pytest
from playwright.sync_api import Page, expect

from tests.web.browser import ask

pytestmark = pytest.mark.browser


def taken(page: Page, format: str) -> bytes:
    with page.expect_download() as download:
        page.locator(f"a.take[data-format={format}]").click()
    return download.value.path().read_bytes()


def test_a_part_is_chosen_counted_taken_and_read_again(page: Page) -> None:
    page.get_by_role("tab", name="Export").click()
    counts = page.locator(".counts")
    expect(counts).to_contain_text("2 letters", timeout=20_000)
    page.locator("select[data-field=authority]").select_option("Rutland")
    expect(counts).to_contain_text("1 letter")
    page.locator(".within summary").first.click()
    expect(page.locator(".within table")).to_contain_text("rutland.pdf")
    triples = list(ox.parse(taken(page, "turtle"), format=ox.RdfFormat.TURTLE))
    names = {quad.object.value for quad in triples if quad.predicate.value.endswith("/identifier")}
    assert "rutland.pdf" in names
    assert "kent.md" not in names
    page.locator(".chosen button").click()
    expect(counts).to_contain_text("2 letters")
    page.locator("[data-date=since]").fill("soon")
    expect(page.locator(".within .error")).to_contain_text("is not a date")


def test_the_last_answer_and_a_query_are_taken(wide: Page) -> None:
    page = wide
    ask(page, "Which advisers?")
    expect(page.locator("#ask-sources a.source")).to_have_count(1)
    page.get_by_role("tab", name="Export").click()
    page.get_by_label("The evidence of the last answer").check(timeout=20_000)
    expect(page.locator(".answer-told")).to_contain_text("Which advisers?")
    expect(page.locator(".counts")).to_contain_text("1 letter")
    assert b"rutland" in taken(page, "ntriples")
    page.get_by_label("The graph that a query gives").check()
    page.locator(".export-form textarea").fill("CONSTRUCT { ?l dcterms:identifier ?n } { ?l dcterms:identifier ?n }")
    page.locator(".export-form .look").click()
    expect(page.locator(".counts")).to_contain_text("2 statements")
    assert "kent.md" in json.dumps(json.loads(taken(page, "jsonld")))
    page.locator(".export-form textarea").fill("SELECT ?s { ?s ?p ?o }")
    page.locator(".export-form .look").click()
    expect(page.locator(".within .error")).to_be_visible()
