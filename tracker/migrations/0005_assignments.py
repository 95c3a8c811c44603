import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("tracker", "0004_imports"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Assignment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "table",
                    models.CharField(
                        help_text="The table of the record.", max_length=40, verbose_name="table"
                    ),
                ),
                (
                    "key",
                    models.CharField(
                        help_text="The code or slug of the record.",
                        max_length=200,
                        verbose_name="key",
                    ),
                ),
                (
                    "assigned_at",
                    models.DateTimeField(help_text="When (UTC).", verbose_name="assigned at"),
                ),
                (
                    "note",
                    models.TextField(
                        blank=True, help_text="What is to be done.", verbose_name="note"
                    ),
                ),
                (
                    "assigned_by",
                    models.ForeignKey(
                        help_text="Who said so.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "assigned_to",
                    models.ForeignKey(
                        help_text="Who works on it.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("table", "key"), name="assignment_once_per_record"
                    )
                ],
            },
        ),
    ]
