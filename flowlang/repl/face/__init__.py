"""The face of the shell on a terminal."""
