"""Addresses of the feature, below ``/w/<slug>/``."""

from __future__ import annotations

from django.urls import URLPattern, path

from earshot.features.planning import views

urlpatterns: list[URLPattern] = [
    path("campaigns/", views.campaigns, name="campaigns"),
    path("campaigns/add/", views.add, name="campaign-add"),
    path("campaigns/<int:campaign_id>/", views.campaign, name="campaign"),
    path("campaigns/<int:campaign_id>/change/", views.change, name="campaign-change"),
    path("campaigns/<int:campaign_id>/archive/", views.archive, name="campaign-archive"),
]
