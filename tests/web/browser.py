"""The app on a real port and a real browser before it."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import uvicorn
from playwright.sync_api import Browser, Page, expect

from ui.web.server import create_app
from ui.web.services import Services

# Nothing that Chromium does of its own accord may reach for the network.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
]
expect.set_options(timeout=20_000)  # a busy machine is slow, not wrong
SIZES = {"wide": (1440, 900), "narrow": (390, 844)}


@contextmanager
def serving(services: Services) -> Iterator[str]:
    """The address of a server on a free port, in a thread of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    # Events of pages that were closed stay open for a while; the tests do not wait for them.
    config = uvicorn.Config(create_app(services), port=port, log_level="error", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
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


@contextmanager
def opened(browser: Browser, address: str, size: str = "wide", **options: object) -> Iterator[Page]:
    """The app, just opened. Afterwards: no script error, no dialog, no request to elsewhere, no scrolling sideways."""
    width, height = SIZES[size]
    context = browser.new_context(viewport={"width": width, "height": height}, **options)  # type: ignore[arg-type]
    page = context.new_page()
    trouble: list[str] = []
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.on("console", lambda said: trouble.append(said.text) if "Content Security Policy" in said.text else None)
    page.on("dialog", lambda dialog: (trouble.append(dialog.message), dialog.dismiss()))
    page.on(
        "request", lambda sent: None if sent.url.startswith((address, "data:", "blob:")) else trouble.append(sent.url)
    )
    page.goto(address)
    expect(page.locator("#question textarea")).to_be_visible(timeout=20_000)
    yield page
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "the page scrolls sideways"
    context.close()
    assert not trouble, trouble


def ask(page: Page, question: str) -> None:
    """Type a question and send it, once the one before is answered."""
    expect(page.locator("#question .submit-button")).to_be_visible()
    page.locator("#question textarea").fill(question)
    page.locator("#question textarea").press("Enter")
