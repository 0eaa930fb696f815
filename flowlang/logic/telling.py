"""A made-up person in words."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from flowlang.logic.formulas import Kind
from flowlang.logic.witness import Witness
from flowlang.logic.wording import joined, value_words


def in_words(witness: Witness, zone: ZoneInfo) -> str:
    """Who it is: `a person with Country "DE" and Lead Score 12, member of list "VIP"`."""
    having: list[str] = []
    being: list[str] = []
    lacking: list[str] = []
    for subject, value in witness.values.items():
        match subject.kind:
            case Kind.FIELD:
                having.append(f"{subject.name} {value_words(value, subject.type, zone)}")
            case Kind.LIST | Kind.CAMPAIGN | Kind.PROGRAM:
                words = f'member of {subject.kind.value} "{subject.name}"'
                if value:
                    being.append(words)
                else:
                    lacking.append(f"no {words}")
            case _:
                pass
    counts: dict[str, int] = {}
    for done in witness.done:
        counts[done.words] = counts.get(done.words, 0) + 1
    did = [f"who did {words}{_times(times)}" for words, times in counts.items()]
    parts = [f"with {joined(having)}"] if having else []
    parts += being or ([] if having or did else lacking)
    return f"a person {', '.join(parts + did)}".rstrip()


def _times(count: int) -> str:
    return "" if count == 1 else f" {count} times"
