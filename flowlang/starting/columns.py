"""The columns of a dataset: Marketo's own fields, fields to declare, and what is left alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from flowlang.datatypes import DataType, Family
from flowlang.model.assets import Field
from flowlang.names import name_key
from flowlang.people.files import TableFile, find_tables
from flowlang.people.problems import BadData, OnBadData, RefusedError
from flowlang.starting.guess import Guess, guess
from flowlang.starting.naming import field_name, label_for, words_of
from flowlang.starting.tally import Reading, Tally


@dataclass(frozen=True, slots=True)
class Declared:
    """A field to declare for a column."""

    column: str
    name: str
    label: str | None
    guess: Guess


@dataclass(frozen=True, slots=True)
class Standard:
    """A column that is one of Marketo's own fields."""

    column: str
    field: Field


@dataclass(frozen=True, slots=True)
class LeftAlone:
    """A column that is no field and is kept as it is, and why."""

    column: str
    why: str


@dataclass(frozen=True, slots=True)
class Columns:
    """What the columns of a dataset are; `id` is the one with the ids of people.

    `formats` are the forms of dates that the reader must be told of.
    """

    rows: int
    id: str | None
    standard: tuple[Standard, ...]
    declared: tuple[Declared, ...]
    left: tuple[LeftAlone, ...]
    formats: tuple[str, ...]


def find_columns(data: Path, fields: Iterable[Field], fixed: Iterable[Field]) -> Columns:
    """Look through the people of a dataset once; `fields` are Marketo's.

    The `fixed` ones among them are read by every campaign and cannot be declared anew. Raises
    `RefusedError` for what is no dataset.
    """
    try:
        people = find_tables(data)["people"]
        _check_names(people)
        tallies, rows = _count(people)
    except OSError as error:
        raise RefusedError(f"{error.filename or data} cannot be read: {error.strerror}") from None
    return _Sorting(fields, fixed).sort(tallies, rows)


def _check_names(people: TableFile) -> None:
    twice = [name for name in people.names if people.names.count(name) > 1]
    if twice:
        raise RefusedError(f"{people.path} has two columns with the name {twice[0]}")


def _count(people: TableFile) -> tuple[list[Tally], int]:
    tallies = [Tally(name) for name in people.names]
    rows = 0
    for batch in people.batches(BadData(), OnBadData.SKIP_PERSON):
        rows += batch.num_rows
        for tally, column in zip(tallies, batch.columns, strict=True):
            tally.add(column)
    return tallies, rows


class _Sorting:
    """Gives every column its place, and every field one column at most."""

    def __init__(self, fields: Iterable[Field], fixed: Iterable[Field]) -> None:
        self._standard = {key: each for each in fields for key in each.keys}
        self._fixed = {each.key for each in fixed}
        self._columns: dict[str, str] = {}
        self._taken: set[str] = set(self._standard)
        self._id: str | None = None
        self._formats: list[str] = []
        self.standard: list[Standard] = []
        self.declared: list[Declared] = []
        self.left: list[LeftAlone] = []

    def sort(self, tallies: list[Tally], rows: int) -> Columns:
        """All columns, in their order."""
        self._taken.update(name_key(each.name) for each in tallies)
        for position, tally in enumerate(tallies, 1):
            self._place(tally, position)
        return Columns(
            rows,
            self._id,
            tuple(self.standard),
            tuple(self.declared),
            tuple(self.left),
            tuple(self._formats),
        )

    def _place(self, tally: Tally, position: int) -> None:
        key = name_key(tally.name)
        field = self._standard.get(key)
        key = field.key if field is not None else key
        if key == "id" and self._id is None:
            self._id = tally.name
        elif not key:
            self.left.append(LeftAlone(tally.name, "it has no name"))
        elif key in self._columns:
            other = self._columns[key]
            self.left.append(LeftAlone(tally.name, f"`{other}` is the same field"))
        else:
            self._columns[key] = tally.name
            self._declare(tally, position, field)

    def _declare(self, tally: Tally, position: int, field: Field | None) -> None:
        found = self._with_one_order_of_dates(guess(tally, set(words_of(tally.name))))
        if field is None:
            name = field_name(tally.name, position, self._is_free_for(tally.name))
            self._taken.add(name_key(name))
            self.declared.append(Declared(tally.name, name, label_for(tally.name, name), found))
        elif field.key in self._fixed or _fits(tally, field.type, found):
            self.standard.append(Standard(tally.name, field))
        else:
            found = replace(found, why=f"{found.why}; {_why_not(tally, field.type)}")
            self.declared.append(Declared(tally.name, field.name, field.label, found))
        if found.format and found.format not in self._formats:
            self._formats.append(found.format)

    def _is_free_for(self, column: str) -> Callable[[str], bool]:
        own = name_key(column)
        return lambda key: key == own or key not in self._taken

    def _with_one_order_of_dates(self, found: Guess) -> Guess:
        """A guess, or text where another column has its days and months the other way round."""
        order = found.format[:2]
        if order not in ("%d", "%m") or "/" not in found.format:
            return found
        if all(each[:2] == order for each in self._formats if "/" in each):
            return found
        return Guess(DataType.STRING, f"{found.why}, but another column has them otherwise")


def _fits(tally: Tally, type_: DataType, found: Guess) -> bool:
    """Whether every cell is a value of Marketo's type for the field."""
    if type_.family is Family.TEXT or not tally.cells:
        return True
    if found.format and type_.family is Family.DATE:
        return True
    fits = tally.readings.get(Reading(_read_as(type_)))
    return fits == tally.cells


def _why_not(tally: Tally, type_: DataType) -> str:
    """Why cells are not of Marketo's type for their field."""
    odd = " ".join(tally.odd.get(Reading(_read_as(type_)), "").split())[:40]
    return f"Marketo has a {type_.value}, and `{odd}` is none"


def _read_as(type_: DataType) -> DataType:
    """The type as which cells were tried that must be of another one of its family."""
    match type_.family:
        case Family.BOOLEAN:
            return DataType.BOOLEAN
        case Family.DATE:
            return DataType.DATETIME
        case _:
            return DataType.INTEGER if type_.is_whole else DataType.FLOAT
