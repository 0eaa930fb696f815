"""Finding the one person of a dataset that somebody asks about."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from flowlang.people.dataset import Dataset
from flowlang.people.partition import Partition
from flowlang.style import counted, plain

_AT_ONCE = 100_000
_NAMED = 5


def find_person(dataset: Dataset, wanted: str) -> Partition | str:
    """The partition of one person, by id or else by e-mail address; or why there is none."""
    rows, by_email = _rows(dataset, wanted)
    if len(rows) == 1:
        row = rows[0]
        return next(partition for partition, _ in dataset.partitions(row, row + 1, _AT_ONCE))
    if not rows:
        lacks = "" if by_email else ", and the data has no column of e-mail addresses"
        people = counted(dataset.size, "person", "people")
        where = f"among {people}" if dataset.size else "in the data, which holds no people"
        return f'nobody has the id or the e-mail address "{plain(wanted)}" {where}{lacks}'
    ids = [
        str(partition.ids[0].as_py())
        for row in rows[:_NAMED]
        for partition, _ in dataset.partitions(row, row + 1, _AT_ONCE)
    ]
    more = f" and {len(rows) - _NAMED:,} more" if len(rows) > _NAMED else ""
    return (
        f'{len(rows):,} people have the e-mail address "{plain(wanted)}"; '
        f"say which by id: {', '.join(ids)}{more}"
    )


def _rows(dataset: Dataset, wanted: str) -> tuple[list[int], bool]:
    """The rows of who has that id, else of those with that address; whether there are any."""
    by_email: list[int] = []
    has_email = False
    for partition, _ in dataset.partitions(0, dataset.size, _AT_ONCE):
        same = pc.fill_null(pc.equal(partition.ids.cast(pa.string()), wanted), False)
        if pc.any(same).as_py():
            return [partition.first_row + _places(same)[0]], True
        emails = partition.fields.get("email")
        if emails is not None:
            has_email = True
            if pa.types.is_dictionary(emails.type):
                emails = emails.cast(pa.string())
            alike = pc.equal(pc.utf8_lower(emails), wanted.lower())
            by_email.extend(
                partition.first_row + place for place in _places(pc.fill_null(alike, False))
            )
    return by_email, has_email


def _places(mask: pa.Array) -> list[int]:
    return [int(each) for each in np.flatnonzero(mask.to_numpy(zero_copy_only=False))]
