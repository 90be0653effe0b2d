"""Web Push: the vector of RFC 8291, a receiver that decrypts, a signature that verifies."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from earshot.adapters.http import GuardedClient
from earshot.adapters.push import WebPush
from earshot.adapters.push.sealing import MOST, from_text, point, seal, to_text
from earshot.kernel.clock import HeldClock
from earshot.ports.ways import Message, WayFailed
from tests.adapters.ways.opening import Browser
from tests.adapters.ways.receiver import Receiver, receiver

AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
MESSAGE = Message(
    "由您負責", "奶茶裡有異物 " * 200, "key-1", "http://127.0.0.1/w/acme/inbox/c/7/", "zh-Hant", urgent=True
)


def number(text: str) -> int:
    return int.from_bytes(from_text(text), "big")


def test_the_vector_of_the_standard() -> None:
    """RFC 8291, section 5 and appendix A."""
    server = ec.derive_private_key(number("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"), ec.SECP256R1())
    receiving = from_text("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4")
    sealed = seal(
        b"When I grow up, I want to be a watermelon",
        receiving,
        from_text("BTBZMqHH6r4Tts7J_aSIgg"),
        private=server,
        salt=from_text("DGv6ra1nlYgDCS1FRnbzlw"),
    )
    assert to_text(sealed) == (
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl"
        "7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )
    private = ec.derive_private_key(number("q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"), ec.SECP256R1())
    browser = Browser(private, from_text("BTBZMqHH6r4Tts7J_aSIgg"))
    assert browser.key == receiving
    assert browser.open(sealed) == b"When I grow up, I want to be a watermelon"


def test_the_longest_text_fits_and_a_longer_one_is_refused() -> None:
    browser = Browser()
    assert len(seal(b"x" * MOST, browser.key, browser.secret)) == 4096
    with pytest.raises(ValueError, match="do not fit"):
        seal(b"x" * (MOST + 1), browser.key, browser.secret)


def push(server: Receiver) -> WebPush:
    return WebPush(lambda: GuardedClient(server.host), b"k" * 32, "mailto:ops@acme.test", HeldClock(AT))


def test_a_browser_opens_what_is_pushed_and_the_service_can_tell_who_sent_it() -> None:
    browser = Browser()
    with receiver() as server:
        way = push(server)
        asyncio.run(way.send(browser.subscription(f"{server.url}/push/abc"), MESSAGE))
        [heard] = server.heard
    told = json.loads(browser.open(heard.body))
    assert told["title"] == "由您負責"
    assert told["body"].startswith("奶茶裡有異物")
    assert told["url"] == MESSAGE.link
    assert told["tag"] == "key-1"
    assert heard.path == "/push/abc"
    assert heard.headers["content-encoding"] == "aes128gcm"
    assert heard.headers["urgency"] == "high"
    assert len(heard.headers["topic"]) == 32
    verify(heard.headers["authorization"], way.public_key, server.url)


def verify(header: str, public: str, origin: str) -> None:
    fields = dict(part.strip().split("=", 1) for part in header.removeprefix("vapid ").split(","))
    assert fields["k"] == public
    head, claims, signature = fields["t"].split(".")
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), from_text(public))
    raw = from_text(signature)
    der = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    key.verify(der, f"{head}.{claims}".encode(), ec.ECDSA(SHA256()))
    with pytest.raises(InvalidSignature):
        key.verify(der, f"{head}.{claims}x".encode(), ec.ECDSA(SHA256()))
    said = json.loads(from_text(claims))
    assert said == {"aud": origin, "exp": int(AT.timestamp()) + 12 * 3600, "sub": "mailto:ops@acme.test"}


@pytest.mark.parametrize(
    ("status", "gone", "lasting"),
    [(404, True, True), (410, True, True), (403, False, True), (429, False, False), (503, False, False)],
)
def test_what_a_service_answers(status: int, gone: bool, lasting: bool) -> None:
    with receiver() as server:
        server.status = status
        with pytest.raises(WayFailed) as failed:
            asyncio.run(push(server).send(Browser().subscription(f"{server.url}/x"), MESSAGE))
    assert (failed.value.gone, failed.value.lasting) == (gone, lasting)


def test_a_subscription_that_leads_into_the_house_is_refused() -> None:
    with receiver() as server:
        way = WebPush(lambda: GuardedClient(""), b"k" * 32, "mailto:ops@acme.test", HeldClock(AT))
        with pytest.raises(WayFailed) as failed:
            asyncio.run(way.send(Browser().subscription(f"{server.url}/x"), MESSAGE))
        assert server.heard == []
    assert failed.value.lasting


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"endpoint": "https://x", "keys": {"p256dh": "AA", "auth": "AA"}}'])
def test_what_is_no_subscription_is_gone(text: str) -> None:
    way = WebPush(lambda: GuardedClient(""), b"k" * 32, "mailto:ops@acme.test", HeldClock(AT))
    with pytest.raises(WayFailed) as failed:
        asyncio.run(way.send(text, MESSAGE))
    assert failed.value.gone


def test_the_same_home_has_the_same_key_and_another_home_another() -> None:
    def key(secret: bytes) -> str:
        return WebPush(lambda: GuardedClient(""), secret, "mailto:ops@acme.test", HeldClock(AT)).public_key

    assert key(b"k" * 32) == key(b"k" * 32) != key(b"l" * 32)
    assert len(from_text(key(b"k" * 32))) == len(point(ec.generate_private_key(ec.SECP256R1()).public_key()))
