"""A house whose PR has a rota of two, with quiet nights and weekends in support."""

from __future__ import annotations

import pytest

from earshot.features.responsibility.actions import put_in_force, save_policy
from earshot.features.responsibility.models import PolicyVersion
from earshot.kernel.clock import HeldClock
from tests.features.responsibility.house import House

ROTA = """# who answers what
policy: Tea
zone: Asia/Taipei
backstop: mei
people:
  kai: {deputy: rui}   # while he is away
  rui: {}
roles:
  desk: {lead: mei, members: [mei], hours: always}
  pr:   {lead: ana, members: [ana, ivo, jun], rota: pr}
  care: {lead: ben, members: [ben, lin], hours: office}
  law:  {lead: chloe, members: [kai], hours: office}
hours:
  office: {days: mon-fri, from: "09:00", to: "18:00"}
rotas:
  pr: {hours: always, rotation: weekly, people: [ana, ivo, jun], handover: "mon 09:00", start: 2026-11-23}
rules:
  - name: Harm
    when: risk>=70
    accountable: pr
    answer within: 30m
otherwise: {accountable: desk, handling: answer}   # the rest
accepted:
  - {finding: owned, by: mei, because: "the desk takes the rest on purpose"}
# the end
"""
"""Ana has PR from Monday 2026-11-23 09:00 in Taipei, ivo from the 30th, jun from December 7th."""


@pytest.fixture
def rota(house: House) -> House:
    """Under ROTA, put in force with its proof."""
    version = save_policy(house.workspace, house.team["mei"], ROTA, house.clock)
    put_in_force(version, house.team["mei"], house.clock)
    return house


def text_in_force(house: House) -> str:
    return PolicyVersion.objects.get(workspace=house.workspace, active=True).text


__all__ = ["ROTA", "HeldClock", "rota", "text_in_force"]
