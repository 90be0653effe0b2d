"""Addresses of the feature, below ``/w/<slug>/``."""

from __future__ import annotations

from django.urls import URLPattern, path

from earshot.features.workshop.views import labelling, pages, texts, trying, versions

urlpatterns: list[URLPattern] = [
    path("topics/add/", pages.add, name="topic-add"),
    path("topics/count/", trying.count, name="topic-count"),
    path("topics/check/", trying.checked, name="topic-check"),
    path("topics/compare/", trying.compared, name="topic-compare"),
    path("topics/proposals/", trying.proposed, name="topic-proposals"),
    path("topics/why/", trying.why, name="topic-why"),
    path("topics/layout/", texts.layout, name="topic-layout"),
    path("topics/convert/", texts.converted, name="topic-convert"),
    path("topics/read/", texts.read, name="topic-read"),
    path("topics/<int:topic_id>/", pages.topic, name="topic"),
    path("topics/<int:topic_id>/label/", labelling.label_post, name="topic-label"),
    path("topics/<int:topic_id>/topic.yaml", texts.document, name="topic-document"),
    path("topics/<int:topic_id>/versions/", versions.versions, name="topic-versions"),
    path("topics/<int:topic_id>/versions/<int:number>/", versions.version, name="topic-version"),
    path("topics/<int:topic_id>/versions/<int:number>/restore/", versions.restore, name="topic-restore"),
]
