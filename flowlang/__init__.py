"""Marketing campaigns as code: check, run and explain smart campaigns over people.

The functions below are those of the command line: `check`, `lint`, `format`, `test`, `run` and
`simulate`. What they need is loaded when one of them is first asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flowlang.diagnostics.diagnostic import Diagnostic, Severity
    from flowlang.formatting import Formatted
    from flowlang.library.checks import Report, check, lint
    from flowlang.library.layout import format  # noqa: A004 - it is what the command is called.
    from flowlang.library.results import Result
    from flowlang.library.runs import run, simulate
    from flowlang.library.scripts import Workspace, load
    from flowlang.library.tests import TestFailure, TestResult, Tests, test
    from flowlang.people.problems import BadCell, BadData
    from flowlang.refusal import UsageError
else:
    _PLACES = {
        "flowlang.diagnostics.diagnostic": ("Diagnostic", "Severity"),
        "flowlang.formatting": ("Formatted",),
        "flowlang.library.checks": ("Report", "check", "lint"),
        "flowlang.library.layout": ("format",),
        "flowlang.library.results": ("Result",),
        "flowlang.library.runs": ("run", "simulate"),
        "flowlang.library.scripts": ("Workspace", "load"),
        "flowlang.library.tests": ("TestFailure", "TestResult", "Tests", "test"),
        "flowlang.people.problems": ("BadCell", "BadData"),
        "flowlang.refusal": ("UsageError",),
    }
    _MODULES = {name: module for module, names in _PLACES.items() for name in names}

    def __getattr__(name):  # noqa: ANN001, ANN202 - type checkers see the imports above.
        if name not in _MODULES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        value = globals()[name] = getattr(import_module(_MODULES[name]), name)
        return value

    def __dir__():  # noqa: ANN202
        return sorted({*globals(), *__all__})


__version__ = "0.1.0"

__all__ = [
    "BadCell",
    "BadData",
    "Diagnostic",
    "Formatted",
    "Report",
    "Result",
    "Severity",
    "TestFailure",
    "TestResult",
    "Tests",
    "UsageError",
    "Workspace",
    "__version__",
    "check",
    "format",
    "lint",
    "load",
    "run",
    "simulate",
    "test",
]
