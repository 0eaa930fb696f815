"""The shell: what is typed there, what it answers, and how that looks on a terminal."""
