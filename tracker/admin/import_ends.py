"""An import that ends early, in its preview or when it is written: why, and which way helps then."""

import logging
import sqlite3
from dataclasses import dataclass

from django.core import signing
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from tracker.importers import run
from tracker.lib.sheets import SheetRefused
from tracker.models import Import

_BUSY_SQLITE = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
# A lock that was not to be had in time, a deadlock, a transaction that another one contradicts.
_BUSY_POSTGRES = ("55P03", "40P01", "40001")
# The reason goes along in the address, signed: there may be no database to keep it in.
_FIELD = "ended"
_logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Ended:
    """Why nothing was imported; and the pages that help, best first, each with what is done there."""

    why: str
    ways: tuple[tuple[str, str], ...]


def explain(trial: run.Trial, error: Exception) -> Ended:
    """What to tell when reading ends early: it is too late for an answer of another kind."""
    if isinstance(error, SheetRefused | run.ColumnsLacking):
        return Ended(str(error), (_columns(trial, str(error)), _upload()))
    if isinstance(error, run.NotAsAgreed):
        return Ended(str(error), (_preview(trial, str(error)), _columns(trial, str(error))))
    if isinstance(error, run.ImportRefused):
        return Ended(str(error), (_all_imports(),))
    return _failed(trial, error)


def _failed(trial: run.Trial, error: Exception) -> Ended:
    """What the database or we ourselves are to blame for."""
    if _is_busy(error):
        why = _("The database is busy, because somebody else writes. Nothing was imported: try again.")  # fmt: skip
        return Ended(why, (_preview(trial, why),))
    _logger.error("An import ended in an error: %s", trial.imported.pk, exc_info=error)
    if not isinstance(error, OperationalError | InterfaceError):
        why = _("Something went wrong that is not your doing, and nothing was imported. Tell the operator.")  # fmt: skip
        return Ended(why, (_preview(trial, why),))
    if trial.is_for_good:  # the answer to the very last word may be what was lost
        why = _("The connection to the database was lost, or it took too long to answer. An import is whole or not at all: see in the list of imports whether this one is there, and try again if not.")  # fmt: skip
        return Ended(why, (_all_imports(), _preview(trial, why)))
    why = _("The connection to the database was lost, or it took too long to answer. Nothing was imported: try again.")  # fmt: skip
    return Ended(why, (_preview(trial, why),))


def _is_busy(error: Exception) -> bool:
    """Whether somebody else held what was to be read or written."""
    cause = error.__cause__
    code = getattr(cause, "sqlite_errorcode", 0) & 0xFF  # without what is said more closely
    return code in _BUSY_SQLITE or getattr(cause, "sqlstate", "") in _BUSY_POSTGRES


def told(request: HttpRequest, imported: Import) -> str:
    """Why it ended early, on the page to which one of the ways led; empty on any other."""
    try:
        return str(signing.loads(request.GET.get(_FIELD, ""), salt=_salt(imported)))
    except signing.BadSignature:
        return ""


def _salt(imported: Import) -> str:
    """What was told of one import is no word about another."""
    return f"tracker.import.{imported.pk}"


def _preview(trial: run.Trial, why: str) -> tuple[str, str]:
    return _page("import-preview", trial, why), _("Look at the preview again: it shows how things stand now")  # fmt: skip


def _columns(trial: run.Trial, why: str) -> tuple[str, str]:
    return _page("import", trial, why), _("Choose the columns, and how the file is read")


def _page(name: str, trial: run.Trial, why: str) -> str:
    said = signing.dumps(why, salt=_salt(trial.imported), compress=True)
    return reverse(f"desk:{name}", args=[trial.imported.pk]) + "?" + urlencode({_FIELD: said})


def _upload() -> tuple[str, str]:
    return reverse("desk:imports"), _("Correct the file, and upload it again")


def _all_imports() -> tuple[str, str]:
    return reverse("desk:imports"), _("See in the list of imports what became of this one")
