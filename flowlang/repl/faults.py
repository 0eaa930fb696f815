"""Why an entry could not be answered."""

from __future__ import annotations

from collections.abc import Iterable

from flowlang.diagnostics.diagnostic import Diagnostic


class FaultError(Exception):
    """What was asked for cannot be done; a sentence says why, and a help what can."""

    def __init__(self, message: str, help: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.help = help


class MistakeError(Exception):
    """A text has mistakes."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        super().__init__("mistakes")
        self.diagnostics = tuple(diagnostics)
