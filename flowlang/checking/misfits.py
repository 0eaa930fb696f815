"""What a project declares anew and the standard library cannot work with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from flowlang.diagnostics.diagnostic import Diagnostic, Related
from flowlang.model.assets import Field
from flowlang.model.instance import Instance
from flowlang.model.origin import is_standard
from flowlang.names import name_key

_NAMED = re.compile(r"`([^`]+)`")


def told_where_caused(found: Iterable[Diagnostic], instance: Instance) -> Iterator[Diagnostic]:
    """Diagnostics of which those in the library stand once, at the field that causes them.

    Nobody can mend the library, and its files may use a field a hundred times.
    """
    caused: dict[Field, list[Diagnostic]] = {}
    for each in found:
        cause = _cause(each, instance) if is_standard(each.source) else None
        if cause is None:
            yield each
        else:
            caused.setdefault(cause, []).append(each)
    for field, misfits in caused.items():
        yield _folded(field, misfits)


def _cause(diagnostic: Diagnostic, instance: Instance) -> Field | None:
    """The project's own field that a message about the library names."""
    for name in _NAMED.findall(diagnostic.message):
        key = name_key(name)
        field = instance.field(key)
        if field is not None and not is_standard(field.source):
            return field
    return None


def _folded(field: Field, misfits: list[Diagnostic]) -> Diagnostic:
    first = misfits[0]
    modules = dict.fromkeys(f"std.{PurePosixPath(each.file).stem}" for each in misfits)
    places = "a place" if len(misfits) == 1 else f"{len(misfits)} places"
    return Diagnostic(
        first.rule,
        f"`{field.name}` takes the place of a field that {_listed(list(modules))} "
        f"{'uses' if len(modules) == 1 else 'use'} otherwise, in {places}",
        field.source,
        field.span,
        help="declare it as the library does, leave the declaration out, or give it another name",
        related=(Related(f"here {first.message}", first.source, first.span),),
    )


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
