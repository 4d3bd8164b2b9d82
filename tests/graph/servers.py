"""Real servers for tests, on free ports of this machine."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def oxigraph() -> Iterator[str]:
    """An Oxigraph server in memory; its address."""
    port = _free_port()
    with _running("oxigraph", "serve", "--bind", f"127.0.0.1:{port}", port=port):
        yield f"http://127.0.0.1:{port}"


@contextmanager
def chroma(folder: Path) -> Iterator[str]:
    """A Chroma server on a folder; its address."""
    port = _free_port()
    with _running("chroma", "run", "--path", str(folder), "--host", "127.0.0.1", "--port", str(port), port=port):
        yield f"http://127.0.0.1:{port}"


@contextmanager
def _running(name: str, *arguments: str, port: int) -> Iterator[None]:
    command = shutil.which(name, path=str(Path(sys.executable).parent)) or shutil.which(name)
    assert command, f"the command {name} is part of the development requirements"
    server = subprocess.Popen([command, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(port)
        yield
    finally:
        server.kill()
        server.wait()


def _wait_for(port: int) -> None:
    for _ in range(600):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError(f"nothing listens on port {port}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
