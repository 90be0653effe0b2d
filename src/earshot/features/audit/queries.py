"""Every read of the audit trail."""

from __future__ import annotations

from django.db.models import QuerySet

from earshot.features.audit.models import Entry


def entries(workspace_id: int, before: int | None = None) -> QuerySet[Entry]:
    """The acts in a workspace, newest first, older than entry ``before`` where that is given."""
    found = Entry.objects.filter(workspace_id=workspace_id).order_by("-id")
    return found.filter(pk__lt=before) if before else found


def entries_about(workspace_id: int, object_kind: str, object_id: int) -> QuerySet[Entry]:
    """The acts on one object, oldest first."""
    return Entry.objects.filter(workspace_id=workspace_id, object_kind=object_kind, object_id=object_id).order_by("id")
