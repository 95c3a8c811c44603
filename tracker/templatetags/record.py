"""Dates with their precision, and the small words around a record."""

from datetime import date
from typing import Any

from django import template
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tracker.choices import language_label
from tracker.lib import dates

register = template.Library()

_DAY, _MONTH, _YEAR = "j F Y", "F Y", "Y"
_ONE_PERIOD = {dates.DAY: _DAY, dates.MONTH: _MONTH, dates.YEAR: _YEAR}


@register.filter
def when(record: Any) -> SafeString | str:
    """The date of a record, never more precise than it is known: “not later than 7 May 2011”."""
    return when_date(record.date, record.date_words)


def when_date(value: dates.FuzzyDate, words: str = "") -> SafeString | str:
    """A date in words; a date that no calendar holds is given in the words of the source."""
    if value.precision in _ONE_PERIOD and value.earliest:
        text = date_format(value.earliest, _ONE_PERIOD[value.precision])
        return _time(dates.to_text(value), text)
    if value.earliest and value.latest:
        return _interval(value.earliest, value.latest, value.precision)
    if value.latest:
        return format_html(_("not later than {}"), day(value.latest))
    if value.earliest:
        return format_html(_("not before {}"), day(value.earliest))
    if words:
        return format_html("“{}”", words)
    return _("open-ended") if value.precision == "open" else _("no date stated")


@register.filter
def since(record: Any) -> SafeString | str:
    """“since 13 December 2023”, or the bare date where only bounds are known."""
    text = when(record)
    if record.date_precision not in _ONE_PERIOD:
        return text
    return format_html(_("since {}"), text)


@register.filter
def day(value: date | None) -> SafeString | str:
    """A calendar day, or the day of a moment in UTC."""
    return _time(value.isoformat(), date_format(value, _DAY)) if value else ""


@register.filter
def moment(value: Any) -> SafeString | str:
    """A moment to the minute, in UTC."""
    if not value:
        return ""
    text = f"{date_format(value, _DAY)}, {value:%H:%M} UTC"
    return _time(value.strftime("%Y-%m-%dT%H:%M:%SZ"), text)


@register.filter
def number(value: Any) -> str:
    """A quantity without trailing zeros."""
    return "" if value is None else f"{value.normalize():f}"


@register.filter
def acting(roles: list[Any]) -> list[Any]:
    """The roles of those who are to act, or are told to."""
    return [p for p in roles if p.role in ("obligor", "would_be_obligor", "coordinator")]


@register.filter
def language(tag: str) -> str:
    """What a language is called."""
    return language_label(tag)


@register.filter
def web(address: str) -> str:
    """An address a link may lead to: of the web, or none. A second check; the first is on entry."""
    return address if address.startswith(("https://", "http://")) else ""


def _time(machine: str, text: str) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', machine, text)


def _interval(first: date, last: date, precision: str) -> SafeString:
    is_one_month = (first.year, first.month) == (last.year, last.month)
    start = str(first.day) if is_one_month else day(first)
    if precision == dates.BETWEEN:
        return format_html(_("between {} and {}"), start, day(last))
    return format_html("{}–{}" if is_one_month else "{} – {}", start, day(last))
