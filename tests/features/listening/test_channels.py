"""Channels: settings and secrets, the listener's words, our own posts."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta

import pytest

from earshot.features.listening.actions import (
    add_channel,
    change_channel,
    channel_account,
    channel_state,
    no_profiles,
    remove_channel,
    settings_of,
    store_own,
    store_profiles,
    try_now,
)
from earshot.features.listening.models import Author, Channel, Post
from earshot.features.listening.queries import (
    access_channel,
    access_channels,
    authors_to_look_up,
    heard_lately,
    heard_post,
    hearing_channels,
    mode_of,
    open_session,
)
from earshot.features.people.models import Membership
from earshot.kernel.errors import BadInput, Conflict, NotAllowed, NotFound
from earshot.ports.connector import Account, ConfigField, Tools
from earshot.ports.heard import HeardAuthor, Media
from earshot.ports.services import provide, services
from earshot.web.models import LiveEvent
from tests.features.factories import a_channel, a_member, a_workspace
from tests.features.listening.conftest import Ear, said

pytestmark = pytest.mark.django_db


class FakeNet:
    """A connector whose session is its config."""

    kind = "testnet"
    name = "Testnet"
    speaks = None
    fields = (
        ConfigField("server", "Server", "url", required=True, default="https://testnet.example"),
        ConfigField("handle", "Handle"),
        ConfigField("token", "Token", "secret", required=True),
        ConfigField("scope", "Scope", "choice", choices=(("all", "All"), ("mine", "Mine"))),
        ConfigField("loud", "Loud", "bool"),
    )

    def open(self, config: Mapping[str, str], tools: Tools) -> object:
        if config.get("handle") == "nobody":
            raise BadInput("nobody cannot be used.")
        return dict(config)


@pytest.fixture(autouse=True)
def testnet(own_services: None) -> Iterator[None]:
    before = services()
    provide(replace(before, connectors={"testnet": FakeNet()}))
    yield
    provide(before)


@pytest.fixture
def owner(ear: Ear) -> Membership:
    return ear.owner


def test_secrets_are_sealed_and_never_shown(ear: Ear, owner: Membership) -> None:
    channel = add_channel(owner, "testnet", "Main", {"token": "s3cret-canary", "loud": "on"}, ear.clock)
    stored = Channel.objects.get(pk=channel.pk)
    assert settings_of(stored) == {"server": "https://testnet.example", "handle": "", "scope": "", "loud": "true"}
    assert "canary" not in json.dumps([stored.config, stored.secrets])
    assert "secrets" in access_channels(owner).get(name="Main").get_deferred_fields()
    assert open_session(stored) == {**stored.config, "token": "s3cret-canary"}


def test_a_sealed_secret_cannot_be_moved_to_another_channel(ear: Ear, owner: Membership) -> None:
    one = add_channel(owner, "testnet", "One", {"token": "s3cret"}, ear.clock)
    two = add_channel(owner, "testnet", "Two", {"token": "other"}, ear.clock)
    Channel.objects.filter(pk=two.pk).update(secrets=Channel.objects.get(pk=one.pk).secrets)
    with pytest.raises(BadInput):
        open_session(Channel.objects.get(pk=two.pk))


def test_an_empty_secret_keeps_the_one_there_is(ear: Ear, owner: Membership) -> None:
    channel = add_channel(owner, "testnet", "Main", {"token": "s3cret"}, ear.clock)
    change_channel(channel, owner, ear.clock, values={"handle": "new", "token": ""}, brand="acme")
    stored = Channel.objects.get(pk=channel.pk)
    assert stored.brand == "acme"
    assert open_session(stored) == {**stored.config, "handle": "new", "token": "s3cret"}


@pytest.mark.parametrize(
    "values",
    [{}, {"token": "x", "scope": "none"}, {"token": "x", "server": "testnet"}, {"token": "x", "handle": "nobody"}],
)
def test_values_that_cannot_be_used_are_refused(ear: Ear, owner: Membership, values: dict[str, str]) -> None:
    before = Channel.objects.count()
    with pytest.raises(BadInput):
        add_channel(owner, "testnet", "Main", values, ear.clock)
    assert Channel.objects.count() == before


def test_an_unknown_connector_and_a_taken_name_are_refused(ear: Ear, owner: Membership) -> None:
    with pytest.raises(BadInput):
        add_channel(owner, "nonet", "Main", {}, ear.clock)
    add_channel(owner, "testnet", "Main", {"token": "x"}, ear.clock)
    with pytest.raises(Conflict):
        add_channel(owner, "testnet", "MAIN", {"token": "x"}, ear.clock)


def test_channels_are_for_administrators_of_their_workspace(ear: Ear, owner: Membership) -> None:
    channel = add_channel(owner, "testnet", "Main", {"token": "x"}, ear.clock)
    with pytest.raises(NotAllowed):
        add_channel(a_member(ear.workspace, "bo"), "testnet", "Other", {"token": "x"}, ear.clock)
    stranger = a_member(a_workspace("elsewhere"), "cy", "owner")
    for act in (change_channel, remove_channel):
        with pytest.raises(NotFound):
            act(channel, stranger, ear.clock)
    with pytest.raises(NotFound):
        access_channel(stranger, channel.pk)


def test_a_removed_channel_forgets_its_secrets_and_keeps_what_it_heard(ear: Ear, owner: Membership) -> None:
    channel = add_channel(owner, "testnet", "Main", {"token": "x"}, ear.clock, account=Account("id:us", "us"))
    ear.hear(said("hello"), channel=channel)
    remove_channel(channel, owner, ear.clock)
    stored = Channel.objects.get(pk=channel.pk)
    assert (stored.secrets, stored.active, stored.state, stored.removed_at) == ("", False, "off", ear.clock.now())
    assert Post.objects.get().channel == stored
    assert stored not in access_channels(owner)
    assert stored not in hearing_channels()
    ear.hear(said("our old voice", 2, by="us"))
    assert Post.objects.get(canonical_id="test://2").ours
    assert add_channel(owner, "testnet", "Main", {"token": "x"}, ear.clock).name == "Main"


def test_a_channel_that_heard_nothing_is_gone_when_removed(ear: Ear, owner: Membership) -> None:
    channel = add_channel(owner, "testnet", "Main", {"token": "x"}, ear.clock)
    remove_channel(channel, owner, ear.clock)
    assert not Channel.objects.filter(pk=channel.pk).exists()


def test_a_paused_channel_is_not_listened_to(ear: Ear, owner: Membership) -> None:
    channel = add_channel(owner, "testnet", "Main", {"token": "x"}, ear.clock)
    assert channel in hearing_channels()
    change_channel(channel, owner, ear.clock, active=False)
    assert channel not in hearing_channels()
    assert access_channel(owner, channel.pk).state == "off"


def test_pages_hear_of_a_state_only_when_it_differs(ear: Ear) -> None:
    def events() -> int:
        return LiveEvent.objects.filter(kind="channel.changed", ref=ear.channel.pk).count()

    channel_state(ear.channel.pk, "live", ear.clock)
    assert events() == 1
    channel_state(ear.channel.pk, "live", ear.clock)
    assert events() == 1
    later = ear.clock.now() + timedelta(minutes=1)
    channel_state(ear.channel.pk, "waiting", ear.clock, error="503", mend="Wait.", retry_at=later)
    ear.channel.refresh_from_db()
    assert events() == 2
    assert (ear.channel.state, ear.channel.error, ear.channel.retry_at) == ("waiting", "503", later)


def test_the_account_of_a_channel_makes_its_author_ours(ear: Ear) -> None:
    ear.hear(said("before we knew", by="us"))
    channel_account(ear.channel.pk, Account("id:us", "us", "Us"), ear.clock)
    assert Author.objects.get().ours
    ear.hear(said("now", 2, by="us"))
    assert Post.objects.get(canonical_id="test://2").ours


def test_profiles_are_asked_for_once(ear: Ear) -> None:
    ear.hear(said("a", 1, author=HeardAuthor("id:a")), said("b", 2, author=HeardAuthor("id:b")))
    assert authors_to_look_up(ear.channel.pk, 10) == ["id:b", "id:a"]
    assert (
        store_profiles(ear.channel.pk, [HeardAuthor("id:a", "anna", followers=3), HeardAuthor("id:x")], ear.clock) == 1
    )
    assert Author.objects.get(external_id="id:a").followers == 3
    assert authors_to_look_up(ear.channel.pk, 10) == ["id:b"]
    no_profiles(ear.channel.pk, ["id:b"], ear.clock)
    assert authors_to_look_up(ear.channel.pk, 10) == []


def test_our_own_reply_is_stored_once_and_its_echo_is_seen(ear: Ear) -> None:
    channel = a_channel(ear.workspace, kind="testnet", speaks_as="us")
    ear.hear(said("help", 1))
    reply = said("of course", 2, by="us", parent_id="test://1", root_id="test://1")
    post = store_own(channel, reply, ear.clock)
    assert (post.ours, post.thread_key) == (True, "test://1")
    assert store_own(channel, reply, ear.clock) == post
    (echo,) = ear.hear(reply, mode="stream")
    assert (echo.outcome, echo.stored) == ("seen", post)
    assert Author.objects.get(external_id="id:us").ours


def test_a_stored_post_goes_back_to_its_connector_as_it_was_heard(ear: Ear) -> None:
    heard = said(
        "hello", title="Hi", lang="zh-Hant", kind="comment", parent_id="test://0", root_id="test://r", country="TW",
        url="https://x.test/1", media=(Media("image", "https://x.test/i", "cat"),), links=("https://y.test",),
        native={"cid": "c"}, author=HeardAuthor("id:anna", "anna", "Anna", "cook", "https://x.test/a", 3, True),
    )  # fmt: skip
    (envelope,) = ear.hear(replace(heard, text="客服"))
    assert heard_post(envelope.stored) == replace(heard, text="客服")


def test_modes_and_counts(ear: Ear) -> None:
    assert (mode_of(ear.channel, "stream"), mode_of(ear.channel, "pull")) == ("stream", "channel")
    ear.hear(said("a", 1), said("b", 2), mode="stream")
    assert heard_lately([ear.channel.pk], ear.clock.now()) == {ear.channel.pk: (2, 0)}
    assert heard_lately([ear.channel.pk], ear.clock.now() + timedelta(days=2)) == {}


def test_a_person_has_a_channel_tried_at_once(ear: Ear, owner: Membership) -> None:
    channel = add_channel(owner, "testnet", "Main", {"token": "x"}, ear.clock)
    retry = ear.clock.now() + timedelta(minutes=1)
    channel_state(channel.pk, "waiting", ear.clock, error="Cannot reach it.", retry_at=retry)
    assert try_now(channel, owner, ear.clock)
    found = Channel.objects.get(pk=channel.pk)
    assert (found.state, found.retry_at, found.error) == ("new", None, "Cannot reach it.")
    channel_state(channel.pk, "live", ear.clock)
    assert not try_now(channel, owner, ear.clock), "what is well is left alone"
    viewer = a_member(owner.workspace, "lin", "viewer")
    with pytest.raises(NotAllowed):
        try_now(channel, viewer, ear.clock)
    with pytest.raises(NotFound):
        try_now(channel, a_member(a_workspace("other"), "ann", "owner"), ear.clock)
