"""Tests of tracker.models."""
