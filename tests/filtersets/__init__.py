"""What the list takes, and how it answers what it does not take."""
