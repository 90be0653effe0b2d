"""What the pages say of the machine, and that nothing that was decided moves with it."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path, PurePosixPath

import pytest
from django.db import OperationalError
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from earshot.features.conversations.models import Conversation
from earshot.features.delivery.actions import UNDO, send
from earshot.features.delivery.models import Publication, State
from earshot.features.delivery.queries import undo_seconds
from earshot.features.delivery.set_back import set_back
from earshot.features.delivery.worker import publish_due
from earshot.features.listening.actions import caught_up, interrupted
from earshot.features.listening.models import Channel
from earshot.features.responsibility.models import Decision
from earshot.features.responsibility.timers import run_due
from earshot.site import machine
from earshot.site.leaving.belongings import belongs
from earshot.site.runtime import standing
from earshot.site.runtime.room import LEAST, MB
from earshot.site.runtime.standing import Standing
from earshot.web import times
from tests.features.factories import MORNING
from tests.features.inbox.conftest import Tea, network, tea

__all__ = ["network", "tea"]

AsyncRun = Callable[..., int]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of this test's own, with room on its disk."""
    monkeypatch.setenv("EARSHOT_HOME", str(tmp_path))
    monkeypatch.setattr("earshot.site.runtime.room.free_bytes", lambda _: 10_000 * MB)
    return tmp_path


def strips(page: str) -> str:
    """What stands above the page about the machine, as text."""
    found = re.search(r'<div id="machine">(.*?)</div>\n<div class="strip info" id="zone-offer"', page, re.DOTALL)
    assert found is not None
    return re.sub(r"\s+", " ", re.sub(r"<(svg).*?</svg>|<[^>]+>", "", found.group(1), flags=re.DOTALL)).strip()


def in_language(tea: Tea, language: str) -> None:
    assert tea.mei.person is not None
    tea.mei.person.language = language
    tea.mei.person.save()


def test_a_machine_that_is_well_says_nothing(tea: Tea, folder: Path) -> None:
    assert strips(tea.get("")) == ""
    assert strips(tea.get("inbox/")) == ""


def test_a_full_disk_is_said_on_every_page_by_the_disk_itself(
    tea: Tea, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("earshot.site.runtime.room.free_bytes", lambda _: LEAST - 1)
    for path in ("", "inbox/", "channels/"):
        said = strips(tea.get(path))
        assert said.startswith("The disk is nearly full: 199 MB are left, so nothing new is taken in. Make room")
    in_language(tea, "zh-hant")
    assert strips(tea.get("")).startswith("磁碟快滿了，只剩199 MB，因此暫停接收新內容。請清出磁碟空間。")
    in_language(tea, "zh-hans")
    assert strips(tea.get("")).startswith("磁盘快满了，只剩199 MB，因此暂停接收新内容。请清理磁盘空间。")


def test_a_database_without_room_is_said_although_the_disk_has_some(tea: Tea, folder: Path) -> None:
    standing.write(folder, Standing(free=0))
    assert strips(tea.get("")).startswith("The disk is full: nothing can be stored.")


def test_an_act_that_cannot_be_stored_says_so(tea: Tea, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    conversation = tea.hear("when do you open?")

    def full(*args: object, **kwargs: object) -> None:
        raise OperationalError("database or disk is full")

    monkeypatch.setattr("earshot.features.conversations.models.Note.save", full)
    response = tea.client(tea.mei).post(
        f"/w/{tea.workspace.slug}/inbox/c/{conversation.pk}/note/", {"text": "remember"}
    )
    assert response.status_code == 507
    assert "The disk is full: this could not be stored." in response.content.decode()
    assert "when do you open?" in tea.get(f"inbox/c/{conversation.pk}/"), "reading goes on"


def test_a_sleep_is_told_once_on_my_turn_with_what_fell_due(
    tea: Tea, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tea.hear("where is my order?", "one")
    Channel.objects.update(last_contact_at=MORNING)
    since = tea.clock.now()
    tea.wait(hours=4, minutes=30)
    until = tea.clock.now()
    interrupted("asleep", since, until, tea.clock)
    standing.write(folder, Standing(slept=(since, until)))
    said = strips(tea.get(""))
    assert said == (
        "This machine was asleep: 10:00-14:30. What was said meanwhile is being fetched. "
        "1 conversation of yours fell due in that time and is late."
    )
    assert strips(tea.get("inbox/")) == "", "only there"
    tea.wait(minutes=1)
    caught_up(tea.channel.pk, until, None, False, tea.clock)
    assert "Caught up at 14:31." in strips(tea.get(""))
    in_language(tea, "zh-hant")
    assert strips(tea.get("")) == (
        "這台電腦曾進入睡眠：10:00-14:30。已於14:31補齊。這段期間有1則您負責的對話到期，現已逾期。"
    )
    in_language(tea, "")
    tea.wait(minutes=10)
    assert strips(tea.get("")) == "", "told, and gone"
    assert "Caught up at 14:31." in tea.get("channels/"), "there it stays"


def test_a_clock_that_was_set_back_is_said_until_an_owner_says_it_is_right(tea: Tea, folder: Path) -> None:
    standing.write(folder, Standing(mark=tea.clock.now() + timedelta(hours=8)))
    page = tea.get("")
    assert strips(page).startswith("The clock of this machine was set back by 8 h.")
    assert "clock-is-right" in page
    assert "clock-is-right" not in tea.get("", tea.ken), "a member cannot say so"
    assert tea.post("clock-is-right/") == 302
    assert (folder / standing.RIGHT).exists()


def test_a_clock_that_was_moved_is_said_for_an_hour(tea: Tea, folder: Path) -> None:
    standing.write(folder, Standing(moved=(tea.clock.now(), 28_800.0), mark=tea.clock.now()))
    assert strips(tea.get("")).startswith("The clock of this machine was moved by 8 h.")
    tea.wait(hours=1)
    assert strips(tea.get("")) == ""


def test_times_before_now_and_after_it_have_no_sign() -> None:
    now = MORNING
    for hours in (-9, 0, 9):
        fuse = times.fuse(now + timedelta(hours=hours), now + timedelta(hours=hours + 1), now)
        assert "-" not in fuse.words
        assert fuse.percent is None or 0 <= fuse.percent <= 100


@pytest.mark.parametrize("hours", [-8, 8, -24 * 365])
def test_pages_show_no_negative_time_and_decisions_keep_their_order(tea: Tea, folder: Path, hours: int) -> None:
    conversation = tea.hear("where is my order?", "one")
    tea.wait(hours=hours)
    second = tea.hear("hello? wire!", "one", to=conversation.thread_key)
    run_due(tea.clock)
    assert second.pk == conversation.pk
    for path in ("", "inbox/", f"inbox/c/{conversation.pk}/"):
        text = re.sub(r"<[^>]+>", " ", tea.get(path))
        assert not re.search(r"(?<![\w:/.-])-\d+ ?(min|h|d|s)\b", text)
    rules = [row.result["rule"] for row in Decision.objects.filter(conversation=conversation).order_by("id")]
    assert rules[-1] == "Harm goes to PR", "the latest decision is the one in force, whatever the clock said"
    assert Conversation.objects.get(pk=conversation.pk).rule == rules[-1]


def test_a_clock_that_jumps_ahead_makes_no_storm(tea: Tea, folder: Path) -> None:
    for number in range(20):
        tea.hear("where is my order?", f"author-{number}")
    decided = Decision.objects.count()
    tea.wait(hours=30)
    for _ in range(3):
        run_due(tea.clock)
    assert Decision.objects.count() == decided
    assert "20 are late, the first by" in tea.get("")


# -- replies -----------------------------------------------------------------------------------------------------------


def queue(tea: Tea) -> Publication:
    conversation = tea.hear("where is my order?", "one")
    return send(conversation, "On its way.", tea.mei, tea.channel, tea.clock, conversation.revision)


@pytest.mark.django_db(transaction=True)
def test_a_reply_that_slept_through_its_time_asks_a_person(tea: Tea, network_run: AsyncRun) -> None:
    publication = queue(tea)
    tea.wait(minutes=92)
    network_run(tea)
    publication.refresh_from_db()
    assert publication.state == State.HELD
    assert "15 minutes late" in publication.error


@pytest.mark.django_db(transaction=True)
def test_a_reply_does_not_wait_for_a_time_that_was_set_back(tea: Tea, network_run: AsyncRun) -> None:
    publication = queue(tea)
    tea.wait(hours=-8)
    assert set_back(tea.clock) == 1
    publication.refresh_from_db()
    assert 0 < undo_seconds(publication, tea.clock) <= UNDO.total_seconds()
    assert network_run(tea) == 0, "it can be taken back again first"
    tea.wait(seconds=10)
    assert network_run(tea) == 1
    publication.refresh_from_db()
    assert publication.state == State.SENT
    assert set_back(tea.clock) == 0


@pytest.fixture
def network_run() -> AsyncRun:
    return lambda tea: asyncio.run(publish_due(tea.clock, "me"))


# -- another time zone -------------------------------------------------------------------------------------------------


def test_another_zone_moves_no_deadline_and_no_zone_but_the_persons(tea: Tea, folder: Path) -> None:
    conversation = tea.hear("where is my order?", "one")
    before = Conversation.objects.get(pk=conversation.pk).deadline_at
    client = tea.client(tea.mei)
    page = f"/w/{tea.workspace.slug}/"
    answer = client.post("/me/zone/", {"zone": "Asia/Tokyo", "next": page})
    assert (answer.status_code, answer["Location"]) == (302, page)
    run_due(tea.clock)
    tea.mei.refresh_from_db()
    tea.workspace.refresh_from_db()
    assert tea.mei.person is not None
    assert (tea.mei.person.zone, tea.workspace.zone) == ("Asia/Tokyo", "Asia/Taipei")
    assert Conversation.objects.get(pk=conversation.pk).deadline_at == before
    shown = client.get(page).content.decode()
    assert 'data-zone="Asia/Tokyo"' in shown
    assert timezone.localtime(tea.clock.now(), timezone=timezone.get_fixed_timezone(540)).strftime("%H:%M") in shown


def test_a_zone_that_is_none_is_refused_and_nobody_leads_astray(tea: Tea) -> None:
    client = tea.client(tea.mei)
    assert client.post("/me/zone/", {"zone": "Mars/Base"}).status_code == 400
    answer = client.post("/me/zone/", {"zone": "Asia/Tokyo", "next": "https://evil.example/"})
    assert answer["Location"] == "/"
    assert Client().post("/me/zone/", {"zone": "Asia/Tokyo"}).status_code == 302


def test_the_offer_waits_hidden_for_the_script(tea: Tea) -> None:
    page = tea.get("")
    assert re.search(r'<div class="strip info" id="zone-offer"[^>]* hidden>', page)
    assert "{name} ({zone})" in page


# -- from a phone ------------------------------------------------------------------------------------------------------


def test_the_page_for_a_phone_says_how_to_start_or_shows_the_square(tea: Tea, monkeypatch: pytest.MonkeyPatch) -> None:
    client = tea.client(tea.mei)
    monkeypatch.setenv("EARSHOT_SERVES", "127.0.0.1:8000")
    page = client.get("/phone/").content.decode()
    assert "make run ARGS=&quot;--lan&quot;" in page, "the tests run from a checkout"
    assert 'class="segno"' not in page
    monkeypatch.setenv("EARSHOT_SERVES", "192.168.1.7:8000")
    page = client.get("/phone/").content.decode()
    assert "http://192.168.1.7:8000/" in page
    assert 'class="segno"' in page
    assert "style=" not in page
    assert Client().get("/phone/").status_code == 302
    assert reverse("phone") in tea.get("")


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "127.0.0.2:8000", "192.168.1.7:8000", "my-laptop.local:8000"])
def test_pages_and_forms_work_by_every_address_and_not_from_elsewhere(tea: Tea, folder: Path, host: str) -> None:
    assert tea.mei.person is not None
    client = Client(enforce_csrf_checks=True, headers={"host": host})
    client.force_login(tea.mei.person)
    page = client.get(f"/w/{tea.workspace.slug}/").content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert token is not None
    form = {"theme": "dark", "csrfmiddlewaretoken": token.group(1)}
    own = client.post("/me/preferences/", form, headers={"origin": f"http://{host}"})
    assert own.status_code == 302
    other = client.post("/me/preferences/", form, headers={"origin": "http://evil.example"})
    assert other.status_code == 403


def test_a_name_that_was_rebound_to_this_machine_is_a_stranger(tea: Tea) -> None:
    """The cookie belongs to the address that set it, so a page of another name has no session here: it sees the
    sign-in page and nothing else."""
    signed_in = tea.client(tea.mei)
    cookie = signed_in.cookies["earshot_session"]
    assert not cookie["domain"], "never shared between names"
    stranger = Client(headers={"host": "evil.example:8000"})
    assert "/accounts/login/" in stranger.get(f"/w/{tea.workspace.slug}/").headers["Location"]


def test_the_state_that_pages_read_is_no_part_of_a_backup() -> None:
    assert not belongs(PurePosixPath(standing.FILE))
    assert not belongs(PurePosixPath(standing.RIGHT))


def test_reading_the_machine_asks_the_database_nothing(
    tea: Tea, folder: Path, django_assert_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    request = RequestFactory().get(f"/w/{tea.workspace.slug}/inbox/")
    request.workspace, request.membership = tea.workspace, tea.mei  # type: ignore[attr-defined]
    request.csp_nonce = request.user = ""  # type: ignore[attr-defined, assignment]
    standing.write(folder, Standing(free=5 * MB))
    with django_assert_num_queries(0):
        said = machine.strip(request, None)
    assert "5 MB are left" in said
