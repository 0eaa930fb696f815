"""Datasets on disk, and what is read from them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from flowlang.datatypes import DataType
from flowlang.names import name_key
from flowlang.people.ingest import BadDataError, open_dataset
from flowlang.people.partition import Partition
from flowlang.people.problems import BadData, OnBadData
from flowlang.people.schema import FieldColumn, Schema

TYPES = {
    "email_address": DataType.EMAIL,
    "first_name": DataType.STRING,
    "lead_score": DataType.SCORE,
    "revenue": DataType.CURRENCY,
    "unsubscribed": DataType.BOOLEAN,
    "birthday": DataType.DATE,
    "created_at": DataType.DATETIME,
}


def schema(formats: tuple[str, ...] = ()) -> Schema:
    columns = tuple(
        FieldColumn(name_key(name), name, type_, frozenset({name_key(name)}))
        for name, type_ in TYPES.items()
    )
    seat = FieldColumn("seat", "seat", DataType.STRING, frozenset({"seat"}))
    return Schema(
        fields=columns,
        member_fields=(seat,),
        lists=("VIP", "Webinar.Guests", "Fair.Guests"),
        programs=("Webinar",),
        campaigns=(("Webinar.Invite", 2), ("Score", 0)),
        written=("leadscore",),
        timezone=ZoneInfo("UTC"),
        datetime_formats=formats,
    )


Reader = Callable[..., Partition]


@pytest.fixture
def read(tmp_path: Path) -> Reader:
    """Read files, or one text of people, as one partition."""

    def reader(
        files: str | bytes | dict[str, str],
        on_bad: OnBadData = OnBadData.ERROR,
        formats: tuple[str, ...] = (),
    ) -> Partition:
        given = files if isinstance(files, dict) else {"people.csv": files}
        for name, text in given.items():
            data = text if isinstance(text, bytes) else text.encode()
            (tmp_path / name).write_bytes(data)
        with open_dataset(tmp_path, schema(formats), on_bad) as dataset:
            [(partition, _)] = dataset.partitions(0, dataset.size, 1000)
            return partition

    return reader


@pytest.fixture
def bad(read: Reader) -> Callable[..., BadData]:
    """The bad cells of files that have some."""

    def reader(files: str | dict[str, str], **options: object) -> BadData:
        with pytest.raises(BadDataError) as caught:
            read(files, **options)
        return caught.value.bad

    return reader
