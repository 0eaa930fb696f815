"""What a rule yields: a diagnostic that the frame gives the rule's name and severity."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from flowlang.diagnostics.diagnostic import Diagnostic, Edit, Fix, Related, Severity
from flowlang.source import Source, Span


class Placed(Protocol):
    """Anything with a place: a bound step, filter, asset, token; a diagnostic; a `Place`."""

    @property
    def source(self) -> Source:
        """The text in which it stands."""

    @property
    def span(self) -> Span:
        """Where in it."""


class Place(NamedTuple):
    """A place by itself, for what is no bound thing; such as a part of a campaign."""

    source: Source
    span: Span


def found(
    place: Placed,
    message: str,
    *,
    help: str | None = None,
    label: str | None = None,
    related: Sequence[Related] = (),
    fix: Fix | None = None,
) -> Diagnostic:
    """Something that a rule has found at a place; see `Diagnostic` for the parts."""
    return Diagnostic(
        "",
        message,
        place.source,
        place.span,
        Severity.WARNING,
        help=help,
        label=label,
        related=tuple(related),
        fix=fix,
    )


def beside(message: str, place: Placed) -> Related:
    """Another place that a finding speaks of."""
    return Related(message, place.source, place.span)


def edit(place: Placed, replacement: str) -> Edit:
    """Replace the text of a place."""
    return Edit(place.source, place.span, replacement)


def insertion(source: Source, offset: int, text: str) -> Edit:
    """Put a text before the character at an offset."""
    return Edit(source, Span(offset, offset), text)


def safe_fix(message: str, *edits: Edit) -> Fix:
    """A mend that leaves the meaning of everything else as it was; the message is an order."""
    return Fix(message, edits, safe=True)


def unsafe_fix(message: str, *edits: Edit) -> Fix:
    """A mend that somebody should look at: it changes what campaigns do."""
    return Fix(message, edits, safe=False)
