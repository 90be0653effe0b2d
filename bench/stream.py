"""A public stream to listen to while something is measured: Jetstream's events, so many a second, on loopback."""

from __future__ import annotations

import asyncio
import json
import random
import threading
import time
from contextlib import suppress
from typing import Any

from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed

from bench.material import texts


class Stream:
    """``a_second`` posts by strangers, without end, to whoever subscribes; ``url`` is what a channel is given."""

    def __init__(self, a_second: int = 50) -> None:
        self.url = ""
        self._pause = 1 / a_second
        self._texts, _ = texts()
        self._ready = threading.Event()
        threading.Thread(target=lambda: asyncio.run(self._serve()), daemon=True).start()
        self._ready.wait(10)

    async def _serve(self) -> None:
        async with serve(self._client, "127.0.0.1", 0, compression=None) as server:
            self.url = f"ws://127.0.0.1:{next(iter(server.sockets)).getsockname()[1]}/subscribe"
            self._ready.set()
            await asyncio.Future()

    async def _client(self, client: ServerConnection) -> None:
        rng = random.Random(5)
        with suppress(ConnectionClosed):  # the listener goes away in the end
            while True:
                await client.send(json.dumps(self._event(rng)))
                await asyncio.sleep(self._pause)

    def _event(self, rng: random.Random) -> dict[str, Any]:
        now = time.time_ns() // 1000
        return {
            "did": f"did:plc:stranger{rng.randrange(20_000)}",
            "time_us": now,
            "kind": "commit",
            "commit": {
                "rev": str(now),
                "operation": "create",
                "collection": "app.bsky.feed.post",
                "rkey": str(now),
                "cid": "bafyreib2rxk3rh6kzwq",
                "record": {
                    "$type": "app.bsky.feed.post",
                    "text": rng.choice(self._texts)[:300],
                    "createdAt": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
                    "langs": ["en"],
                },
            },
        }
