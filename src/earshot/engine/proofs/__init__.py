"""Proofs about a policy: what ``earshot.engine.policy`` decides, shown for every conversation and every minute.

Purpose: a version becomes active only when each property holds or somebody has taken its findings on.
Invariants: the space that is proved is the space that runs (a sample, decided by ``decide``, shows what its finding
says); a proof that ran out of time says so and blocks; every property has a brute-force twin in the tests.
"""

from earshot.engine.proofs.finding import Finding, Property, Severity

__all__ = ["Finding", "Property", "Severity"]
