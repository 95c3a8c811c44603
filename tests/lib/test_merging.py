"""Three versions of rows are merged: nobody's change is lost, and none is undone unseen."""

from tracker.lib.merging import merge


def rows(**values):
    return [{"id": key, "DELETE": False, "text": text} for key, text in values.items()]


def texts(merged):
    return [row["text"] for row in merged.rows]


def test_what_one_person_changed_is_taken_and_what_both_changed_is_named():
    then, mine = rows(a="1", b="1", c="1", d="1"), rows(a="2", b="1", c="2", d="2")
    now = rows(a="1", b="3", c="3", d="2")

    merged = merge(then, mine, now)

    assert texts(merged) == ["2", "3", "2", "2"]
    assert merged.changed == [(1, "text")]
    assert merged.both == [(2, "text")]


def test_new_rows_of_both_are_kept_the_stored_first():
    new = {"id": "", "DELETE": False, "text": "mine"}

    merged = merge(rows(a="1"), [*rows(a="1"), new, new], rows(a="1", b="theirs"))

    assert texts(merged) == ["1", "theirs", "mine", "mine"]
    assert merged.added == [1]


def test_new_row_that_both_typed_alike_is_there_once():
    new = {"id": "", "DELETE": False, "text": "alike"}

    merged = merge(rows(a="1"), [*rows(a="1"), new], rows(a="1", b="alike"))

    assert texts(merged) == ["1", "alike"]
    assert merged.added == [1]


def test_row_that_was_taken_out_is_gone_unless_somebody_changed_it_here():
    merged = merge(rows(a="1", b="1", c="1"), rows(a="1", b="2", c="1"), rows(c="1"))

    assert texts(merged) == ["1", "2"]
    assert [row["id"] for row in merged.gone] == ["a"]
    assert merged.rows[1]["id"] == ""
    assert merged.both == [(1, "DELETE")]


def test_row_that_is_taken_out_here_and_was_changed_there_is_named():
    out = [{**row, "DELETE": True} for row in rows(a="1", b="1")]

    merged = merge(rows(a="1", b="1"), out, rows(a="2", b="1"))

    assert merged.both == [(0, "DELETE")]
    assert all(row["DELETE"] for row in merged.rows)


def test_without_what_was_opened_every_difference_is_named():
    merged = merge([], rows(a="1", b="2"), rows(a="1", b="3"))

    assert merged.both == [(1, "text")]
    assert texts(merged) == ["1", "2"]
