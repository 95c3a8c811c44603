"""What belongs to a row, read with it in one question: lists inside rows."""

from json import JSONDecoder
from typing import Any

from django.db.models import JSONField, QuerySet, Subquery
from django.db.models.functions import JSONArray

_decode = JSONDecoder().raw_decode


class _Lists(JSONField):
    """JSON that a database made itself: no white space to pass over, no other type than text to think of."""

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        """The lists; of a million rows, what `json.loads` does besides takes longer than the reading."""
        return _decode(value)[0]


class Many(Subquery):
    """The rows of a queryset about an outer row (`OuterRef`), as a list of lists with these fields.

    In the order of the queryset. Dates and moments come as ISO 8601 text, numbers as numbers; a database
    that has no truth values gives 0 and 1. Made by the database in JSON, so that a row needs no second
    question and no objects: a file of a million rows is written from one cursor.
    """

    output_field = _Lists()
    template = "(SELECT JSON_GROUP_ARRAY(JSON(cells)) FROM (%(subquery)s))"

    def __init__(self, rows: QuerySet[Any], *fields: str) -> None:
        super().__init__(rows.annotate(cells=JSONArray(*fields)).values("cells"))

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, Any]:
        """PostgreSQL has other names for the same, and nothing for an empty list."""
        template = "(SELECT COALESCE(JSONB_AGG(cells), '[]') FROM (%(subquery)s) AS listed)"
        return self.as_sql(compiler, connection, template=template, **extra)
