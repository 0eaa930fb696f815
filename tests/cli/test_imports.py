"""What a command does not need is not loaded: the wait before it begins is not felt."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = {"numpy", "pyarrow", "polars", "pandas", "prompt_toolkit", "pygments", "asyncio"}
HEAVY |= {"hypothesis", "pytest", "multiprocessing", "concurrent.futures", "ssl", "http"}
NOT_FOR_HELP = {"lark", "tomllib", "zoneinfo", "tempfile", "flowlang.model", "flowlang.syntax"}
NOT_FOR_CHECK = {"flowlang.engine", "flowlang.people", "flowlang.report"}

_LIST = """
import sys
from flowlang.cli.main import main
status = main(sys.argv[1:])
print("\\n".join(["loaded:", *sorted(sys.modules)]))
sys.exit(status)
"""


def loaded(*words: str) -> set[str]:
    """The modules, and their packages, that a command loads."""
    done = subprocess.run(
        [sys.executable, "-c", _LIST, *words], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return set(done.stdout.partition("loaded:\n")[2].split())


@pytest.mark.parametrize(
    ("words", "unwanted"),
    [
        (["--help"], HEAVY | NOT_FOR_HELP | NOT_FOR_CHECK),
        (["--version"], HEAVY | NOT_FOR_HELP | NOT_FOR_CHECK),
        (["rule"], HEAVY | NOT_FOR_HELP | NOT_FOR_CHECK),
        (["new", "made"], HEAVY | NOT_FOR_CHECK),
        (["check", "p.flow"], HEAVY | NOT_FOR_CHECK),
        (["fmt", "p.flow"], HEAVY | NOT_FOR_CHECK | {"flowlang.checking"}),
    ],
)
def test_nothing_heavy_is_loaded(words: list[str], unwanted: set[str], project: Path) -> None:
    assert sorted(loaded(*words) & unwanted) == []


def test_the_prompt_waits_for_nothing_heavy() -> None:
    """What the shell loads before its prompt is to be seen; the engine comes behind it."""
    words = "import sys, flowlang.cli.repl, flowlang.repl.face.terminal; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", words], capture_output=True, text=True, check=True)
    unwanted = {"numpy", "pyarrow", "lark", "flowlang.model", "flowlang.syntax", "flowlang.engine"}
    assert sorted(set(done.stdout.split()) & unwanted) == []
