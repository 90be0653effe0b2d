"""A form in every state, for the styleguide."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class SampleForm(forms.Form):
    """One field of each kind; bound with wrong values it shows its errors."""

    name = forms.CharField(label=_("Name"), help_text=_("Shown in the list"))
    every = forms.IntegerField(label=_("Look again every (s)"), min_value=15)
    kind = forms.ChoiceField(label=_("Kind"), choices=[("a", "A"), ("b", "B")])
    note = forms.CharField(label=_("Internal note"), widget=forms.Textarea({"rows": 2}), required=False)
    on = forms.BooleanField(label=_("On"), required=False)
