"""The Gradio app: its tabs, its look, and how they are put together."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable

# Before the import: Gradio asks once, when it is loaded, whether it may report its use. Its own statistics of events,
# which nobody sees here, it would make anew with pandas after each one.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ["GRADIO_ANALYTICS_MAX_EVENTS"] = "1"
os.environ["GRADIO_ANALYTICS_CACHE_FREQUENCY"] = str(10**12)

import gradio as gr
from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount

from ui.web import ask_tab, explore_tab, export_tab, letters_tab, sparql_tab
from ui.web.services import Services

PATH = "/app"

MASTHEAD = """<header><h1>inspection-letters</h1>
<p>Ask the inspectors' letters, and see where every word of the answer stands.</p></header>"""

HEAD = """<link rel="stylesheet" href="/static/app.css">
<link rel="stylesheet" href="/static/ask.css">
<link rel="stylesheet" href="/static/letters.css">
<link rel="stylesheet" href="/static/explore.css">
<link rel="stylesheet" href="/static/query.css">
<link rel="icon" href="/static/icon.svg" type="image/svg+xml">
<script src="/static/app.js" defer></script>
<script type="module">import { start } from "/static/tabs.js"; import "/static/around.js"; start();</script>"""

_SANS = ["system-ui", "Segoe UI", "Roboto", "Liberation Sans", "DejaVu Sans", "sans-serif"]
_MONO = ["ui-monospace", "Liberation Mono", "DejaVu Sans Mono", "monospace"]


def theme() -> gr.themes.Base:
    """Gradio's plain theme in the colours of app.css, with the reader's own fonts: nothing is fetched from outside."""
    blue = gr.themes.Color(
        c50="#f1f6fa", c100="#e8f0f7", c200="#c9dded", c300="#a5c8e2", c400="#8fc1ec", c500="#3f7db3",
        c600="#1f5a8c", c700="#1a4c77", c800="#163f62", c900="#12334f", c950="#0c2236",
    )  # fmt: skip
    return gr.themes.Base(
        primary_hue=blue,
        secondary_hue=blue,
        neutral_hue=gr.themes.colors.slate,
        radius_size=gr.themes.sizes.radius_sm,
        font=[gr.themes.Font(name) for name in _SANS],
        font_mono=[gr.themes.Font(name) for name in _MONO],
    ).set(
        body_background_fill="#f5f6f8",
        body_background_fill_dark="#10141c",
        body_text_color="#1d2433",
        body_text_color_dark="#e8ebf1",
        body_text_color_subdued="#5b6475",
        body_text_color_subdued_dark="#a3adbf",
        block_background_fill="#ffffff",
        block_background_fill_dark="#171c26",
        input_background_fill="#ffffff",
        input_background_fill_dark="#10141c",
        input_border_width="1px",
        input_border_color="#d9dde5",
        input_border_color_dark="#323b4c",
        border_color_primary="#d9dde5",
        border_color_primary_dark="#323b4c",
    )


def build(services: Services) -> gr.Blocks:
    """The app's tabs."""
    app: gr.Blocks
    with gr.Blocks(title="inspection-letters", analytics_enabled=False) as app:
        gr.HTML(MASTHEAD, elem_id="masthead", apply_default_css=False)
        with gr.Tabs(elem_id="tabs"):
            with gr.Tab("Ask", id="ask", elem_id="ask-tab"):
                ask_tab.build(services, app)
            with gr.Tab("Explore", id="explore", elem_id="explore-tab"):
                explore_tab.build()
            with gr.Tab("SPARQL", id="sparql", elem_id="sparql-tab"):
                sparql_tab.build(services)
            with gr.Tab("Export", id="export", elem_id="export-tab"):
                export_tab.build()
            with gr.Tab("Letters", id="letters", elem_id="letters-tab"):
                letters_tab.build(services, app)
    app.queue(default_concurrency_limit=8)
    return app


def mount(server: FastAPI, services: Services, missing: Callable[[Request, Exception], Awaitable[Response]]) -> None:
    """Put the app on the server under `PATH`; `missing` answers where there is nothing."""
    gr.mount_gradio_app(
        server,
        build(services),
        path=PATH,
        theme=theme(),
        head=HEAD,
        css="footer { display: none !important; }",
        footer_links=[],
        run_history=False,
        show_error=False,
        enable_monitoring=False,
        ssr_mode=False,
        favicon_path=None,
    )
    mounted = next(route for route in server.routes if isinstance(route, Mount) and route.path == PATH)
    mounted.app.add_exception_handler(404, missing)  # type: ignore[attr-defined]
