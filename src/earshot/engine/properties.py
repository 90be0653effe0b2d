"""The names of what is proved of a policy. Below policies, which take findings on by these names, and below proofs,
which bring them; the solver's process loads this without either."""

from __future__ import annotations

from typing import Literal, get_args

Property = Literal[
    "owned",
    "reachable",
    "overlaps",
    "guarantees",
    "staffed",
    "in_time",
    "ladder_ends",
    "four_eyes",
    "represented",
]

PROPERTIES: tuple[Property, ...] = get_args(Property)
"""In the order in which they are told."""
