"""Marketing campaigns as code: check, run and explain smart campaigns over people."""

__version__ = "0.1.0"
