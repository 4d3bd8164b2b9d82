"""axe-core over every tab and page, wide and narrow, light and dark: no serious or critical finding."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.web.browser import ask, opened

pytestmark = pytest.mark.browser

LOOKS = [("wide", "light"), ("narrow", "dark"), ("wide", "dark"), ("narrow", "light")]
PAGES = ("/authority/E06000017", "/theme/care-leavers", "/explore/findings", "/explore/charts", "/docs", "/ontology")
_AXE = Axe()
_STILL = """() => document.getAnimations().every(
  (one) => one.playState !== 'running' || one.effect?.getTiming().iterations === Infinity)"""


@pytest.fixture(params=LOOKS, ids="-".join)
def look(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Page]:
    size, scheme = request.param
    with opened(browser, address, size, color_scheme=scheme) as page:
        yield page


def check(page: Page, where: str) -> None:
    # Colours that are on their way to others are no colours to judge.
    page.wait_for_function(_STILL)
    found: list[dict[str, Any]] = _AXE.run(page, options={"resultTypes": ["violations"]}).response["violations"]
    told = [
        f"{where}: {one['id']} ({one['impact']}) {one['nodes'][0]['target']} {one['nodes'][0]['html'][:120]}"
        for one in found
        if one["impact"] in ("serious", "critical")
    ]
    assert not told, "\n".join(told)


def test_every_tab(look: Page) -> None:
    check(look, "Ask")
    ask(look, "Which advisers?")
    expect(look.locator("#ask-sources a.source")).to_have_count(1)
    check(look, "Ask with an answer")
    look.locator("#ask-sources a.source").click()
    expect(look.locator("#drawer .leaf img")).to_be_visible()
    check(look, "a cited page")
    look.keyboard.press("Escape")
    for tab, shown in (
        ("Explore", "table.listed"),
        ("SPARQL", ".query-form[data-ready]"),
        ("Export", ".counts"),
        ("Letters", "#letters-tab"),
    ):
        look.get_by_role("tab", name=tab).click()
        expect(look.locator(shown).first).to_be_visible(timeout=20_000)
        if tab == "SPARQL":
            look.locator(".query-form .run").click()
            expect(look.locator("#results-table")).to_be_visible()
        check(look, tab)


def test_every_page(look: Page, address: str) -> None:
    look.goto("about:blank")  # so that nothing of the app is under way
    for path in PAGES:
        look.goto(address + path)
        check(look, path)
    look.goto(address)
