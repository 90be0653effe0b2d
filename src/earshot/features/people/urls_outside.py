"""Addresses outside any workspace: invitations, one-time links, my own settings."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
