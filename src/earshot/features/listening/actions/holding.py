"""What every act on a post begins with: may the person, and is it theirs."""

from __future__ import annotations

from django.utils.translation import gettext as _

from earshot.features.listening.models import Post
from earshot.features.people.models import Membership, Role
from earshot.features.people.permissions import require
from earshot.kernel.errors import NotFound


def held(post: Post, actor: Membership) -> Post:
    """The post as it stands now, held until the transaction ends.

    Raises:
        NotAllowed: the actor may only look.
        NotFound: the post is of another workspace.
    """
    require(actor, Role.MEMBER)
    found = Post.objects.select_for_update().filter(pk=post.pk, workspace_id=actor.workspace_id).first()
    if found is None:
        raise NotFound(_("There is no such post in this workspace."), _("It may have been removed; reload the page."))
    return found
