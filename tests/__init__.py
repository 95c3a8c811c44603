"""The tests: a mirror of tracker/, then journeys, the browser, and rules about the repository."""
