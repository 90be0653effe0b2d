"""Topics that are older than versions."""

from __future__ import annotations

from importlib import import_module

from django.apps import apps

from earshot.features.workshop.actions import save
from earshot.features.workshop.queries import access_versions
from tests.features.factories import a_topic
from tests.features.workshop.conftest import Bench

first_versions = import_module("earshot.features.workshop.migrations.0002_first_versions").first_versions


def test_a_topic_that_was_there_before_gets_its_first_version(bench: Bench) -> None:
    topic = a_topic(bench.workspace, "tea", "tea wire")
    first_versions(apps, None)
    (first,) = access_versions(bench.mei, topic)
    assert (first.number, first.query, first.tests, first.by, first.at) == (1, "tea wire", [], None, topic.changed_at)
    save(bench.mei, "tea", "tea", bench.clock, topic=topic)
    assert [each.number for each in access_versions(bench.mei, topic)] == [2, 1]
