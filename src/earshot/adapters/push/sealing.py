"""Message encryption for Web Push (RFC 8291), one record of ``aes128gcm`` (RFC 8188)."""

from __future__ import annotations

import os
from base64 import urlsafe_b64decode, urlsafe_b64encode

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

RECORD = 4096
"""Bytes of the one record; push services take no more."""
MOST = RECORD - 86 - 17
"""Bytes of text that fit in: less the header, the padding's mark and the tag."""


def seal(
    plain: bytes,
    receiver: bytes,
    secret: bytes,
    *,
    private: ec.EllipticCurvePrivateKey | None = None,
    salt: bytes | None = None,
) -> bytes:
    """``plain`` for the browser with the public key ``receiver`` (65 bytes) and the authentication ``secret``.

    ``private`` and ``salt`` are made anew each time; tests give those of the standard.

    Raises:
        ValueError: the key is no point of P-256, or ``plain`` is longer than :data:`MOST`.
    """
    if len(plain) > MOST:
        raise ValueError(f"{len(plain)} bytes do not fit into {MOST}")
    private = private or ec.generate_private_key(ec.SECP256R1())
    salt = salt or os.urandom(16)
    ours = point(private.public_key())
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), receiver)
    shared = private.exchange(ec.ECDH(), theirs)
    keying = _derive(secret, shared, b"WebPush: info\0" + receiver + ours, 32)
    key = _derive(salt, keying, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _derive(salt, keying, b"Content-Encoding: nonce\0", 12)
    header = salt + RECORD.to_bytes(4, "big") + bytes([len(ours)]) + ours
    return header + AESGCM(key).encrypt(nonce, plain + b"\x02", None)


def point(key: ec.EllipticCurvePublicKey) -> bytes:
    """A public key as 65 bytes."""
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def to_text(value: bytes) -> str:
    """URL-safe base64 without padding, as the standards write it."""
    return urlsafe_b64encode(value).rstrip(b"=").decode()


def from_text(text: str) -> bytes:
    """Back. Raises ValueError."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _derive(salt: bytes, material: bytes, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=SHA256(), length=length, salt=salt, info=info).derive(material)
