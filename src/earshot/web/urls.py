"""Addresses of the UI kit: the styleguide, the choice of a language before anybody has signed in, the manifest."""

from __future__ import annotations

from django.urls import URLPattern, path

from earshot.web import views

urlpatterns: list[URLPattern] = [
    path("styleguide/", views.styleguide, name="styleguide"),
    path("language/", views.language, name="language"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
]
