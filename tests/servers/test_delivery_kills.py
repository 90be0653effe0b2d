"""A reply is never posted twice, and never called sent when it is not: on a real server, under kill -9.

The work process is killed sixty times, at every named place in turn, while a proxy before the server is slow, loses
answers, or delivers a request long after its sender died. Then the server itself is asked. The same drill with a
process that blindly sends again must find duplicates: a test that could not fail would prove nothing.
"""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from earshot.features.delivery.crashpoints import POINTS
from tests.servers.bluesky import BlueskyNetwork
from tests.servers.outbox_drill import A_ROUND, BLIND, GOOD, Drill, Verdict

pytestmark = pytest.mark.servers

DESKS, KILLS_A_DESK, KILLS_OF_THE_BLIND = 3, 20, 10


@pytest.fixture(scope="module")
def verdicts(bluesky_network: BlueskyNetwork) -> tuple[list[Verdict], Verdict]:
    """The drill at three desks and with a blind process, three at a time."""
    outside = bluesky_network.person()

    def drill(name: str, program: tuple[str, ...], kills: int) -> Verdict:
        desk = Drill(name, bluesky_network.person(name), outside, bluesky_network.pds, kills * A_ROUND + 2)
        return desk.run(program, kills)

    with ThreadPoolExecutor(3) as pool:
        good = [pool.submit(drill, f"desk{number}", GOOD, KILLS_A_DESK) for number in range(DESKS)]
        blind = pool.submit(drill, "blind", BLIND, KILLS_OF_THE_BLIND)
        return [each.result() for each in good], blind.result()


def test_every_reply_stands_exactly_once(verdicts: tuple[list[Verdict], Verdict]) -> None:
    for verdict in verdicts[0]:
        assert not verdict.wrong
        assert set(verdict.states.values()) == {"sent"}
        assert all(verdict.standing[text] == 1 for text in verdict.states)


def test_it_was_killed_sixty_times_and_at_every_place(verdicts: tuple[list[Verdict], Verdict]) -> None:
    kills = sum((verdict.kills for verdict in verdicts[0]), Counter[str]())
    assert kills.total() == DESKS * KILLS_A_DESK
    assert all(kills[place] >= DESKS for place in POINTS), kills


def test_a_process_that_blindly_sends_again_is_found_out(verdicts: tuple[list[Verdict], Verdict]) -> None:
    blind = verdicts[1]
    assert [told for told in blind.wrong if "times" in told]
    assert any(count > 1 for count in blind.standing.values())
