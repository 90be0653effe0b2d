"""The page of a conversation: what it shows, what one can do, who may."""

from __future__ import annotations

import html
import re

import pytest
from django.test import Client

from earshot.features.audit.models import Entry
from earshot.features.conversations.models import Conversation, Note, State
from earshot.features.delivery.models import Draft, Publication
from earshot.features.listening.models import Post, PostVersion, Topic
from earshot.features.people.models import Role
from earshot.features.responsibility.models import HandOver
from tests.features.factories import a_member, a_workspace
from tests.features.inbox.conftest import Tea


@pytest.fixture
def one(tea: Tea) -> Conversation:
    return tea.hear("Is there <b>wire</b> in the 桂花凍?", "azhe", lang="zh-Hant")


def fresh(conversation: Conversation) -> Conversation:
    return Conversation.objects.get(pk=conversation.pk)


def test_text_is_escaped_and_matched_words_are_marked(tea: Tea, one: Conversation) -> None:
    page = tea.get(f"inbox/c/{one.pk}/")
    assert "&lt;b&gt;<mark>wire</mark>&lt;/b&gt;" in page
    assert "<b>wire" not in page


def test_foreign_text_says_its_language(tea: Tea, one: Conversation) -> None:
    spoken = tea.hear("請問公益店的桂花凍裡面是不是有鐵絲？", "ahe", lang="zh-Hant")
    page = tea.get(f"inbox/c/{spoken.pk}/", tea.ana)
    assert '<div class="read" lang="zh-Hant">' in page
    assert '<span class="e cut" lang="zh-Hant">' in page


def test_times_are_in_the_readers_zone(tea: Tea, one: Conversation) -> None:
    assert ">10:00</time>" in tea.get(f"inbox/c/{one.pk}/")


def test_a_deleted_post_is_a_tombstone(tea: Tea, one: Conversation) -> None:
    Post.objects.filter(pk=one.newest_post_id).update(deleted_at=tea.clock.now())
    PostVersion.objects.filter(post=one.newest_post_id).update(text="")
    page = tea.get(f"inbox/c/{one.pk}/")
    assert "Deleted on the network, 10:00" in page


def test_an_edit_keeps_what_was_said_before(tea: Tea, one: Conversation) -> None:
    PostVersion.objects.create(post=one.newest_post, number=2, text="There is no wire", seen_at=tea.clock.now())
    Post.objects.filter(pk=one.newest_post_id).update(version=2)
    page = tea.get(f"inbox/c/{one.pk}/")
    assert "There is no wire" in page
    assert "edited 10:00" in page
    assert "&lt;b&gt;wire" in page.split('<details class="before"')[1]


def test_the_thread_holds_what_others_said_and_ours(tea: Tea, one: Conversation) -> None:
    tea.hear("me too", "other", to=one.thread_key)
    page = tea.get(f"inbox/c/{one.pk}/")
    assert "me too" in page
    assert 'class="post beside"' in page


def test_a_foreign_conversation_is_not_found(tea: Tea, one: Conversation) -> None:
    elsewhere = a_workspace("elsewhere")
    eve = a_member(elsewhere, "eve", Role.OWNER)
    client = Client()
    assert eve.person
    client.force_login(eve.person)
    assert client.get(f"/w/elsewhere/inbox/c/{one.pk}/").status_code == 404
    for act in ("claim", "done", "note", "tag", "send", "draft", "snooze", "offer", "not-about-us"):
        assert client.post(f"/w/elsewhere/inbox/c/{one.pk}/{act}/", {"text": "x", "tag": "x"}).status_code == 404
    assert client.get(f"/w/tea/inbox/c/{one.pk}/").status_code == 404
    assert fresh(one).revision == one.revision
    assert not Note.objects.exists()


def test_who_may_only_look_gets_no_forms_and_no_acts(tea: Tea, one: Conversation) -> None:
    viewer = a_member(tea.workspace, "vera", Role.VIEWER)
    page = tea.get(f"inbox/c/{one.pk}/", viewer)
    assert 'id="composer"' not in page
    assert f"/inbox/c/{one.pk}/done/" not in page
    tea.post(f"inbox/c/{one.pk}/note/", viewer, text="x")
    tea.post(f"inbox/c/{one.pk}/done/", viewer)
    assert not Note.objects.exists()
    assert fresh(one).state != State.RESOLVED


def test_note_tag_and_their_removal(tea: Tea, one: Conversation) -> None:
    assert tea.post(f"inbox/c/{one.pk}/note/", text="look at the batch") == 302
    tea.post(f"inbox/c/{one.pk}/tag/", tag="batch 7")
    page = tea.get(f"inbox/c/{one.pk}/")
    assert "look at the batch" in page
    assert fresh(one).tags == ["batch 7"]
    tea.post(f"inbox/c/{one.pk}/tag/", remove="batch 7")
    assert fresh(one).tags == []


def test_done_and_reopen(tea: Tea, one: Conversation) -> None:
    tea.post(f"inbox/c/{one.pk}/done/", revision=one.revision)
    assert fresh(one).state == State.RESOLVED
    tea.post(f"inbox/c/{one.pk}/reopen/", revision=fresh(one).revision)
    assert fresh(one).state != State.RESOLVED


def test_done_on_what_has_moved_on_is_refused_in_words(tea: Tea, one: Conversation) -> None:
    tea.post(f"inbox/c/{one.pk}/done/", revision=one.revision - 1)
    assert fresh(one).state != State.RESOLVED
    assert "has changed since you looked" in tea.get(f"inbox/c/{one.pk}/")


@pytest.mark.parametrize("until", ["1h", "tomorrow", "monday"])
def test_snooze(tea: Tea, one: Conversation, until: str) -> None:
    tea.post(f"inbox/c/{one.pk}/snooze/", until=until)
    again = fresh(one)
    assert again.state == State.SNOOZED
    assert again.snoozed_until is not None
    wanted = {"1h": "2026-11-23T03:00", "tomorrow": "2026-11-24T01:00", "monday": "2026-11-30T01:00"}
    assert again.snoozed_until.isoformat().startswith(wanted[until])


def test_snooze_at_nonsense_is_refused(tea: Tea, one: Conversation) -> None:
    tea.post(f"inbox/c/{one.pk}/snooze/", until="at", at="soon")
    assert fresh(one).state != State.SNOOZED


def test_hand_over_moves_when_it_is_accepted(tea: Tea, one: Conversation) -> None:
    tea.post(f"inbox/c/{one.pk}/offer/", tea.ana, taker=tea.ken.pk, note="please", revision=one.revision)
    assert fresh(one).accountable_id == tea.ana.pk
    assert "Ana offers you this conversation" in tea.get(f"inbox/c/{one.pk}/", tea.ken)
    tea.post(f"inbox/c/{one.pk}/offer/answer/", tea.ken, answer="accept")
    assert fresh(one).accountable_id == tea.ken.pk
    assert "Handed over from Ana to Ken" in tea.get(f"inbox/c/{one.pk}/", tea.ken)


def test_hand_over_can_be_declined_or_withdrawn(tea: Tea, one: Conversation) -> None:
    for who, word in ((tea.ken, "decline"), (tea.ana, "withdraw")):
        tea.post(f"inbox/c/{one.pk}/offer/", tea.ana, taker=tea.ken.pk)
        tea.post(f"inbox/c/{one.pk}/offer/answer/", who, answer=word)
    assert [each.state for each in HandOver.objects.order_by("id")] == ["declined", "withdrawn"]
    assert fresh(one).accountable_id == tea.ana.pk


def test_an_offer_to_nobody_says_so(tea: Tea, one: Conversation) -> None:
    tea.post(f"inbox/c/{one.pk}/offer/", tea.ana, taker="")
    assert "Nobody is chosen" in tea.get(f"inbox/c/{one.pk}/", tea.ana)


def test_a_correction_wins(tea: Tea, one: Conversation) -> None:
    tea.post(
        f"inbox/c/{one.pk}/correct/",
        intent="complaint",
        intent_was="question",
        sentiment="neutral",
        sentiment_was="neutral",
    )
    assert fresh(one).intent == "complaint"


def corrected(tea: Tea, one: Conversation, **words: str) -> str:
    """The page after a correction."""
    assert tea.post(f"inbox/c/{one.pk}/correct/", **words) == 302
    return tea.get(f"inbox/c/{one.pk}/")


def test_a_correction_of_nothing_says_so_and_leaves_no_trace(tea: Tea, one: Conversation) -> None:
    same = {"intent": one.intent, "sentiment": one.sentiment, "language": one.lang, "risk": str(one.risk)}
    for words in (same, same | {"intent_was": one.intent}, {}, {"intent": "", "risk": " "}):
        assert "Nothing was changed." in corrected(tea, one, **words)
    assert not Entry.objects.filter(verb="post.correct").exists()
    assert "Corrected." in corrected(tea, one, intent="praise")
    assert "Nothing was changed." in corrected(tea, one, intent="praise", intent_was="question")
    assert Entry.objects.filter(verb="post.correct").count() == 1


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"language": "klingonese-qx"}, "is no language that Earshot knows"),
        ({"language": "xx"}, "is no language that Earshot knows"),
        ({"risk": "101"}, "The risk cannot be 101. It is a whole number from 0 to 100."),
        ({"risk": "high"}, "It is a whole number from 0 to 100."),
        ({"sentiment": "angry"}, "It is one of: positive, neutral, negative."),
    ],
)
def test_several_corrections_are_made_together_or_not_at_all(
    tea: Tea, one: Conversation, wrong: dict[str, str], says: str
) -> None:
    page = corrected(tea, one, **{"intent": "complaint", "risk": "90"} | wrong)
    assert says in page
    after = fresh(one)
    assert (after.intent, after.risk, after.sentiment, after.lang) == (one.intent, one.risk, one.sentiment, one.lang)
    assert not Entry.objects.filter(verb="post.correct").exists()


def test_a_risk_said_by_hand_decides_anew_and_may_be_lower_than_an_older_post_s(tea: Tea) -> None:
    one = tea.hear("when do you open?")
    corrected(tea, one, risk="85", risk_was=str(one.risk))
    assert (fresh(one).risk, fresh(one).rule) == (85, "Harm goes to PR")
    tea.wait(minutes=5)
    tea.hear("and when do you close?", to=one.thread_key)
    assert (fresh(one).risk, fresh(one).posts) == (85, 2), "the earlier post is still unanswered"
    assert re.search(
        r'id="f-risk" name="risk" type="number" min="0" max="100".* value="85"', tea.get(f"inbox/c/{one.pk}/")
    )
    corrected(tea, one, risk="5", risk_was="85")
    assert (fresh(one).risk, fresh(one).rule) == (5, "otherwise")


def test_the_draft_is_kept_and_comes_back(tea: Tea, one: Conversation) -> None:
    response = tea.client(tea.mei).post(
        f"/w/tea/inbox/c/{one.pk}/draft/", {"text": "Hello Azhe"}, headers={"X-Parts": "draft"}
    )
    assert response.json()["kept"]
    assert ">Hello Azhe</textarea>" in tea.get(f"inbox/c/{one.pk}/")
    assert "Hello Azhe" not in tea.get(f"inbox/c/{one.pk}/", tea.ken)


def test_send_says_as_whom_and_can_be_taken_back(tea: Tea, one: Conversation) -> None:
    assert "reply as @tea" in tea.get(f"inbox/c/{one.pk}/")
    tea.post(f"inbox/c/{one.pk}/send/", text="We look into it", revision=one.revision, channel=tea.channel.pk)
    sent = Publication.objects.get()
    page = tea.get("")
    assert "Take back" in page
    assert "data-left=" in page
    tea.post(f"inbox/reply/{sent.pk}/take-back/")
    assert Publication.objects.get().state == "taken_back"
    assert Draft.objects.get().text == "We look into it"


def test_a_refused_text_stays_in_the_composer(tea: Tea, one: Conversation) -> None:
    text = "much too long for this network"
    response = tea.client(tea.mei).post(f"/w/tea/inbox/c/{one.pk}/send/", {"text": text, "revision": one.revision})
    assert response.status_code == 409
    assert f">{text}</textarea>" in response.content.decode()
    assert not Publication.objects.exists()


def test_a_second_answer_is_stopped_and_both_are_shown(tea: Tea, one: Conversation) -> None:
    tea.post(f"inbox/c/{one.pk}/send/", tea.ana, text="Mine goes first", revision=one.revision)
    response = tea.client(tea.mei).post(
        f"/w/tea/inbox/c/{one.pk}/send/", {"text": "Mine comes late", "revision": one.revision}
    )
    page = response.content.decode()
    assert response.status_code == 409
    assert "Mine goes first" in page
    assert ">Mine comes late</textarea>" in page
    assert Publication.objects.count() == 1


def test_where_nobody_can_answer_the_page_says_what_to_do(tea: Tea, one: Conversation) -> None:
    tea.channel.account_id = ""
    tea.channel.save()
    page = tea.get(f"inbox/c/{one.pk}/")
    assert "No connected account can answer on Test network." in page
    assert "/channels" not in page.split('class="reply cannot"')[0].split('id="composer"')[1]


def test_not_about_us_takes_it_out_and_shows_what_would_keep_it_out(tea: Tea, one: Conversation) -> None:
    for number in range(3):
        tea.hear(f"wire transfer {number} at the bank", f"bank-{number}")
    foreign = tea.hear("wire transfer to the bank is slow", "customer")
    response = tea.client(tea.mei).post(f"/w/tea/inbox/c/{foreign.pk}/not-about-us/")
    assert fresh(foreign).state == State.RESOLVED
    page = response.content.decode()
    assert response.status_code == 200
    query = re.search(r'name="query" value="([^"]+)"', page)
    assert query
    topic = Topic.objects.get()
    tea.post(f"inbox/topics/{topic.pk}/exclude/", query=html.unescape(query[1]))
    assert Topic.objects.get().query == html.unescape(query[1])


def test_conversations_held_for_a_person_offer_the_three_words(tea: Tea, one: Conversation) -> None:
    tea.post(f"inbox/c/{one.pk}/send/", text="Late", revision=one.revision)
    Publication.objects.update(state="held", error="It is late.")
    page = tea.get(f"inbox/c/{one.pk}/")
    assert all(f'value="{word}"' in page for word in ("send", "sent", "drop"))
    tea.post(f"inbox/reply/{Publication.objects.get().pk}/decide/", word="drop")
    assert Publication.objects.get().state != "held"


def test_the_context_has_the_author_and_the_letters(tea: Tea, one: Conversation) -> None:
    page = tea.get(f"inbox/c/{one.pk}/").split('id="context"')[1]
    assert "12,480 followers" in page
    assert re.search(r'raci A".*?</abbr><span>Ana', page)
    assert re.search(r'raci C".*?</abbr><span>desk', page)


@pytest.mark.parametrize(
    "act", ["claim", "done", "reopen", "note", "tag", "snooze", "offer", "correct", "send", "draft"]
)
def test_acts_are_posts_only(tea: Tea, one: Conversation, act: str) -> None:
    assert tea.client(tea.mei).get(f"/w/tea/inbox/c/{one.pk}/{act}/").status_code == 405


def test_next_never_leads_elsewhere(tea: Tea, one: Conversation) -> None:
    response = tea.client(tea.mei).post(
        f"/w/tea/inbox/c/{one.pk}/note/", {"text": "x", "next": "https://evil.example/"}
    )
    assert response.headers["Location"] == f"/w/tea/inbox/c/{one.pk}/"


@pytest.mark.parametrize("language", ["en", "zh-hant", "zh-hans"])
def test_every_pane_renders_in_every_language(tea: Tea, one: Conversation, language: str) -> None:
    assert tea.mei.person
    tea.mei.person.language = language
    tea.mei.person.save()
    for path in ("inbox/", "inbox/done/", f"inbox/c/{one.pk}/", "inbox/?q=intent:"):
        assert f'<html lang="{ {"en": "en", "zh-hant": "zh-Hant", "zh-hans": "zh-Hans"}[language] }"' in tea.get(path)


def test_the_page_asks_the_database_a_bounded_number_of_times(
    tea: Tea, one: Conversation, django_assert_max_num_queries: object
) -> None:
    for number in range(8):
        tea.hear(f"me too {number}", f"other-{number}", to=one.thread_key)
    tea.get(f"inbox/c/{one.pk}/")
    with django_assert_max_num_queries(50):  # type: ignore[operator]
        tea.get(f"inbox/c/{one.pk}/")
