"""Since when, and from which row on, an import is being read: for the time that is left."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("listening", "0002_search")]
    operations = [
        migrations.AddField("import", "reading_from", models.BigIntegerField(default=0)),
        migrations.AddField("import", "reading_since", models.DateTimeField(null=True)),
    ]
