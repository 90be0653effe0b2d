"""Secrets in links: long, random, and stored only as a hash."""

from __future__ import annotations

import hashlib
import secrets


def new_token() -> str:
    """256 random bits, safe in an address."""
    return secrets.token_urlsafe(32)


def hashed(token: str) -> str:
    """What is stored. A plain SHA-256 suffices: the token has no less entropy than the hash."""
    return hashlib.sha256(token.encode()).hexdigest()
