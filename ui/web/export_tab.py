"""The Export tab: choose a part of the graph, see what is in it, take it in any format."""

from __future__ import annotations

import gradio as gr

from ui.web.views import render

ON_LOAD = "import('/static/export.js').then((tab) => tab.start(element));"


def build() -> None:
    """Lay the tab out; call inside a `gr.Tab`."""
    html = render("export_tab.html")
    gr.HTML(str(html), elem_id="export", elem_classes="letters-ui", apply_default_css=False, js_on_load=ON_LOAD)
