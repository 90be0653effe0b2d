"""How many random policies the suites of the proofs draw."""

from __future__ import annotations

import os


def random_policies(short: int) -> int:
    """``short`` by default; the long suite says ``EARSHOT_RANDOM_POLICIES=10000``."""
    return int(os.environ.get("EARSHOT_RANDOM_POLICIES", short))
