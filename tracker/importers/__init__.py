"""Spreadsheets of editors on their way into the record: read, compared, previewed, written."""
