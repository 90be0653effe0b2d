"""Addresses of the feature, below ``/w/<slug>/``."""

from __future__ import annotations

from django.urls import URLPattern, path

from earshot.features.inbox import views

urlpatterns: list[URLPattern] = [
    path("inbox/", views.inbox, name="inbox"),
]
