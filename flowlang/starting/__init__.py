"""A new project: from templates, and from what the columns of a dataset look like."""
