"""The page behind the bell and the page of one's ways, as a person without scripts uses them."""

from __future__ import annotations

import json

import pytest
from django.apps import apps
from django.test import Client

from earshot.features.notices.actions import News, notify
from earshot.features.people.models import Membership
from earshot.kernel.texts import say
from earshot.ports.services import services
from earshot.ports.ways import WayFailed
from tests.adapters.ways.opening import Browser
from tests.features import factories as make
from tests.features.notices.conftest import Desk

Notice, Way, Wish = (apps.get_model("notices", name) for name in ("Notice", "Way", "Wish"))
SECRET = "tok3n-of-the-chat"


def signed_in(member: Membership) -> Client:
    assert member.person is not None
    client = Client()
    client.force_login(member.person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def mei(desk: Desk) -> Client:
    return signed_in(desk.mei)


def tell(desk: Desk, seat: Membership | None = None, **more: object) -> int:
    news = News((seat or desk.mei).pk, "accountable", say("Take it up."), must_acknowledge=True, **more)  # type: ignore[arg-type]
    return notify(desk.mei.workspace_id, [news], desk.clock)[0]


def bell(client: Client) -> int:
    return int(client.get("/w/acme/notices/bell/").json()["unread"])


def test_a_notice_is_seen_read_and_taken_up(desk: Desk, mei: Client) -> None:
    notice = tell(desk)
    assert "Take it up." in mei.get("/w/acme/notices/").content.decode()
    assert bell(mei) == 1
    mei.post(f"/w/acme/notices/{notice}/read/")
    assert bell(mei) == 0
    assert "Take it up." in mei.get("/w/acme/notices/").content.decode(), "it still waits to be taken up"
    mei.post(f"/w/acme/notices/{notice}/have/")
    assert "Take it up." not in mei.get("/w/acme/notices/").content.decode()
    assert "Take it up." in mei.get("/w/acme/notices/?all=1").content.decode()
    assert Notice.objects.get().next_at is None


def test_all_are_read_at_once_and_what_must_be_taken_up_still_waits(desk: Desk, mei: Client) -> None:
    for _ in range(3):
        tell(desk)
    mei.post("/w/acme/notices/read/")
    assert bell(mei) == 0
    assert Notice.objects.filter(acknowledged_at=None, next_at__isnull=False).count() == 3


def test_nobody_sees_or_touches_another_person_s_notices(desk: Desk, mei: Client) -> None:
    jun = make.a_member(desk.mei.workspace, "jun", "owner")
    notice = tell(desk)
    other = signed_in(jun)
    assert "Take it up." not in other.get("/w/acme/notices/?all=1").content.decode()
    assert bell(other) == 0
    assert other.post(f"/w/acme/notices/{notice}/have/").status_code == 404
    assert Notice.objects.get().acknowledged_at is None


def test_a_link_of_a_form_never_leads_elsewhere(desk: Desk, mei: Client) -> None:
    notice = tell(desk)
    answer = mei.post(f"/w/acme/notices/{notice}/have/", {"next": "https://elsewhere.test/"})
    assert answer["Location"] == "/w/acme/notices/"


def test_mail_is_added_tried_and_removed(desk: Desk, mei: Client) -> None:
    mei.post("/me/notices/mail/")
    mei.post("/me/notices/mail/")
    way = Way.objects.get()
    mei.post(f"/me/notices/{way.pk}/try/")
    assert desk.mail.titles == ["Earshot: this way works"]
    assert desk.mail.letters[0][0] == desk.mei.person.email
    mei.post(f"/me/notices/{way.pk}/remove/")
    assert not Way.objects.exists()


def test_an_address_of_a_chat_is_sealed_and_never_shown_again(desk: Desk, mei: Client) -> None:
    address = f"json://chat.test/{SECRET}"
    mei.post("/me/notices/chat/", {"address": address, "label": "Our room"})
    way = Way.objects.get()
    assert SECRET not in way.sealed
    assert services().vault.unseal(way.sealed, f"way:{way.pk}") == address
    page = mei.get("/me/notices/").content.decode()
    assert "Our room" in page
    assert SECRET not in page
    mei.post(f"/me/notices/{way.pk}/try/")
    assert desk.chat.letters[0][0] == address
    trail = apps.get_model("audit", "Entry").objects.filter(verb="way.add")
    assert SECRET not in json.dumps(list(trail.values("detail", "verb")))


def test_a_test_that_fails_says_why_on_the_page(desk: Desk, mei: Client) -> None:
    mei.post("/me/notices/mail/")
    desk.mail.trouble = WayFailed(
        say("The mail server %(host)s broke off.", host="mx.test"), say("Choose a chat or a push service.")
    )
    mei.post(f"/me/notices/{Way.objects.get().pk}/try/")
    desk.mei.person.language = "zh-hant"
    desk.mei.person.save()
    page = mei.get("/me/notices/").content.decode()
    assert "郵件伺服器mx.test中斷了連線。請選擇聊天軟體或推播服務。" in page


def test_what_is_no_address_is_said_beside_the_field(desk: Desk, mei: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    async def no_name(_address: str) -> str:
        raise WayFailed(say("This is no address that messages could be sent to."))

    monkeypatch.setattr(desk.chat, "name_of", no_name)
    answer = mei.post("/me/notices/chat/", {"address": "nonsense"})
    assert answer.status_code == 400
    assert "no address that messages" in answer.content.decode()
    assert not Way.objects.exists()


def test_a_browser_that_subscribes_again_is_one_way(desk: Desk, mei: Client) -> None:
    subscription = Browser().subscription("https://push.test/abc")
    for _ in range(2):
        mei.post(
            "/me/notices/push/", {"subscription": subscription}, headers={"user-agent": "Mozilla Firefox/140 Android"}
        )
    assert [way.shown for way in Way.objects.all()] == ["Firefox, Android"]
    jun = signed_in(make.a_member(desk.mei.workspace, "jun"))
    jun.post("/me/notices/push/", {"subscription": subscription})
    assert [way.person.name for way in Way.objects.all()] == ["jun"], "whoever uses the browser now"


@pytest.mark.parametrize(
    "subscription", ["", "{}", "[1]", '{"endpoint": "ftp://x", "keys": {"p256dh": "a", "auth": "b"}}', "x" * 4000]
)
def test_what_is_no_subscription_is_refused(desk: Desk, mei: Client, subscription: str) -> None:
    assert mei.post("/me/notices/push/", {"subscription": subscription}).status_code == 400
    assert not Way.objects.exists()


def test_nobody_touches_another_person_s_ways(desk: Desk, mei: Client) -> None:
    way = desk.way(seat=make.a_member(desk.mei.workspace, "jun"))
    assert mei.post(f"/me/notices/{way.pk}/try/").status_code == 404
    assert mei.post(f"/me/notices/{way.pk}/remove/").status_code == 404
    assert Way.objects.exists()


def test_wishes_are_kept_and_half_of_the_quiet_hours_is_refused(desk: Desk, mei: Client) -> None:
    mei.post("/me/notices/", {"quiet_from": "22:00", "quiet_until": "07:00", "informed": "on", "accountable": ""})
    wish = Wish.objects.get()
    assert str(wish.quiet_from) == "22:00:00"
    assert wish.kinds["informed"] is True
    assert wish.kinds["hand_over"] is False
    assert "accountable" not in wish.kinds
    answer = mei.post("/me/notices/", {"quiet_from": "22:00"})
    assert "Enter both times" in answer.content.decode()
    page = mei.get("/me/notices/").content.decode()
    assert 'value="22:00"' in page


def test_the_worker_may_act_for_all_pages(desk: Desk) -> None:
    answer = Client().get("/push-worker.js")
    assert answer["Content-Type"].startswith("text/javascript")
    assert b"showNotification" in answer.content
    assert Client().get("/manifest.webmanifest").json()["start_url"] == "/"


@pytest.mark.parametrize(
    "address", ["/me/notices/", "/me/notices/mail/", "/me/notices/chat/", "/me/notices/push/", "/me/notices/1/try/"]
)
def test_strangers_are_sent_to_sign_in(db: None, address: str) -> None:
    answer = Client().get(address) if address == "/me/notices/" else Client().post(address)
    assert answer["Location"].startswith("/accounts/login/")
