"""All addresses. Everything inside a workspace lies below ``/w/<slug>/``."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from earshot.site import views

in_workspace: list[URLPattern | URLResolver] = [
    path("", views.my_turn, name="my-turn"),
    path("", include("earshot.features.inbox.urls")),
    path("", include("earshot.features.delivery.urls")),
    path("", include("earshot.features.responsibility.urls")),
    path("", include("earshot.features.conversations.urls")),
    path("", include("earshot.features.listening.urls")),
    path("", include("earshot.features.people.urls")),
    path("", include("earshot.features.audit.urls")),
]

urlpatterns = [
    path("", views.home, name="home"),
    path("workspaces/add/", views.found, name="workspace-add"),
    path("healthz", views.healthy, name="healthy"),
    path("accounts/", include("allauth.account.urls")),
    path("", include("earshot.features.people.urls_outside")),
    path("", include("earshot.web.urls")),
    path("w/<slug:workspace>/", include(in_workspace)),
]
