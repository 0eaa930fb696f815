"""How long a key takes until the terminal shows it, in the real shell with many people.

    python -m benchmarks.keys [PEOPLE]

The shell runs in a pseudo-terminal with the largest example. Every key of some entries is pressed
at the pace of somebody who types fast; what is measured is the time from the key to the first
answer of the program, and, at the beginning, the time until the prompt is there.
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import statistics
import struct
import sys
import tempfile
import termios
import time
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE = ROOT / "examples" / "autumn-webinar"
ENTRIES = (
    'country is "DE" and lead_score >= 50',
    'member of smart list "Curious guests" and did open_email "Invitation" in past 30 days',
    'choose { when lead_score > 5 { add to list "Key accounts" } otherwise { do nothing } }',
    "Dear {{lead.First Name:default=friend}}, {{my.Score Change}} points",
    ':where city is "Rome"',
    'given person "ada" { country: "DE" email: "ada@acme.example" lead_score: 5 }',
)
PACE = 0.06


def people_file(folder: Path, size: int) -> Path:
    """So many made-up people."""
    draw = np.random.default_rng(1)
    table = pa.table(
        {
            "id": np.arange(1, size + 1),
            "email": pa.array([f"p{number}@acme{number % 977}.example" for number in range(size)]),
            "First Name": _some(["Ada", "Ben", "Cy", "Dora", "Eve"], size, draw),
            "country": _some(["DE", "US", "FR", "AT", "CH", "GB", "IT"], size, draw),
            "Lead Score": draw.integers(0, 200, size),
            "city": _some(["Berlin", "Rome", "Bath"], size, draw),
        }
    )
    path = folder / "people.parquet"
    pq.write_table(table, path)
    return path


def _some(words: list[str], size: int, draw: np.random.Generator) -> pa.Array:
    codes = pa.array(draw.integers(0, len(words), size).astype(np.int32))
    return pa.DictionaryArray.from_arrays(codes, pa.array(words)).cast(pa.string())


class Shell:
    """The program and its terminal."""

    def __init__(self, people: Path, state: str) -> None:
        self.begun = time.perf_counter()
        self.process, self.master = pty.fork()
        if not self.process:
            os.environ.update({"XDG_STATE_HOME": state, "TERM": "xterm-256color"})
            words = ["-m", "flowlang", "repl", str(EXAMPLE), "--people", str(people)]
            size = struct.pack("HHHH", 40, 120, 0, 0)
            fcntl.ioctl(0, termios.TIOCSWINSZ, size)
            os.execv(sys.executable, [sys.executable, *words])

    def until(self, what: bytes, seconds: float = 120) -> float:
        """Read until something is shown; the seconds since the beginning."""
        seen = b""
        end = time.perf_counter() + seconds
        while what not in seen:
            if not self.ready(end - time.perf_counter()):
                raise SystemExit(f"{what!r} did not come: {seen[-500:]!r}")
            seen += self.read()
        return time.perf_counter() - self.begun

    def read(self) -> bytes:
        """What the program writes; where it asks for the cursor, it is told."""
        data = os.read(self.master, 65536)
        if b"\x1b[6n" in data:
            os.write(self.master, b"\x1b[1;1R")
        return data

    def ready(self, seconds: float) -> bool:
        """Whether anything is there to be read."""
        return bool(select.select([self.master], [], [], max(0.0, seconds))[0])

    def drain(self, seconds: float) -> None:
        """Take in all that comes for a while."""
        end = time.perf_counter() + seconds
        while self.ready(end - time.perf_counter()):
            self.read()

    def key(self, key: str) -> float:
        """Press a key; the seconds until the program answers."""
        begun = time.perf_counter()
        os.write(self.master, key.encode())
        if not self.ready(10):
            raise SystemExit(f"nothing came of {key!r}")
        took = time.perf_counter() - begun
        self.drain(max(0.0, PACE - took))
        return took


def main() -> None:
    """Measure, and say what came out."""
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        people = people_file(Path(folder), size)
        prompts = []
        for _ in range(5):
            shell = Shell(people, folder)
            prompts.append(shell.until(b"flow> "))
            os.write(shell.master, b"\x04")
            os.waitpid(shell.process, 0)
            os.close(shell.master)
        print(f"prompt visible after {min(prompts) * 1000:.0f} ms (the best of 5)")
        shell = Shell(people, folder)
        shell.until(f"{size:,} people".encode())
        print(f"{size:,} people there after {time.perf_counter() - shell.begun:.1f} s")
        shell.drain(0.5)
        for entry in ENTRIES:
            took = [shell.key(key) for key in entry]
            _tell(entry, took)
            os.write(shell.master, b"\x03")
            shell.drain(0.4)
        os.write(shell.master, b"\x04")
        os.waitpid(shell.process, 0)


ALL: list[float] = []


def _tell(entry: str, took: list[float]) -> None:
    ALL.extend(took)
    ordered = sorted(took)
    middle = statistics.median(ordered) * 1000
    late = ordered[int(len(ordered) * 0.95)] * 1000
    print(f"{middle:6.1f} ms median {late:6.1f} ms at the 95th percentile  {entry[:50]}")


if __name__ == "__main__":
    main()
    ALL.sort()
    print(f"all {len(ALL)} keys: {ALL[int(len(ALL) * 0.95)] * 1000:.1f} ms at the 95th percentile")
