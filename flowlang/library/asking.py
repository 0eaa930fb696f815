"""People who are asked by the linter."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from flowlang.library.tables import People, bad_data_word, placed
from flowlang.linting.world import People as Asked
from flowlang.model.instance import Instance
from flowlang.workspace.surveying import survey_people


@contextmanager
def survey_of(people: People, on_bad_data: str) -> Iterator[Callable[[Instance], Asked]]:
    """A function that tells what people say of an instance, for as long as the block lasts."""
    word = bad_data_word(on_bad_data)
    with placed(people) as place:
        yield lambda instance: survey_people(instance, place.path, word)
