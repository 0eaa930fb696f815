"""What each step does to a cohort; every module registers the steps it knows."""

from flowlang.engine.steps import branching, calls, fields, messages, programs, records
from flowlang.engine.steps.perform import perform, take_through

__all__ = [
    "branching",
    "calls",
    "fields",
    "messages",
    "perform",
    "programs",
    "records",
    "take_through",
]
