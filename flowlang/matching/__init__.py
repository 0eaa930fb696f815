"""Who is in a smart list or filter, and how many each of its parts lets through."""
