"""The data package: what its tables are, how it is read and how it is written."""
