"""Public downloads."""
