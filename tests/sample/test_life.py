"""The sample company begins, is alive, arrives, goes on after a kill, and is removed without a trace."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
from django.apps import apps
from django.db.models import F
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from earshot import pipeline
from earshot.engine import proofs
from earshot.engine.policy import Policy
from earshot.engine.proofs import Finding, Report
from earshot.features.audit.models import Entry
from earshot.features.conversations.models import Conversation, Note
from earshot.features.conversations.queries import conversations_of_posts
from earshot.features.delivery.approving.queries import access_approvals, wanted_from
from earshot.features.delivery.models import Publication
from earshot.features.delivery.queries import speaking_channels
from earshot.features.inbox.lists import TURN
from earshot.features.inbox.watches.reading import access_watches, read_to, unread
from earshot.features.listening.hearing import hearing
from earshot.features.listening.lessons_told import lessons_told
from earshot.features.listening.models import Channel, Import, Post, Topic, Unmatched
from earshot.features.notices.models import Notice
from earshot.features.people.models import Membership, Person, Workspace
from earshot.features.people.queries import access_membership
from earshot.features.planning.models import Campaign
from earshot.features.planning.queries import running
from earshot.features.responsibility.actions import put_in_force, save_policy
from earshot.features.responsibility.models import Backtest, Decision, Escalation, EscalationStep, PolicyVersion
from earshot.features.responsibility.proving import kept_proof
from earshot.features.responsibility.queries import audit_findings, why
from earshot.features.responsibility.replaying.reckoning import outcome_of
from earshot.features.responsibility.replaying.running import carry_on
from earshot.features.responsibility.timers import run_due
from earshot.features.sample.actions import begin_backtest, begin_sample, drip_due, remove_sample, tell_on
from earshot.features.sample.company import EDITION, Deed, company
from earshot.features.sample.company import Post as Told
from earshot.features.sample.drafting import untried
from earshot.features.sample.models import Sample
from earshot.features.sample.queries import progress, untold
from earshot.features.sample.removing import tables
from earshot.features.sample.story import story
from earshot.kernel.clock import HeldClock
from earshot.kernel.errors import NotAllowed, NotFound
from earshot.kernel.texts import say
from earshot.ports.connector import Outgoing, Speaks
from earshot.ports.services import provide, services
from tests.features.factories import a_channel, a_conversation, a_member, a_person, a_post, a_workspace, an_author
from tests.sample.labelled import BELONGS

pytestmark = pytest.mark.whole

ZH = {"Accept-Language": "zh-Hant"}
BEGUN = datetime(2026, 11, 24, 2, 42, tzinfo=UTC)


@dataclass(frozen=True)
class Built:
    """What stood before, and the sample."""

    before: dict[str, int]
    person_id: int
    workspace_id: int


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Built]:
    """A whole sample, built once for all tests: each works on it in a transaction that is rolled back."""
    with django_db_blocker.unblock():
        person = a_person("kim")
        person.language = "zh-hant"
        person.save()
        before = _rows()
        workspace = begin_sample(person, HeldClock(BEGUN), pipeline.travel)
    yield Built(before, person.pk, workspace.pk)
    with django_db_blocker.unblock():
        remove_sample(access_membership(person, workspace.slug))
        person.delete()


@pytest.fixture
def clock() -> HeldClock:
    """A Tuesday, 10:42 in Taichung."""
    return HeldClock(BEGUN)


@pytest.fixture
def person(db: None, built: Built) -> Person:
    return Person.objects.get(pk=built.person_id)


@pytest.fixture
def sample(db: None, built: Built) -> Workspace:
    return Workspace.objects.get(pk=built.workspace_id)


def test_it_is_alive(sample: Workspace, person: Person, clock: HeldClock) -> None:
    run_due(clock)
    me = access_membership(person, "sample")
    history = [post for post in company().posts.values() if not post.at.startswith("+")]
    replies = [deed for deed in company().deeds if deed.do in ("reply", "approve")]
    heard = Post.objects.filter(workspace=sample)
    assert sample.name == "澄野茶飲（範例）"
    told = heard.filter(ours=False, channel__source_file=None)
    assert told.exclude(canonical_id__startswith="sample:w").count() == len(history) == 340
    assert heard.filter(ours=True).count() == len(replies)
    assert Publication.objects.filter(workspace=sample, state="sent").count() == len(replies)
    assert Note.objects.filter(conversation__workspace=sample).count() > 10
    rows = Conversation.objects.filter(workspace=sample)
    assert 8 <= TURN.rows(me).count() <= 30
    lying = rows.filter(handling="answer", deadline_at__lt=clock.now() - timedelta(days=2))
    assert lying.exclude(state="resolved").count() <= 6
    assert rows.filter(deadline_at__lt=clock.now()).exclude(state="resolved").exists()
    assert rows.filter(deadline_at__gt=clock.now()).exists()
    assert set(rows.values_list("state", flat=True)) >= {"new", "waiting", "snoozed", "resolved"}
    rules = set(rows.values_list("rule", flat=True))
    assert {"安全事件由公關負責", "客訴與提問", "媒體詢問", "好評與品牌擁護者", "安全事件的討論"} <= rules
    assert rows.values("accountable").distinct().count() >= 6
    assert Decision.objects.filter(conversation__workspace=sample, at__gt=clock.now()).count() == 0
    assert Decision.objects.filter(conversation__workspace=sample, at__lt=BEGUN - timedelta(days=20)).exists()


def test_what_watches_alone_keep_is_nobodys(sample: Workspace, person: Person) -> None:
    me = access_membership(person, "sample")
    watches = access_watches(me)
    assert [watch.name for watch in watches] == ["industry", "jishan", "tea-gardens"]
    assert [watch.name for watch in watches if watch.watcher_id == me.pk] == ["tea-gardens"]
    assert [watch.name for watch in access_watches(Membership.objects.get(workspace=sample, handle="jun"))] == [
        "industry", "jishan",
    ]  # fmt: skip
    new = unread(read_to(me, watches))
    for watch in watches:
        only = Post.objects.filter(mentions__topic=watch, watch_only=True)
        assert only.count() >= 3, watch
        assert new[watch.pk].number >= only.count()
        assert not conversations_of_posts(me, list(only.values_list("pk", flat=True)))


def test_a_file_was_imported_and_two_of_its_rows_set_aside(sample: Workspace) -> None:
    found = Import.objects.get(workspace=sample)
    assert (found.state, found.mode, found.added, found.duplicates, found.bad) == ("done", "history", 14, 1, 2)
    assert found.by is not None and found.by.handle == "ting"
    assert [(row.line, str(row.reason)) for row in found.bad_rows.order_by("line")] == [
        (11, "the time cannot be read"), (14, "no text"),
    ]  # fmt: skip
    assert not Conversation.objects.filter(newest_post__channel=found.channel).exists()


def test_what_is_heard_is_what_travelled(sample: Workspace, person: Person, clock: HeldClock) -> None:
    told = [step.what for step in story(BEGUN).history]
    found = hearing(access_membership(person, "sample"), clock.now())
    assert found.all == sum(isinstance(each, Told) for each in told)
    assert 0 < found.today < found.all
    assert 0 < found.matched_today < found.matched < found.all
    sampled = set(Unmatched.objects.filter(workspace=sample).values_list("canonical_id", flat=True))
    assert len(sampled) >= 20
    assert not Post.objects.filter(workspace=sample, canonical_id__in=sampled).exists()
    assert not Topic.objects.filter(workspace=sample, mentions=None, archived_at=None).exists()


def test_every_post_goes_where_it_belongs(sample: Workspace, person: Person, clock: HeldClock) -> None:
    clock.advance(timedelta(hours=9))
    drip_due(clock, pipeline.travel)
    posts = {post.canonical_id: post.pk for post in Post.objects.filter(workspace=sample)}
    names = {f"sample:{name}" for _rule, _role, names in BELONGS for name in names.split()}
    found = conversations_of_posts(access_membership(person, "sample"), [posts[name] for name in names])
    rows = Conversation.objects.in_bulk(set(found.values()))
    words, wrong = company().words, []
    for rule, role, labelled in BELONGS:
        for name in labelled.split():
            row = rows[found[posts[f"sample:{name}"]]]
            decided = why(row)
            assert decided is not None
            went = row.rule, decided.result["accountable"]["role"]
            if went != (words[rule]["zh-hant"], words[role]["zh-hant"]):
                wrong.append(f"{name}: {went}")
    assert not wrong, wrong


@pytest.mark.parametrize("name", ["s014", "h055", "e025", "e027"])
def test_spam_is_nobodys(sample: Workspace, person: Person, name: str) -> None:
    post = Post.objects.get(workspace=sample, canonical_id=f"sample:{name}")
    assert not conversations_of_posts(access_membership(person, "sample"), [post.pk])


def test_some_answers_were_on_time_and_some_late(sample: Workspace) -> None:
    sent = Publication.objects.filter(workspace=sample)
    late = 0
    for publication in sent:
        decision = Decision.objects.filter(
            conversation=publication.conversation_id, at__lte=publication.created_at
        ).order_by("-id").first()  # fmt: skip
        deadline = decision.result.get("deadline") if decision else None
        late += bool(deadline) and datetime.fromisoformat(str(deadline)) < publication.created_at
    assert 3 <= late <= 30


def test_nothing_leaves_the_machine(sample: Workspace) -> None:
    channels = Channel.objects.filter(workspace=sample, source_file=None)
    assert all(channel.stands_in for channel in channels)
    for conversation in Conversation.objects.filter(workspace=sample):
        assert all(channel.stands_in for channel in speaking_channels(conversation))
    connector = services().connectors[channels[0].kind]
    session = connector.open(channels[0].config, None)  # type: ignore[arg-type]  # it must not touch the tools
    assert isinstance(session, Speaks)
    outgoing = Outgoing("k", "hi", None)
    receipt = asyncio.run(session.publish(outgoing))
    assert receipt == asyncio.run(session.look_up(outgoing))


def test_posts_arrive_when_their_time_has_come(sample: Workspace, clock: HeldClock) -> None:
    before = Post.objects.filter(workspace=sample).count()
    to_come = story(BEGUN).to_come
    assert drip_due(clock, pipeline.travel) == 0
    clock.advance(timedelta(minutes=10))
    first = drip_due(clock, pipeline.travel)
    assert 5 <= first <= 20
    assert drip_due(clock, pipeline.travel) == 0
    clock.advance(timedelta(hours=9))
    assert first + drip_due(clock, pipeline.travel) == len(to_come) > 60
    assert Post.objects.filter(workspace=sample).count() == before + len(to_come)
    assert not Post.objects.filter(workspace=sample, clamped=True).exists()


def test_a_second_sample_is_the_first(sample: Workspace, person: Person, clock: HeldClock) -> None:
    assert begin_sample(person, clock, pipeline.travel) == sample
    assert Sample.objects.count() == 1


STEPS = 100


def _tell_some(workspace: Workspace, clock: HeldClock) -> None:
    """The first steps of the history, each by a process that dies at every seventh post."""
    killed = 0

    def dying(*road: object) -> object:
        nonlocal killed
        killed += 1
        result = pipeline.travel(*road)  # type: ignore[arg-type]
        if killed % 7 == 0:
            raise KeyboardInterrupt
        return result

    while Sample.objects.get(pk=workspace.pk).told < STEPS:
        try:
            tell_on(workspace.pk, clock, dying, 0.1)
        except KeyboardInterrupt:
            clock.advance(timedelta(seconds=1))


def test_one_of_another_edition_stays_as_it_is(db: None, clock: HeldClock) -> None:
    workspace = begin_sample(a_person("ada"), clock)
    Sample.objects.filter(pk=workspace.pk).update(edition=EDITION - 1, told=3)
    assert not tell_on(workspace.pk, clock, pipeline.travel)
    assert workspace.pk not in untold()
    found = progress(workspace.pk)
    assert found is not None
    assert (found.ready, found.to_come) == (True, 0)
    assert not Post.objects.filter(workspace=workspace).exists()


def test_it_goes_on_after_a_kill(db: None, clock: HeldClock) -> None:
    workspace = begin_sample(a_person("ada"), clock)
    _tell_some(workspace, clock)
    found = Sample.objects.get(pk=workspace.pk)
    told = [step.what for step in story(found.begun_at).steps[: found.told]]
    rows = Post.objects.filter(workspace=workspace, channel__source_file=None)
    assert rows.filter(ours=False).count() == sum(isinstance(each, Told) and not each.passing for each in told)
    assert [found.state for found in Import.objects.filter(workspace=workspace)] == ["done"]
    replies = sum(isinstance(each, Deed) and each.do in ("reply", "approve") for each in told)
    assert Post.objects.filter(workspace=workspace, ours=True).count() == replies > 3


def _rows() -> dict[str, int]:
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


@pytest.fixture
def neighbour(person: Person) -> Workspace:
    """Another workspace of the same person, with something in it."""
    workspace = a_workspace()
    Membership.objects.create(
        workspace=workspace, person=person, handle="kim", name="Kim", role="owner", created_at=BEGUN
    )
    other = a_member(workspace, "ken")
    post = a_post(a_channel(workspace, "desk", "somewhere"), an_author(workspace, "ana"), "the lift is broken")
    a_conversation(post, other)
    return workspace


@pytest.mark.usefixtures("neighbour")
def test_one_in_the_making_leaves_no_trace(clock: HeldClock) -> None:
    ada = a_person("ada")
    before = _rows()
    workspace = begin_sample(ada, clock)
    _tell_some(workspace, clock)
    assert Campaign.objects.filter(workspace=workspace).count() == 3
    remove_sample(access_membership(ada, workspace.slug))
    assert _rows() == before
    assert not tell_on(workspace.pk, clock, pipeline.travel)


def test_a_whole_one_leaves_no_trace(sample: Workspace, person: Person, built: Built, clock: HeldClock) -> None:
    clock.advance(timedelta(hours=1))
    assert drip_due(clock, pipeline.travel)
    remove_sample(access_membership(person, sample.slug))
    assert _rows() == built.before
    for model, path in tables():
        assert not model._default_manager.filter(**{path: built.workspace_id}).exists()
    assert drip_due(clock, pipeline.travel) == 0


def test_every_table_of_a_workspace_is_known() -> None:
    known = {model._meta.label for model, _ in tables()}
    outside = {model._meta.label for model in apps.get_models()} - known
    assert outside == {
        "people.Workspace", "people.Person", "people.SignInLink", "account.EmailAddress", "account.EmailConfirmation",
        "auth.Permission", "auth.Group", "contenttypes.ContentType", "sessions.Session",
            "notices.Way", "notices.Wish", "notices.Parcel",
    }  # fmt: skip


def test_only_a_sample_is_removed_and_only_by_its_owner(
    sample: Workspace, neighbour: Workspace, person: Person
) -> None:
    with pytest.raises(NotFound):
        remove_sample(access_membership(person, neighbour.slug))
    with pytest.raises(NotAllowed):
        remove_sample(Membership.objects.get(workspace=sample, handle="jun"))


@pytest.fixture
def browser(person: Person, clock: HeldClock) -> Iterator[Client]:
    before = services()
    provide(replace(before, clock=clock))
    client = Client()
    client.force_login(person)
    yield client
    provide(before)


def test_the_buttons_of_a_beginning(browser: Client, neighbour: Workspace, person: Person) -> None:
    ada = a_person("ada")
    a_seat = Membership.objects.get(workspace=neighbour, person=person)
    Membership.objects.filter(pk=a_seat.pk).update(person=ada)
    browser.force_login(ada)
    home = f"/w/{neighbour.slug}/"
    assert "用範例資料看看" in browser.get(home, headers=ZH).content.decode()
    assert browser.post(f"{home}sample/begin/")["Location"] == "/w/sample-2/sample/"
    page = browser.get("/w/sample-2/sample/", headers=ZH).content.decode()
    assert "正在放入" in page and 'http-equiv="refresh"' in page


def test_the_buttons_of_a_sample(browser: Client, neighbour: Workspace) -> None:
    home = f"/w/{neighbour.slug}/"
    assert "打開範例公司" in browser.get(home).content.decode()
    assert browser.post(f"{home}sample/begin/")["Location"] == "/w/sample/sample/"
    assert browser.get("/w/sample/sample/")["Location"] == "/w/sample/"
    for place in ("", "inbox/", "topics/", "channels/", "people/", "imports/"):
        page = browser.get(f"/w/sample/{place}").content.decode()
        assert "這是範例資料" in page and "打開範例公司" not in page
    one = Conversation.objects.filter(workspace__slug="sample", network="bluesky", deadline_at__isnull=False)[0]
    assert "不會離開這台電腦" in browser.get(f"/w/sample/inbox/c/{one.pk}/").content.decode()
    assert browser.post("/w/sample/sample/remove/")["Location"] == "/"
    assert browser.get("/w/sample/").status_code == 404
    assert "這是範例資料" not in browser.get(home).content.decode()


def test_its_campaigns_stand_where_people_answer(browser: Client, sample: Workspace, clock: HeldClock) -> None:
    found = list(running(sample.pk, clock.now()))
    assert [each.name for each in found] == ["冬至桂花季", "週二自備杯"]
    assert [each.topic and each.topic.name for each in found] == ["osmanthus", None]
    assert all(each.promise and each.not_to_say and each.brand == "Chengye" for each in found)
    talks = Conversation.objects.filter(workspace=sample).order_by("-id")
    talk = next(each for each in talks if "osmanthus" in each.topics)
    assert "冬至桂花季" in browser.get(f"/w/sample/inbox/c/{talk.pk}/", headers=ZH).content.decode()
    assert "週二自備杯" in browser.get("/w/sample/", headers=ZH).content.decode()


def test_one_answer_waits_for_approval_one_went_out_one_was_sent_back(
    browser: Client, sample: Workspace, person: Person, clock: HeldClock
) -> None:
    me = access_membership(person, "sample")
    approvals = list(access_approvals(me))
    assert [each.state for each in approvals] == ["declined", "approved", "approved", "waiting"]
    sent = [each.publication for each in approvals if each.state == "approved"]
    assert all(each is not None and each.state == "sent" and each.by.handle == "chloe" for each in sent)
    assert not {word.by.handle for each in approvals for word in each.words.all()} - {"ana"}, "nothing in my name"
    assert [each.approval.pk for each in wanted_from(me, clock.now())] == [approvals[-1].pk]
    assert approvals[-1].text[:20] in browser.get("/w/sample/", headers=ZH).content.decode()
    back = browser.get(f"/w/sample/inbox/c/{approvals[0].conversation_id}/", headers=ZH).content.decode()
    assert approvals[0].words.get().comment[:12] in back
    assert browser.post(f"/w/sample/inbox/approval/{approvals[-1].pk}/", {"word": "approve"}).status_code == 302
    assert access_approvals(me).get(pk=approvals[-1].pk).state == "approved"
    assert Publication.objects.get(approval=approvals[-1].pk).state == "queued"


def test_its_policy_came_into_force_by_the_gate(browser: Client, sample: Workspace) -> None:
    version = PolicyVersion.objects.get(workspace=sample, active=True)
    proof = kept_proof(version)
    assert proof is not None and not proof.blocking
    assert timedelta(0) <= version.created_at - proof.at < timedelta(minutes=10)
    assert browser.get("/w/sample/policy/", headers=ZH).status_code == 200


def test_its_draft_is_tried_on_the_four_weeks(browser: Client, sample: Workspace, clock: HeldClock) -> None:
    assert untried(clock.now()) == [sample.pk]
    begun = begin_backtest(sample.pk, clock)
    assert begun is not None
    assert untried(clock.now()) == [], "it is on its way"
    assert begin_backtest(sample.pk, clock) is None, "the one that is on its way"
    assert carry_on(begun, clock) == "done"
    clock.advance(timedelta(days=2))
    assert untried(clock.now()) == []
    row = Backtest.objects.get()
    found = outcome_of(row.outcome or {})
    assert row.days == 28
    assert found.number == row.total > 150
    assert 0 < found.moved < found.number, "what addresses us otherwise goes to support"
    assert found.after.late > found.before.late, "an hour is harder to keep than two"
    for page in ("/w/sample/policy/backtests/", f"/w/sample/policy/backtests/{row.pk}/"):
        assert browser.get(page, headers=ZH).status_code == 200


def test_a_draft_that_was_cut_off_is_tried_again_but_not_for_ever(sample: Workspace, clock: HeldClock) -> None:
    for _attempt in range(3):
        assert untried(clock.now()) == [sample.pk]
        assert begin_backtest(sample.pk, clock) is not None
        clock.advance(timedelta(minutes=2))
    assert untried(clock.now()) == []


def test_no_draft_is_tried_where_somebody_has_put_another_policy_in_force(
    sample: Workspace, person: Person, clock: HeldClock
) -> None:
    clock.advance(timedelta(minutes=1))
    me = access_membership(person, "sample")
    version = PolicyVersion.objects.get(workspace=sample, active=True)
    put_in_force(save_policy(sample, me, version.text + "# ours now\n", clock), me, clock)
    assert untried(clock.now()) == []


def test_no_draft_is_tried_before_the_history_has_been_told(db: None, clock: HeldClock) -> None:
    workspace = begin_sample(a_person("ada"), clock)
    assert workspace.pk not in untried(clock.now())


def test_what_is_not_decided_in_time_is_taken_on_by_whoever_begins(db: None, clock: HeldClock) -> None:
    late = Finding("owned", "error", None, say("Nobody knows."), {}, decided=False)

    def slow(policy: Policy, at: datetime, seconds: float = 5.0) -> Report:
        return Report(() if any(each.finding == "owned" for each in policy.accepted) else (late,))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(proofs, "verify", slow)
        clock.advance(timedelta(hours=3))  # an instant at which no other test has proved it
        workspace = begin_sample(a_person("ada"), clock)
    version = PolicyVersion.objects.get(workspace=workspace, active=True)
    assert '{finding: owned, by: mei, because: "taken on when the sample was begun", undecided: "yes"}' in version.text
    accepted = Entry.objects.get(workspace_id=workspace.pk, verb="policy.accept")
    assert accepted.actor_name == "ada"


def test_somebody_taught_it_something(sample: Workspace, person: Person) -> None:
    told, after = lessons_told(access_membership(person, "sample"))
    assert after == 0
    assert {(each.lesson.kind, each.lesson.value) for each in told} == {
        ("sentiment", "negative"), ("sentiment", "positive"), ("intent", "question"),
    }  # fmt: skip
    assert all(each.reason.at < BEGUN for each in told)


def test_its_ladders_have_climbed_in_the_past_and_ring_nobody_now(
    sample: Workspace, person: Person, clock: HeldClock
) -> None:
    here = {"escalation__conversation__workspace": sample}
    steps = EscalationStep.objects.filter(**here)
    assert steps.filter(number=1).count() >= 5
    assert not steps.exclude(ran_at=F("due_at")).exists(), "nothing slept in a past that is told"
    assert not Notice.objects.filter(workspace=sample, next_at__isnull=False).exists()
    before = steps.count()
    run_due(clock)
    assert steps.count() == before
    assert not [each for each in audit_findings(sample.pk, clock.now()) if each.kind in ("ladder", "unclimbed")]
    assert Escalation.objects.filter(conversation__workspace=sample, live=True).count() <= 25
