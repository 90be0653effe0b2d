"""Who acts for an accountable person who cannot, and why: the step ``cover`` at the end of a stored trace.

``cover``  person, for (the accountable one), why (leave: with ``until``, its last day, where it has one; off_duty:
           until after the deadline; empty: nobody has taken that seat), how (see ``engine.policy.StandIn``), and sifted
           as in the step ``person`` (``engine.policy.trace``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from earshot.engine.policy import Absent, Policy, StandIn, last_day_of_leave, on_leave
from earshot.engine.policy.trace import sifted_told
from earshot.features.people.models import Membership


@dataclass(frozen=True, slots=True)
class Cover:
    """The seat that acts, and the step of the trace that says so."""

    seat: Membership
    told: Mapping[str, Any]


def cover_told(
    policy: Policy, absent: Absent, found: StandIn, load: Mapping[str, float], *, sits: bool
) -> dict[str, Any]:
    """The step. ``sits``: whether somebody has taken the absent one's seat."""
    step: dict[str, Any] = {"step": "cover", "person": found.person, "for": absent.person, "how": found.how}
    step["why"] = "empty" if not sits else "leave" if on_leave(policy, absent.person, absent.at) else "off_duty"
    last = last_day_of_leave(policy, absent.person, absent.at)
    if step["why"] == "leave" and last is not None:
        step["until"] = last.isoformat()
    if found.sifted:
        step["sifted"] = [sifted_told(policy, each, load) for each in found.sifted]
    return step
