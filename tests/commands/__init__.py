"""Tests of the management commands: what they say, and with which exit code."""
