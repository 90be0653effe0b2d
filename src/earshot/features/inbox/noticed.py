"""What notices about conversations lead to, in words."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.urls import reverse
from django.utils.translation import gettext as _

from earshot.features.conversations.models import Conversation
from earshot.features.notices.about import About
from earshot.features.people.models import Workspace
from earshot.web.networks import network_name


def described(workspace: Workspace, ids: Collection[int]) -> Mapping[int, About]:
    """The conversations of these numbers, as they stand now."""
    rows = Conversation.objects.filter(workspace=workspace, pk__in=ids).select_related("author")
    return {
        row.pk: About(
            path=reverse("conversation", args=[workspace.slug, row.pk]),
            title=_("%(author)s on %(network)s") % {"author": row.author, "network": network_name(row.network)},
            text=row.snippet,
            lang=row.lang,
            due=row.deadline_at,
        )
        for row in rows
    }
