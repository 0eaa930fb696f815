"""What happened to one person and why, as a tree of plain values, and ways to tell it."""
