"""Where the pages can be reached."""

from __future__ import annotations

import socket
import struct
import subprocess
import sys
from itertools import pairwise

EVERYWHERE = "0.0.0.0"  # noqa: S104 - only with --lan
IFCONFIG = "/sbin/ifconfig"
"""Where macOS and the BSDs have it."""
_SIOCGIFADDR = 0x8915


def urls(host: str, port: int) -> list[str]:
    """Every address of a server that listens on ``host``, the machine's own first."""
    if host != EVERYWHERE:
        shown = f"[{host}]" if ":" in host else host
        return [f"http://{shown}:{port}/"]
    own = ["127.0.0.1", *[address for address in lan_addresses() if not address.startswith("127.")]]
    return [f"http://{address}:{port}/" for address in dict.fromkeys(own)]


def lan_addresses() -> list[str]:
    """The IPv4 addresses of this machine's interfaces. Sends nothing."""
    found = _by_ioctl() if sys.platform == "linux" else _by_ifconfig()
    return found or _by_name()


def _by_ioctl() -> list[str]:
    import fcntl

    found = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        for _index, name in socket.if_nameindex():
            try:
                answer = fcntl.ioctl(asking, _SIOCGIFADDR, struct.pack("256s", name.encode()[:15]))
            except OSError:  # an interface without an IPv4 address
                continue
            found.append(socket.inet_ntoa(answer[20:24]))
    return found


def _by_ifconfig() -> list[str]:
    try:
        told = subprocess.run([IFCONFIG], capture_output=True, text=True).stdout  # noqa: S603 - a fixed command
    except OSError:
        return []
    words = told.split()
    return [after for word, after in pairwise(words) if word == "inet"]


def _by_name() -> list[str]:
    try:
        return list(socket.gethostbyname_ex(socket.gethostname())[2])
    except OSError:
        return []
