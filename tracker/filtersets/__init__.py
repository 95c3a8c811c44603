"""What lists may be filtered by."""
