"""Sentences for people in plain Python: marked here, translated by whoever knows in which language."""

from collections.abc import Callable

_translators: list[Callable[[str], str]] = []


def translate_with(translate: Callable[[str], str]) -> None:
    """Have sentences translated so from now on."""
    _translators[:] = [translate]


def gettext(sentence: str) -> str:
    """The sentence as it is to be read; found by makemessages under this name."""
    return _translators[0](sentence) if _translators else sentence


def gettext_noop(sentence: str) -> str:
    """Marks a sentence that is translated where it is used."""
    return sentence
