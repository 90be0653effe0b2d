"""A reply is never posted twice, and never called sent when it is not: on a real server, under kill -9.

Somebody answers one question after the other in the pages. Meanwhile the work process is killed sixty times, at every
named place in turn, while a proxy before the server is slow, loses answers, or delivers a request long after its sender
died. Then the server itself is asked: each reply stands once, under its question. The same drill with a process that
blindly sends again must find duplicates: a test that could not fail would prove nothing. And once more on a server that
knows no idempotency key (snac), where a lost answer is settled by looking at what stands there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest

from earshot.features.delivery.crashpoints import POINTS
from tests.servers.bluesky import BlueskyNetwork
from tests.servers.desks import BlueskyDesk, Desk, MastodonDesk
from tests.servers.outbox_drill import A_ROUND, BLIND, GOOD, Drill, Verdict
from tests.servers.snac import Snac

pytestmark = pytest.mark.servers

DESKS, KILLS_A_DESK, KILLS_OF_THE_BLIND, KILLS_ON_SNAC = 3, 20, 10, 12


@dataclass(frozen=True, slots=True)
class Verdicts:
    good: list[Verdict]
    snac: Verdict
    blind: Verdict


def drill(name: str, desk: Desk, program: tuple[str, ...], kills: int) -> Verdict:
    return Drill(name, desk, kills * A_ROUND + 2).run(program, kills)


@pytest.fixture(scope="module")
def snac_desk() -> Iterator[MastodonDesk]:
    with Snac() as server:
        yield MastodonDesk(server.person("brand"), server.person("guest"))


@pytest.fixture(scope="module")
def verdicts(bluesky_network: BlueskyNetwork, snac_desk: MastodonDesk) -> Verdicts:
    """The drill at three desks, on snac, and with a blind process, three at a time."""
    outside = bluesky_network.person()

    def desk(name: str) -> BlueskyDesk:
        return BlueskyDesk(bluesky_network.person(name), outside)

    with ThreadPoolExecutor(3) as pool:
        snac = pool.submit(drill, "snac", snac_desk, GOOD, KILLS_ON_SNAC)
        names = [f"desk{number}" for number in range(DESKS)]
        good = [pool.submit(drill, name, desk(name), GOOD, KILLS_A_DESK) for name in names]
        blind = pool.submit(drill, "blind", desk("blind"), BLIND, KILLS_OF_THE_BLIND)
        return Verdicts([each.result() for each in good], snac.result(), blind.result())


def stands_once(verdict: Verdict) -> None:
    assert not verdict.wrong
    assert verdict.pressed == len(verdict.states) == len(verdict.asked)
    assert set(verdict.states.values()) == {"sent"}
    assert all(verdict.standing[text] == 1 for text in verdict.states)


def test_every_reply_stands_exactly_once(verdicts: Verdicts) -> None:
    for verdict in verdicts.good:
        stands_once(verdict)


def test_it_was_killed_sixty_times_and_at_every_place(verdicts: Verdicts) -> None:
    kills = sum((verdict.kills for verdict in verdicts.good), Counter[str]())
    assert kills.total() == DESKS * KILLS_A_DESK
    assert all(kills[place] >= DESKS for place in POINTS), kills


def test_every_reply_stands_once_where_there_is_no_key(verdicts: Verdicts) -> None:
    stands_once(verdicts.snac)
    kills = verdicts.snac.kills
    assert kills.total() == KILLS_ON_SNAC
    assert all(kills[place] for place in POINTS), kills


def test_a_process_that_blindly_sends_again_is_found_out(verdicts: Verdicts) -> None:
    blind = verdicts.blind
    assert [told for told in blind.wrong if "times" in told]
    assert any(count > 1 for count in blind.standing.values())
