"""Many users at once on the app's own road: each gets their own answers. How long it takes is measured elsewhere."""

import httpx
import pytest

from benchmarks.users import run


def test_twelve_users_at_once_get_their_own_answers(address: str) -> None:
    report = run(address, 12, 3, own=[f"Which advisers of user {n // 3} and question {n % 3}?" for n in range(36)])
    assert report.errors == []
    assert len(report.seconds) == 36


@pytest.mark.parametrize("road", ["upload", "file=/etc/passwd", "proxy=http://evil.example/"])
def test_gradios_own_roads_for_files_are_shut(address: str, road: str) -> None:
    assert httpx.post(f"{address}/app/gradio_api/{road}", files={"files": b"x"}).status_code == 404
    assert httpx.get(f"{address}/app/gradio_api/{road}").status_code == 404
