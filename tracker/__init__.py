"""The tracker: commitments, their sources and what became of them."""
