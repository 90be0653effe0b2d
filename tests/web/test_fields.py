"""A column that keeps sentences: written by one process in English, read by people in their own language."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from earshot.features.listening.actions import channel_state
from earshot.features.listening.models import Channel
from earshot.kernel.clock import HeldClock
from earshot.kernel.texts import Said, say, shortened
from earshot.web.texts import translated
from tests.features.factories import a_channel, a_workspace

pytestmark = pytest.mark.django_db
CUT = say("Cannot reach %(host)s: %(why)s.", host="chat.example", why=say("no answer in time"))


@pytest.fixture
def channel(clock: HeldClock) -> Channel:
    found = a_channel(a_workspace())
    channel_state(found.pk, "waiting", clock, error=CUT, mend="an old plain text")
    return Channel.objects.get(pk=found.pk)


def test_a_sentence_is_said_in_the_readers_language(channel: Channel) -> None:
    assert isinstance(channel.error, Said)
    assert channel.error == "Cannot reach chat.example: no answer in time."
    with override("zh-hant"):
        assert translated(channel.error) == "無法連上chat.example：逾時沒有回應。"
    with override("zh-hans"):
        assert translated(channel.error) == "无法连接chat.example：超时没有响应。"


def test_plain_text_stays_as_it_is(channel: Channel) -> None:
    assert channel.mend == "an old plain text"
    assert not isinstance(channel.mend, Said)


def test_other_ways_of_reading_and_writing(channel: Channel) -> None:
    Channel.objects.filter(pk=channel.pk).update(error=CUT, mend="")
    assert Channel.objects.filter(error=CUT, mend="").values_list("error", flat=True).get() == str(CUT)
    assert not Channel.objects.exclude(mend="").exists()


def test_wordy_servers_are_cut_short() -> None:
    wordy = say("It said %(words)s %(number)s times.", words="x" * 900, number=3)
    assert shortened(wordy, 10) == "It said " + "x" * 9 + "… 3 times."
    assert isinstance(shortened(wordy, 10), Said)
    assert shortened("y" * 900, 10) == "y" * 9 + "…"
