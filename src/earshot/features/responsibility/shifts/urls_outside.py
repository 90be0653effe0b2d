"""The one address of the feature outside any workspace."""

from __future__ import annotations

from django.urls import URLPattern, path

from earshot.features.responsibility.shifts.views_outside import calendar_feed

urlpatterns: list[URLPattern] = [path("calendar/<str:token>/shifts.ics", calendar_feed, name="calendar-feed")]
