"""What is said of filters is true of everybody, by the plain interpreter."""

from __future__ import annotations

import os
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest

from flowlang.logic.logic import Claim, Logic
from flowlang.model.filters import Filter
from flowlang.model.instance import Instance
from flowlang.model.load import load
from flowlang.model.standard import StandardLibrary
from tests.logic.made_up import DECLARATIONS, NOWS, Maker, as_person
from tests.reference.interpreter import Interpreter
from tests.reference.person import Person
from tests.reference.questions import Asker

ROUNDS = int(os.environ.get("FLOWLANG_ROUNDS", "6"))
"""Each round is forty filters, each asked of sixty people at several moments."""

FIRST = int(os.environ.get("FLOWLANG_FIRST", "0"))
LIBRARY = StandardLibrary()


def bound(filters: list[str], zone: str, folder: Path) -> Instance:
    folder.mkdir(exist_ok=True)
    (folder / "flowlang.toml").write_text(f'[project]\ntimezone = "{zone}"')
    lists = "\n".join(f'smart list "F{n}" {{ {each} }}' for n, each in enumerate(filters))
    (folder / "main.flow").write_text(DECLARATIONS + lists)
    [instance] = load([folder / "main.flow"], LIBRARY).instances
    assert instance.diagnostics == []
    return instance


def passes(filter_: Filter, person: Person, now: int, instance: Instance) -> bool:
    return Asker(Interpreter(instance), person, now, None).passes(filter_)


@pytest.mark.parametrize("number", range(FIRST, FIRST + ROUNDS))
def test_what_is_said_is_true_of_everybody(number: int, tmp_path: Path) -> None:
    maker = Maker(Random(number))
    texts = [maker.filter() for _ in range(40)]
    instance = bound(texts, maker.pick(["UTC", "Europe/Berlin", "America/New_York"]), tmp_path)
    logic = Logic(instance.project)
    named = [each for each in instance.smart_lists if each.name.startswith("F")]
    people = [(now, maker.person(now, instance)) for now in NOWS for _ in range(12)]
    told = 0
    for text, smart_list in zip(texts, named, strict=True):
        asked = smart_list.filter
        verdicts = [passes(asked, person, now, instance) for now, person in people]
        if logic.never_holds(asked):
            told += 1
            assert not any(verdicts), text
        if logic.always_holds(asked):
            told += 1
            assert all(verdicts), text
        for holds in (True, False):
            witness = logic.witness(Claim(asked, holds))
            if witness is not None:
                told += 1
                person = as_person(witness, instance)
                assert passes(asked, person, witness.now, instance) is holds, (text, witness)
    for one, other in pairwise(named):
        if logic.follows(other.filter, [Claim(one.filter)]):
            for now, person in people:
                if passes(one.filter, person, now, instance):
                    assert passes(other.filter, person, now, instance)
    assert told > 40
