"""Pages outside any workspace: the one-time link, invitations, my own settings."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import login, update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from earshot.features.people import actions
from earshot.features.people.forms import JoinForm, PreferencesForm, SettingsForm
from earshot.features.people.models import Person
from earshot.features.people.queries import open_invitation
from earshot.ports.services import services

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@never_cache
@require_http_methods(["GET", "POST"])
def sign_in_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Asks for one click, so that a program that merely looks at links does not use this one up."""
    if request.method == "GET":
        return render(request, "people/link.html", {"token": token})
    person = actions.use_sign_in_link(token, services().clock)
    login(request, person, backend=BACKEND)
    if not person.has_usable_password():
        messages.info(request, _("Choose a password under your name, so that you can sign in without a link."))
    return redirect("home")


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    """An invitation: whoever is signed in joins at once, anybody else names themselves and a password."""
    clock = services().clock
    invitation = open_invitation(token, clock.now())
    signed_in = request.user if isinstance(request.user, Person) else None
    form = JoinForm(request.POST or None, seat=invitation.membership) if signed_in is None else None
    if request.method == "POST" and (signed_in or (form and form.is_valid())):
        person = signed_in or form.save()  # type: ignore[union-attr]  # one of the two is there
        seat = actions.join(token, person, clock)
        if signed_in is None:
            login(request, person, backend=BACKEND)
        return redirect("my-turn", workspace=seat.workspace.slug)
    return render(request, "people/join.html", {"form": form, "invitation": invitation})


@login_required
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def me(request: HttpRequest) -> HttpResponse:
    """My name, address, password, language, zone, theme and keys."""
    person = request.user
    assert isinstance(person, Person)
    form = SettingsForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        form.save()
        update_session_auth_hash(request, person)
        with translation.override(person.language or translation.get_language()):
            messages.success(request, _("Saved."))
        return redirect("me")
    return render(request, "people/me.html", {"form": form})


@login_required
@require_http_methods(["POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    """One switch at a time (theme, density), from the shell; answers nothing."""
    assert isinstance(request.user, Person)
    form = PreferencesForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=400)
    changed = [name for name in form.cleaned_data if name in request.POST]
    for name in changed:
        setattr(request.user, name, form.cleaned_data[name])
    request.user.save(update_fields=changed)
    if request.headers.get("X-Requested-With"):
        return HttpResponse(status=204)
    return redirect(request.headers.get("Referer") or "home")
