"""Forms about shifts. Times are read and written in the reader's zone, which the pages name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from earshot.features.people.models import Membership
from earshot.features.responsibility.shifts.swapping import LONGEST_NOTE


def _moment() -> forms.DateTimeInput:
    return forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


def _day() -> forms.DateInput:
    return forms.DateInput({"type": "date"}, format="%Y-%m-%d")


class SwapForm(forms.Form):
    """Who is asked for which time of one's own shift."""

    taker = forms.ModelChoiceField(Membership.objects.none(), label=_("Colleague"), widget=forms.RadioSelect)
    start = forms.DateTimeField(label=_("From"), widget=_moment())
    end = forms.DateTimeField(label=_("To"), widget=_moment())
    note = forms.CharField(label=_("Note"), max_length=LONGEST_NOTE, required=False, widget=forms.Textarea({"rows": 2}))

    def __init__(
        self, data: Mapping[str, Any] | None, *, takers: Sequence[Membership], initial: Mapping[str, Any]
    ) -> None:
        chosen = {"taker": takers[0].pk} if len(takers) == 1 else {}
        super().__init__(data, initial={**initial, **chosen})
        choice = self.fields["taker"]
        assert isinstance(choice, forms.ModelChoiceField)
        choice.queryset = Membership.objects.filter(pk__in=[seat.pk for seat in takers]).order_by("name", "pk")
        choice.empty_label = None


class LeaveForm(forms.Form):
    """Whole days, both included. ``person`` is offered to administrators only."""

    person = forms.ModelChoiceField(Membership.objects.none(), label=_("Person"), empty_label=None)
    first = forms.DateField(label=_("First day"), widget=_day())
    last = forms.DateField(label=_("Last day"), widget=_day())

    def __init__(self, data: Mapping[str, Any] | None, *, seats: Sequence[Membership], me: Membership) -> None:
        super().__init__(data, initial={"person": me.pk})
        if len(seats) < 2:
            del self.fields["person"]
            return
        choice = self.fields["person"]
        assert isinstance(choice, forms.ModelChoiceField)
        choice.queryset = Membership.objects.filter(pk__in=[seat.pk for seat in seats]).order_by("name", "pk")


class AtOnceForm(forms.Form):
    """The last whole day away; the first is today. ``person`` is offered to administrators only."""

    person = forms.ModelChoiceField(Membership.objects.none(), label=_("Person"), empty_label=None)
    last = forms.DateField(label=_("Last day"), widget=_day())

    def __init__(
        self, data: Mapping[str, Any] | None, *, seats: Sequence[Membership], me: Membership, today: date
    ) -> None:
        super().__init__(data, initial={"person": me.pk, "last": today})
        if len(seats) < 2:
            del self.fields["person"]
            return
        choice = self.fields["person"]
        assert isinstance(choice, forms.ModelChoiceField)
        choice.queryset = Membership.objects.filter(pk__in=[seat.pk for seat in seats]).order_by("name", "pk")


class CoverForm(forms.Form):
    """Who covers a gap. ``person`` is a name of the policy."""

    role = forms.CharField(max_length=60)
    person = forms.CharField(max_length=60)
    start = forms.DateTimeField()
    end = forms.DateTimeField()


class NoteForm(forms.Form):
    """A note at the change of duty."""

    role = forms.CharField(max_length=60, widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("What the next shift needs to know"), max_length=4_000, widget=forms.Textarea({"rows": 3})
    )
