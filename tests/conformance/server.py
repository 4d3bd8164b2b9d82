"""The real server on a socket of its own, over a library whose graph holds what the cases need."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import uvicorn

from kg.library import Library
from kg.settings import Settings
from ui.web.server import create_app
from ui.web.services import Services


@contextlib.contextmanager
def serving(folder: Path, graphs: Mapping[str, bytes], assistant: Any = None) -> Iterator[str]:
    """Serve a library with these graphs (Turtle by name); gives the server's address. No model is loaded."""
    with Library.open(folder, Settings(), write=True) as library:
        for name, turtle in graphs.items():
            quads = ox.parse(turtle, format=ox.RdfFormat.TURTLE, base_iri=name)
            library.store.replace_graph(name, [quad.triple for quad in quads])
        library.publish()
    with Library.open(folder, Settings()) as library, socket.create_server(("127.0.0.1", 0)) as listener:
        services = Services(library, assistant, Settings().limits)
        server = uvicorn.Server(uvicorn.Config(create_app(services, with_app=False), log_level="error"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        while not server.started and thread.is_alive():
            time.sleep(0.01)
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(timeout=10)
