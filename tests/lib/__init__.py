"""Tests of tracker.lib."""
