"""A closed list whose every value carries its meaning in a sentence."""

from django.db import models
from django.utils.functional import Promise


class Vocabulary(models.TextChoices):
    """Text choices declared as `NAME = "value", "meaning", "Label"`."""

    meaning: Promise | str

    def __new__(cls, value: str, meaning: Promise | str = "") -> "Vocabulary":
        """Keep the meaning beside the value."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.meaning = meaning
        return member
