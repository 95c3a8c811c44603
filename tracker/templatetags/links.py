"""Addresses inside the site: whoever asks about a day goes on asking about it."""

import json
from collections.abc import Mapping
from typing import Any

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from tracker.lib.addresses import with_query

register = template.Library()

_NO_MARKUP = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


@register.simple_tag(takes_context=True)
def to(context: Context, address: str) -> str:
    """The address, asked by the clocks of this page."""
    return with_query(address, _asked(context))


@register.simple_tag(takes_context=True)
def to_page(context: Context, name: str, query: str = "", **filters: Any) -> str:
    """The page of this name, asked by the clocks of this page and these filters.

    `query` is a query string that holds the clocks already.
    """
    if query:
        return f"{reverse(name)}?{query}"
    pairs = {key: str(value) for key, value in filters.items()}
    return with_query(with_query(reverse(name), pairs), _asked(context))


def _asked(context: Context) -> Mapping[str, str]:
    clocks = context.get("clocks")
    return clocks.asked if clocks else {}


@register.filter
def json_ld(data: Mapping[str, Any]) -> SafeString:
    """Data for programs that read the page; no browser runs it, and nothing in it ends the element."""
    text = json.dumps(data, ensure_ascii=False).translate(_NO_MARKUP)
    return mark_safe('<script type="application/ld+json">' + text + "</script>")  # noqa: S308
