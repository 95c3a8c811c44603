"""Everything that writes; each module names the refusals it can raise."""
