"""The dataset: people and what is known of them, read in and written out."""
