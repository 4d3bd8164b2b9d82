"""Takes the pictures of docs/images: each tab, wide and narrow, light and dark, over the two sample letters.

`python scripts/screenshots.py [TAB ...]` takes those of the tabs named, or all.
"""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

ROOT = Path(__file__).parent.parent
IMAGES = ROOT / "docs/images"
LETTERS = (sys.executable, "-m", "ui.cli")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
SIZES = {"wide": (1440, 900), "narrow": (390, 844)}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
LARGEST = 150_000


def main(wanted: list[str]) -> None:
    """Write docs/images/TAB-SIZE-SCHEME.png."""
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        library = str(Path(folder) / "library")
        subprocess.run([*LETTERS, "ingest", "data/letters", "--library", library], cwd=ROOT, check=True)
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        with serving(library) as address:
            for name, show in TABS.items():
                if not wanted or name in wanted:
                    take(browser, address, name, show)
        browser.close()


def take(browser: Browser, address: str, name: str, show: Callable[[Page], None]) -> None:
    """The pictures of one tab."""
    for size, (width, height) in SIZES.items():
        for scheme in SCHEMES:
            page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)
            page.goto(address)
            expect(page.locator("#question textarea")).to_be_visible(timeout=60_000)
            show(page)
            page.mouse.move(0, 0)
            page.wait_for_timeout(400)  # until colours and scrolling have settled
            keep(page.screenshot(), IMAGES / f"{name}-{size}-{scheme}.png")
            page.close()


def keep(png: bytes, path: Path) -> None:
    """Write a picture in as many colours as it needs to look right, and no more bytes than a page should load."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    for colours in (192, 96, 48):
        small = picture.quantize(colours, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        small.save(path, optimize=True)
        if path.stat().st_size <= LARGEST:
            return


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
    """An answer; on a wide screen with the page that its first source stands on."""
    page.locator("#question textarea").fill("What needs to improve in Isles of Scilly?")
    page.keyboard.press("Enter")
    expect(page.locator("#ask-sources a.source").first).to_be_visible(timeout=60_000)
    if (page.viewport_size or {})["width"] > 1000:
        page.locator("#ask-sources a.source").first.click()
        expect(page.locator("#drawer .leaf img, #drawer mark").first).to_be_visible()
        page.wait_for_timeout(1000)


def explore(page: Page) -> None:
    """An authority's page over the table of authorities; on a narrow screen the charts."""
    page.get_by_role("tab", name="Explore").click()
    expect(page.locator("table.listed")).to_be_visible(timeout=60_000)
    page.locator(".subnav a", has_text="Charts").click()
    expect(page.locator(".bars").first).to_be_visible()


def authority(page: Page) -> None:
    """The page of an authority."""
    page.get_by_role("tab", name="Explore").click()
    expect(page.locator("table.listed")).to_be_visible(timeout=60_000)
    address = page.locator("table.listed tbody a").first.get_attribute("href")
    page.goto(page.url.partition("/app")[0] + str(address))
    expect(page.locator("main h2").first).to_be_visible()


def sparql(page: Page) -> None:
    """A worked example and its result."""
    page.get_by_role("tab", name="SPARQL").click()
    expect(page.locator(".query-form[data-ready] .CodeMirror")).to_be_visible(timeout=60_000)
    example = page.locator(".worked option", has_text="How do strengths and weaknesses balance in each theme?")
    page.locator(".worked").select_option(value=example.get_attribute("value"))
    page.wait_for_timeout(500)
    page.locator(".query-form .run").click()
    expect(page.locator("#results-table")).to_be_visible()
    if page.locator(".charted").count():
        page.locator(".charted summary").click()


def export(page: Page) -> None:
    """A part that was chosen, and what is in it."""
    page.get_by_role("tab", name="Export").click()
    expect(page.locator(".counts")).to_be_visible(timeout=60_000)
    page.locator("select[data-field=authority]").select_option("Isles of Scilly")
    expect(page.locator(".chosen button")).to_be_visible()
    page.wait_for_timeout(1500)


def letters(page: Page) -> None:
    """What is in the library."""
    page.get_by_role("tab", name="Letters").click()
    expect(page.locator("#letters-tab")).to_contain_text("Isles of Scilly", timeout=60_000)


TABS = {"ask": ask, "explore": explore, "authority": authority, "sparql": sparql, "export": export, "letters": letters}

if __name__ == "__main__":
    main(sys.argv[1:])
