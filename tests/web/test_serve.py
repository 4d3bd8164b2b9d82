"""`letters serve` as a process: it tells where it is, answers, and refuses to stand open."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx

from kg.library import Library


def serve(library: Library, *arguments: str, **settings: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "ui.cli", "serve", "--library", str(library.folder), *arguments]
    return subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env={**os.environ, **settings})


def test_serves_until_it_is_interrupted(library: Library) -> None:
    process = serve(library, "--port", "0", LETTERS_TOKEN="s3cret")
    assert process.stderr
    try:
        line = process.stderr.readline()
        found = re.search(r"http://127\.0\.0\.1:\d+", line)
        assert found, line
        assert httpx.get(f"{found[0]}/health").json() == {"status": "ok"}
        assert httpx.get(f"{found[0]}/app/").status_code == 401
        page = httpx.get(f"{found[0]}/app/", headers={"authorization": "Bearer s3cret"})
        assert page.status_code == 200
        assert "inspection-letters" in page.text
    finally:
        process.send_signal(signal.SIGINT)
        rest = process.communicate(timeout=30)[1]
    assert "Traceback" not in rest
    assert process.returncode == 0


def test_refuses_to_stand_open(library: Library) -> None:
    process = serve(library, "--host", "0.0.0.0")
    told = process.communicate(timeout=60)[1]
    assert process.returncode == 2
    assert len(told.strip().splitlines()) == 1
    assert "LETTERS_TOKEN" in told


def test_a_port_in_use_is_one_line(library: Library) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        process = serve(library, "--port", str(taken.getsockname()[1]))
        told = process.communicate(timeout=60)[1]
    assert process.returncode == 2
    assert len(told.strip().splitlines()) == 1
    assert "already in use" in told


def test_begins_with_an_empty_library_where_there_is_none(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "ui.cli", "serve", "--library", str(tmp_path / "new"), "--port", "0"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert process.stderr
    try:
        assert f"began an empty library in {tmp_path / 'new'}." in process.stderr.readline()
        found = re.search(r"http://127\.0\.0\.1:\d+", process.stderr.readline())
        assert found
        assert httpx.get(f"{found[0]}/api/letters").json() == []
        assert not httpx.post(f"{found[0]}/api/ask", json={"question": "Who led?"}).json()["answered"]
    finally:
        process.send_signal(signal.SIGINT)
        rest = process.communicate(timeout=30)[1]
    assert "Traceback" not in rest


def test_no_library_is_made_where_the_port_is_in_use(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        command = [sys.executable, "-m", "ui.cli", "serve", "--library", str(tmp_path / "new"), "--port", port]
        told = subprocess.run(command, capture_output=True, text=True)
    assert told.returncode == 2
    assert "already in use" in told.stderr
    assert not (tmp_path / "new").exists()


def test_no_library_is_made_where_nothing_may_be_written(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "ui.cli", "serve", "--library", str(tmp_path / "new"), "--port", "0"]
    told = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "LETTERS_READ_ONLY": "true"})
    assert told.returncode == 1
    assert "There is no library" in told.stderr
    assert not (tmp_path / "new").exists()
