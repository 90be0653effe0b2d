"""Trying a query on what is stored is a page of its own; from there it is saved as from the form itself."""

from __future__ import annotations

import pytest
from django.test import Client

from earshot.features.listening.actions import save_topic
from earshot.features.listening.models import Topic
from earshot.kernel.clock import HeldClock
from tests.features import factories as make

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.mark.django_db
@pytest.mark.parametrize("is_new", [True, False])
def test_what_was_tried_is_saved(client: Client, clock: HeldClock, is_new: bool) -> None:
    workspace = make.a_workspace()
    (mei,) = make.members(workspace, "mei").values()
    below = f"/w/{workspace.slug}/topics/"
    topic = None if is_new else save_topic(mei, "jelly", "jelly", clock)
    client.force_login(mei.person, backend=BACKEND)
    wanted = {"name": "jelly", "title": "", "brand": "", "query": "osmanthus", "use": "answer"}
    wanted |= {"topic": str(topic.pk)} if topic else {}

    tried = client.post(f"{below}count/", {**wanted, "whole": "1"}).content.decode()
    place = f"{below}{topic.pk}/" if topic else f"{below}add/"
    assert f'action="{place}"' in tried
    assert (f'name="topic" value="{topic.pk}"' in tried) if topic else ('name="topic"' not in tried)
    assert client.post(place, wanted).status_code == 302
    assert list(Topic.objects.values_list("name", "query")) == [("jelly", "osmanthus")]
