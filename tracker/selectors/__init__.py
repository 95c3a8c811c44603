"""Reads across several models, through the public door."""
