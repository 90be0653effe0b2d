"""The child process: reads one order from standard input, does it by Apprise, writes one answer. Run as a module.

Order: ``{"do": "name" | "send", "address", "title", "text", "allow"}``. Answer: ``{"service", "outcome", ...}`` with
``outcome`` ``sent``, ``named``, ``unknown`` (no address of a service that Apprise knows), ``local`` (it would show on
the server's own screen), ``refused`` (by the guard, with ``host`` and ``address``), ``failed`` (with ``why``).
"""

from __future__ import annotations

import json
import logging
import re
import sys
from typing import Any

from earshot.adapters.chat.fence import Fence
from earshot.adapters.http.guard import AllowList

LOCAL = ("dbus", "glib", "gnome", "kde", "macosx", "qt", "syslog", "windows")
"""Schemes that reach no person, but the machine that Earshot runs on."""


class _Heard(logging.Handler):
    """The last thing that the library complained of."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.last = ""

    def emit(self, record: logging.LogRecord) -> None:
        self.last = record.getMessage()


def answer(order: dict[str, Any], fence: Fence) -> dict[str, Any]:
    """Do what is asked."""
    address = str(order["address"]).strip()
    if address.partition("://")[0].lower() in LOCAL:
        return {"outcome": "local"}
    import apprise

    heard = _Heard()
    log = logging.getLogger("apprise")
    log.handlers, log.propagate = [heard], False
    service = apprise.Apprise.instantiate(address, suppress_exceptions=True)
    if service is None:
        return {"outcome": "unknown"}
    name = {"service": str(service.service_name or "")}
    if order["do"] == "name":
        return name | {"outcome": "named"}
    sent = service.notify(body=str(order["text"]), title=str(order["title"]), body_format=apprise.NotifyFormat.TEXT)
    if sent:
        return name | {"outcome": "sent"}
    if fence.refused is not None:
        return name | {"outcome": "refused", "host": fence.refused.host, "address": fence.refused.address}
    return name | {"outcome": "failed", "why": without_secrets(heard.last, address)}


def without_secrets(words: str, address: str) -> str:
    """What the library said, without any part of the address: tokens are in it."""
    for part in sorted(set(re.split(r"[/?&=@:#]+", address)), key=len, reverse=True):
        if len(part) >= 6:
            words = words.replace(part, "…")
    return " ".join(words.split())[:200]


def main() -> None:
    """One order, one answer."""
    order = json.load(sys.stdin)
    fence = Fence(AllowList.read(str(order.get("allow", ""))))
    fence.close()
    out, sys.stdout = sys.stdout, sys.stderr  # whatever the library prints is no answer
    json.dump(answer(order, fence), out)


if __name__ == "__main__":
    main()
