"""The one rule by which names are compared."""

from __future__ import annotations

from functools import lru_cache

_IGNORED = str.maketrans("", "", " _-\t\u00a0")


@lru_cache(maxsize=1 << 14)
def name_key(name: str) -> str:
    """The key under which a name is found: case, blanks, `_` and `-` do not count.

    `lead_score`, `leadScore` and `Lead Score` have one key.
    """
    return name.translate(_IGNORED).casefold()


def title_case(name: str) -> str:
    """The label of a name that has none of its own: `lead_score` becomes `Lead Score`."""
    words = name.replace("_", " ").replace("-", " ").split()
    return " ".join(word[:1].upper() + word[1:] for word in words)
