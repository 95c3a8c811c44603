"""Charts: counts in, shares out."""
