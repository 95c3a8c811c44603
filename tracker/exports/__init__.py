"""Public downloads: what a column is, and how rows become lines."""
