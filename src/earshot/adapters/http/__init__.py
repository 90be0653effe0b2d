"""The guarded HTTP client: resolves once, checks every address, connects to that address."""

from __future__ import annotations


class GuardedClient:
    """To be built (``ports.http.HttpClient``)."""
