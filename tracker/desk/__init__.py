"""What editors look at before the public does: the review queue, the work lists, warnings."""
