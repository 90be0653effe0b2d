"""Addresses of the UI kit: the styleguide."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
