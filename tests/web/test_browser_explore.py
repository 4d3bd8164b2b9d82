"""The Explore tab and the pages of nodes in a real browser: filter, sort, follow, see what lies around."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.browser import opened
from ui.web.sparql_tab import VENDOR

pytestmark = pytest.mark.browser


def explore(page: Page, what: str = "authorities") -> None:
    page.get_by_role("tab", name="Explore").click()
    expect(page.locator("table.listed")).to_be_visible(timeout=20_000)
    if what != "authorities":
        page.locator(f".subnav a[href='/explore/{what}']").click()
        expect(page.locator(f".subnav a[href='/explore/{what}']")).to_have_attribute("aria-current", "page")


def test_authorities_are_filtered_and_sorted_and_lead_to_a_cited_page(page: Page) -> None:
    explore(page)
    rows = page.locator("table.listed tbody tr")
    expect(rows).to_have_count(2)
    page.locator(".filters input[name=q]").fill("rut")
    expect(rows).to_have_count(1)
    page.locator(".filters input[name=q]").fill("")
    expect(rows).to_have_count(2)
    head = page.locator("table.listed th", has_text="Authority")
    for order, first in (("ascending", "Kent"), ("descending", "Rutland")):
        head.locator("a").click()
        expect(head).to_have_attribute("aria-sort", order)
        expect(rows.first).to_contain_text(first)
    rows.first.locator("a").first.click()
    drawer = page.locator("#drawer")
    expect(drawer.locator("h2").first).to_have_text("Rutland")
    expect(drawer).to_contain_text("The timeliness of pathway plans for care leavers")
    drawer.locator(".statements a.where").first.click()
    expect(drawer).to_contain_text("Page 2 of 2")
    drawer.locator(".back").click()
    expect(drawer.locator("h2").first).to_have_text("Rutland")


def test_findings_are_shown_in_the_letters_words(page: Page) -> None:
    explore(page, "findings")
    listed = page.locator("table.findings")
    expect(listed).to_contain_text("Records say <script>")
    more = page.locator(".filters .more")
    if not page.locator(".filters select[name=authority]").is_visible():
        more.locator("summary").click()
    page.locator(".filters select[name=authority]").select_option("Kent")
    expect(page.locator(".listing [role=status]")).to_contain_text(" of ")
    expect(listed).not_to_contain_text("Care leavers")
    assert page.locator("table.findings script, table.findings img").count() == 0
    listed.locator("a.words").first.click()
    expect(page.locator("#drawer mark").first).to_be_visible()


def test_charts_and_other_tables(wide: Page) -> None:
    explore(wide, "charts")
    expect(wide.locator(".bars li").first).to_be_visible()
    for what in ("visits", "inspectors", "themes"):
        wide.locator(f".subnav a[href='/explore/{what}']").click()
        expect(wide.locator(f"table.{what} tbody tr").first).to_be_visible()


@pytest.mark.skipif(not (VENDOR / "cytoscape.min.js").is_file(), reason="the picture is not installed (no npm)")
def test_the_picture_grows_narrows_and_is_saved(wide: Page, tmp_path: Path) -> None:
    page = wide
    explore(page, "network")
    page.locator("select[name=iri]").select_option(label="Rutland")
    canvas = page.locator(".canvas")
    expect(canvas.locator("canvas").first).to_be_visible(timeout=10_000)
    before = int((canvas.get_attribute("aria-label") or "").split()[2])
    assert before >= 2
    page.locator("[data-save=png]").focus()
    page.keyboard.press("Tab")
    told = page.locator(".around-told")
    expect(told).to_contain_text("Authority: Rutland")
    for way in ("ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp"):
        if "Rutland, links" in told.inner_text():
            page.keyboard.press(way)
    expect(told).not_to_contain_text("Authority: Rutland")
    page.keyboard.press("Enter")
    expect(told).to_contain_text("·")
    assert int((canvas.get_attribute("aria-label") or "").split()[2]) >= before
    page.locator(".as-list summary").click()
    expect(page.locator(".as-list li").first).to_contain_text("→")
    page.locator(".around-tools label", has_text="Visit").locator("input").uncheck()
    for kind, start in (("svg", b"<svg"), ("png", b"\x89PNG")):
        with page.expect_download() as download:
            page.locator(f"[data-save={kind}]").click()
        assert download.value.path().read_bytes().startswith(start)


def test_pages_of_nodes_stand_alone(wide: Page, address: str) -> None:
    page = wide
    page.goto(f"{address}/explore/visits")
    page.locator("table.visits a", has_text="Rutland").first.click()
    expect(page.locator("main h2").first).to_contain_text("Rutland")
    expect(page.locator("main")).to_contain_text("Ann Archer")
    page.locator("main a", has_text="Ann Archer").first.click()
    expect(page.locator("main h2").first).to_have_text("Ann Archer")
    page.goto(f"{address}/theme/care-leavers")
    expect(page.locator(".statements a.where").first).to_be_visible()
    page.goto(address)


def test_a_visit_on_the_narrow_screen_and_a_page_that_is_not_there(browser: Browser, address: str) -> None:
    with opened(browser, address, "narrow") as page:
        page.goto(f"{address}/explore/visits")
        page.locator("table.visits a", has_text="Rutland").first.click()
        expect(page.locator("main")).to_contain_text("Ann Archer")
        expect(page.locator("main a.where").first).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        page.goto(f"{address}/app/nothing")
        expect(page.locator("main h2")).to_have_text("There is nothing here by this name")
        page.goto(address)
