"""All addresses. Everything inside a workspace lies below ``/w/<slug>/``."""

from __future__ import annotations

from allauth.account import views as accounts
from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView

from earshot.site import broken, machine_views, metrics, views

handler500 = broken.server_error

in_workspace: list[URLPattern | URLResolver] = [
    path("", views.my_turn, name="my-turn"),
    path("clock-is-right/", machine_views.clock_is_right, name="clock-is-right"),
    path("", include("earshot.features.start.urls")),
    path("", include("earshot.features.sample.urls")),
    path("", include("earshot.features.planning.urls")),
    path("", include("earshot.features.inbox.urls")),
    path("", include("earshot.features.delivery.urls")),
    path("", include("earshot.features.workshop.urls")),
    path("", include("earshot.features.responsibility.urls")),
    path("", include("earshot.features.conversations.urls")),
    path("", include("earshot.features.listening.urls")),
    path("", include("earshot.features.notices.urls")),
    path("", include("earshot.features.people.urls")),
    path("", include("earshot.features.audit.urls")),
]

of_accounts: list[URLPattern | URLResolver] = [
    path("login/", accounts.login, name="account_login"),
    path("logout/", accounts.logout, name="account_logout"),
    path("signup/", accounts.signup, name="account_signup"),
    path("inactive/", RedirectView.as_view(pattern_name="account_login"), name="account_inactive"),
]
"""No mail is sent, so no page rests on one (a forgotten password, another address); `earshot link` stands in."""

urlpatterns = [
    path("", views.home, name="home"),
    path("workspaces/add/", views.found, name="workspace-add"),
    path("phone/", machine_views.phone, name="phone"),
    path("me/zone/", machine_views.zone, name="zone"),
    path("healthz", views.healthy, name="healthy"),
    path("metrics", metrics.metrics, name="metrics"),
    path("accounts/", include(of_accounts)),
    path("", include("earshot.features.notices.urls_outside")),
    path("", include("earshot.features.people.urls_outside")),
    path("", include("earshot.features.responsibility.shifts.urls_outside")),
    path("", include("earshot.web.urls")),
    path("w/<slug:workspace>/", include(in_workspace)),
]
