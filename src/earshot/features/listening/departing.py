"""What the deletion of a whole account means here: the deletion of each of its posts that we hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from earshot.features.listening.events import AccountForgotten
from earshot.features.listening.models import Post, Unmatched
from earshot.ports.bus import publish
from earshot.ports.heard import Batch, HeardDeletion, HeardDeparture, HeardPost


def deletions_of(workspace_id: int, batch: Batch) -> tuple[HeardDeletion, ...]:
    """One deletion for each post of the accounts that departed: those stored, those sampled, those of the batch itself.

    They travel the road behind the events of the batch, like deletions that the network tells one by one: text and
    media are blanked, the tombstone and the counts stay, whoever decided by them hears of it (data-model.md, 2). What
    upper features keep of posts that are no longer here is told as ``AccountForgotten``.
    """
    found: dict[HeardDeletion, None] = {}
    for left in batch.departed:
        if left.prefix:
            publish(AccountForgotten(workspace_id, left.network, left.prefix))
        ids = chain(_heard(left, batch), _stored(workspace_id, left), _sampled(workspace_id, left))
        found.update(dict.fromkeys(HeardDeletion(left.network, canonical_id) for canonical_id in ids))
    return tuple(found)


def _heard(departed: HeardDeparture, batch: Batch) -> Iterator[str]:
    for event in batch.events:
        if isinstance(event, HeardPost):
            author = (event.network, event.author.external_id)
            if author == (departed.network, departed.external_id):
                yield event.canonical_id


def _stored(workspace_id: int, departed: HeardDeparture) -> Iterable[str]:
    rows = Post.objects.filter(
        author__workspace_id=workspace_id,
        author__network=departed.network,
        author__external_id=departed.external_id,
        deleted_at=None,
    )
    return rows.order_by("id").values_list("canonical_id", flat=True)


def _sampled(workspace_id: int, departed: HeardDeparture) -> Iterable[str]:
    """Of the reservoir, which keeps no authors: by the prefix of the identities."""
    if not departed.prefix:
        return ()
    rows = Unmatched.objects.filter(workspace_id=workspace_id, network=departed.network)
    after = departed.prefix[:-1] + chr(ord(departed.prefix[-1]) + 1)
    within = rows.filter(canonical_id__gte=departed.prefix, canonical_id__lt=after)
    return within.values_list("canonical_id", flat=True)
