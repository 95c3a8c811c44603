"""A spreadsheet on its way through the pages of the import."""

import csv
import io
import re
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.admin.desk import text_of
from tracker.models import Import


def as_csv(rows: list[dict[str, str]], encoding: str = "utf-8") -> bytes:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode(encoding)


class Importing:
    """One file in the hands of one editor."""

    def __init__(self, desk: Any, data: Any, table: str = "commitments", **typed: Any) -> None:
        self.client = desk.client
        rows = isinstance(data, list)
        file = SimpleUploadedFile("list.csv", as_csv(data) if rows else data)
        self.answer = self.client.post(
            reverse("desk:imports"), {"table": table, "file": file, **typed}
        )
        self.file = Import.objects.order_by("pk").last()

    def url(self, page: str) -> str:
        return reverse(f"desk:{page}", args=[self.file.pk])

    def columns(self, **typed: Any) -> Any:
        """Open the page of the columns, choose, and send it: as it stands unless told otherwise."""
        page = self.client.get(self.url("import"))
        form = page.context["form"]
        data = {bound.html_name: bound.value() or "" for bound in form}
        return self.client.post(self.url("import"), {**data, **spelled(typed)})

    def preview(self) -> Any:
        """What would happen; the page is read to its end."""
        self.page = read(self.client.get(self.url("import-preview")))
        return self.page

    def write(self, **typed: Any) -> Any:
        """Confirm what the preview shows."""
        digest = re.search(r'name="digest" value="([0-9a-f]{64})"', self.preview().words)
        assert digest, self.page.words
        revising = {"is_revising": "True"} if 'name="is_revising"' in self.page.words else {}
        data = {"digest": digest[1], "reason": "As in their list.", **revising, **typed}
        return self.sent(data)

    def sent(self, data: dict[str, str]) -> Any:
        """The answer to a confirmation, read to its end."""
        return read(self.client.post(self.url("import-write"), data))

    def done(self, **typed: Any) -> dict[str, int]:
        """Columns, preview, confirmation; how many rows were what."""
        assert self.columns(**typed).status_code == 302
        page = self.write()
        assert "Imported" in page.words, page.words
        self.file.refresh_from_db()
        return counts_of(page.words)

    def problems(self) -> list[tuple[str, str, str]]:
        """Line, column and sentence of every bad row."""
        lines = read(self.client.get(self.url("import-problems"))).words
        rows = [*csv.reader(io.StringIO(lines))][1:]
        return [(line, column, why) for line, _becomes, _record, column, why in rows]


def spelled(typed: dict[str, Any]) -> dict[str, Any]:
    """Names of fields as the page spells them: column__title is column-title."""
    return {name.replace("__", "-"): value for name, value in typed.items()}


def read(answer: Any) -> Any:
    if answer.streaming:
        answer.words = b"".join(answer.streaming_content).decode()
    else:
        answer.words = text_of(answer)
    return answer


def counts_of(words: str) -> dict[str, int]:
    names = ("new", "changed", "unchanged", "bad")
    found = re.findall(r"<li><b>(\d+)</b>", words)
    return {name: int(n) for name, n in zip(names, found[:4], strict=True)}
