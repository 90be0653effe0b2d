"""Who sends: a token signed for one push service (VAPID, RFC 8292)."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from earshot.adapters.push.sealing import point, to_text

LASTS = timedelta(hours=12)
"""How long a token is good; services refuse more than a day."""
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""Of the curve P-256."""


def signing_key(secret: bytes) -> ec.EllipticCurvePrivateKey:
    """The key of the installation, derived from its secret: nothing more to keep, to lock away or to lose.

    48 bytes are reduced, so that no value is noticeably likelier than another (FIPS 186-5, A.2.1).
    """
    drawn = HKDF(algorithm=SHA256(), length=48, salt=None, info=b"earshot web push").derive(secret)
    return ec.derive_private_key(int.from_bytes(drawn, "big") % (_ORDER - 1) + 1, ec.SECP256R1())


def public_text(key: ec.EllipticCurvePrivateKey) -> str:
    """The public half, as browsers subscribe with it."""
    return to_text(point(key.public_key()))


def authorization(key: ec.EllipticCurvePrivateKey, origin: str, contact: str, now: datetime) -> str:
    """The header for a push service at ``origin``; ``contact`` (mailto: or https:) is whom it may complain to."""
    head = {"typ": "JWT", "alg": "ES256"}
    claims = {"aud": origin, "exp": int((now + LASTS).timestamp()), "sub": contact}
    signed = ".".join(to_text(json.dumps(part, separators=(",", ":")).encode()) for part in (head, claims))
    r, s = decode_dss_signature(key.sign(signed.encode(), ec.ECDSA(SHA256())))
    token = f"{signed}.{to_text(r.to_bytes(32, 'big') + s.to_bytes(32, 'big'))}"
    return f"vapid t={token}, k={public_text(key)}"
