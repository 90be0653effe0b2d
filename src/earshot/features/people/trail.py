"""The audit trail in words: what each stored act is called, and which of its details people read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from earshot.features.audit.models import Entry
from earshot.web import times
from earshot.web.texts import listed, translated

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

ACTS: Mapping[str, _StrPromise] = {
    "campaign.archive": gettext_lazy("archived a campaign"),
    "campaign.restore": gettext_lazy("restored a campaign"),
    "campaign.save": gettext_lazy("saved a campaign"),
    "calendar.make": gettext_lazy("made an address for their calendar"),
    "calendar.revoke": gettext_lazy("revoked the address of their calendar"),
    "channel.add": gettext_lazy("connected a channel"),
    "channel.change": gettext_lazy("changed a channel"),
    "channel.remove": gettext_lazy("removed a channel"),
    "conversation.accept_hand_over": gettext_lazy("accepted a hand-over"),
    "conversation.acknowledge": gettext_lazy("took up what a ladder brought"),
    "conversation.claim": gettext_lazy("claimed a conversation"),
    "conversation.decline_hand_over": gettext_lazy("declined a hand-over"),
    "conversation.done": gettext_lazy("resolved a conversation"),
    "conversation.hand_over": gettext_lazy("offered to hand over a conversation"),
    "conversation.note": gettext_lazy("wrote an internal note"),
    "conversation.reopen": gettext_lazy("reopened a conversation"),
    "conversation.snooze": gettext_lazy("snoozed a conversation"),
    "conversation.tag": gettext_lazy("added a tag"),
    "conversation.untag": gettext_lazy("removed a tag"),
    "conversation.withdraw_hand_over": gettext_lazy("withdrew the offer of a hand-over"),
    "import.cancel": gettext_lazy("stopped an import"),
    "import.start": gettext_lazy("began an import"),
    "leave.add": gettext_lazy("entered leave"),
    "leave.at_once": gettext_lazy("entered leave from that moment on"),
    "leave.remove": gettext_lazy("took leave out of the policy"),
    "person.add": gettext_lazy("added a person"),
    "person.change": gettext_lazy("changed the permission of a person"),
    "person.invite": gettext_lazy("made an invitation link"),
    "person.join": gettext_lazy("joined"),
    "person.sign_in_by_link": gettext_lazy("signed in with a link"),
    "policy.accept": gettext_lazy("took on a finding about the policy"),
    "policy.activate": gettext_lazy("put a version of the policy in force"),
    "policy.backtest": gettext_lazy("began a backtest of a policy"),
    "policy.save": gettext_lazy("saved a version of the policy"),
    "post.about_us": gettext_lazy("said that a post is about us after all"),
    "post.ask_about": gettext_lazy("made a conversation of a watched post"),
    "post.correct": gettext_lazy("corrected what Earshot found in a post"),
    "post.unlearn": gettext_lazy("took back what later posts learnt from a post"),
    "post.not_about_us": gettext_lazy("said that a post is not about us"),
    "reply.approve": gettext_lazy("approved a reply"),
    "reply.ask_approval": gettext_lazy("asked for approval of a reply"),
    "reply.confirm_alone": gettext_lazy("confirmed a reply alone"),
    "reply.decline": gettext_lazy("sent a reply back for changes"),
    "reply.drop_held": gettext_lazy("decided not to send a held reply"),
    "reply.send": gettext_lazy("sent a reply"),
    "reply.send_held": gettext_lazy("decided to send a held reply"),
    "reply.sent_held": gettext_lazy("confirmed that a held reply has arrived"),
    "reply.take_back": gettext_lazy("took a reply back"),
    "reply.withdraw_approval": gettext_lazy("took a request for approval back"),
    "shift.ask": gettext_lazy("asked a colleague to take a shift"),
    "shift.cover": gettext_lazy("put somebody on duty in a gap"),
    "shift.decline": gettext_lazy("declined to take a shift"),
    "shift.swap": gettext_lazy("took over a shift"),
    "shift.withdraw": gettext_lazy("withdrew the question for a shift"),
    "topic.archive": gettext_lazy("archived a topic"),
    "topic.label": gettext_lazy("labelled a post for a topic"),
    "topic.restore": gettext_lazy("restored a version of a topic"),
    "topic.save": gettext_lazy("saved a topic"),
    "way.add": gettext_lazy("added a way to be told"),
    "way.remove": gettext_lazy("removed a way to be told"),
    "workspace.create": gettext_lazy("created the workspace"),
    "workspace.zone": gettext_lazy("set the time zone of the workspace"),
}
"""Verb -> what the actor did. A test holds it complete."""

DETAILS: Mapping[str, _StrPromise] = {
    "name": pgettext_lazy("detail", "name"),
    "channel": pgettext_lazy("detail", "channel"),
    "query": pgettext_lazy("detail", "query"),
    "number": pgettext_lazy("detail", "version"),
    "role": pgettext_lazy("detail", "permission"),
    "active": pgettext_lazy("detail", "may sign in"),
    "tag": pgettext_lazy("detail", "tag"),
    "until": pgettext_lazy("detail", "until"),
    "shift": pgettext_lazy("detail", "shift"),
    "person": pgettext_lazy("detail", "of"),
    "days": pgettext_lazy("detail", "days"),
    "open": pgettext_lazy("detail", "uncovered"),
    "confirmed": pgettext_lazy("detail", "confirmed"),
    "taker_name": pgettext_lazy("detail", "to"),
    "topics": pgettext_lazy("detail", "topics"),
    "value": pgettext_lazy("detail", "corrected to"),
    "rows": pgettext_lazy("detail", "rows"),
    "conversation": pgettext_lazy("detail", "conversation"),
    "entries": pgettext_lazy("detail", "approved for"),
    "because": pgettext_lazy("detail", "taken on by"),
}
"""Detail -> its label. Other details (numbers of rows of ours) are kept for machines and not shown."""

ROLES: Mapping[str, _StrPromise] = {
    "owner": gettext_lazy("Owner"),
    "admin": gettext_lazy("Works and arranges"),
    "member": gettext_lazy("Works"),
    "viewer": gettext_lazy("Reads only"),
}


@dataclass(frozen=True, slots=True)
class Act:
    """One line of the trail. ``details`` are (label, value)."""

    at: datetime
    who: str
    did: str
    details: tuple[tuple[str, str], ...]


def act(entry: Entry) -> Act:
    """The entry in the reader's language; a verb that is not known is shown as it is stored."""
    who = entry.actor_name if entry.actor_id else _("Command line")
    return Act(entry.at, who, str(ACTS.get(entry.verb, entry.verb)), tuple(_details(entry.detail)))


def _details(detail: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    for name, label in DETAILS.items():
        if detail.get(name) not in (None, "", []):
            yield str(label), _value(name, detail[name])


def _value(name: str, value: object) -> str:
    if isinstance(value, bool):
        return pgettext("detail", "yes") if value else pgettext("detail", "no")
    if isinstance(value, list):
        return " ".join(translated(str(each)) for each in value) if name == "confirmed" else listed(value)
    if name == "role":
        return str(ROLES.get(str(value), value))
    if name == "until":
        return times.full(datetime.fromisoformat(str(value)))
    return str(value)
