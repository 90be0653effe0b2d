"""Addresses of shifts, below ``/w/<slug>/``."""

from __future__ import annotations

from django.urls import URLPattern, path

from earshot.features.responsibility.shifts import views, views_at_once, views_handover, views_rota

urlpatterns: list[URLPattern] = [
    path("rota/", views_rota.rota, name="rota"),
    path("rota/cover/", views_rota.cover, name="rota-cover"),
    path("rota/hand-over/", views_handover.hand_over, name="hand-over"),
    path("rota/hand-over/note/", views_handover.shift_note, name="shift-note"),
    path("rota/hand-over/note/<int:note_id>/read/", views_handover.shift_note_read, name="shift-note-read"),
    path("shifts/", views.my_shifts, name="my-shifts"),
    path("shifts/swap/", views.swap, name="swap"),
    path("shifts/swap/<int:swap_id>/", views.swap_answer, name="swap-answer"),
    path("shifts/leave/", views.leave, name="leave"),
    path("shifts/leave/now/", views_at_once.away_at_once, name="leave-at-once"),
    path("shifts/leave/remove/", views.leave_remove, name="leave-remove"),
    path("shifts/calendar/", views.calendar_address, name="calendar-address"),
]
