"""The plug-in point for networks: small capability Protocols, and the errors a connector may raise.

A connector module exposes one object named ``connector`` (class :class:`Connector`), registered under the
entry-point group ``earshot.connectors``. ``connector.open(...)`` gives a session, an object that has
whichever of the capabilities :class:`Pulls`, :class:`Streams`, :class:`Speaks`, :class:`Profiles`,
:class:`Threads` and :class:`Checks` the network offers. Nobody asks for a class, only for a capability::

    if isinstance(session, Streams): ...

Errors, all below :class:`ConnectorError`::

    Unauthorised     the credentials are refused; a person has to act
    RateLimited      come back at ``retry_at``
    Rejected         the network refuses this content; trying again cannot help
    Unavailable      the network cannot be reached or says 5xx *and surely did nothing*; try again later
    Unsupported      this server does not offer what was asked
    Anomalous        an answer that the vendor's specification does not allow; ``raw`` holds a piece of it
    OutcomeUnknown   the request may have been carried out: never repeat it blindly, look it up
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal, Protocol, runtime_checkable

from earshot.kernel.clock import Clock
from earshot.kernel.errors import EarshotError
from earshot.ports.heard import Batch, HeardAuthor, HeardPost
from earshot.ports.http import HttpClient


class ConnectorError(EarshotError):
    """A network said no, or said nothing."""


class Unauthorised(ConnectorError):
    """The credentials are refused."""


class RateLimited(ConnectorError):
    """Too many requests; ``retry_at`` says when to come back, if the network told."""

    def __init__(self, message: str, mend: str = "", retry_at: datetime | None = None) -> None:
        super().__init__(message, mend)
        self.retry_at = retry_at


class Rejected(ConnectorError):
    """The network refuses this content for good."""


class Unavailable(ConnectorError):
    """Not reachable, and surely nothing was done."""


class Unsupported(ConnectorError):
    """This server does not offer what was asked."""


class Anomalous(ConnectorError):
    """An answer outside the vendor's specification."""

    def __init__(self, message: str, mend: str = "", raw: str = "") -> None:
        super().__init__(message, mend)
        self.raw = raw[:2000]


class OutcomeUnknown(ConnectorError):
    """The request may or may not have been carried out."""


@dataclass(frozen=True, slots=True)
class ConfigField:
    """One field of a channel's settings form. ``label`` and ``help`` are English msgids, translated by the page."""

    name: str
    label: str
    kind: Literal["text", "url", "secret", "choice", "bool"] = "text"
    help: str = ""
    required: bool = False
    default: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    advanced: bool = False
    """Folded away: most people never need it."""


@dataclass(frozen=True, slots=True)
class Account:
    """The account that a channel's credentials belong to: how the network knows *us*."""

    external_id: str
    handle: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One publication to carry out.

    ``key`` is fixed for the life of the publication (an idempotency key or the record key to write).
    ``parent`` is the post answered, with the ``native`` mapping that its connector stored.
    ``first_attempt_at`` is when the first attempt was claimed; look-ups need search no earlier.
    """

    key: str
    text: str
    parent: HeardPost | None
    lang: str = ""
    created_at: datetime | None = None
    first_attempt_at: datetime | None = None
    visibility: str = "public"


@dataclass(frozen=True, slots=True)
class Published:
    """The network's receipt."""

    canonical_id: str
    url: str = ""
    native: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TextLimit:
    """How long a text may be on a network, and in which unit it counts."""

    length: int
    unit: Literal["characters", "graphemes", "bytes"] = "characters"


@dataclass(frozen=True, slots=True)
class SpeaksHow:
    """How a connector publishes.

    ``delivery`` is the class of trust.md: ``A`` native key, ``B`` look-up on the author's feed after
    ``settle``, ``C`` duplicate refusal, ``D`` none.
    """

    delivery: Literal["A", "B", "C", "D"]
    settle: timedelta
    limit: TextLimit


@runtime_checkable
class Pulls(Protocol):
    """Pages from a cursor. Called again and again, ``pause`` apart, with the last cursor stored."""

    pause: timedelta

    async def pull(self, cursor: str) -> Batch:
        """What is new since ``cursor`` ("" at first). An empty batch means: nothing new."""
        ...


@runtime_checkable
class Streams(Protocol):
    """A live stream from a cursor."""

    def stream(self, cursor: str) -> AsyncIterator[Batch]:
        """Batches for as long as the connection lasts; ends or raises when it drops.

        The caller reconnects with the last *stored* cursor; a connector rewinds a little by itself where
        the network's cursor is not exact. Duplicates are fine, gaps are not.
        """
        ...


@runtime_checkable
class Speaks(Protocol):
    """Publishes, and finds out what became of a publication."""

    speaks: SpeaksHow

    async def publish(self, outgoing: Outgoing) -> Published:
        """Carry it out. Raises :class:`OutcomeUnknown` whenever the request may have taken effect."""
        ...

    async def look_up(self, outgoing: Outgoing) -> Published | None:
        """What became of ``outgoing``: the receipt, or None where it is *confirmed* absent.

        Raises :class:`OutcomeUnknown` where the network cannot tell.
        """
        ...


@runtime_checkable
class Profiles(Protocol):
    """Names and numbers of authors that the stream only knows by id."""

    async def profiles(self, external_ids: Sequence[str]) -> Sequence[HeardAuthor]: ...


@runtime_checkable
class Threads(Protocol):
    """The posts above one post, oldest first, so that a conversation can be read from its beginning."""

    async def ancestors(self, post: HeardPost) -> Sequence[HeardPost]: ...


@runtime_checkable
class Checks(Protocol):
    """Proves the credentials and says who we are on the network."""

    async def account(self) -> Account | None:
        """Our account; None for a channel that only listens without one. Raises Unauthorised and the like."""
        ...


@runtime_checkable
class Public(Protocol):
    """What this session pulls is public talk, not our own account's: kept only where it matches, like a stream's.
    There is no account to introduce; ``Checks`` then only tries the settings."""

    public: bool


@runtime_checkable
class Recalls(Protocol):
    """A stream that knows when what its cursor stands at was said, and how far back its network goes."""

    recalls: timedelta
    """What lies further back than this is not told again, whatever the cursor says."""

    def time_of(self, cursor: str) -> datetime | None:
        """When that was; None for a cursor that does not tell."""
        ...


@runtime_checkable
class Notes(Protocol):
    """Something a person should know of a channel that is well, such as that its address has moved; "" for nothing."""

    note: str


@runtime_checkable
class Unlisted(Protocol):
    """A *connector* that people do not choose from the list of networks: something else of the house connects it."""

    on_offer: bool


@runtime_checkable
class Proposes(Protocol):
    """A *connector* (not a session) that knows where a brand is likely to be talked about."""

    def proposals(self, brand: str, language: str) -> tuple[tuple[str, str], ...]:
        """(title of the source, without the brand; address): the address is the value of the connector's one field of
        kind ``url``; its other fields keep their defaults. ``language`` is a BCP 47 tag."""
        ...


@dataclass(frozen=True, slots=True)
class Tools:
    """What a session may use of the house. There is no other way out: connectors open no sockets of their own,
    except web sockets, through ``http.websocket``."""

    http: HttpClient
    clock: Clock


class Connector(Protocol):
    """One network. ``kind`` is stored as plain text: a new one needs no migration."""

    kind: str
    name: str
    fields: tuple[ConfigField, ...]
    """Settings; those of kind ``secret`` are sealed at rest and never shown again."""
    speaks: SpeaksHow | None
    """How replies go out, for the composer's limits; None where it only listens."""

    def open(self, config: Mapping[str, str], tools: Tools) -> object:
        """A session for a channel: an object with some of the capabilities above.

        Raises BadInput where the config cannot be used.
        """
        ...
