"""Addresses of the feature, below ``/w/<slug>/``."""

from __future__ import annotations

from django.urls import URLPattern, path

from earshot.features.start import heard, views

urlpatterns: list[URLPattern] = [
    path("start/", views.start, name="start"),
    path("start/end/", views.end, name="start-end"),
    path("start/done/", views.done, name="start-done"),
    path("start/counts/", views.counts, name="start-counts"),
    path("start/<slug:key>/", views.step, name="start-step"),
    path("heard/", heard.heard, name="heard"),
    path("heard/widen/<int:topic_id>/", heard.widen, name="heard-widen"),
    path("heard/industry/", heard.industry, name="heard-industry"),
]
