"""Hands one sealed message to a browser's push service."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from earshot.adapters.push.sealing import MOST, from_text, seal, to_text
from earshot.adapters.push.signing import authorization, public_text, signing_key
from earshot.kernel.clock import Clock
from earshot.kernel.texts import say
from earshot.ports.http import HttpAnswer, HttpClient, HttpFailed, HttpRefused
from earshot.ports.ways import Message, WayFailed

KEPT_FOR = 24 * 60 * 60
"""Seconds that the service keeps it for a browser that is not running."""
MOST_TEXT = 600
"""Characters of text; a browser shows fewer."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """What a browser gave us."""

    endpoint: str
    key: bytes
    secret: bytes


def read_subscription(text: str) -> Subscription:
    """From the JSON that a browser makes of it.

    Raises:
        WayFailed: it is none; ``gone``, for it will never be one.
    """
    try:
        told = json.loads(text)
        keys = told["keys"]
        found = Subscription(str(told["endpoint"]), from_text(keys["p256dh"]), from_text(keys["auth"]))
        seal(b"", found.key, found.secret)
        parts = urlsplit(found.endpoint)
    except (ValueError, KeyError, TypeError):
        raise _none() from None
    if parts.scheme not in ("https", "http") or not parts.hostname or len(found.secret) != 16:
        raise _none()
    return found


def _none() -> WayFailed:
    return WayFailed(
        say("This is no subscription of a browser."), say("Switch push off and on again in that browser."), gone=True
    )


class WebPush:
    """Implements ``ports.ways.Push``. ``secret`` is the installation's key, ``contact`` an address of who runs it."""

    def __init__(self, http: Callable[[], HttpClient], secret: bytes, contact: str, clock: Clock) -> None:
        self._http = http
        self._key = signing_key(secret)
        self._contact = contact
        self._clock = clock

    @property
    def public_key(self) -> str:
        """What a browser subscribes with."""
        return public_text(self._key)

    async def send(self, to: str, message: Message) -> None:
        """Send it. Raises WayFailed; ``gone`` where the browser has ended the subscription."""
        subscription = read_subscription(to)
        parts = urlsplit(subscription.endpoint)
        body = seal(_payload(message), subscription.key, subscription.secret)
        headers = {
            "authorization": authorization(
                self._key, f"{parts.scheme}://{parts.netloc}", self._contact, self._clock.now()
            ),
            "content-encoding": "aes128gcm",
            "content-type": "application/octet-stream",
            "ttl": str(KEPT_FOR),
            "urgency": "high" if message.urgent else "normal",
            # A message that is sent again takes the place of the first one, where that still waits.
            "topic": to_text(hashlib.sha256(message.key.encode()).digest()[:24]),
        }
        answer = await self._post(subscription.endpoint, headers, body)
        _check(answer, parts.hostname or "")

    async def _post(self, endpoint: str, headers: dict[str, str], body: bytes) -> HttpAnswer:
        client = self._http()
        try:
            return await client.request("POST", endpoint, headers=headers, body=body, max_bytes=64_000)
        except HttpRefused as error:
            raise WayFailed(error.message, lasting=True) from None
        except HttpFailed as error:
            raise WayFailed(error.message) from None
        finally:
            if close := getattr(client, "aclose", None):
                await close()


def _payload(message: Message) -> bytes:
    """What the service worker shows; shortened until it fits."""
    text = message.text[:MOST_TEXT]
    told = {
        "title": message.title[:200],
        "body": text,
        "url": message.link,
        "tag": message.key,
        "lang": message.language,
    }
    packed = json.dumps(told, ensure_ascii=False).encode()
    assert len(packed) <= MOST, "800 characters of at most four bytes each, and an address"
    return packed


def _check(answer: HttpAnswer, host: str) -> None:
    if 200 <= answer.status < 300:
        return
    if answer.status in (404, 410):
        raise WayFailed(
            say("This browser has ended its subscription."), say("Switch push on again in that browser."), gone=True
        )
    lasting = answer.status in (400, 401, 403, 413)
    raise WayFailed(
        say("The push service %(host)s answered with status %(status)s.", host=host, status=answer.status),
        say("Switch push off and on again in that browser.") if lasting else "",
        lasting=lasting,
    )
