"""A browser that subscribes and opens what is pushed to it (RFC 8291, the receiving side)."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from earshot.adapters.push.sealing import point, to_text


@dataclass
class Browser:
    """``private`` is made anew, unless a test gives that of the standard."""

    private: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    secret: bytes = bytes(range(16))

    @property
    def key(self) -> bytes:
        return point(self.private.public_key())

    def subscription(self, endpoint: str) -> str:
        keys = {"p256dh": to_text(self.key), "auth": to_text(self.secret)}
        return json.dumps({"endpoint": endpoint, "expirationTime": None, "keys": keys})

    def open(self, sealed: bytes) -> bytes:
        salt, length, rest = sealed[:16], sealed[20], sealed[21:]
        theirs, body = rest[:length], rest[length:]
        shared = self.private.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), theirs))
        keying = _derive(self.secret, shared, b"WebPush: info\0" + self.key + theirs, 32)
        key = _derive(salt, keying, b"Content-Encoding: aes128gcm\0", 16)
        nonce = _derive(salt, keying, b"Content-Encoding: nonce\0", 12)
        padded = AESGCM(key).decrypt(nonce, body, None).rstrip(b"\0")
        assert padded.endswith(b"\x02"), "the last record ends with the mark of the last"
        return padded[:-1]


def _derive(salt: bytes, material: bytes, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=SHA256(), length=length, salt=salt, info=info).derive(material)
