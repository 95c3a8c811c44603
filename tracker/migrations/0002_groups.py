"""The three groups that `tracker.permissions` knows."""

from django.db import migrations

GROUPS = ("Editor", "Reviewer", "Administrator")


def create(apps, schema_editor):
    """Create the groups that are not there yet."""
    groups = apps.get_model("auth", "Group").objects.using(schema_editor.connection.alias)
    for name in GROUPS:
        groups.get_or_create(name=name)


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("tracker", "0001_record"),
    ]

    operations = [migrations.RunPython(create, migrations.RunPython.noop, elidable=False)]
