"""Tests of tracker.services."""
