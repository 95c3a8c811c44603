"""An archived paragraph with its marks; in Python, where no line end slips in between the words."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from tracker.lib.marking import Paragraph, Piece

register = template.Library()


@register.simple_tag
def marked_words(paragraph: Paragraph, current: str = "") -> SafeString:
    """The words of the paragraph and nothing else; numbers are drawn by the style sheet."""
    return format_html_join("", "{}", ((_piece(p, current),) for p in paragraph.pieces))


@register.filter
def item(mapping: dict[str, object], key: str) -> object:
    """The value of a key that is known only while the page is drawn."""
    return mapping.get(key)


def _piece(piece: Piece, current: str) -> SafeString:
    if not piece.marks:
        return format_html("{}", piece.text)
    anchors = format_html_join("", '<a id="p{}"></a>', ((mark.key,) for mark in piece.starts))
    numbers = " ".join(str(mark.number) for mark in piece.starts)
    number = format_html(' data-n="{}"', numbers) if numbers else ""
    is_current = any(mark.key == current for mark in piece.marks)
    kind = SafeString(' class="current"') if is_current else ""
    return format_html("{}<mark{}{}>{}</mark>", anchors, number, kind, piece.text)
