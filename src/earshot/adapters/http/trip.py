"""One request on its way, through its redirects: where it goes next, what it carries there, and how far it has come."""

from __future__ import annotations

from collections.abc import Mapping

import httpcore
import httpx

from earshot.adapters.http.guard import AllowList
from earshot.adapters.http.reasons import why
from earshot.kernel.texts import Said, say
from earshot.ports.http import HttpFailed, HttpRefused

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
"""Methods that change nothing on the server."""
MAX_REDIRECTS = 5
REDIRECTS = frozenset({301, 302, 303, 307, 308})
FOR_GOOD = frozenset({301, 308})
HARMLESS_HEADERS = frozenset(
    {"accept", "accept-encoding", "accept-language", "if-modified-since", "if-none-match", "range"}
)
"""All that goes along to another origin: a credential can hide in any other header."""
DEFAULT_PORTS = {"http": 80, "https": 443, "ws": 80, "wss": 443}


def parse_url(url: str, schemes: tuple[str, ...]) -> httpx.URL:
    """The address, understood once and for all.

    Raises:
        HttpRefused: no address, another scheme, no host, or a name and password inside it.
    """
    try:
        address = httpx.URL(url)
    except (httpx.InvalidURL, UnicodeError) as error:
        raise HttpRefused(
            say("“%(url)s” is not an address of the web (%(why)s).", url=url[:200], why=str(error))
        ) from error
    if address.scheme not in schemes or not address.host:
        raise HttpRefused(
            say(
                "“%(url)s” is not an address that begins with %(ways)s.",
                url=url[:200],
                ways=", ".join(f"{scheme}://" for scheme in schemes),
            )
        )
    if "%" in address.raw_host.decode("ascii"):  # httpx escapes what cannot be part of a name
        raise HttpRefused(say("“%(host)s” is not the name of a host.", host=address.host))
    if address.userinfo:
        raise HttpRefused(say("An address must not hold a name and password."))
    return address


def silent(host: str, idle: float) -> Said:
    """What to say of a stream on which nothing came for so long."""
    return say("%(host)s has been silent for %(seconds)s seconds.", host=host, seconds=f"{idle:g}")


def host_of(url: httpx.URL) -> str:
    """The host as it goes over the wire: ASCII, without brackets."""
    return url.raw_host.decode("ascii")


def port_of(url: httpx.URL) -> int:
    """The port, also where the address leaves it to its scheme."""
    return url.port or DEFAULT_PORTS[url.scheme]


class Trip:
    """Redirects are followed for GET, HEAD and OPTIONS; of the others, only 303 (which asks for the result with GET)
    and, within one origin, 307 and 308. Another redirect is the answer: to repeat a change elsewhere, or to drop its
    content silently, would both be wrong.
    """

    def __init__(
        self, allow: AllowList, method: str, url: httpx.URL, headers: Mapping[str, str], content: bytes
    ) -> None:
        self._allow = allow
        self._hops = 0
        self.method = method
        self.url = url
        self.headers = dict(headers)
        self.content = content
        self.sent = False
        """Whether any byte of a request may have reached any server."""
        self.answered = False
        """Whether the present hop has been answered, at least with a head."""
        self.stale = False
        """Whether a kept connection turned out to be closed."""
        self._opened = False
        self.moved = ""
        """Where the first address has moved for good, as far as its redirects were permanent from the beginning."""
        self._for_good = True

    def begin(self) -> None:
        """The next hop, or the same one again, is about to be sent."""
        self.answered = self._opened = False

    def went_stale(self) -> bool:
        """After a failure: whether it was only that the server had closed a kept connection, and asking again on one
        of its own is right. Once, and only for what changes nothing."""
        if self.stale or self.answered or self._opened or not self.sent or self.method not in SAFE_METHODS:
            return False
        self.stale = True
        return True

    async def watch(self, name: str, info: Mapping[str, object]) -> None:
        """httpcore's trace: the moment before the first byte is written, and the case that none was."""
        if name == "connection.connect_tcp.started":
            self._opened = True
        elif name == "http11.send_request_headers.started":
            self.sent = True
        elif name == "http11.send_request_headers.failed":
            refused_by_ourselves = isinstance(info.get("exception"), httpcore.LocalProtocolError)
            self.sent = self._hops > 0 if refused_by_ourselves else self.sent

    def failed(self, error: Exception) -> HttpFailed:
        """``error`` as the port's exception."""
        return HttpFailed(
            say("Lost the connection to %(host)s: %(why)s.", host=self.url.host, why=why(error))
            if self.sent
            else say("Cannot reach %(host)s: %(why)s.", host=self.url.host, why=why(error)),
            sent=self.sent,
        )

    def follow(self, status: int, answer: Mapping[str, str]) -> bool:
        """Turn to where the answer points, if it does and may be followed; False where it is the final answer.

        Raises:
            HttpRefused: it points to what is no address of the web, or from outside to one of the company's own hosts.
            HttpFailed: one redirect too many.
        """
        location = answer.get("location", "")
        if status not in REDIRECTS or not location:
            return False
        target = self._target(location)
        if self.method not in SAFE_METHODS and not self._may_change(status, target):
            return False
        self._hops += 1
        if self._hops > MAX_REDIRECTS:
            raise HttpFailed(
                say("%(host)s redirects more than %(most)s times.", host=self.url.host, most=MAX_REDIRECTS), sent=True
            )
        self._for_good = self._for_good and status in FOR_GOOD
        if self._for_good:
            self.moved = str(target)
        self._turn(status, target)
        return True

    def _target(self, location: str) -> httpx.URL:
        try:
            joined = str(self.url.join(location))
        except (httpx.InvalidURL, UnicodeError) as error:
            raise HttpRefused(
                say("%(host)s redirects to what is no address.", host=self.url.host), sent=True
            ) from error
        target = parse_url(joined, ("http", "https"))
        if self._own(target) and not self._own(self.url):
            # The allow-list opens a company's hosts to what *it* configured, not to whoever can send a redirect.
            raise HttpRefused(
                say("%(host)s redirects to %(target)s, one of your own hosts.", host=self.url.host, target=target.host),
                sent=True,
            )
        return target

    def _own(self, url: httpx.URL) -> bool:
        return self._allow.has(host_of(url), port_of(url))

    def _may_change(self, status: int, target: httpx.URL) -> bool:
        return status == 303 or (status in (307, 308) and _origin(target) == _origin(self.url))

    def _turn(self, status: int, target: httpx.URL) -> None:
        if status == 303 and self.method != "HEAD":
            self.method, self.content = "GET", b""
            self.headers.pop("content-type", None)
        if _origin(target) != _origin(self.url):
            self.headers = {name: value for name, value in self.headers.items() if name in HARMLESS_HEADERS}
        self.url = target


def _origin(url: httpx.URL) -> tuple[str, str, int]:
    return url.scheme, host_of(url), port_of(url)
