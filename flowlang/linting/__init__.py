"""What works and is rarely meant: one rule a file, found by listing the folder `rules`."""
