"""Takes the pictures of docs/images: the two sample letters in a library of their own, the app in Chromium."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

ROOT = Path(__file__).parent.parent
IMAGES = ROOT / "docs/images"
LETTERS = (sys.executable, "-m", "ui.cli")
WIDE = {"width": 1440, "height": 900}


def main() -> None:
    """Write docs/images/ask.png and docs/images/sparql.png."""
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        library = str(Path(folder) / "library")
        subprocess.run([*LETTERS, "ingest", "data/letters", "--library", library], cwd=ROOT, check=True)
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        with serving(library) as address:
            page = browser.new_page(viewport=WIDE, color_scheme="light")  # type: ignore[arg-type]
            page.goto(address)
            ask(page)
            query(page)
        browser.close()


@contextmanager
def serving(library: str) -> Iterator[str]:
    """The address of a server on a free port."""
    command = [*LETTERS, "serve", "--library", library, "--port", "0"]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr is not None
        found = next(match for line in server.stderr if (match := re.search(r"http://\S+", line)))
        yield found[0]
        server.terminate()


def ask(page: Page) -> None:
    """An answer, with the page that its first source stands on."""
    page.locator("#question textarea").fill("What needs to improve in Isles of Scilly?")
    page.keyboard.press("Enter")
    page.locator("#chat a[href^='/letters/']").first.click()
    expect(page.locator("#drawer mark").first).to_be_visible()
    page.screenshot(path=IMAGES / "ask.png")
    page.keyboard.press("Escape")


def query(page: Page) -> None:
    """A worked example and its result."""
    page.get_by_role("tab", name="SPARQL").click()
    page.get_by_label("Worked examples").click()
    page.get_by_role("option", name="What needs to improve").click()
    expect(page.locator("#editor")).to_contain_text("Improvement")
    page.locator("#run").click()
    expect(page.locator("#results-table")).to_be_visible()
    page.mouse.move(0, 0)
    page.screenshot(path=IMAGES / "sparql.png")


if __name__ == "__main__":
    main()
