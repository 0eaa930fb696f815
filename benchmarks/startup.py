"""How long `flowlang --help` and `flowlang check` take over Python that does nothing.

`python -m benchmarks.startup [--rounds 20]`
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from benchmarks.measure import FLOWLANG, interleaved

CAMPAIGN = Path(__file__).parent / "campaign"
NOTHING = "python -c pass"


def main() -> None:
    """Run as a program."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=20, help="runs of each, of which the median")
    given = parser.parse_args()
    works = {
        NOTHING: _start([sys.executable, "-c", "pass"]),
        "flowlang --help": _start([*FLOWLANG, "--help"]),
        "flowlang --version": _start([*FLOWLANG, "--version"]),
        "flowlang check": _start([*FLOWLANG, "check", str(CAMPAIGN)]),
        "python -c 'import numpy'": _start([sys.executable, "-c", "import numpy"]),
    }
    measured = interleaved(works, given.rounds)
    bare = measured[NOTHING].seconds
    print(f"{'':<28}{'ms':>8}{'over bare':>12}{'ratio':>8}")
    for name, each in measured.items():
        over = (each.seconds - bare) * 1000
        print(f"{name:<28}{each.seconds * 1000:>8.1f}{over:>12.1f}{each.seconds / bare:>8.2f}")


def _start(arguments: list[str]) -> Callable[[], object]:
    def start() -> None:
        subprocess.run(arguments, check=True, stdout=subprocess.DEVNULL)

    return start


if __name__ == "__main__":
    main()
