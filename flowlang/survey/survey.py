"""Going through the people of a dataset once, with all questions at hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from flowlang.datatypes import DataType
from flowlang.engine.filters import passing
from flowlang.engine.plan import Plan
from flowlang.engine.run import PARTITION
from flowlang.engine.state import begin
from flowlang.engine.tokens import Context
from flowlang.model.assets import Field
from flowlang.model.campaigns import Campaign, CampaignKind
from flowlang.model.filters import Filter, Test
from flowlang.model.instance import Instance
from flowlang.people.dataset import Dataset
from flowlang.people.partition import Partition
from flowlang.source import Source, Span
from flowlang.survey.questions import (
    asked_fields,
    conjuncts,
    may_take_empty,
    where_empty,
    whole_filters,
)

Key = tuple[Filter, bool]
"""A filter; or a comparison under `and`, and that its field is to be empty."""


@dataclass(slots=True)
class Survey:
    """The answers; `header` is the line of names above the people, as a text with places.

    `values` are the texts of fields as they stand in the data, and how often each does;
    `addresses` the email addresses, in small letters, that several people have.
    """

    size: int
    header: Source
    columns: dict[str, Span]
    counts: dict[Key, int] = field(default_factory=dict)
    values: dict[Field, Counter[str]] = field(default_factory=dict)
    present: set[str] = field(default_factory=set)
    strays: tuple[str, ...] = ()
    addresses: Counter[str] = field(default_factory=Counter)

    def count(self, filter_: Filter) -> int | None:
        """How many a filter holds for; None where it was not among the questions."""
        return self.counts.get((filter_, False))

    def count_empty(self, test: Filter) -> int | None:
        """How many pass the filter in which a comparison stands though its field is empty."""
        return self.counts.get((test, True))

    def has_column(self, field_: Field) -> bool:
        """Whether the data has a column for a field."""
        return field_.key in self.present


def survey(instance: Instance, dataset: Dataset, now: int) -> Survey:
    """Go through everybody."""
    found = _empty_survey(dataset)
    questions = list(_questions(instance))
    fields = asked_fields(instance)
    email = instance.field("email")
    if dataset.size == 0:
        found.counts = {key: 0 for _, key, _ in questions}
    nobody = Campaign("", "", instance.root, Source("", ""), Span(0, 0), CampaignKind.BATCH)
    plan = Plan(instance, nobody, now, 0, {}, None)
    addresses: list[pa.Array] = []
    for partition, _ in dataset.partitions(0, dataset.size, PARTITION):
        state = begin(plan, partition)
        everyone = np.arange(partition.size, dtype=np.intp)
        for filter_, key, context in questions:
            held = int(passing(filter_, state, everyone, now, context).sum())
            found.counts[key] = found.counts.get(key, 0) + held
        for each in fields:
            found.values.setdefault(each, Counter()).update(_values(partition, each))
        if email is not None and email.key in partition.fields:
            addresses.append(_lowered(partition.fields[email.key]))
    found.addresses = _shared(addresses)
    return found


def _lowered(column: pa.Array) -> pa.Array:
    if pa.types.is_dictionary(column.type):
        column = column.cast(pa.string())
    return pc.utf8_lower(column.drop_null())


def _shared(columns: list[pa.Array]) -> Counter[str]:
    """The texts that come more than once, and how often each does."""
    counted = pc.value_counts(pa.chunked_array(columns, pa.string()))
    twice = counted.filter(pc.greater(counted.field(1), 1))
    return Counter(dict(zip(twice.field(0).to_pylist(), twice.field(1).to_pylist(), strict=True)))


def _questions(instance: Instance) -> Iterator[tuple[Filter, Key, Context | None]]:
    """The filters to ask, the key of the answer, and the tokens that each sees."""
    for whole, campaign in whole_filters(instance):
        context = None if campaign is None else Context(campaign, {})
        yield whole, (whole, False), context
        for part in conjuncts(whole):
            if part is not whole:
                yield part, (part, False), context
            if isinstance(part, Test) and may_take_empty(part):
                yield where_empty(whole, part), (part, True), context


def _empty_survey(dataset: Dataset) -> Survey:
    names = [each.name for each in dataset.columns]
    header = Source(str(dataset.tables["people"].path), ",".join(names))
    spans: dict[str, Span] = {}
    at = 0
    for name in names:
        spans[name] = Span(at, at + len(name))
        at += len(name) + 1
    present = {each.field.key for each in dataset.columns if each.field is not None}
    strays = tuple(each.name for each in dataset.columns if each.field is None and not each.is_id)
    return Survey(dataset.size, header, spans, present=present, strays=strays)


def _values(partition: Partition, field_: Field) -> dict[str, int]:
    """The texts of a field and how often each stands there."""
    column = partition.fields.get(field_.key)
    if column is None or field_.type is DataType.BOOLEAN:
        return {}
    if pa.types.is_dictionary(column.type):
        counts = np.bincount(
            column.indices.drop_null().to_numpy(), minlength=len(column.dictionary)
        )
        words = column.dictionary.to_pylist()
        return {
            word: int(times)
            for word, times in zip(words, counts.tolist(), strict=True)
            if word is not None and times
        }
    counted = pc.value_counts(column.drop_null())
    return dict(zip(counted.field(0).to_pylist(), counted.field(1).to_pylist(), strict=True))
