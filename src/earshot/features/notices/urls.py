"""Addresses of the feature, below ``/w/<slug>/``."""

from __future__ import annotations

from django.urls import URLPattern, path

from earshot.features.notices import views

urlpatterns: list[URLPattern] = [
    path("notices/", views.notices, name="notices"),
    path("notices/bell/", views.bell, name="notices-bell"),
    path("notices/read/", views.read_all, name="notices-read"),
    path("notices/<int:notice_id>/read/", views.read_one, name="notice-read"),
    path("notices/<int:notice_id>/have/", views.have, name="notice-have"),
]
