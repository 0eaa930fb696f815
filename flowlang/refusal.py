"""What cannot be done as it was asked."""

from __future__ import annotations


class UsageError(Exception):
    """Wrong usage: there is no such file, campaign or token, or words that do not go together.

    The text says so in one sentence. Mistakes in scripts and in data are never raised: they are
    values.
    """
