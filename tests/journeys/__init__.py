"""Whole stories, through the services and the client."""
