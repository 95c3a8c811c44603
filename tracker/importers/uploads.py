"""Uploaded spreadsheets: kept as they came, with how they are to be read."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from hashlib import file_digest
from itertools import zip_longest
from typing import Any

from django.contrib.auth.models import User
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from tracker.importers import mapping
from tracker.importers.kinds import KINDS, Column
from tracker.importers.mapping import Rules
from tracker.lib.csv_cells import unescape
from tracker.lib.sheets import Sheet, SheetRefused, open_sheet
from tracker.models import DataVersion, Import, ImportMapping

# More different words than that are no closed list.
MOST_WORDS = 60
# After so many days a file that nobody imported is forgotten.
KEPT_DAYS = 30


@transaction.atomic
def keep(file: "UploadedFile[bytes]", *, table: str, kept: ImportMapping | None, by: User, now: datetime) -> Import:  # fmt: skip
    """Keep the file, read as a list of that name was read before, if one is named.

    Uploads that waited for too long are forgotten.
    """
    _forget_old(now)
    imported = Import(
        table=table,
        name=(file.name or "")[-200:],
        sha256=file_digest(file, "sha256").hexdigest(),
        uploaded_by=by,
        uploaded_at=now,
    )
    if kept is not None:
        imported.origin, imported.rules = kept.name, kept.rules
    file.seek(0)
    imported.file.save("import", file, save=False)
    imported.save()
    return imported


def waiting() -> QuerySet[Import]:
    """The uploads of which nothing was written yet."""
    return Import.objects.filter(confirmed_at__isnull=True)


def confirm(imported: Import, *, counts: Mapping[str, int], now: datetime) -> bool:
    """Keep that an upload was imported, with its report, which is in place already; whether it still waited."""
    confirmed = (
        waiting()
        .filter(pk=imported.pk)
        .update(confirmed_at=now, counts=dict(counts), report=imported.report.name)
    )
    return bool(confirmed)


def same_as(imported: Import) -> Import | None:
    """The latest import of the very same file, if it was imported before."""
    same = Import.objects.filter(sha256=imported.sha256, table=imported.table)
    found = same.filter(confirmed_at__isnull=False).exclude(pk=imported.pk)
    return found.select_related("uploaded_by").order_by("-confirmed_at", "-pk").first()


def bring_back(imported: Import) -> None:
    """Keep that the editor wants anew what was deleted here."""
    waiting().filter(pk=imported.pk).update(brings_back=True)


@transaction.atomic
def _forget_old(now: datetime) -> None:
    DataVersion.objects.take_turn()
    for old in waiting().filter(uploaded_at__lt=now - timedelta(days=KEPT_DAYS)):
        discard(old)


@transaction.atomic
def discard(imported: Import) -> None:
    """Forget an upload, unless it was imported in the meantime."""
    # What is being imported is not forgotten.
    DataVersion.objects.take_turn()
    if waiting().filter(pk=imported.pk).delete()[0]:
        transaction.on_commit(lambda: imported.file.delete(save=False))


def read_as(imported: Import, **chosen: str) -> None:
    """Keep how the bytes of an upload are read."""
    waiting().filter(pk=imported.pk).update(**chosen)


@transaction.atomic
def set_rules(imported: Import, rules: Rules, *, origin: str) -> None:
    """Keep how the file is read; under the name of its list also for the next file."""
    imported.rules, imported.origin = rules.to_json(), origin
    waiting().filter(pk=imported.pk).update(rules=imported.rules, origin=origin)
    if origin:
        kept = {"table": imported.table, "rules": imported.rules}
        ImportMapping.objects.update_or_create(name=origin, defaults=kept)


def open_file(imported: Import) -> Sheet:
    """The sheet of an upload, read as its editor chose. Raises SheetRefused. Close it afterwards."""
    try:
        return open_sheet(
            imported.file.path,
            encoding=imported.encoding,
            delimiter=imported.delimiter,
            sheet=imported.sheet,
        )
    except FileNotFoundError as error:
        raise SheetRefused(_("The file is not here any more: upload it again.")) from error


def header_of(imported: Import) -> dict[str, str]:
    """The names of its columns, each with what its first row says. Raises SheetRefused."""
    with open_file(imported) as sheet:
        names = [name.strip() for name in sheet.header]
        first = next(sheet.rows).cells
    return dict(zip_longest(names, first[: len(names)], fillvalue=""))


def count_rows(imported: Import) -> int:
    """How many rows there are to read. Raises SheetRefused."""
    with open_file(imported) as sheet:
        return sum(not row.is_empty for row in sheet.rows)


def rules_of(imported: Import, header: Iterable[str]) -> Rules:
    """How the file is read; at first, each column that is called like ours is that one."""
    kept = Rules.from_json(imported.rules)
    return kept if kept.names() else mapping.for_own_columns(KINDS[imported.table], header)


def foreign_words(imported: Import, rules: Rules) -> dict[str, list[str]]:
    """The words in columns with closed lists that are none of ours, by our column. Raises SheetRefused.

    A column with more than MOST_WORDS of them is cut there.
    """
    closed = [c for c in KINDS[imported.table].columns if c.values and c.name in rules.columns]
    found: dict[str, dict[str, None]] = {column.name: {} for column in closed}
    with open_file(imported) as sheet:
        header = [name.strip() for name in sheet.header]
        for row in sheet.rows:
            cells: dict[str, Any] = dict(zip(header, row.cells, strict=False))
            for column in closed:
                words = found[column.name]
                cell = unescape(cells.get(rules.columns[column.name], ""))
                if len(words) < MOST_WORDS and cell.strip() not in rules.nothing:
                    words |= dict.fromkeys(_foreign(column, cell))
    return {name: list(words) for name, words in found.items() if words}


def _foreign(column: Column, cell: str) -> Iterator[str]:
    for word in cell.split(";")[:MOST_WORDS] if column.is_list else [cell]:
        if word.strip() and mapping.own_value(column, word.strip()) is None:
            yield word.strip()
