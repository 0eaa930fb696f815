"""How long `flowlang check` and `flowlang lint` take over a large workspace, as whole programs.

`python -m benchmarks.checking [--campaigns 1000] [--rounds 5]`
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.measure import FLOWLANG
from benchmarks.workspace import CAMPAIGNS_OF_A_FILE, workspace

NOTHING = "python -c pass"
WORDS = "all files as words, not parsed"
_WORDS = """
import sys
from pathlib import Path
from flowlang.syntax.parser import lark_parser
for path in sorted(Path(sys.argv[1]).rglob("*.flow")):
    for word in lark_parser().lex(path.read_text(encoding="utf-8")):
        pass
"""


def main() -> None:
    """Run as a program."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--campaigns", type=int, default=1000, help="a multiple of eight")
    parser.add_argument("--rounds", type=int, default=5, help="runs of each, of which the median")
    given = parser.parse_args()
    if given.campaigns < CAMPAIGNS_OF_A_FILE or given.campaigns % CAMPAIGNS_OF_A_FILE:
        parser.error(f"--campaigns is a multiple of {CAMPAIGNS_OF_A_FILE}")
    with tempfile.TemporaryDirectory(prefix="flowlang-benchmark-") as scratch:
        bench = _Bench(workspace(given.campaigns), Path(scratch))
        print(f"{given.campaigns} campaigns, {bench.lines} lines\n")
        _print(bench.measure(given.rounds))


class _Bench:
    """A copy of the workspace, and a cache of its own."""

    def __init__(self, made: Path, scratch: Path) -> None:
        self.folder = scratch / "workspace"
        self.cache = scratch / "cache"
        shutil.copytree(made, self.folder)
        files = sorted(self.folder.rglob("*.flow"))
        self.lines = sum(each.read_text(encoding="utf-8").count("\n") for each in files)
        self.changed = next(each for each in files if "programs" in each.parts)
        self.changes = 0

    def measure(self, rounds: int) -> dict[str, float]:
        """The median seconds of each work; in every round each of them has its turn."""
        seconds: dict[str, list[float]] = {}
        for _ in range(rounds):
            for name, prepare, command in self._works():
                prepare()
                seconds.setdefault(name, []).append(self._run(command))
        return {name: statistics.median(each) for name, each in seconds.items()}

    def _works(self) -> list[tuple[str, Callable[[], None], list[str]]]:
        works: list[tuple[str, Callable[[], None], list[str]]] = [
            (NOTHING, _nothing, [sys.executable, "-c", "pass"]),
            (WORDS, _nothing, [sys.executable, "-c", _WORDS, str(self.folder)]),
        ]
        for name in ("check", "lint"):
            command = [*FLOWLANG, name, str(self.folder)]
            works.append((f"{name}, cold", self._forget, command))
            works.append((f"{name}, nothing changed", _nothing, command))
            works.append((f"{name}, one file changed", self._change, command))
        return works

    def _run(self, command: list[str]) -> float:
        start = time.perf_counter()
        done = subprocess.run(
            command,
            stdout=subprocess.DEVNULL,
            env={**os.environ, "XDG_CACHE_HOME": str(self.cache)},
            check=False,
        )
        seconds = time.perf_counter() - start
        if done.returncode:
            raise SystemExit(f"{' '.join(command)} ended with {done.returncode}")
        return seconds

    def _forget(self) -> None:
        # Tables of the parser come with an installed package; here they are made once.
        for each in self.cache.glob("flowlang/*"):
            if each.is_dir() and each.name != "tables":
                shutil.rmtree(each)

    def _change(self) -> None:
        """Write one more declaration into one file, as an editor does."""
        self.changes += 1
        text = self.changed.read_text(encoding="utf-8")
        added = f'\nlist "Made for round {self.changes}"\n'
        self.changed.write_text(text + added, encoding="utf-8")


def _nothing() -> None:
    """Change nothing."""


def _print(measured: dict[str, float]) -> None:
    words = measured[WORDS]
    print(f"{'':<34}{'s':>8}{'ratio':>8}")
    for name, seconds in measured.items():
        print(f"{name:<34}{seconds:>8.2f}{seconds / words:>8.2f}")


if __name__ == "__main__":
    main()
