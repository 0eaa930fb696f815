"""The `flowlang` command: finds the subcommand, and sees that nothing ends in a traceback."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence
from typing import NoReturn

import click

from flowlang import __version__
from flowlang.cli.lazy import LazyCommand, LazyGroup
from flowlang.cli.refusal import refuse, told
from flowlang.refusal import UsageError

_EPILOG = """\b
Examples:
  flowlang check campaigns/
  flowlang run campaigns/ --people people.csv --campaign "Autumn Webinar.Score"
  flowlang rule nested-execute

\b
Exit status:
  0    fine
  1    problems were found: mistakes in a script, bad data
  2    wrong usage, or what cannot be read or written
  3    finished, but something was stopped
  130  interrupted"""

COMMANDS = {
    "new": LazyCommand(
        "flowlang.cli.new",
        "Make a project that checks, tests and runs at once.",
        ("init", "create"),
    ),
    "check": LazyCommand(
        "flowlang.cli.check", "Find the mistakes in campaigns; run nothing.", ("validate", "verify")
    ),
    "lint": LazyCommand("flowlang.cli.lint", "Find mistakes, and what works but is rarely meant."),
    "fmt": LazyCommand(
        "flowlang.cli.fmt", "Put scripts into the one canonical layout.", ("format",)
    ),
    "run": LazyCommand(
        "flowlang.cli.run", "Run a batch campaign over people.", ("execute", "start")
    ),
    "simulate": LazyCommand(
        "flowlang.cli.simulate", "Let all active campaigns run over a period.", ("replay",)
    ),
    "match": LazyCommand(
        "flowlang.cli.match",
        "Tell who is in a smart list or filter.",
        ("query", "select", "filter"),
    ),
    "compare": LazyCommand(
        "flowlang.cli.compare", "Tell who ends differently in two datasets.", ("diff",)
    ),
    "test": LazyCommand("flowlang.cli.test", "Run the tests of campaigns.", ("tests",)),
    "repl": LazyCommand(
        "flowlang.cli.repl",
        "Ask who is in a filter, and try what steps would do.",
        ("shell", "console"),
    ),
    "graph": LazyCommand(
        "flowlang.cli.graph",
        "Show who executes, requests, triggers, reads and writes whom.",
        ("deps",),
    ),
    "trace": LazyCommand(
        "flowlang.cli.trace", "Tell what a run does to one person, and why.", ("explain", "why")
    ),
    "rule": LazyCommand(
        "flowlang.cli.rule",
        "Explain a rule: why it is one, an example, how to mend it.",
        ("rules",),
    ),
    "completion": LazyCommand(
        "flowlang.cli.completion", "Print the script that completes words in a shell."
    ),
}
"""The subcommands, in the order in which people meet them."""


@click.group(
    cls=LazyGroup,
    lazy=COMMANDS,
    epilog=_EPILOG,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="flowlang", message="%(prog)s %(version)s")
def cli() -> None:
    """Marketing campaigns as code: check, run and explain them."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and give its exit status."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if arguments is None:
        _leave_in_order()
    try:
        result = cli.main(words, prog_name="flowlang", standalone_mode=False)
    except (click.Abort, KeyboardInterrupt):
        return 130
    except click.ClickException as refusal:
        told(refusal, words)
        return 2
    except UsageError as error:
        told(refuse(str(error)), words)
        return 2
    except Exception as error:
        if os.environ.get("FLOWLANG_DEBUG"):
            from traceback import print_exc

            print_exc()
        told(_unexpected(error), words)
        return 2
    return result if isinstance(result, int) else 0


def _leave_in_order() -> None:
    """Have the process tidy up when it is told to end, or when its terminal is closed."""
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _leave)


def _leave(number: int, frame: object) -> NoReturn:
    # A second one must not break into what tidies up.
    signal.signal(number, signal.SIG_IGN)
    raise SystemExit(128 + number)


def _unexpected(error: Exception) -> click.ClickException:
    """What to say about a mistake of ours."""
    said = " ".join(str(error).split())
    what = f"{type(error).__name__}: {said}" if said else type(error).__name__
    return click.ClickException(
        f"something went wrong inside flowlang {__version__} ({what}); this is a mistake of the "
        "program, not of yours. Run it again with FLOWLANG_DEBUG=1 and report what it prints"
    )
