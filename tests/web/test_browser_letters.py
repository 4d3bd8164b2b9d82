"""The Letters tab in a real browser: find, read, bring in, take out; and where nothing may be changed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from kg.library import Library
from kg.settings import Settings
from rag.opening import open_assistant
from tests.web.browser import ask, opened, serving
from tests.web.conftest import RUTLAND
from tests.web.pdf import make_pdf
from ui.web.services import Services
from ui.web.writing import Writer

pytestmark = pytest.mark.browser

DEVON = [
    [(line.replace("Rutland", "Devon").replace("Green", "Brown"), size) for line, size in page] for page in RUTLAND
]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Files to bring in: one good, one broken, one of a kind that is not read."""
    folder = tmp_path_factory.mktemp("files")
    (folder / "devon.pdf").write_bytes(make_pdf(DEVON))
    (folder / "broken.pdf").write_bytes(b"%PDF-1.4 not really")
    (folder / "picture.png").write_bytes(b"\x89PNG")
    return folder


@pytest.fixture(scope="module")
def growing(library: Library, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """An app whose library may be changed, with the real assistant; empty at first."""
    folder = tmp_path_factory.mktemp("growing") / "library"
    settings = Settings(library=folder, upload_mb=1)
    with Library.open(folder, settings, write=True) as made:
        made.load_reference()
    with (
        Library.open(folder, settings) as held,
        open_assistant(held) as assistant,
        serving(Services(held, assistant, writer=Writer(settings))) as found,
    ):
        yield found


def show_letters(page: Page) -> None:
    page.get_by_role("tab", name="Letters").click()
    expect(page.locator(".letters-list")).to_have_attribute("aria-busy", "false")


def test_letters_are_listed_searched_filtered_ordered_and_read(page: Page) -> None:
    show_letters(page)
    rows = page.locator("#letters-table tbody tr")
    expect(rows).to_have_count(2)
    page.get_by_label("Search letters").fill("archer rutland")
    expect(rows).to_have_count(1)
    page.get_by_role("button", name="Show all letters").click()
    expect(rows).to_have_count(2)
    page.locator("select[name='kind']").select_option("focused-visit-letter")
    page.locator("select[name='year']").select_option("2022")
    expect(page.locator(".letters-list")).to_contain_text("1 of 2 letters")
    page.get_by_role("button", name="Show all letters").click()
    expect(rows).to_have_count(2)
    page.locator("#letters-table th button", has_text="Authority").focus()
    page.keyboard.press("Enter")
    expect(rows.first).to_contain_text("Rutland")
    expect(page.locator("#letters-table th", has_text="Authority")).to_have_attribute("aria-sort", "descending")
    rows.first.locator("a").click()
    expect(page.locator("#drawer .report")).to_contain_text("Ann Archer")
    page.keyboard.press("Escape")
    assert page.locator("[data-remove], .dropzone").count() == 0  # this app has nothing that writes


@pytest.mark.parametrize("size", ["narrow", "wide"])
def test_letters_come_in_are_asked_about_and_go(browser: Browser, growing: str, files: Path, size: str) -> None:
    with opened(browser, growing, size) as page:
        expect(page.locator("#chat")).to_contain_text("The library is empty")
        show_letters(page)
        expect(page.locator(".letters-list")).to_contain_text("The library is empty")
        page.locator("#upload-files").set_input_files(
            [files / name for name in ("devon.pdf", "broken.pdf", "picture.png")]
        )
        results = page.locator(".upload-list")
        expect(results).to_contain_text(
            "Read as: Focused visit to Devon, 14 to 15 June 2022, 2 inspectors", timeout=60_000
        )
        expect(results.locator(".bad", has_text="broken.pdf")).to_contain_text("Not read:", timeout=60_000)
        expect(results.locator(".bad", has_text="picture.png")).to_contain_text("Only these kinds of file are read")
        expect(page.locator("#letters-table tbody tr")).to_have_count(1)
        results.get_by_role("link", name="Reading report").click()
        expect(page.locator("#drawer .report")).to_contain_text("Ann Archer")
        page.keyboard.press("Escape")
        page.get_by_role("tab", name="Ask").click()
        ask(page, "What needs to improve in Devon?")
        expect(page.locator("#ask-sources a.source").first).to_contain_text("pathway plans", timeout=30_000)
        show_letters(page)
        remove = page.get_by_role("button", name="Remove Devon")
        remove.click()
        page.get_by_role("button", name="Keep it").click()
        expect(page.locator("#letters-table tbody tr")).to_have_count(1)
        remove.click()
        page.get_by_role("button", name="Remove", exact=True).click()
        expect(page.locator(".letters-list")).to_contain_text("The library is empty", timeout=60_000)
        page.get_by_role("tab", name="Ask").click()
        page.reload()
        expect(page.locator("#ask-sources")).to_contain_text("no longer in the library", timeout=20_000)
