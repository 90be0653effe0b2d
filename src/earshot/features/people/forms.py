"""Forms about people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from earshot.features.people.models import Membership, Person, Role

if TYPE_CHECKING:
    _PersonForm = forms.ModelForm[Person]
else:
    _PersonForm = forms.ModelForm

THEMES = [("", _("As the system")), ("light", _("Light")), ("dark", _("Dark"))]
DENSITIES = [("compact", _("Compact")), ("cozy", _("Cozy")), ("roomy", _("Roomy"))]
ROLES = [
    (Role.VIEWER, _("Reads only")),
    (Role.MEMBER, _("Works")),
    (Role.ADMIN, _("Works and arranges")),
    (Role.OWNER, _("Owner")),
]


def languages() -> list[tuple[str, Any]]:
    """The interface languages, with "as the browser" first."""
    return [("", _("As the browser")), *settings.LANGUAGES]


class JoinForm(forms.Form):
    """Who accepts an invitation."""

    name = forms.CharField(label=_("Your name"), max_length=120, widget=forms.TextInput({"autocomplete": "name"}))
    email = forms.EmailField(label=_("E-mail address"), widget=forms.EmailInput({"autocomplete": "email"}))
    password = forms.CharField(
        label=_("Password"),
        help_text=_("At least 10 characters; a short sentence is good."),
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def __init__(self, data: Any = None, *, seat: Membership) -> None:
        super().__init__(data, initial={"name": seat.name})

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        if Person.objects.filter(email__iexact=email).exists():
            raise forms.ValidationError(_("This address is known already. Sign in first, then open the link again."))
        return email

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, Person(email=self.cleaned_data.get("email", ""), name=self.data.get("name", "")))
        return password

    def save(self) -> Person:
        data = self.cleaned_data
        return Person.objects.create_user(data["email"], data["password"], name=data["name"])


class SettingsForm(_PersonForm):
    """My own settings. An empty password keeps the present one."""

    password = forms.CharField(
        label=_("New password"),
        required=False,
        help_text=_("Leave it empty to keep the present one."),
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )
    language = forms.ChoiceField(label=_("Language"), choices=languages, required=False)
    zone = forms.ChoiceField(
        label=_("Time zone"),
        required=False,
        choices=lambda: [("", _("As the workspace")), *((zone, zone) for zone in sorted(available_timezones()))],
    )
    theme = forms.ChoiceField(label=_("Theme"), choices=THEMES, required=False)
    density = forms.ChoiceField(label=_("Density"), choices=[("", _("Standard")), *DENSITIES], required=False)

    class Meta:
        model = Person
        fields = ["name", "email", "language", "zone", "theme", "density", "single_keys"]
        labels = {
            "name": pgettext_lazy("person", "Name"),
            "email": _("E-mail address"),
            "single_keys": _("Single-key shortcuts"),
        }
        help_texts = {"single_keys": _("Keys such as j, k and r act at once. Ctrl combinations always work.")}

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if password:
            validate_password(password, self.instance)
        return password

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        if Person.objects.filter(email__iexact=email).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("Somebody else uses this address."))
        return email

    def save(self, commit: bool = True) -> Person:
        if self.cleaned_data["password"]:
            self.instance.set_password(self.cleaned_data["password"])
        return super().save(commit)


class PreferencesForm(forms.Form):
    """The shell's switches."""

    theme = forms.ChoiceField(choices=THEMES, required=False)
    density = forms.ChoiceField(choices=[("", ""), *DENSITIES], required=False)


class WorkspaceForm(forms.Form):
    """Another workspace."""

    name = forms.CharField(label=pgettext_lazy("workspace", "Name"), max_length=120)
    slug = forms.SlugField(
        label=_("Part of its address"),
        max_length=60,
        help_text=_("Latin letters, digits and hyphens: acme gives /w/acme/."),
    )
    zone = forms.ChoiceField(
        label=_("Time zone"), choices=lambda: [(zone, zone) for zone in sorted(available_timezones())]
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)


class SeatForm(forms.Form):
    """A person to invite."""

    name = forms.CharField(label=pgettext_lazy("person", "Name"), max_length=120)
    handle = forms.SlugField(
        label=_("Short name"),
        required=False,
        max_length=60,
        help_text=_("The policy calls them this, for example mei."),
    )
    role = forms.ChoiceField(label=_("Permission"), choices=ROLES, initial=Role.MEMBER)


class MemberForm(forms.Form):
    """What a member may do."""

    role = forms.ChoiceField(label=_("Permission"), choices=ROLES)
    active = forms.BooleanField(label=_("Active"), required=False)
