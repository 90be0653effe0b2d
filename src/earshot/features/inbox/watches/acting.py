"""Every write of the page."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from earshot.features.conversations.models import Conversation
from earshot.features.conversations.queries import access_conversations, conversations_of_posts
from earshot.features.inbox.models import WatchVisit
from earshot.features.inbox.watches.reading import newest_of
from earshot.features.listening.actions import save_topic
from earshot.features.listening.actions.watching import ask_about
from earshot.features.listening.models import Post, Topic
from earshot.features.people.models import Membership
from earshot.features.responsibility.actions import claim
from earshot.features.responsibility.queries import claimable
from earshot.kernel.clock import Clock
from earshot.kernel.errors import BadInput, Conflict


def visit(membership: Membership, watches: Sequence[Topic]) -> None:
    """Remember that the reader has seen what these watches keep by now."""
    newest = newest_of(watches)
    WatchVisit.objects.bulk_create(
        [WatchVisit(membership=membership, topic=watch, seen=newest[watch.pk]) for watch in watches],
        update_conflicts=True,
        update_fields=["seen"],
        unique_fields=["membership", "topic"],
    )


def add_watch(actor: Membership, title: str, words: str, clock: Clock) -> Topic:
    """A watch of the actor's own; what is stored already is looked through at once.

    Raises:
        QueryError: the words cannot be read as a query.
        BadInput: it has no title, or its title has neither letters nor digits.
    """
    if not words.strip():
        raise BadInput(_("What should be listened for?"), _("Write the words that people use."))
    title = title.strip()[:120] or _as_title(words)
    plain = re.sub(r"[^\w]+", "-", title.casefold()).strip("-_")[:60] or "watch"
    for number in range(1, 100):
        try:
            name = plain if number == 1 else f"{plain}-{number}"
            return save_topic(actor, name, words, clock, title=title, mine=True)
        except Conflict:  # the name is taken, perhaps by a personal watch that the actor may not know of
            continue
    raise BadInput(_("There are too many watches of that name."), _("Choose another name."))


def _as_title(words: str) -> str:
    """A query as people would call it: without its signs."""
    plain = re.sub(r"\s+OR\s+", ", ", re.sub(r'["“”()]', "", words))
    return plain.strip()[:40]


@transaction.atomic
def take_over(post: Post, actor: Membership, clock: Clock) -> Conversation | None:
    """Make a conversation of a watched post, the actor's where nobody has taken it up; None where the policy ignores
    such posts.

    Raises:
        NotAllowed: the actor may only look.
    """
    ask_about(post, actor, clock)
    number = conversations_of_posts(actor, [post.pk]).get(post.pk)
    if number is None:
        return None
    conversation = access_conversations(actor).get(pk=number)
    return claim(conversation, actor, clock) if claimable(conversation) else conversation
