"""The app's name, and the guards that follow every migration."""

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import (  # noqa: TID251 -- no signal between our parts
    post_migrate,
    pre_migrate,
)
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tracker import guards
from tracker.lib import words


class TrackerConfig(AppConfig):
    """The one app of the project."""

    name = "tracker"
    verbose_name = _("The record")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Have plain Python speak the language of the page, and guards follow every migration."""
        words.translate_with(gettext)
        pre_migrate.connect(_drop_guards, sender=self)
        post_migrate.connect(_install_guards, sender=self)


def _drop_guards(using: str, plan: list[Any], **_kwargs: Any) -> None:
    # SQLite changes no table that the trigger of another names.
    if plan:
        guards.drop(connections[using])


def _install_guards(using: str, **_kwargs: Any) -> None:
    guards.install(connections[using])
