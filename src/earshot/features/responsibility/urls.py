"""Addresses of the feature, below ``/w/<slug>/``."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from earshot.features.responsibility import views, views_auditor, views_map
from earshot.features.responsibility.growing import views as growing

urlpatterns: list[URLPattern | URLResolver] = [
    path("policy/", views.policy, name="policy"),
    path("policy/check/", views.check, name="policy-check"),
    path("auditor/", views_auditor.auditor, name="auditor"),
    path("policy/map/", views_map.responsibility_map_page, name="responsibility-map"),
    path("policy/versions/", views.versions, name="policy-versions"),
    path("policy/versions/<int:number>/", views.version, name="policy-version"),
    path("policy/grow/", growing.grow, name="policy-grow"),
    path("policy/templates/", views.policy_templates, name="policy-templates"),
    path("policy/backtests/", include("earshot.features.responsibility.replaying.urls")),
    path("", include("earshot.features.responsibility.shifts.urls")),
]
