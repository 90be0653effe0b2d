"""Topics that were there before versions were kept get their first one: what they ask for now."""

from django.db import migrations


def first_versions(apps, schema_editor):
    topics = apps.get_model("listening", "Topic").objects
    versions = apps.get_model("workshop", "TopicVersion").objects
    versions.bulk_create(
        (
            versions.model(topic_id=pk, number=1, query=query, tests=[], at=changed_at)
            for pk, query, changed_at in topics.order_by("pk").values_list("pk", "query", "changed_at").iterator()
        ),
        batch_size=500,
    )


class Migration(migrations.Migration):
    dependencies = [("workshop", "0001_initial")]

    operations = [migrations.RunPython(first_versions, migrations.RunPython.noop, elidable=True)]
