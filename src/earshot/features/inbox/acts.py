"""What people do on the page of a conversation. Plain forms: POST, then back to the page; a script may follow along."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from earshot.features.conversations import actions as conversations
from earshot.features.conversations.models import Conversation
from earshot.features.inbox.page import find
from earshot.features.listening.queries import access_topic_by_id
from earshot.features.people.models import Role
from earshot.features.people.permissions import needs
from earshot.features.people.queries import access_member
from earshot.features.people.requests import MemberRequest
from earshot.features.responsibility import actions as responsibility
from earshot.features.responsibility.escalating.acknowledging import acknowledge
from earshot.kernel.errors import BadInput, EarshotError, NotAllowed, NotFound
from earshot.ports.services import services
from earshot.web.addresses import safe_next, url
from earshot.web.texts import told

Act = Callable[[MemberRequest, Conversation], str]
"""Does it, and says what was done ("" for nothing to say). Raises EarshotError with the reason why not."""
View = Callable[..., HttpResponse]
MORNING_HOUR = 9


def act(do: Act) -> View:
    """A view of an act: the conversation is found, a refusal is said on the page that one comes back to."""

    @require_POST
    @needs(Role.MEMBER)
    @wraps(do)
    def view(request: MemberRequest, conversation_id: int) -> HttpResponse:
        conversation = find(request.membership, conversation_id)
        try:
            said = do(request, conversation)
        except EarshotError as error:
            refuse(request, error)
        else:
            if said:
                messages.success(request, said)
        return redirect(safe_next(request, url(request, "conversation", conversation_id)))

    return view


def refuse(request: HttpRequest, error: EarshotError) -> None:
    """Say why not, and what to do. What the role forbids is a page of its own, with status 403."""
    if isinstance(error, NotAllowed):
        raise error
    messages.error(request, told(error))


def revision_of(request: HttpRequest) -> int | None:
    """The revision of the conversation that the page showed."""
    text = request.POST.get("revision", "")
    return int(text) if text.isascii() and text.isdigit() else None


@act
def claim(request: MemberRequest, conversation: Conversation) -> str:
    """It is mine now."""
    responsibility.claim(conversation, request.membership, services().clock)
    return _("You are accountable for it now.")


@act
def take_up(request: MemberRequest, conversation: Conversation) -> str:
    """ "I have it": what climbs stops climbing. Who is accountable stays so."""
    acknowledge(conversation, request.membership, services().clock)
    return _("You have it. The ladder stops.")


@act
def offer(request: MemberRequest, conversation: Conversation) -> str:
    """Offer it to somebody; it moves when they accept."""
    chosen = request.POST.get("taker", "")
    if not chosen.isdigit():
        raise BadInput(_("Nobody is chosen."), _("Choose the person who shall take it."))
    taker = access_member(request.membership, int(chosen))
    responsibility.offer_hand_over(
        conversation,
        request.membership,
        taker,
        services().clock,
        note=request.POST.get("note", ""),
        revision=revision_of(request),
    )
    return _("Offered to %(name)s. Until they accept it stays where it is.") % {"name": taker.name}


@act
def answer_offer(request: MemberRequest, conversation: Conversation) -> str:
    """Accept, decline or withdraw the open hand-over."""
    open_one = conversation.handovers.filter(state="offered").first()
    if open_one is None:
        raise NotFound(_("This offer is not open any more."), _("Look who has the conversation now."))
    word = request.POST.get("answer", "")
    if word == "withdraw":
        responsibility.withdraw_hand_over(open_one, request.membership, services().clock)
        return _("The offer is withdrawn.")
    responsibility.answer_hand_over(open_one, request.membership, word == "accept", services().clock)
    return _("You are accountable for it now.") if word == "accept" else _("Declined. It stays where it was.")


@act
def note(request: MemberRequest, conversation: Conversation) -> str:
    """Keep an internal note."""
    conversations.note(conversation, request.membership, request.POST.get("text", ""), services().clock)
    return ""


@act
def tag(request: MemberRequest, conversation: Conversation) -> str:
    """Put on or take off a tag."""
    name = request.POST.get("remove") or request.POST.get("tag", "")
    change = conversations.untag if request.POST.get("remove") else conversations.tag
    change(conversation, request.membership, name, services().clock)
    return ""


@act
def done(request: MemberRequest, conversation: Conversation) -> str:
    """Done for all."""
    conversations.done(conversation, request.membership, services().clock, revision=revision_of(request))
    return _("Done for all.")


@act
def reopen(request: MemberRequest, conversation: Conversation) -> str:
    """Open again."""
    conversations.reopen(conversation, request.membership, services().clock, revision=revision_of(request))
    return _("Open again.")


@act
def snooze(request: MemberRequest, conversation: Conversation) -> str:
    """Later. The deadline of the rule does not move; it comes back at the time chosen."""
    until = snooze_until(request.POST.get("until", ""), request.POST.get("at", ""), services().clock.now())
    conversations.snooze(conversation, request.membership, until, services().clock, revision=revision_of(request))
    return _("It comes back at the time you chose.")


def snooze_until(word: str, at: str, now: datetime) -> datetime:
    """``1h``, ``3h``, ``tomorrow`` and ``monday`` (09:00 in the reader's zone), or a local date and time in ``at``.

    Raises:
        BadInput: none of these.
    """
    local = timezone.localtime(now)
    if word in ("1h", "3h"):
        return now + timedelta(hours=int(word[0]))
    if word in ("tomorrow", "monday"):
        days = 1 if word == "tomorrow" else 7 - local.weekday()
        day = local.date() + timedelta(days=days)
        return timezone.make_aware(datetime(day.year, day.month, day.day, MORNING_HOUR))  # noqa: DTZ001  made aware
    try:
        chosen = datetime.fromisoformat(at)
    except ValueError:
        raise BadInput(_("This is no date with a time."), _("Choose one of the times, or a day and an hour.")) from None
    return chosen if chosen.tzinfo else timezone.make_aware(chosen)


@act
def correct(request: MemberRequest, conversation: Conversation) -> str:
    """A person's words on findings win over the machine's. What the form leaves as the page showed it is not said;
    ``take_back`` names a finding of which the machine's word shall stand again."""
    taken = request.POST.get("take_back", "")
    if taken:
        back = conversations.correct(conversation, request.membership, {taken: ""}, services().clock)
        return _("Taken back.") if back else _("Nothing was changed.")
    shown = {"sentiment": conversation.sentiment, "intent": conversation.intent, "language": conversation.lang}
    shown["risk"] = str(conversation.risk)
    words = {kind: request.POST.get(kind, "").strip() for kind in shown}
    said = {
        kind: word for kind, word in words.items() if word not in ("", request.POST.get(f"{kind}_was", shown[kind]))
    }
    changed = conversations.correct(conversation, request.membership, said, services().clock)
    return _("Corrected. Later posts like it will be right, too.") if changed else _("Nothing was changed.")


@act
def correct_topic(request: MemberRequest, conversation: Conversation) -> str:
    """Into a topic, out of one, or back to what its query says: the topic's number in ``into``, ``out`` or ``back``."""
    belongs = {"into": True, "out": False, "back": None}
    name = next((each for each in belongs if request.POST.get(each, "").isdecimal()), None)
    if name is None:
        raise BadInput(_("No topic is chosen."), _("Choose one of the list."))
    topic = access_topic_by_id(request.membership, int(request.POST[name]))
    changed = conversations.correct_topic(conversation, request.membership, topic, belongs[name], services().clock)
    if not changed:
        return _("Nothing was changed.")
    return _("Taken back.") if name == "back" else _("Corrected. Later posts like it will be right, too.")
