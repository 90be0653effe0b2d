"""What notices about swaps, and about who is away at once, lead to, in words."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.urls import reverse
from django.utils.translation import gettext as _

from earshot.features.notices.about import About
from earshot.features.people.models import Workspace
from earshot.features.responsibility.models import PolicyVersion, Swap
from earshot.web.times import short


def described(workspace: Workspace, ids: Collection[int]) -> Mapping[int, About]:
    """The swaps of these numbers: role and times; they are answered on the page of one's own shifts."""
    path = reverse("my-shifts", args=[workspace.slug])
    return {
        swap.pk: About(path, f"{swap.role}, {short(swap.starts_at)} – {short(swap.ends_at)}")
        for swap in Swap.objects.filter(workspace=workspace, pk__in=ids)
    }


def away_described(workspace: Workspace, ids: Collection[int]) -> Mapping[int, About]:
    """Versions of the policy that somebody's leave at once made: the auditor's page says what they leave uncovered."""
    path = reverse("auditor", args=[workspace.slug])
    versions = PolicyVersion.objects.filter(workspace=workspace, pk__in=ids).values_list("pk", "number")
    return {pk: About(path, _("Version %(number)d of the policy") % {"number": number}) for pk, number in versions}
