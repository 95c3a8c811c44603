"""What the columns of a file mean, for programs: Frictionless Table Schema and CSV on the Web.

https://specs.frictionlessdata.io/table-schema/ and https://www.w3.org/TR/tabular-metadata/
"""

from collections.abc import Mapping, Sequence
from typing import Any

from tracker.exports.columns import Column

# CSV on the Web names the types of XML Schema.
_DATATYPES = {"datetime": "dateTimeStamp", "date": "date", "string": "string", "number": "decimal"}


def frictionless(columns: Sequence[Column], key: str) -> dict[str, Any]:
    """The schema of a table with these columns; `key` only where it is among them."""
    schema: dict[str, Any] = {"fields": [_field(column) for column in columns], "missingValues": [""]}  # fmt: skip
    if key in {column.name for column in columns}:
        schema["primaryKey"] = [key]
    return schema


def _field(column: Column) -> dict[str, Any]:
    field = {"name": column.name, "type": column.type, "description": str(column.meaning)}
    return field if column.format == "default" else {**field, "format": column.format}


def csvw(url: str, columns: Sequence[Column], key: str, about: Mapping[str, Any]) -> dict[str, Any]:
    """The metadata of the CSV file at this address; `about` says what the file as a whole is."""
    schema: dict[str, Any] = {"columns": [_column(column) for column in columns]}
    if key in {column.name for column in columns}:
        schema["primaryKey"] = key
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": url,
        "dialect": {"encoding": "utf-8", "header": True, "delimiter": ",", "doubleQuote": True},
        **about,
        "tableSchema": schema,
    }


def _column(column: Column) -> dict[str, Any]:
    datatype = "anyURI" if column.format == "uri" else _DATATYPES.get(column.type, column.type)
    return {
        "name": column.name,
        "titles": column.name,
        "dc:description": str(column.meaning),
        "datatype": datatype,
        "null": "",
    }
