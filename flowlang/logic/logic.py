"""What can be asked about filters: whether anybody can pass them, and who."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from flowlang.logic.formulas import Formula, Kind, subjects
from flowlang.logic.solving import Solver
from flowlang.logic.translating import Translator
from flowlang.logic.witness import Finder, Witness
from flowlang.model.filters import All, Any, Filter, InSmartList, Not, Test
from flowlang.model.project import Project
from flowlang.model.walk import all_filters


class Claim(NamedTuple):
    """That a filter holds, or with `holds` false that it does not."""

    filter: Filter
    holds: bool = True

    @property
    def pieces(self) -> Iterator[Claim]:
        """Smaller claims that say the same together."""
        match self.filter:
            case All() if self.holds:
                for item in self.filter.items:
                    yield from Claim(item).pieces
            case Any() if not self.holds:
                for item in self.filter.items:
                    yield from Claim(item, False).pieces
            case Not():
                yield from Claim(self.filter.item, not self.holds).pieces
            case InSmartList(smart_lists=(only,)):
                yield from Claim(only.filter, self.holds).pieces
            case _:
                yield self


@dataclass(slots=True)
class Logic:
    """Answers for one instance; what cannot be decided is answered with no, or nobody.

    A yes is a proof: whatever people's fields, lists and activities are, and whenever now is.
    """

    project: Project
    _translator: Translator = field(init=False)
    _solver: Solver = field(init=False)

    def __post_init__(self) -> None:
        self._translator = Translator(self.project.timezone)
        self._solver = Solver()

    def is_impossible(self, *claims: Claim) -> bool:
        """Whether nobody can be as all the claims say."""
        return self.cannot_be(*map(self.formula, claims))

    def cannot_be(self, *formulas: Formula) -> bool:
        """Whether nobody can be as all the formulas say."""
        return self._solver.is_impossible(*formulas)

    def never_holds(self, filter_: Filter) -> bool:
        """Whether nobody can pass a filter."""
        return self.is_impossible(Claim(filter_))

    def always_holds(self, filter_: Filter) -> bool:
        """Whether everybody passes a filter."""
        return self.is_impossible(Claim(filter_, False))

    def follows(self, filter_: Filter, given: Iterable[Claim]) -> bool:
        """Whether whoever is as the claims say passes a filter."""
        return self.is_impossible(*given, Claim(filter_, False))

    def witness(self, *claims: Claim) -> Witness | None:
        """Somebody who certainly is as all the claims say; None where nobody was found."""
        found = Finder(self.project, self._solver).find(*map(self.formula, claims))
        if found is not None:
            spellings = _spellings(claims)
            for subject, value in found.values.items():
                if subject.kind is Kind.FIELD and isinstance(value, str):
                    found.values[subject] = spellings.get(value, value)
        return found

    def formula(self, claim: Claim) -> Formula:
        """A claim as a formula."""
        return self._translator.formula(claim.filter, holds=claim.holds)

    def subjects(self, filter_: Filter) -> frozenset[Hashable]:
        """What a filter is about: subjects, and keys of activity types."""
        return subjects(self.formula(Claim(filter_)))

    @property
    def translator(self) -> Translator:
        """What makes formulas of filters."""
        return self._translator


def _spellings(claims: Iterable[Claim]) -> dict[str, str]:
    """The texts of filters as they are written, by how they are compared."""
    return {
        value.casefold(): value
        for claim in claims
        for each in all_filters(claim.filter)
        if isinstance(each, Test)
        for value in each.values
        if isinstance(value, str)
    }
