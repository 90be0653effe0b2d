"""Has one message sent by the child process, and says in words what came of it."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from typing import Any

from earshot.adapters.http.guard import ALLOW_VARIABLE
from earshot.kernel.texts import say
from earshot.ports.ways import Message, WayFailed

TIMEOUT = 40.0
"""Seconds for starting the child, loading Apprise and sending."""
_COMMAND = (sys.executable, "-m", "earshot.adapters.chat.child")
_KEPT = ("PATH", "PYTHONPATH", "LANG", "LC_ALL", "SSL_CERT_FILE", "SSL_CERT_DIR", "SYSTEMROOT", "VIRTUAL_ENV")
"""What the child sees of the environment: no proxies, no passwords, nothing of ours."""
_EXAMPLE = "slack://botname@TokenA/TokenB/TokenC"


class AppriseChat:
    """Implements ``ports.ways.Way``; ``to`` is an address as Apprise writes them."""

    def __init__(self, allow: str | None = None) -> None:
        self._allow = os.environ.get(ALLOW_VARIABLE, "") if allow is None else allow

    async def name_of(self, address: str) -> str:
        """The service that an address belongs to. Raises WayFailed where it belongs to none."""
        return str((await self._ask({"do": "name", "address": address})).get("service", ""))

    async def send(self, to: str, message: Message) -> None:
        """Send it. Raises WayFailed."""
        text = f"{message.text}\n\n{message.link}" if message.link else message.text
        await self._ask({"do": "send", "address": to, "title": message.title, "text": text})

    async def _ask(self, order: dict[str, str]) -> dict[str, Any]:
        child = await asyncio.create_subprocess_exec(
            *_COMMAND,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env={name: os.environ[name] for name in _KEPT if name in os.environ},
        )
        try:
            async with asyncio.timeout(TIMEOUT):
                out, _ = await child.communicate(json.dumps(order | {"allow": self._allow}).encode())
        except TimeoutError:
            raise WayFailed(
                say("The chat service has not answered within %(seconds)s seconds.", seconds=int(TIMEOUT))
            ) from None
        finally:
            if child.returncode is None:
                child.kill()
                await child.wait()
        try:
            told: dict[str, Any] = json.loads(out)
        except ValueError:
            raise WayFailed(say("The chat message could not be sent: the program that sends it failed.")) from None
        return _checked(told)


def _checked(told: dict[str, Any]) -> dict[str, Any]:
    outcome, service = told["outcome"], told.get("service") or "?"
    if outcome in ("sent", "named"):
        return told
    if outcome == "unknown":
        raise WayFailed(
            say("This is no address that messages could be sent to."),
            say("Write it as Apprise does, like %(example)s", example=_EXAMPLE),
            lasting=True,
        )
    if outcome == "local":
        raise WayFailed(
            say("This address shows messages on the screen of the server, where nobody reads them."),
            say("Choose a chat or a push service."),
            lasting=True,
        )
    if outcome == "refused":
        raise WayFailed(
            say(
                "%(host)s leads to %(address)s, which is not on the public Internet.",
                host=told["host"],
                address=told["address"],
            ),
            say("If it is your own server, an administrator allows it by %(variable)s.", variable=ALLOW_VARIABLE),
            lasting=True,
        )
    if why := told.get("why"):
        raise WayFailed(say("%(service)s did not take the message: %(why)s", service=service, why=why))
    raise WayFailed(say("%(service)s did not take the message.", service=service))
