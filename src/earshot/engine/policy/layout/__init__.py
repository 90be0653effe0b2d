"""One layout for every policy document: the same document in, the same lines out.

What a document says is never changed, nor the order in which it says it; comments stay with what they are about.
"""

from __future__ import annotations

from earshot.engine.policy.layout.tree import grown
from earshot.engine.policy.layout.writing import written
from earshot.engine.policy.loading import load

__all__ = ["laid_out"]


def laid_out(text: str) -> str:
    """The document in its one layout; laying that out changes nothing any more.

    Raises:
        PolicyInvalid: it is no valid document; every problem is told.
    """
    load(text)
    return written(grown(text.removeprefix("\ufeff").replace("\r\n", "\n")))
