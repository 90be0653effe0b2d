"""Addresses outside any workspace: invitations, one-time links, my own settings."""

from __future__ import annotations

from django.urls import URLPattern, path

from earshot.features.people import views_outside

urlpatterns: list[URLPattern] = [
    path("sign-in/<str:token>/", views_outside.sign_in_by_link, name="sign-in-link"),
    path("join/<str:token>/", views_outside.join, name="join"),
    path("me/", views_outside.me, name="me"),
    path("me/preferences/", views_outside.preferences, name="preferences"),
]
