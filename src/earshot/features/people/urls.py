"""Addresses of the feature, below ``/w/<slug>/``."""

from __future__ import annotations

from django.urls import URLPattern, path

from earshot.features.people import views

urlpatterns: list[URLPattern] = [
    path("people/", views.people, name="people"),
    path("people/<int:member_id>/", views.member, name="member"),
    path("people/<int:member_id>/invite/", views.invite, name="invite"),
    path("audit/", views.trail, name="audit"),
]
