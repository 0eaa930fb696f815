"""Measuring: rounds in which everything takes its turn, medians, peak memory."""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

FLOWLANG = (
    sys.executable,
    "-c",
    "import sys; from flowlang.cli.main import main; sys.exit(main())",
)
"""The command `flowlang`, as its entry point starts it."""


@dataclass(frozen=True, slots=True)
class Measured:
    """The median of some runs: seconds on the clock, and megabytes of the largest process."""

    seconds: float
    megabytes: float = 0.0


def interleaved(works: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, Measured]:
    """Time some functions, all of them in every round, so that a busy moment hits them alike."""
    seconds: dict[str, list[float]] = {name: [] for name in works}
    for work in works.values():
        work()
    for _ in range(rounds):
        for name, work in works.items():
            start = time.perf_counter()
            work()
            seconds[name].append(time.perf_counter() - start)
    return {name: Measured(statistics.median(each)) for name, each in seconds.items()}


@dataclass(frozen=True, slots=True)
class Command:
    """A program that reads people and writes a folder; `{out}` stands for the folder."""

    arguments: tuple[str, ...]
    environment: Mapping[str, str]

    @classmethod
    def python(cls, *arguments: str, **environment: str) -> Command:
        """A command of this Python."""
        return cls((sys.executable, *arguments), environment)

    def run(self, out: Path) -> Measured:
        """Run the command once; the peak is that of its largest process."""
        arguments = [each.replace("{out}", str(out)) for each in self.arguments]
        launched = subprocess.run(
            [sys.executable, "-m", "benchmarks.launch", *arguments],
            stdout=subprocess.PIPE,
            env={**os.environ, **self.environment},
            cwd=Path(__file__).parent.parent,
            check=True,
        )
        status, seconds, megabytes = json.loads(launched.stdout)
        if status:
            raise SystemExit(f"{' '.join(arguments)} ended with {status}")
        return Measured(seconds, megabytes)


def commands(
    works: Mapping[str, Command], rounds: int, check: Callable[[dict[str, Path]], None]
) -> dict[str, Measured]:
    """Run some commands, all of them in every round; `check` sees what the last round wrote."""
    results: dict[str, list[Measured]] = {name: [] for name in works}
    with tempfile.TemporaryDirectory(prefix="flowlang-benchmark-") as scratch:
        folders: dict[str, Path] = {}
        for _ in range(rounds):
            for number, (name, work) in enumerate(works.items()):
                out = Path(scratch) / str(number)
                shutil.rmtree(out, ignore_errors=True)
                results[name].append(work.run(out))
                folders[name] = out
        check(folders)
    return {
        name: Measured(
            statistics.median(each.seconds for each in all_),
            max(each.megabytes for each in all_),
        )
        for name, all_ in results.items()
    }
