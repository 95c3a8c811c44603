"""`datapackage.json`: what a package holds, by the Frictionless Data Package v1 specification.

https://specs.frictionlessdata.io/data-package/ — resources with a path, a schema whose fields carry
their meaning, keys, and the SHA-256 and length of every file, by which half a file is noticed.
"""

import json
from typing import Any

from django.core.exceptions import ValidationError

from tracker.cells.tables import TABLES, Table, meaning
from tracker.lib.hashes import sha256_of_bytes
from tracker.models import Dataset

FILE = "datapackage.json"


def describe(dataset: Dataset, files: dict[str, bytes]) -> bytes:
    """The descriptor of these files, as JSON."""
    tables = {table.file: table for table in TABLES}
    resources = [
        {**_resource(path, data), **(_tabular(tables[path]) if path in tables else _TEXT)}
        for path, data in files.items()
    ]
    descriptor: dict[str, Any] = {
        "profile": "data-package",
        "name": dataset.name,
        "title": dataset.title,
        "description": dataset.description,
    }
    if dataset.licence_name:
        descriptor["licenses"] = [{"name": dataset.licence_name, "path": dataset.licence_url}]
    descriptor["resources"] = resources
    return (json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n").encode()


_TEXT = {"format": "txt", "mediatype": "text/plain", "encoding": "utf-8"}


def _resource(path: str, data: bytes) -> dict[str, Any]:
    name = path.rsplit(".", 1)[0].replace("/", "-").replace("_", "-").lower()
    return {
        "name": name,
        "path": path,
        "bytes": len(data),
        "hash": f"sha256:{sha256_of_bytes(data)}",
    }


def _tabular(table: Table) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"lineTerminator": "\n"},
        "schema": {
            "fields": [
                {"name": c.name, "type": c.type, "description": meaning(table, c)}
                for c in table.columns
            ],
            "primaryKey": list(table.key),
            "missingValues": [""],
        },
    }


def take(about: dict[str, Any]) -> list[tuple[str, str]]:
    """Keep name, title and licence of the package, unless the record bears another name already.

    Returns what is wrong with them, as (property, sentence).
    """
    kept = Dataset.objects.first()
    name = str(about.get("name", ""))
    if not name or (kept and kept.name != name):
        return []
    licences = about.get("licenses")
    licence = licences[0] if isinstance(licences, list) and licences else {}
    if not isinstance(licence, dict):
        return [("licenses", "A licence is an object.")]
    dataset = Dataset(
        pk=1,
        name=name,
        title=str(about.get("title", name)),
        description=str(about.get("description", "")),
        licence_name=str(licence.get("name", "")),
        licence_url=str(licence.get("path", "")),
    )
    try:
        dataset.clean_fields()
    except ValidationError as error:
        return [(column, " ".join(words)) for column, words in error.message_dict.items()]
    fields = [f.name for f in Dataset._meta.concrete_fields]
    if kept is None or any(getattr(kept, f) != getattr(dataset, f) for f in fields):
        dataset.save()
    return []
