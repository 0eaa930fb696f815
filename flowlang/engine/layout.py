"""The log of a run laid out: all its activities by person, in the order in which they came."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from flowlang.engine.kinds import Kinds, narrowest
from flowlang.engine.log import Log
from flowlang.engine.order import Order
from flowlang.engine.vectors import Codes, Times


def written(log: Log, known: Codes) -> pa.Table:
    """All activities as a table; `known` is how many activities each person had before."""
    order = _order(log, known)
    kinds = Kinds()
    which = order.column(kinds.of(log.blocks), narrowest(kinds.size))
    return pa.table(
        {
            "person": order.persons(),
            "number": order.numbers(known),
            "time": _times(log, order),
            **kinds.columns(which),
        }
    )


def _times(log: Log, order: Order) -> Times:
    moments = {block.now if isinstance(block.now, int) else None for block in log.blocks}
    moment = moments.pop() if len(moments) == 1 else None
    if moment is not None:
        return np.full(log.size, moment, np.int64)
    return order.column([block.now for block in log.blocks], np.int64)


def numbers(log: Log, known: Codes) -> Codes:
    """The number in its GUID of each reference; `known` as for `written`."""
    order = _order(log, known)
    of_place = order.numbers(known)
    return np.concatenate([of_place[place] for place in order.places])


def _order(log: Log, known: Codes) -> Order:
    return Order.of([block.rows for block in log.blocks], len(known))
