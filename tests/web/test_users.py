"""Many users at once on the app's own road: each gets their own answers. How long it takes is measured elsewhere."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from benchmarks.users import main, processor_seconds, run


def test_twelve_users_at_once_get_their_own_answers(address: str) -> None:
    report = run(address, 12, 3, own=[f"Which advisers of user {n // 3} and question {n % 3}?" for n in range(36)])
    assert report.errors == []
    assert len(report.seconds) == 36


@pytest.mark.parametrize("road", ["upload", "file=/etc/passwd", "proxy=http://evil.example/"])
def test_gradios_own_roads_for_files_are_shut(address: str, road: str) -> None:
    assert httpx.post(f"{address}/app/gradio_api/{road}", files={"files": b"x"}).status_code == 404
    assert httpx.get(f"{address}/app/gradio_api/{road}").status_code == 404


def test_the_measure_says_what_it_asked(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["users", address, "--users", "2", "--questions", "2"]
    monkeypatch.setattr(sys, "argv", command)
    assert main() == 0
    told = capsys.readouterr().out
    assert "worked examples, all asked once before\n" in told
    assert "question: this client" in told
    file = tmp_path / "questions.jsonl"
    lines = [json.dumps({"question": f"Which advisers of question {number}?"}) for number in range(14)]
    file.write_text("\n".join(lines), encoding="utf-8")
    monkeypatch.setattr(sys, "argv", [*command, "--file", str(file), "--server", str(os.getpid())])
    assert main() == 0
    told = capsys.readouterr().out
    assert "different questions, each asked once\n" in told
    assert "question: server " in told
    file.write_text("\n".join([*lines[:13], lines[0]]), encoding="utf-8")
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    assert "13 different questions; 14 are needed" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_the_time_of_children_that_ended_counts() -> None:
    before, own = processor_seconds(os.getpid()), time.process_time()
    subprocess.run([sys.executable, "-c", "import time\nwhile time.process_time() < 0.5: pass"], check=True)
    assert processor_seconds(os.getpid()) - before > 0.4 + time.process_time() - own
