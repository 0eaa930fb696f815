"""Two datasets of the same people: who ends differently, and in what."""
