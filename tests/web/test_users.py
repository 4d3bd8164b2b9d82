"""Many users at once on the app's own road: each gets their own answers. How long it takes is measured elsewhere."""

import asyncio

from benchmarks.users import run


def test_twelve_users_at_once_get_their_own_answers(address: str) -> None:
    report = asyncio.run(run(address, 12, 3, own="Which advisers of user {user} and question {number}?"))
    assert report.errors == []
    assert len(report.seconds) == 36
