"""Forms about how one is told."""

from __future__ import annotations

from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from earshot.features.notices.kinds import KINDS, wanted
from earshot.features.notices.models import Wish


class WishForm(forms.Form):
    """Of what, and when not."""

    quiet_from = forms.TimeField(
        label=_("Quiet from"), required=False, widget=forms.TimeInput({"type": "time"}, format="%H:%M")
    )
    quiet_until = forms.TimeField(
        label=_("Quiet until"),
        required=False,
        widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
        help_text=_("By your own clock. What is urgent comes through; everything else waits until then."),
    )

    def __init__(self, data: Any = None, *, wish: Wish) -> None:
        super().__init__(data, initial={"quiet_from": wish.quiet_from, "quiet_until": wish.quiet_until})
        for kind, known in KINDS.items():
            if known.choice:
                initial = wanted(kind, wish.kinds)
                self.fields[kind] = forms.BooleanField(label=known.choice, required=False, initial=initial)

    def clean(self) -> dict[str, Any]:
        """Both times, or none."""
        given: dict[str, Any] = super().clean() or {}
        if (given.get("quiet_from") is None) != (given.get("quiet_until") is None) and not self.errors:
            raise forms.ValidationError(_("Quiet hours have a beginning and an end. Enter both times, or none."))
        return given

    def kinds(self) -> dict[str, bool]:
        """The choices that were made."""
        return {kind: self.cleaned_data[kind] for kind, known in KINDS.items() if known.choice}

    def quiet(self) -> tuple[time | None, time | None]:
        """The quiet hours that were entered."""
        return self.cleaned_data["quiet_from"], self.cleaned_data["quiet_until"]


class ChatForm(forms.Form):
    """An address of a chat."""

    address = forms.CharField(
        label=_("Address of the chat"),
        max_length=1000,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false", "autocapitalize": "off"}),
        help_text=_("As Apprise writes it, for example wecombot://KEY, tgram://TOKEN/CHAT or slack://TOKENS/#channel."),
    )
    label = forms.CharField(
        label=_("What you call it"), max_length=60, required=False, widget=forms.TextInput({"autocomplete": "off"})
    )
