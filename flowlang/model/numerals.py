"""Whole numbers as they are written, however long."""

from __future__ import annotations

_LONGEST = 40


def whole(text: str) -> int | None:
    """The whole number that a text is, None where it is none.

    Of one with more digits than anything here can count only the size is kept.
    """
    digits = text.removeprefix("-")
    if not (digits.isascii() and digits.isdigit()):
        return None
    number = int(digits) if len(digits) <= _LONGEST else 10**_LONGEST
    return -number if text.startswith("-") else number
