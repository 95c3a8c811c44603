"""Tests of tracker.admin."""
