"""Checking what people type; saving is the business of the services."""
