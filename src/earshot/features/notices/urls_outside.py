"""Addresses of the feature that belong to a person, not to a workspace; and the script that shows pushed messages."""

from __future__ import annotations

from django.urls import URLPattern, path

from earshot.features.notices import views_ways

urlpatterns: list[URLPattern] = [
    path("me/notices/", views_ways.ways, name="ways"),
    path("me/notices/mail/", views_ways.add_mail, name="way-mail"),
    path("me/notices/chat/", views_ways.add_chat, name="way-chat"),
    path("me/notices/push/", views_ways.add_push, name="way-push"),
    path("me/notices/<int:way_id>/try/", views_ways.try_out, name="way-try"),
    path("me/notices/<int:way_id>/remove/", views_ways.remove, name="way-remove"),
    path("push-worker.js", views_ways.worker, name="push-worker"),
]
