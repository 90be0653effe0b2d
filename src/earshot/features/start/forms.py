"""Forms of the first run."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

MOST = 20
"""Names in one field."""


class NamesField(forms.CharField):
    """Several names, separated by commas or line breaks of any script."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=1000, required=False, **kwargs)

    def prepare_value(self, value: object) -> object:
        return ", ".join(value) if isinstance(value, list) else value

    def to_python(self, value: object) -> list[str]:  # type: ignore[override]  # a list is what the field is for
        parts = re.split(r"[,，、;；\n]+", super().to_python(value) or "")
        return [part.strip()[:80] for part in parts if part.strip()][:MOST]

    def run_validators(self, value: object) -> None:
        """Nothing more to check: the length was checked as text."""


class BrandForm(forms.Form):
    """What the brand is called, and its industry."""

    brand = forms.CharField(
        label=_("Name of the brand"),
        max_length=80,
        required=False,
        help_text=_("As people write it: Chengye Tea, 澄野茶飲. None yet? Leave it empty and name your industry."),
        widget=forms.TextInput(attrs={"autofocus": True}),
    )
    spellings = NamesField(
        label=_("Other spellings"),
        help_text=_(
            "Separated by commas: other languages, short forms, products, the handle. "
            "Upper case, accents, simplified and traditional Chinese are found by themselves."
        ),
    )
    industry = NamesField(
        label=_("Industry and rivals"),
        help_text=_(
            "Separated by commas: bubble tea, 手搖飲, a rival's name. You will listen to it, nobody has to answer it."
        ),
    )
