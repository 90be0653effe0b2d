"""Seals secrets with AES-GCM, bound to their row."""

from __future__ import annotations


class FileVault:
    """To be built (``ports.services.Vault``)."""

    def __init__(self, key: bytes) -> None:
        self._key = key
