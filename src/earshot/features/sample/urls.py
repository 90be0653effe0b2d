"""Addresses of the feature, below ``/w/<slug>/``."""

from __future__ import annotations

from django.urls import URLPattern, path

from earshot.features.sample import views

urlpatterns: list[URLPattern] = [
    path("sample/", views.watch, name="sample"),
    path("sample/begin/", views.begin, name="sample-begin"),
    path("sample/remove/", views.remove, name="sample-remove"),
]
