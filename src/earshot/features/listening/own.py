"""Which accounts are our own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from earshot.features.listening.models import Channel, network_of
from earshot.ports.heard import HeardPost


def plain(name: str) -> str:
    """A handle or identity as it is compared: no ``@`` in front, no case."""
    return name.strip().lstrip("@").casefold()


@dataclass(frozen=True, slots=True)
class OwnAccounts:
    """Our accounts in a workspace, by network (permanent identities and handles), and those named for an import,
    which hold for whatever its rows call their network."""

    by_network: dict[str, frozenset[str]]
    named: frozenset[str] = frozenset()

    def wrote(self, post: HeardPost) -> bool:
        """Whether one of our accounts is the author."""
        return self._is_one(post.network, post.author.external_id, post.author.handle)

    def addressed_by(self, post: HeardPost) -> bool:
        """Whether the post names one of our accounts or answers a post of theirs."""
        return self._is_one(post.network, post.parent_author, *post.mentions)

    def _is_one(self, network: str, *names: str) -> bool:
        mine = self.by_network.get(network, self.named)
        return bool(mine) and any(name and plain(name) in mine for name in names)

    def __bool__(self) -> bool:
        return bool(self.by_network or self.named)


def own_accounts(workspace_id: int, channel_id: int) -> OwnAccounts:
    """From the accounts of channels, removed ones too (what we said stays ours), and those named for this import."""
    found: dict[str, set[str]] = {}
    named: frozenset[str] = frozenset()
    rows = Channel.objects.filter(workspace_id=workspace_id).values_list(
        "id", "kind", "account_id", "account_handle", "config"
    )
    for row_id, kind, account_id, handle, config in rows:
        if account_id or handle:
            found.setdefault(network_of(kind, config), set()).update(_names((account_id, handle)))
        if row_id == channel_id:
            named = frozenset(_names(config.get("our", ())))
    return OwnAccounts({network: frozenset(names | named) for network, names in found.items()}, named)


def _names(names: Iterable[str]) -> set[str]:
    return {plain(name) for name in names if name}
