"""Several people at the same moment, each with a connection of their own to one database file."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from functools import partial

import pytest
from django.db import connection

from earshot.features.delivery.actions import send
from earshot.features.delivery.approving import actions
from earshot.features.delivery.approving.settling import settle_due
from earshot.features.delivery.models import Approval, ApprovalWord, Publication
from earshot.kernel.clock import HeldClock
from earshot.kernel.errors import EarshotError
from tests.features.delivery.approving.conftest import POLICY, Firm
from tests.features.delivery.fake_network import FakeNetwork
from tests.features.factories import a_channel
from tests.features.responsibility.house import House

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 6


@pytest.fixture
def firm(transactional_db: None, network: FakeNetwork, clock: HeldClock) -> Firm:
    house = House(clock, policy=POLICY)
    return Firm(house, network, a_channel(house.workspace, "voice", network.kind, speaks_as="acme"))


def at_once(acts: Sequence[Callable[[], object]]) -> tuple[int, list[str]]:
    """Do all of them at the same moment. Answers how many were not refused, and what went wrong otherwise."""
    done: list[object] = []
    failed: list[str] = []
    start = threading.Barrier(len(acts))

    def run(act: Callable[[], object]) -> None:
        try:
            start.wait(10)
            done.append(act())
        except EarshotError:
            pass
        except Exception as error:  # whatever else happens must fail the test
            failed.append(repr(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return len(done), failed


def test_the_last_two_approve_at_once_and_it_is_queued_once(firm: Firm) -> None:
    for number in range(ROUNDS):
        harm = firm.house.hear(text=f"a wire {number}", topics=["recall"])
        approval = firm.ask(conversation=harm)
        seats = [firm.seat(handle) for handle in ("ana", "ben", "chloe")]
        done, failed = at_once([partial(actions.approve, approval, seat, firm.clock) for seat in seats])
        assert not failed
        assert done == 2  # Ana, and one of the two of legal: the other was too late
        assert Publication.objects.filter(conversation=harm).count() == 1
        assert ApprovalWord.objects.filter(approval=approval).count() == 2


def test_approved_and_sent_back_at_once_is_one_of_them(firm: Firm) -> None:
    for number in range(ROUNDS):
        harm = firm.house.hear(text=f"a wire {number}", topics=["recall"])
        approval = firm.ask(conversation=harm)
        firm.approve("ana", approval)
        ben, chloe = firm.seat("ben"), firm.seat("chloe")
        done, failed = at_once(
            [
                partial(actions.approve, approval, ben, firm.clock),
                partial(actions.decline, approval, chloe, "no", firm.clock),
            ]
        )
        assert (done, failed) == (1, [])
        state = Approval.objects.get(pk=approval.pk).state
        assert Publication.objects.filter(conversation=harm).count() == (1 if state == "approved" else 0)


def test_the_machine_and_a_person_at_once_queue_it_once(firm: Firm) -> None:
    """Fewer approvals are needed from now on: the machine would send it, while the last one approves."""
    approval = firm.ask()
    firm.approve("ben", approval)
    firm.house.activate(POLICY.replace("approve by: [legal, pr.lead]", "approve by: [legal]"))
    ana = firm.seat("ana")
    _, failed = at_once(
        [
            lambda: settle_due(firm.clock),
            lambda: settle_due(firm.clock),
            lambda: actions.approve(approval, ana, firm.clock),
        ]
    )
    assert not failed
    assert Publication.objects.count() == 1


def test_two_authors_ask_at_once_and_one_text_waits(firm: Firm) -> None:
    revision, channel = firm.fresh().revision, firm.channel
    seats = [firm.seat(handle) for handle in ("mei", "jun", "kai")]
    done, failed = at_once(
        [
            *(partial(actions.ask, firm.harm, seat.handle, seat, channel, firm.clock, revision) for seat in seats),
            partial(send, firm.harm, "quick", firm.seat("lin"), channel, firm.clock, revision),
        ]
    )
    assert (done, failed) == (1, [])
    assert Approval.objects.filter(state="waiting").count() == 1
    assert not Publication.objects.exists()
