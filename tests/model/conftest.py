"""Small projects, bound."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from flowlang.model.instance import Instance
from flowlang.model.load import load
from tests.harness import document

Bind = Callable[[str], Instance]


@pytest.fixture
def bind(tmp_path: Path) -> Bind:
    """Binds a document that must have no mistakes; `--- name.flow` begins another file."""

    def bound(text: str) -> Instance:
        document("", text).write(tmp_path)
        loaded = load([tmp_path])
        (instance,) = loaded.instances
        told = [f"{each.rule}: {each.message}" for each in instance.diagnostics]
        assert not told, "\n".join(told)
        return instance

    return bound
