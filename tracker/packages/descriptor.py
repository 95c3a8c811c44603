"""`datapackage.json`: what a package holds, by the Frictionless Data Package v1 specification.

https://specs.frictionlessdata.io/data-package/ — resources with a path, a schema whose fields carry
their meaning, keys, and the SHA-256 and length of every file, by which half a file is noticed.
"""

import json
from typing import Any

from tracker.lib.hashes import sha256_of_bytes
from tracker.models import Dataset
from tracker.packages.tables import TABLES, Table, meaning

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
