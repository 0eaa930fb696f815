"""Recordings of the shell, made from the real program."""
