"""Which tables an export holds, and what it leaves out and why.

A table that is in neither list is a mistake, which ``tests/site/test_export.py`` finds; at run time it is named in the
manifest as left out, because nobody has looked whether it holds secrets.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Table:
    """One table as the file ``NAME.jsonl``.

    ``workspace`` is the look-up of the workspace's id from a row; "" for a table of the whole installation, whose rows
    are then chosen by ``members``: the look-up of the workspaces a row has to do with. ``without`` are columns left out
    and why.
    """

    name: str
    workspace: str = ""
    members: str = ""
    without: Mapping[str, str] = field(default_factory=dict)


SEALED = "sealed tokens: connect the channel again"
CALENDAR = "secret addresses open doors: make a new one"
ADDRESS = "sealed addresses: enter them again"
ONE_TIME = "one-time tokens open doors"

TABLES: Mapping[str, Table] = {
    "people.Workspace": Table("workspace", "id"),
    "people.Person": Table("people", members="memberships__workspace", without={"password": "passwords stay secret"}),
    "people.Membership": Table("seats", "workspace"),
    "people.Invitation": Table("invitations", "workspace", without={"token_hash": ONE_TIME}),
    "account.EmailAddress": Table("email-addresses", members="user__memberships__workspace"),
    "listening.Channel": Table("channels", "workspace", without={"secrets": SEALED}),
    "listening.Topic": Table("topics", "workspace"),
    "listening.Author": Table("authors", "workspace"),
    "listening.Post": Table("posts", "workspace"),
    "listening.PostVersion": Table("post-versions", "post__workspace"),
    "listening.Sighting": Table("sightings", "post__workspace"),
    "listening.Mention": Table("mentions", "post__workspace"),
    "listening.Correction": Table("corrections", "post__workspace"),
    "listening.Import": Table("imports", "workspace"),
    "listening.BadRow": Table("rows-set-aside", "source__workspace"),
    "listening.Gap": Table("gaps", "channel__workspace"),
    "listening.Heard": Table("heard-by-hour", "channel__workspace"),
    "listening.Reservoir": Table("sample-density", "workspace"),
    "listening.Unmatched": Table("sampled-posts", "workspace"),
    "conversations.Conversation": Table("conversations", "workspace"),
    "conversations.Entry": Table("conversation-posts", "conversation__workspace"),
    "conversations.Merged": Table("merged-conversations", "workspace"),
    "conversations.Note": Table("notes", "conversation__workspace"),
    "responsibility.PolicyVersion": Table("policy-versions", "workspace"),
    "responsibility.Backtest": Table("backtests", "workspace"),
    "responsibility.Decision": Table("decisions", "conversation__workspace"),
    "responsibility.Assignment": Table("assignments", "conversation__workspace"),
    "responsibility.HandOver": Table("hand-overs", "conversation__workspace"),
    "responsibility.Involvement": Table("involvements", "conversation__workspace"),
    "responsibility.Escalation": Table("escalations", "conversation__workspace"),
    "responsibility.EscalationStep": Table("escalation-steps", "escalation__conversation__workspace"),
    "responsibility.Swap": Table("swaps", "workspace"),
    "responsibility.ShiftNote": Table("shift-notes", "workspace"),
    "responsibility.CalendarFeed": Table("calendars", "membership__workspace", without={"token_hash": CALENDAR}),
    "notices.Notice": Table("notices", "workspace"),
    "notices.Way": Table("ways-to-reach", members="person__memberships__workspace", without={"sealed": ADDRESS}),
    "notices.Wish": Table("wishes", members="person__memberships__workspace"),
    "notices.Parcel": Table("messages-sent", members="way__person__memberships__workspace"),
    "workshop.TopicVersion": Table("topic-versions", "topic__workspace"),
    "workshop.Label": Table("topic-labels", "topic__workspace"),
    "delivery.Draft": Table("drafts", "conversation__workspace"),
    "delivery.Publication": Table("publications", "workspace"),
    "delivery.Approval": Table("approvals", "workspace"),
    "delivery.ApprovalWord": Table("approval-words", "approval__workspace"),
    "delivery.Attempt": Table("publication-attempts", "publication__workspace"),
    "planning.Campaign": Table("campaigns", "workspace"),
    "sample.Sample": Table("sample-company", "workspace"),
    "start.Beginning": Table("first-run", "workspace"),
    "listening.Lesson": Table("lessons", "workspace"),
    "inbox.WatchVisit": Table("watch-visits", "membership__workspace"),
    "audit.Entry": Table("audit-trail", "workspace_id"),
}

LEFT_OUT: Mapping[str, str] = {
    "people.SignInLink": ONE_TIME,
    "account.EmailConfirmation": ONE_TIME,
    "sessions.Session": "open sessions open doors",
    "responsibility.AuditorLook": "reckoned anew every minute",
    "web.LiveEvent": "what told open pages of changes in the last two days",
    "auth.Permission": "the web framework's own, always the same",
    "auth.Group": "the web framework's own, not used",
    "auth.Group_permissions": "the web framework's own, not used",
    "contenttypes.ContentType": "the web framework's own, always the same",
}
