"""Seals secrets at rest with an AES-GCM envelope, bound to their row.

Every value has a random data key of its own; the data key is wrapped by a key derived from the installation's key,
which lies outside the database (``EARSHOT_HOME/key``). Both layers carry ``bound`` as associated data, so neither can
be moved to another row. A sealed value names the key that wrapped it: after a rotation the older keys still open what
they sealed, and :meth:`FileVault.rewrap` moves a value to the present key without touching the secret itself.

A sealed value reads ``1.KEYID.WRAPPED.SEALED``: format, key id (8 hex digits), then nonce and ciphertext of the data
key and of the secret, both URL-safe base64.
"""

from __future__ import annotations

import binascii
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from earshot.kernel.errors import BadInput
from earshot.kernel.texts import say

FORMAT = "1"
KEY_BYTES = 32
NONCE_BYTES = 12


@dataclass(frozen=True, slots=True)
class _Parts:
    key_id: str
    wrapped: bytes
    sealed: bytes


class FileVault:
    """Implements ``ports.services.Vault``.

    ``key`` is the installation's key (32 bytes); ``older`` are the keys it replaced, which only unseal.
    """

    def __init__(self, key: bytes, older: Sequence[bytes] = ()) -> None:
        self._current = key_id(key)
        self._wrapping = {key_id(each): AESGCM(_derive(each, b"earshot vault wrap")) for each in (*older, key)}

    def seal(self, plain: str, bound: str) -> str:
        """Seal ``plain`` for the row that ``bound`` names. Sealing the same twice gives two different texts."""
        data_key = AESGCM.generate_key(KEY_BYTES * 8)
        return self._envelope(data_key, _encrypt(AESGCM(data_key), plain.encode(), b"data", bound), bound)

    def unseal(self, sealed: str, bound: str) -> str:
        """The secret.

        Raises:
            BadInput: sealed with a key that is not here, tampered with, or moved from another row.
        """
        parts = _parse(sealed)
        return _decrypt(AESGCM(self._data_key(parts, bound)), parts.sealed, b"data", bound).decode()

    def needs_rewrap(self, sealed: str) -> bool:
        """Whether an older key than the present one wrapped this value."""
        return _parse(sealed).key_id != self._current

    def rewrap(self, sealed: str, bound: str) -> str:
        """The same secret under the present key; the sealed secret itself stays byte for byte.

        Raises:
            BadInput: as for :meth:`unseal`.
        """
        parts = _parse(sealed)
        return self._envelope(self._data_key(parts, bound), parts.sealed, bound)

    def _envelope(self, data_key: bytes, sealed: bytes, bound: str) -> str:
        wrapped = _encrypt(self._wrapping[self._current], data_key, b"wrap", bound)
        return ".".join((FORMAT, self._current, _text(wrapped), _text(sealed)))

    def _data_key(self, parts: _Parts, bound: str) -> bytes:
        wrapping = self._wrapping.get(parts.key_id)
        if wrapping is None:
            raise BadInput(
                say(
                    "This secret was sealed with another key (%(its)s); the present key is %(ours)s.",
                    its=parts.key_id,
                    ours=self._current,
                ),
                say("Put the installation's own key file back, or enter the secret again."),
            )
        return _decrypt(wrapping, parts.wrapped, b"wrap", bound)


def key_id(key: bytes) -> str:
    """The public name of a key: 8 hex digits that tell nothing of it.

    Raises:
        ValueError: the key does not have 32 bytes.
    """
    return _derive(key, b"earshot vault key id")[:4].hex()


def _derive(key: bytes, purpose: bytes) -> bytes:
    if len(key) != KEY_BYTES:
        raise ValueError(f"the key of the vault has {len(key)} bytes instead of {KEY_BYTES}")
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=purpose).derive(key)


def _encrypt(cipher: AESGCM, plain: bytes, layer: bytes, bound: str) -> bytes:
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + cipher.encrypt(nonce, plain, _associated(layer, bound))


def _decrypt(cipher: AESGCM, sealed: bytes, layer: bytes, bound: str) -> bytes:
    try:
        return cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], _associated(layer, bound))
    except (InvalidTag, ValueError):  # ValueError: too short to hold a nonce
        raise _damaged() from None


def _associated(layer: bytes, bound: str) -> bytes:
    # The layer is part of it, so that a wrapped key can never pass for a sealed secret.
    return b"earshot " + FORMAT.encode() + b" " + layer + b" " + bound.encode()


def _parse(sealed: str) -> _Parts:
    try:
        version, name, wrapped, value = sealed.split(".")
        parts = _Parts(name, _bytes(wrapped), _bytes(value))
    except (ValueError, binascii.Error):
        raise _damaged() from None
    if version != FORMAT:
        raise BadInput(
            say(
                "This secret is sealed in a form that this version of Earshot does not know (%(form)s).",
                form=version[:12],
            ),
            say("Run the version that sealed it, or a newer one."),
        )
    return parts


def _damaged() -> BadInput:
    return BadInput(
        say("This stored secret is damaged, or belongs to something else."),
        say("Enter the secret again in the settings."),
    )


def _text(value: bytes) -> str:
    return urlsafe_b64encode(value).decode()


def _bytes(text: str) -> bytes:
    # Strict, so that there is one spelling of each sealed value and every altered character is noticed.
    value = urlsafe_b64decode(text.encode("ascii"))
    if _text(value) != text:
        raise ValueError("not canonical")
    return value
