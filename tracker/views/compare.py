"""What changed between two days, by when it happened or by when it was recorded here."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from tracker.charts.moves import moves
from tracker.exports.marks import marks_of
from tracker.filtersets.commitments import MARKS, CommitmentFilterSet
from tracker.filtersets.reading import Asked, Ignored, Query, read_day, read_query, without
from tracker.lib.clocks import Clocks
from tracker.selectors import compare as selector
from tracker.views.commitments import Chip, chips_of, filter_context, rows_of
from tracker.views.downloads import refused, table_file
from tracker.views.pages import ask, page_of, show, today

HAPPENED, KNOWN = "happened", "known"
_OWN = ("from", "to", "by", "was", "now", "page", "cite")
_YEAR = timedelta(days=365)
_PAGE_SIZE = 100
# What depends on the day (words are looked for in the reasons of that day, too): a commitment that comes into such a filter is not new.
_CLOCKED = ("q", "status", "reason", "due", "due_from", "due_to", "marks", *MARKS)
# The ways that a commitment can have gone between the two days.
_MOVES = {"was": gettext_lazy("Was"), "now": gettext_lazy("Now")}
_HEAD = ("code", "title", "was", "now", "marks", "changes", "permalink")


@dataclass(frozen=True)
class Between:
    """The two days, the clock they are read by, and the query that narrows what is compared."""

    first: Clocks
    second: Clocks
    by: str
    query: Query
    later: Query

    @property
    def days(self) -> tuple[date, date]:
        """The two days."""
        if self.by == KNOWN:
            return self.first.known_at, self.second.known_at
        return self.first.as_of, self.second.as_of

    @property
    def values(self) -> QueryDict:
        """What an address has to say to ask the same."""
        values = self.query.filters
        values.update(_own(self))
        return values


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """The differences, and how many went from which status to which."""
    asked = ask(request)
    between = _read(request, asked)
    # The page has two days of its own: the one that other pages are asked about is the second.
    asked = Asked(Clocks.at(today(), known_at=asked.clocks.known_at), asked.ignored)
    found = _compared(between)
    chosen = _chosen(request, between.query.ignored)
    shown = _narrowed(found, chosen)
    page = page_of(request, shown, between.query.ignored, _PAGE_SIZE)
    values = between.values
    values.update(chosen)
    chips = _chips_of_moves(chosen, values)
    context = {
        **filter_context(between.later, _CLOCKED),
        "chips": [*chips_of(between.query, asked.clocks, **_own(between), **chosen), *chips],
        "comparison": found,
        "differences": shown,
        "page": page,
        "moves": moves(found, between.values, (rows_of(between.query), rows_of(between.later))),
        "between": between,
        "hidden": list(_own(between).items()),
        "is_same_day": between.days[0] == between.days[1],
        "ignored": between.query.ignored,
    }
    title = _title(between, found, shown, chips)
    return show(request, "compare.html", context, asked=asked, title=title, values=values)


@require_safe
def compare_csv(request: HttpRequest) -> HttpResponseBase:
    """The differences as a file."""
    asked = ask(request)
    between = _read(request, asked)
    differences = _narrowed(_compared(between), _chosen(request, between.query.ignored))
    if wrong := refused(asked, between.query):
        return wrong
    rows = (
        [d.commitment.code, d.commitment.title, d.was, d.now, marks_of(d.commitment),
         "; ".join(change.code for change in d.changes),
         settings.SITE_URL + d.commitment.get_absolute_url(),
         *(day.isoformat() for day in between.days), between.by]
        for d in differences
    )  # fmt: skip
    return table_file("compare", [*_HEAD, "from", "to", "by"], rows, between.second)


def _read(request: HttpRequest, asked: Asked) -> Between:
    """A day that is none, or has not come, is left out aloud; without days the last year is compared."""
    ignored: list[Ignored] = []
    last = _day(request, "to", _("To"), asked.clocks.as_of, ignored)
    first = _day(request, "from", _("From"), min(last, today()) - _YEAR, ignored)
    first, last = min(first, last), max(first, last)
    by = request.GET.get("by", HAPPENED)
    if by not in (HAPPENED, KNOWN):
        ignored.append(Ignored(_("By"), by[:40], _("There is no such choice.")))
        by = HAPPENED
    clocks = [_clocks(day, by, asked) for day in (first, last)]
    queries = [_query(request, c) for c in clocks]
    queries[0].ignored.extend(ignored)
    return Between(clocks[0], clocks[1], by, *queries)


def _query(request: HttpRequest, clocks: Clocks) -> Query:
    """What both days are narrowed by: only what holds on either of them."""
    query = read_query(CommitmentFilterSet, request.GET, clocks, others=_OWN)
    why = _("It can differ between the two days, so it is not used here.")
    left_out = [
        Ignored(str(field.label), ", ".join(query.values.getlist(name))[:40], why)
        for name, field in query.filterset.form.fields.items()
        if name in _CLOCKED and name in query.values
    ]
    found = query.less(*_CLOCKED)
    return replace(found, ignored=[*query.ignored, *left_out])


def _clocks(day: date, by: str, asked: Asked) -> Clocks:
    if by == KNOWN:
        return Clocks.at(today(), known_at=day)
    return Clocks.at(today(), as_of=day, known_at=asked.clocks.known_at)


def _day(
    request: HttpRequest, name: str, label: str, otherwise: date, ignored: list[Ignored]
) -> date:
    given = request.GET.get(name, "")
    try:
        day = read_day(given) or otherwise
    except ValidationError as error:
        ignored.append(Ignored(label, given[:40], " ".join(error.messages)))
        return otherwise
    if day > today():
        ignored.append(Ignored(label, given[:40], _("This day has not come yet.")))
        return otherwise
    return day


def _compared(between: Between) -> selector.Comparison:
    changes = selector.between(between.first, between.second)
    return selector.compare(between.query.rows, between.later.rows, changes)


def _chosen(request: HttpRequest, ignored: list[Ignored]) -> dict[str, str]:
    """The moves that the address names: the status that was left, the one that was come to."""
    chosen = {}
    for name, label in _MOVES.items():
        value = request.GET.get(name, "")
        if value in selector.NAMES:
            chosen[name] = value
        elif value:
            ignored.append(Ignored(str(label), value[:40], _("There is no such choice.")))
    return chosen


def _narrowed(found: selector.Comparison, chosen: dict[str, str]) -> list[selector.Difference]:
    """Those that went the way that was chosen."""
    return [
        difference
        for difference in found.differences
        if all(getattr(difference, name) == selector.NAMES[v] for name, v in chosen.items())
    ]


def _chips_of_moves(chosen: dict[str, str], values: QueryDict) -> list[Chip]:
    """The moves in use, to be taken away like any filter."""
    return [
        {
            "name": name,
            "key": value,
            "label": str(_MOVES[name]),
            "value": selector.label(selector.NAMES[value]),
            "rest": without(values, name, value),
        }
        for name, value in chosen.items()
    ]


def _own(between: Between) -> dict[str, str]:
    first, second = (day.isoformat() for day in between.days)
    return {"from": first, "to": second, "by": between.by}


def _title(between: Between, found: selector.Comparison, shown: list[selector.Difference], moves: list[Chip]) -> str:  # fmt: skip
    first, second = (date_format(day, "j F Y") for day in between.days)
    return _("Between {first} and {second}: {counted}").format(
        first=first, second=second, counted=_counted(found, shown, moves)
    )


def _counted(found: selector.Comparison, shown: list[selector.Difference], moves: list[Chip]) -> str:  # fmt: skip
    """How many changed; where only some of them are shown, how many and which."""
    if moves:
        some = _("{n} of {total} differences").format(n=len(shown), total=len(found.differences))
        return ", ".join([some, *(f"{move['label'].lower()} {move['value']}" for move in moves)])
    changed = _("{n} of {total} changed").format(n=len(found.changed), total=found.on_both)
    new = ngettext("{n} new", "{n} new", len(found.new)).format(n=len(found.new))
    return f"{changed}, {new}" if found.new else changed
