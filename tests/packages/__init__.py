"""Tests of tracker.packages."""
