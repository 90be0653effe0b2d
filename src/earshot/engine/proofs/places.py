"""Where a conversation takes place, in the words of a sentence. Stands alone, so that pages may know it without loading
the proofs."""

from __future__ import annotations

from earshot.kernel.texts import N_

ON_NETWORK = N_("%(thing)s on %(value)s")
