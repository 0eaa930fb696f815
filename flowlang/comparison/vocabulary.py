"""How the types of activities are called where no script is at hand."""

from __future__ import annotations

from flowlang.model.standard import CORE, StandardLibrary
from flowlang.syntax.nodes.declarations import ActivityDeclaration


def standard_activity_names() -> dict[str, str]:
    """The names of the standard activity types by their ids, as cells have them."""
    file = StandardLibrary().module(CORE)
    declared = () if file is None else file.declarations
    return {
        each.number.text: each.name.text
        for each in declared
        if isinstance(each, ActivityDeclaration)
    }
