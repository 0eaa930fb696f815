"""Did you mean: the name closest to one that is not known."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from flowlang.names import name_key


def nearest(name: str, candidates: Iterable[str]) -> str | None:
    """The candidate most like a name by the rule of names, None where none is near."""
    by_key: dict[str, str] = {}
    for candidate in candidates:
        by_key.setdefault(name_key(candidate), candidate)
    found = get_close_matches(name_key(name), by_key, n=1, cutoff=0.7)
    return by_key[found[0]] if found else None


def did_you_mean(name: str, candidates: Iterable[str], *, quoted: bool = False) -> str | None:
    """A line of help that offers the nearest candidate, as it is written in a script."""
    found = nearest(name, candidates)
    if found is None:
        return None
    return f'did you mean `"{found}"`?' if quoted else f"did you mean `{written(found)}`?"


def written(name: str) -> str:
    """A name as it stands in a script, in back-quotes where it is no single word."""
    return name if name.isidentifier() and name.isascii() else f"`{name}`"


def as_word(name: str) -> str:
    """A name as a declaration would best write it: `Shoe Size` becomes `shoe_size`."""
    word = "_".join(name.lower().split())
    return word if word.isidentifier() and word.isascii() else written(name)


def listing(names: Iterable[str]) -> str:
    """Names in quotes, with commas and an `or` before the last."""
    quoted = [f'"{name}"' for name in names]
    if len(quoted) < 2:
        return "".join(quoted)
    return f"{', '.join(quoted[:-1])} or {quoted[-1]}"
