"""The form of a campaign."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from earshot.features.listening.models import Topic
from earshot.features.listening.queries import access_topics
from earshot.features.people.models import Membership
from earshot.features.people.queries import access_members
from earshot.features.planning.actions import LONGEST_TEXT, Plan
from earshot.features.planning.models import Campaign


def _time() -> forms.DateTimeInput:
    return forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


def _text(rows: int) -> forms.Textarea:
    return forms.Textarea({"rows": rows})


class CampaignForm(forms.Form):
    """Times are read and written in the reader's zone, which the page names."""

    name = forms.CharField(label=_("Name"), max_length=120)
    message = forms.CharField(
        label=_("The one message"), max_length=300, widget=_text(2), help_text=_("What people should keep in mind.")
    )
    promise = forms.CharField(
        label=_("What is promised, on which terms"),
        max_length=LONGEST_TEXT,
        required=False,
        widget=_text(5),
        help_text=_("What an answer must get right: price, places, dates, how many, who is left out."),
    )
    not_to_say = forms.CharField(
        label=_("Not to say"),
        max_length=LONGEST_TEXT,
        required=False,
        widget=_text(3),
        help_text=_("Words, comparisons and promises to keep out of answers."),
    )
    starts_at = forms.DateTimeField(label=_("Begins"), widget=_time())
    ends_at = forms.DateTimeField(label=_("Ends"), widget=_time())
    owner: forms.ModelChoiceField[Membership] = forms.ModelChoiceField(
        label=_("Campaign owner"), queryset=None, help_text=_("Whom to ask about it.")
    )
    topic: forms.ModelChoiceField[Topic] = forms.ModelChoiceField(
        label=_("Topic"),
        queryset=None,
        required=False,
        empty_label=_("none"),
        help_text=_("Beside conversations of this topic the campaign stands first."),
    )
    brand = forms.CharField(
        label=_("Brand"),
        max_length=80,
        required=False,
        widget=forms.TextInput({"list": "brands"}),
        help_text=_("Empty: every brand."),
    )
    market = forms.CharField(
        label=_("Market"),
        max_length=80,
        required=False,
        widget=forms.TextInput({"list": "markets"}),
        help_text=_("Empty: every market."),
    )

    def __init__(self, data: Mapping[str, Any] | None, *, member: Membership, campaign: Campaign | None) -> None:
        super().__init__(data, initial=_told(campaign) if campaign else {"owner": member.pk})
        for name, rows in (
            ("owner", access_members(member).filter(active=True)),
            ("topic", access_topics(member).filter(watcher=None)),
        ):
            choice = self.fields[name]
            assert isinstance(choice, forms.ModelChoiceField)
            choice.queryset = rows

    def clean(self) -> dict[str, Any]:
        """Say at the end's own field that it lies before the beginning."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        starts, ends = cleaned.get("starts_at"), cleaned.get("ends_at")
        if starts and ends and ends <= starts:
            self.add_error("ends_at", _("It has to end after it begins."))
        return cleaned

    def plan(self) -> Plan:
        """What was filled in."""
        return Plan(**self.cleaned_data)

    @property
    def seen(self) -> datetime | None:
        """The campaign's ``changed_at`` that the page showed, out of its hidden field; None where it cannot be read."""
        try:
            return datetime.fromisoformat(self.data.get("seen", ""))
        except ValueError:
            return None


def _told(campaign: Campaign) -> dict[str, object]:
    return {name: getattr(campaign, name) for name in _SAME} | {"owner": campaign.owner_id, "topic": campaign.topic_id}


_SAME = ("name", "message", "promise", "not_to_say", "starts_at", "ends_at", "brand", "market")
