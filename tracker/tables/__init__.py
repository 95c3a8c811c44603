"""How lists look."""
