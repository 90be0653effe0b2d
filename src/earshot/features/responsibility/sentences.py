"""Sentences of proofs as pages show them: translated, with networks by the names that people call them.

Proofs know networks by the words of the policy; how each is spelled only its connector knows.
"""

from __future__ import annotations

from earshot.engine.proofs.places import ON_NETWORK
from earshot.kernel.texts import Said, restored, say
from earshot.web.networks import network_name
from earshot.web.texts import translated


def in_words(message: str) -> str:
    """A finding's or a difference's sentence in the reader's words."""
    said = restored(message)
    return translated(_named(said) if isinstance(said, Said) else message)


def _named(said: Said) -> Said:
    if not said.parts:
        return said
    parts = {name: _named(part) if isinstance(part, Said) else part for name, part in said.parts.items()}
    if said.template == ON_NETWORK and isinstance(value := parts.get("value"), str):
        parts["value"] = network_name(str(value))
    return say(said.template, **parts)
