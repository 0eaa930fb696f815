"""A second machine in the same state: what happens to the one does not happen to the other."""

from __future__ import annotations

from copy import copy
from typing import Any

import numpy as np

from flowlang.engine.activities import Fitting
from flowlang.engine.ledger import Ledger, Recent
from flowlang.engine.log import Log
from flowlang.engine.machine import Machine
from flowlang.engine.plan import Plan
from flowlang.engine.queue import Queue
from flowlang.engine.state import Entries, Memberships, State
from flowlang.engine.summary import Summary
from flowlang.engine.trips import Trips
from flowlang.engine.vectors import Plain, Text

_MOVING = (Machine, State, Memberships, Entries, Log, Trips, Queue, Fitting, Ledger, Recent)
"""What changes while a machine runs; all else is made once and shared."""


def twin(machine: Machine, plan: Plan) -> Machine:
    """A machine in the same state, of a plan that knows the same campaigns and perhaps more.

    Nothing is counted in it yet, and nobody listens. Columns are shared until one of the two
    writes into its own.
    """
    copied: Machine = _copied(machine)
    state = copied.state
    state.plan = plan
    state.partition = copy(machine.state.partition)
    state.witness = None
    copied.summary = Summary(people=state.size)
    return copied


def _copied(value: Any) -> Any:
    match value:
        case np.ndarray():
            return value.copy() if value.flags.writeable else value
        case Text() | Plain():
            return value.shared()
        case dict():
            return {key: _copied(each) for key, each in tuple(value.items())}
        case list():
            return [_copied(each) for each in value]
        case set():
            return set(value)
        case _ if isinstance(value, _MOVING):
            return _part(value)
        case _:
            return value


def _part(value: Any) -> Any:
    """A copy of something that changes, with copies of what it holds."""
    fresh = copy(value)
    names = getattr(type(value), "__slots__", None) or tuple(vars(value))
    for name in names:
        setattr(fresh, name, _copied(getattr(value, name)))
    return fresh
