"""How things are shown in templates."""
