"""Charts: rows in, chart out; no database."""
