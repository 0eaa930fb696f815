"""The names of fields for columns that have none of Marketo's."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from flowlang.names import name_key, title_case

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_OTHER = re.compile(r"[^A-Za-z0-9]+")
_PLAIN = re.compile(r"[a-z][a-z0-9_-]*|[a-z][A-Za-z0-9]*")
_TAKEN_BY_THE_LANGUAGE = {"not", "did"}


def words_of(column: str) -> list[str]:
    """The words of a column's name, small: those of `firstTouch_date` are three."""
    plain = unicodedata.normalize("NFKD", column.replace("ß", "ss"))
    plain = plain.encode("ascii", "ignore").decode()
    return [word.lower() for word in _OTHER.split(_HUMP.sub(" ", plain)) if word]


def field_name(column: str, position: int, is_free: Callable[[str], bool]) -> str:
    """A name that needs no back-quotes and that nobody has; `position` counts from 1."""
    name = "_".join(words_of(column)) or f"column_{position}"
    if name[0].isdigit() or name in _TAKEN_BY_THE_LANGUAGE:
        name = f"column_{name}"
    found, number = name, 2
    while not is_free(name_key(found)):
        found, number = f"{name}_{number}", number + 1
    return found


def label_for(column: str, name: str) -> str | None:
    """The label that makes a column find its field; None where the name and its own label do."""
    finds_it = name_key(column) == name_key(name)
    is_plain = _PLAIN.fullmatch(column) or column == title_case(name)
    return None if finds_it and is_plain else column
