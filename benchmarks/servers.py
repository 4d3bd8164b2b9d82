"""The servers that are measured: this project's own, and a bare Oxigraph on the same data."""

from __future__ import annotations

import http.client
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks.measure import processor_seconds

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Server:
    """Where a server listens, and its process."""

    address: str
    pid: int


@contextmanager
def letters(library: Path, settings: Mapping[str, str] | None = None) -> Iterator[Server]:
    """`letters serve` on a library, warm."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("LETTERS_")}
    environment |= {"PYTHONPATH": str(ROOT), "HF_HUB_OFFLINE": "1", **(settings or {})}
    command = [sys.executable, "-m", "ui.cli", "serve", "--library", str(library), "--port"]
    with _running(command, environment, "") as server:
        endpoint = Endpoint(server.address + "/sparql")
        for _ in range(3):  # the first makes it take a small graph into memory, the second once more
            endpoint.ask("ASK {}", "*/*")
            time.sleep(2)
            _rest(server)
        yield server


def _rest(server: Server) -> None:
    """Waits until the server has warmed up: on a busy machine that takes its time."""
    for _ in range(60):
        before = processor_seconds(server.pid)
        time.sleep(2)
        if processor_seconds(server.pid) - before < 0.5:
            return


@contextmanager
def oxigraph(store: Path) -> Iterator[Server]:
    """A bare Oxigraph server on a store that nobody writes."""
    beside = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")
    if not beside:
        raise SystemExit("the command oxigraph is part of the development requirements")
    command = [beside, "serve-read-only", "--union-default-graph", "--location", str(store), "--bind"]
    with _running(command, dict(os.environ), "127.0.0.1:") as server:
        yield server


class Endpoint:
    """One open connection to a SPARQL endpoint."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self._connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=300)
        self._path = parts.path

    def ask(self, query: str, accept: str) -> bytes:
        """The body of the answer; whatever its status."""
        return self.status(query, accept)[1]

    def status(self, query: str, accept: str) -> tuple[int, bytes]:
        """Status and body. A connection that the server has closed for idleness is opened anew."""
        try:
            return self._status(query, accept)
        except (ConnectionError, http.client.RemoteDisconnected):
            self._connection.close()
            return self._status(query, accept)

    def _status(self, query: str, accept: str) -> tuple[int, bytes]:
        headers = {"Content-Type": "application/sparql-query", "Accept": accept}
        self._connection.request("POST", self._path, query.encode(), headers)
        response = self._connection.getresponse()
        return response.status, response.read()


@contextmanager
def _running(command: list[str], environment: dict[str, str], host: str) -> Iterator[Server]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [*command, f"{host}{port}"], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait_for(port, process)
        yield Server(f"http://127.0.0.1:{port}", process.pid)
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(1800):
        if process.poll() is not None:
            raise SystemExit(f"a server ended with status {process.returncode}")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit(f"nothing listens on port {port}")
