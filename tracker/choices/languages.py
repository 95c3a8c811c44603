"""What languages are called."""

from django.utils.translation import get_language_info


def language_label(tag: str) -> str:
    """The name of a language by its tag, in the reader’s language; the tag where it has none here."""
    try:
        return str(get_language_info(tag.partition("-")[0])["name_translated"])
    except KeyError:
        return tag
