"""The meaning of the language, as plainly as it can be written: one person at a time."""
