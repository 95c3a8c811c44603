"""What the database itself refuses, as conditions on the old and the new row."""

from dataclasses import dataclass

PREFIX = "guard_"
VERSION_TABLE = "tracker_dataversion"

_CITED = "EXISTS (SELECT 1 FROM tracker_citation c WHERE c.status_change_id = NEW.id)"
_RESTS_ON_WORDS = (
    "EXISTS (SELECT 1 FROM tracker_citation c WHERE c.commitment_id = NEW.id"
    " AND c.role = 'primary' AND c.passage_id IS NOT NULL)"
)
_OF_PUBLISHED = (
    "EXISTS (SELECT 1 FROM tracker_statuschange s"
    " WHERE s.id = {row}.status_change_id AND s.state = 'published')"
)
# The last primary passage of a published commitment is going away.
_LEAVES_NO_WORDS = (
    "OLD.role = 'primary' AND OLD.passage_id IS NOT NULL"
    " AND EXISTS (SELECT 1 FROM tracker_commitment m"
    " WHERE m.id = OLD.commitment_id AND m.state = 'published')"
    " AND NOT EXISTS (SELECT 1 FROM tracker_citation c WHERE c.commitment_id = OLD.commitment_id"
    " AND c.id <> OLD.id AND c.role = 'primary' AND c.passage_id IS NOT NULL)"
)
_STILL_PRIMARY = "(NEW.role = 'primary' AND NEW.passage_id IS NOT NULL AND NEW.commitment_id = OLD.commitment_id)"
# What tells the rows of a table apart beside their id. SQLite's REPLACE removes the row that is in
# the way of another, and fires no DELETE trigger for most clients.
_UNIQUE: dict[str, tuple[tuple[str, ...], ...]] = {
    "capture": (("code",),),
    "passage": (("code",), ("capture_id", "start", "end")),
    "reference": (("code",),),
    "commitment": (("code",),),
    "event": (("code",),),
    "figure": (("code",),),
    "statuschange": (("code",),),
    "assessment": (("code",),),
    "revision": (("code",),),
    "edit": (),
    "citation": tuple(
        (f"{target}_id", "position")
        for target in (
            "commitment", "event", "figure", "status_change", "assessment", "milestone", "condition",
        )
    ),
}  # fmt: skip
_CITES = (
    "EXISTS (SELECT 1 FROM tracker_citation c WHERE c.passage_id = {row}.id)"
    " OR EXISTS (SELECT 1 FROM tracker_deadline d WHERE d.passage_id = {row}.id)"
)
_PAGE_DIFFERS = " OR ".join(
    f"OLD.{column} IS DISTINCT FROM NEW.{column}"
    for column in (
        "id",
        "code",
        "title",
        "url",
        "publisher",
        "language",
        "date_earliest",
        "date_latest",
        "date_precision",
        "date_words",
        "date_basis",
        "reliability",
    )
)
_EVIDENCE_OF_PUBLISHED = (
    "EXISTS (SELECT 1 FROM tracker_citation c JOIN tracker_statuschange s"
    " ON s.id = c.status_change_id WHERE c.reference_id = {row}.id AND s.state = 'published')"
)
_WAS_PUBLIC = "{row}.state IN ('published', 'withdrawn')"
_WORDS_OF_PUBLISHED = (
    "{row}.role = 'primary' AND EXISTS (SELECT 1 FROM tracker_commitment m"
    " WHERE m.id = {row}.commitment_id AND m.state = 'published')"
)
# Which rows of a table are kept, come what may.
_KEPT = {
    "capture": "1 = 1",
    "passage": _CITES,
    "reference": _EVIDENCE_OF_PUBLISHED,
    "commitment": _WAS_PUBLIC,
    "event": _WAS_PUBLIC,
    "figure": _WAS_PUBLIC,
    "statuschange": "{row}.state = 'published'",
    "assessment": _WAS_PUBLIC,
    "revision": "{row}.state = 'published'",
    "edit": "1 = 1",
    "citation": f"{_OF_PUBLISHED} OR {_WORDS_OF_PUBLISHED}",
}


def _takes_the_place(table: str, *, but: str = "") -> str:
    keys = (("id",), *_UNIQUE[table])
    same = " OR ".join(
        "(" + " AND ".join(f't."{column}" = NEW."{column}"' for column in key) + ")" for key in keys
    )
    kept = _KEPT[table].format(row="t")
    return f"EXISTS (SELECT 1 FROM tracker_{table} t WHERE ({same}){but} AND ({kept}))"


_WORDS_DIFFER = " OR ".join(
    f'OLD."{column}" <> NEW."{column}"'
    for column in (
        "id", "code", "capture_id", "start", "end", "exact", "prefix", "suffix", "occurrence",
    )
)  # fmt: skip


@dataclass(frozen=True)
class Guard:
    """Refuses an event on a table when a condition on the OLD and NEW row holds."""

    table: str
    event: str
    name: str
    condition: str
    message: str

    @property
    def trigger(self) -> str:
        """The name of the trigger, unique in the database."""
        return f"{PREFIX}{self.name}"


GUARDS = (
    Guard("tracker_capture", "UPDATE", "capture_update", "1 = 1",
          "A capture is never changed: archive a new one."),
    Guard("tracker_capture", "DELETE", "capture_delete", "1 = 1",
          "A capture is never deleted."),
    Guard("tracker_passage", "UPDATE", "passage_words", _WORDS_DIFFER,
          "The words of a passage never change: mark a new passage."),
    Guard("tracker_passage", "DELETE", "passage_delete", _CITES.format(row="OLD"),
          "A passage that is cited is never deleted."),
    Guard("tracker_reference", "UPDATE", "reference_update",
          f"({_PAGE_DIFFERS}) AND {_EVIDENCE_OF_PUBLISHED.format(row='OLD')}",
          "A page that a published status change cites is never changed: enter a new reference."),
    Guard("tracker_reference", "DELETE", "reference_delete",
          _EVIDENCE_OF_PUBLISHED.format(row="OLD"),
          "A page that a published status change cites is never deleted."),
    Guard("tracker_statuschange", "UPDATE", "status_update", "OLD.state = 'published'",
          "A published status change is never changed: record a correction."),
    Guard("tracker_statuschange", "DELETE", "status_delete", "OLD.state = 'published'",
          "A published status change is never deleted: record a correction."),
    Guard("tracker_statuschange", "INSERT", "status_insert", "NEW.state = 'published'",
          "A status change is entered first and published afterwards."),
    Guard("tracker_statuschange", "UPDATE", "status_uncited",
          f"NEW.state = 'published' AND NOT {_CITED}",
          "A status change is not published without a citation."),
    Guard("tracker_citation", "INSERT", "citation_insert", _OF_PUBLISHED.format(row="NEW"),
          "The citations of a published status change are never added to."),
    Guard("tracker_citation", "UPDATE", "citation_update",
          f"{_OF_PUBLISHED.format(row='OLD')} OR {_OF_PUBLISHED.format(row='NEW')}",
          "The citations of a published status change are never changed."),
    Guard("tracker_citation", "DELETE", "citation_delete", _OF_PUBLISHED.format(row="OLD"),
          "The citations of a published status change are never deleted."),
    Guard("tracker_commitment", "INSERT", "commitment_insert", "NEW.state = 'published'",
          "A commitment is entered first and published afterwards."),
    Guard("tracker_commitment", "UPDATE", "commitment_unquoted",
          f"NEW.state = 'published' AND NOT {_RESTS_ON_WORDS}",
          "A commitment is not published without a primary passage."),
    Guard("tracker_citation", "DELETE", "citation_last_words", _LEAVES_NO_WORDS,
          "A published commitment keeps its primary passage."),
    Guard("tracker_citation", "UPDATE", "citation_other_words",
          f"{_LEAVES_NO_WORDS} AND NOT {_STILL_PRIMARY}",
          "A published commitment keeps its primary passage."),
    Guard("tracker_edit", "UPDATE", "edit_update", "1 = 1",
          "The history of a record is never changed."),
    Guard("tracker_edit", "DELETE", "edit_delete", "1 = 1",
          "The history of a record is never deleted."),
    Guard("tracker_revision", "UPDATE", "revision_update", "OLD.state = 'published'",
          "An approved revision is never changed: revise the record again."),
    Guard("tracker_revision", "DELETE", "revision_delete", "OLD.state = 'published'",
          "An approved revision is never deleted: revise the record again."),
    *(
        guard
        for record in ("commitment", "event", "figure", "assessment")
        for guard in (
            Guard(f"tracker_{record}", "DELETE", f"{record}_delete", _WAS_PUBLIC.format(row="OLD"),
                  "What was public is never deleted: withdraw it with a reason."),
            Guard(f"tracker_{record}", "UPDATE", f"{record}_unpublish",
                  "OLD.state = 'published' AND NEW.state NOT IN ('published', 'withdrawn')"
                  " OR OLD.state = 'withdrawn' AND NEW.state <> 'withdrawn'",
                  "What was public is never made a draft again: withdraw it with a reason."),
            Guard(f"tracker_{record}", "UPDATE", f"{record}_recode",
                  f"{_WAS_PUBLIC.format(row='OLD')} AND (OLD.id <> NEW.id OR OLD.code <> NEW.code)",
                  "The code of what was public is permanent: others may have written it down."),
        )
    ),
    *(
        guard
        for table in _UNIQUE
        for guard in (
            Guard(f"tracker_{table}", "INSERT", f"{table}_replace", _takes_the_place(table),
                  "What is kept is never replaced: it has this code or place already."),
            Guard(f"tracker_{table}", "UPDATE", f"{table}_move_onto",
                  _takes_the_place(table, but=" AND t.id <> OLD.id"),
                  "What is kept is never replaced: it has this code or place already."),
        )
    ),
    Guard(VERSION_TABLE, "DELETE", "version_delete", "1 = 1",
          "The number on which writers wait and caches hang is never deleted."),
)  # fmt: skip

NEVER_EMPTIED = sorted({guard.table for guard in GUARDS})
