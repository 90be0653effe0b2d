"""Addresses of the feature, below ``/w/<slug>/``."""

from __future__ import annotations

from django.urls import URLPattern, path

from earshot.features.listening.views import channels, imports, topics

urlpatterns: list[URLPattern] = [
    path("channels/", channels.channels, name="channels"),
    path("channels/try/", channels.try_all, name="channels-try"),
    path("channels/add/<slug:kind>/", channels.add, name="channel-add"),
    path("channels/<int:channel_id>/", channels.channel, name="channel"),
    path("channels/<int:channel_id>/switch/", channels.switch, name="channel-switch"),
    path("channels/<int:channel_id>/try/", channels.try_again, name="channel-try"),
    path("topics/", topics.topics, name="topics"),
    path("topics/<int:topic_id>/archive/", topics.archive, name="topic-archive"),
    path("imports/", imports.imports, name="imports"),
    path("imports/begin/", imports.begin, name="import-begin"),
    path("imports/<int:import_id>/", imports.one, name="import"),
    path("imports/<int:import_id>/cancel/", imports.cancel, name="import-cancel"),
    path("imports/<int:import_id>/set-aside.csv", imports.set_aside, name="import-set-aside"),
    path("imports/<int:import_id>/again/", imports.again, name="import-again"),
]
