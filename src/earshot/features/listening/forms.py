"""Forms about channels, topics and imports."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from earshot.ports.connector import ConfigField, Connector
from earshot.web.texts import translated

PREFIX = "setting-"


class ChannelForm(forms.Form):
    """A channel's name and its connector's own settings.

    A secret that is set already shows as empty; leaving it empty keeps it.
    """

    name = forms.CharField(label=_("Name"), max_length=120, help_text=_("How your colleagues will recognise it."))

    def __init__(
        self,
        data: Any = None,
        *,
        connector: Connector,
        name: str = "",
        config: Mapping[str, str] | None = None,
        is_new: bool = True,
    ) -> None:
        super().__init__(data, initial={"name": name})
        self._fields = connector.fields
        for setting in connector.fields:
            value = (config or {}).get(setting.name, setting.default)
            self.fields[PREFIX + setting.name] = _field(setting, value, is_new)

    def usual(self) -> list[forms.BoundField]:
        """The fields that everybody fills in."""
        return [self[name] for name in self.fields if name not in self._advanced()]

    def advanced(self) -> list[forms.BoundField]:
        """The fields folded away."""
        return [self[name] for name in self.fields if name in self._advanced()]

    def is_open(self) -> bool:
        """Whether the folded fields are shown: something is wrong in them."""
        return any(name in self.errors for name in self._advanced())

    def _advanced(self) -> set[str]:
        return {PREFIX + field.name for field in self._fields if field.advanced}

    def settings(self) -> dict[str, str]:
        """What was filled in, by the connector's own names; secrets left empty are not in it."""
        found = {field.name: self.cleaned_data[PREFIX + field.name] for field in self._fields}
        secret = {field.name for field in self._fields if field.kind == "secret"}
        texts = {name: ("1" if value is True else "" if value is False else value) for name, value in found.items()}
        return {name: value for name, value in texts.items() if value or name not in secret}


def _field(setting: ConfigField, value: str, is_new: bool) -> forms.Field:
    common: dict[str, Any] = {
        "label": translated(setting.label),
        "help_text": translated(setting.help),
        "required": setting.required and (is_new or setting.kind != "secret"),
    }
    if setting.kind == "bool":
        return forms.BooleanField(initial=bool(value), **{**common, "required": False})
    if setting.kind == "choice":
        choices = [(key, translated(label)) for key, label in setting.choices]
        return forms.ChoiceField(choices=choices, initial=value, **common)
    if setting.kind == "secret":
        return forms.CharField(widget=forms.PasswordInput({"autocomplete": "off"}), max_length=2000, **common)
    return forms.CharField(initial=value, max_length=2000, **common)


class UploadForm(forms.Form):
    """A file of posts."""

    file = forms.FileField(
        label=_("File (Excel, CSV or JSON)"),
        help_text=_(
            "Exports of OpView, QSearch, Meltwater, Brandwatch, Hootsuite and of store reviews are recognised."
        ),
    )
    mode = forms.ChoiceField(
        label=_("What is it?"),
        widget=forms.RadioSelect,
        choices=[
            ("history", _("History: opens no conversation, sends no notice, starts no clock")),
            ("work", _("Work: each post is decided, and deadlines start now")),
        ],
    )
    network = forms.CharField(
        label=_("Network"), max_length=40, required=False, help_text=_("Where the posts come from, for example x.")
    )
    ours = forms.CharField(
        label=_("Our accounts"),
        required=False,
        help_text=_("With commas: @acme, @acme_help. Posts that address them are addressed to us."),
    )
    zone = forms.CharField(
        label=_("Time zone of the times"), required=False, help_text=_("For times without one, like Asia/Taipei.")
    )


class AgainForm(forms.Form):
    """Corrected rows of an import."""

    file = forms.FileField(
        label=_("Corrected rows"),
        help_text=_(
            "Correct the CSV, leave its first line as it is, and bring it here. It is read like the file before."
        ),
    )
