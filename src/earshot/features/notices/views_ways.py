"""How I am told: my ways, of what, and when not. Addresses are never shown again."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from earshot.features.notices import choosing
from earshot.features.notices.carrying import sentence_of
from earshot.features.notices.forms import ChatForm, WishForm
from earshot.features.notices.queries import way_of, ways_of, wish_of
from earshot.features.people.models import Person
from earshot.kernel.errors import EarshotError
from earshot.ports.services import services
from earshot.ports.ways import WayFailed
from earshot.web.texts import told, translated

BROWSERS = ("Edg", "OPR", "Firefox", "Chrome", "Safari")
_NAMES = {"Edg": "Edge", "OPR": "Opera"}
SYSTEMS = ("Android", "iPhone", "iPad", "Windows", "Mac OS", "Linux")


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def ways(request: HttpRequest) -> HttpResponse:
    """Everything on one page; the form is that of kinds and quiet hours."""
    form = WishForm(request.POST or None, wish=wish_of(_me(request)))
    if request.method == "POST" and form.is_valid():
        choosing.choose(_me(request), form.kinds(), *form.quiet())
        messages.success(request, _("Saved."))
        return redirect("ways")
    return _page(request, form, ChatForm())


def _page(request: HttpRequest, form: WishForm, chat: ChatForm, status: int = 200) -> HttpResponse:
    mine = list(ways_of(_me(request)))
    available = services().ways
    return render(
        request,
        "notices/ways.html",
        {
            "ways": mine,
            "form": form,
            "chat": chat,
            "mail_here": available.mail is not None,
            "mail_trouble": available.mail_trouble,
            "has_mail": any(way.kind == "mail" for way in mine),
            "push_key": available.push.public_key if available.push else "",
        },
        status=status,
    )


@login_required
@require_POST
def add_mail(request: HttpRequest) -> HttpResponse:
    """By e-mail, to my own address."""
    choosing.add_mail(_me(request), services().clock)
    messages.success(request, _("You are told by e-mail from now on. Send yourself a test."))
    return redirect("ways")


@login_required
@sensitive_post_parameters("address")
@require_POST
def add_chat(request: HttpRequest) -> HttpResponse:
    """By a chat."""
    form = ChatForm(request.POST)
    if form.is_valid():
        try:
            choosing.add_chat(_me(request), form.cleaned_data["address"], form.cleaned_data["label"], services().clock)
        except EarshotError as error:
            form.add_error("address", told(error))
    if not form.is_valid():
        return _page(request, WishForm(wish=wish_of(_me(request))), form, status=400)
    messages.success(request, _("Added. Send yourself a test."))
    return redirect("ways")


@login_required
@sensitive_post_parameters("subscription")
@require_POST
def add_push(request: HttpRequest) -> HttpResponse:
    """By this browser."""
    choosing.add_push(_me(request), request.POST.get("subscription", ""), _browser(request), services().clock)
    messages.success(request, _("You are told in this browser from now on. Send yourself a test."))
    return redirect("ways")


@login_required
@require_POST
def try_out(request: HttpRequest, way_id: int) -> HttpResponse:
    """Send me a test; what goes wrong is said in words."""
    way = way_of(_me(request), way_id)
    try:
        choosing.try_out(way, services().clock)
    except WayFailed as error:
        messages.error(request, translated(sentence_of(error)))
    else:
        messages.success(request, _("The test has gone out. It should be with you in a moment."))
    return redirect("ways")


@login_required
@require_POST
def remove(request: HttpRequest, way_id: int) -> HttpResponse:
    """Nothing goes out on it any more."""
    choosing.remove(way_of(_me(request), way_id), services().clock)
    messages.success(request, _("Removed."))
    return redirect("ways")


@require_safe
def worker(_request: HttpRequest) -> HttpResponse:
    """The script that shows what is pushed. At the root, because it may only act for pages below its own address."""
    return HttpResponse(_worker(), content_type="text/javascript; charset=utf-8", headers={"Cache-Control": "no-cache"})


@lru_cache(maxsize=1)
def _worker() -> bytes:
    return files("earshot.features.notices").joinpath("static/notices/worker.js").read_bytes()


def _me(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person)
    return request.user


def _browser(request: HttpRequest) -> str:
    """What a person would call the browser: Firefox, Android."""
    agent = request.headers.get("User-Agent", "")
    name = next((each for each in BROWSERS if each in agent), "")
    system = next((each for each in SYSTEMS if each in agent), "")
    return ", ".join(filter(None, (_NAMES.get(name, name), system))) or _("A browser")
