"""Addresses of backtests, below ``policy/backtests/``."""

from __future__ import annotations

from django.urls import URLPattern, path

from earshot.features.responsibility.replaying import views

urlpatterns: list[URLPattern] = [
    path("", views.backtests, name="policy-backtests"),
    path("<int:backtest_id>/", views.backtest, name="policy-backtest"),
    path("<int:backtest_id>/stop/", views.stop, name="policy-backtest-stop"),
    path("<int:backtest_id>/again/", views.again, name="policy-backtest-again"),
]
