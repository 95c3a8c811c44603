"""The words of a source with their marks; in Python, where no line end slips in between them."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from tracker.selectors.reader import Note, Piece, Run

register = template.Library()


@register.simple_tag
def words(run: Run) -> SafeString:
    """The pieces of a run; the passage that was asked for is one element around all of its own."""
    inner = format_html_join("", "{}", ((_piece(piece, run.focus),) for piece in run.pieces))
    if run.focus is None:
        return inner
    if not run.is_start:
        return format_html('<mark class="current">{}</mark>', inner)
    code = run.focus.passage.code
    return format_html('<mark id="p{}" tabindex="-1" class="current">{}</mark>', code, inner)


def _piece(piece: Piece, focus: Note | None) -> SafeString:
    others = [note for note in piece.starts if note is not focus]
    anchors = format_html_join("", '<a id="p{}"></a>', ((n.passage.code,) for n in others))
    if not piece.is_marked:
        return format_html("{}{}", anchors, piece.text)
    numbers = " ".join(str(note.number) for note in piece.starts)
    start = format_html(' data-n="{}"', numbers) if numbers else ""
    end = format_html(' data-end="{}"', "") if piece.ends else ""
    return format_html("{}<mark{}{}>{}</mark>", anchors, start, end, piece.text)
