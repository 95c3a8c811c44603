"""Public pages through the client: what a reader gets, and what nobody does."""
