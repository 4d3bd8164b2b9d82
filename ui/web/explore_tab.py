"""The Explore tab: the pages of `ui.web.explore` inside the app."""

from __future__ import annotations

import gradio as gr

from ui.web.views import render

ON_LOAD = "import('/static/explore.js').then((tab) => tab.start(element));"


def build() -> None:
    """Lay the tab out; call inside a `gr.Tab`."""
    html = render("explore_tab.html")
    gr.HTML(str(html), elem_id="explore", elem_classes="letters-ui", apply_default_css=False, js_on_load=ON_LOAD)
