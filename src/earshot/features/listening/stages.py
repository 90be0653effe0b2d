"""The feature's steps on the road of a post, in their order."""

from __future__ import annotations

from earshot.features.listening import intake, matching, storing, understanding
from earshot.ports.envelope import BatchStage

receive = BatchStage("receive", intake.receive)
normalise = BatchStage("normalise", intake.normalise)
dedupe = BatchStage("dedupe", intake.dedupe)
match = BatchStage("match", matching.match)
enrich = BatchStage("enrich", understanding.enrich)
store = BatchStage("store", storing.store, writes=True)
