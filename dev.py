"""Makes the project's own environment and works in it; needs only Python, from 3.11 on.

python3 dev.py test          all checks: style, types, tests
python3 dev.py run …         flowlang with the words that follow
python3 dev.py docs          the documentation as a site, in .site/html
python3 dev.py lock          take up newer versions of the dependencies
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tempfile
import venv
from collections.abc import Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent
ENVIRONMENT = HERE / ".venv"
LOCK = HERE / "requirements.lock"
STAMP = ENVIRONMENT / ".flowlang-stamp"
_PYTHON = (3, 11)
_EXTRAS = ("dev", "bench", "docs")
_LOCK_HEAD = """\
# The exact versions that the project is developed and tested with, for all extras.
# Made by `python3 dev.py lock`, which asks pip for the newest that pyproject.toml allows.
"""


def main(words: Sequence[str]) -> int:
    """Do what the first word says."""
    # An older Python must be able to read this file, or it could not say what it lacks.
    if sys.version_info < _PYTHON:
        print(f"Python {_PYTHON[0]}.{_PYTHON[1]} or newer is wanted; this is {sys.version}")
        return 2
    first, more = (words[0], words[1:]) if words else ("", words)
    try:
        if first == "test":
            return test(more)
        if first == "run":
            return run(more)
        if first == "docs":
            return docs()
        if first == "lock":
            return lock()
    except subprocess.CalledProcessError as error:
        print(f"this failed: {' '.join(map(str, error.cmd))}", file=sys.stderr)
        return 2
    print(__doc__)
    return 2


def test(more: Sequence[str]) -> int:
    """Run every check, the quick ones first; words that follow are for pytest."""
    python = environment("dev")
    for tool in (
        ("ruff", "check", "."),
        ("ruff", "format", "--check", "."),
        ("mypy",),
        ("pytest", "-n", "2", *more),
    ):
        print(f"== {' '.join(tool)}", flush=True)
        status = subprocess.call([python, "-m", *tool], cwd=HERE)
        if status:
            return status
    return 0


def run(words: Sequence[str]) -> int:
    """Run flowlang in the folder of whoever calls."""
    python = environment("")
    try:
        return subprocess.call([python, "-P", "-m", "flowlang", *words])
    except KeyboardInterrupt:
        return 130


def docs() -> int:
    """Make the site."""
    return subprocess.call([environment("docs"), "-m", "website.build"], cwd=HERE)


def environment(extra: str) -> str:
    """The Python of the project's environment, with all that an extra needs in it."""
    python = _python(ENVIRONMENT)
    wanted = hashlib.sha256(LOCK.read_bytes() + (HERE / "pyproject.toml").read_bytes()).hexdigest()
    made, *extras = STAMP.read_text().split() if STAMP.exists() else [""]
    is_current = made == wanted and python.exists()
    if is_current and (not extra or extra in extras):
        return str(python)
    extras = sorted({extra, *(extras if is_current else ())} - {""})
    print("making the environment …", file=sys.stderr, flush=True)
    if not python.exists():
        venv.create(ENVIRONMENT, with_pip=True, clear=True)
    STAMP.unlink(missing_ok=True)
    _install(python, ",".join(extras))
    STAMP.write_text(" ".join([wanted, *extras]) + "\n")
    return str(python)


def _install(python: Path, extras: str) -> None:
    """Install the project as it lies here, everything else in the versions of the lock."""
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    pip += ["--constraint", str(LOCK)]
    # What builds the project comes from the lock, too, and not from pip's own choice.
    subprocess.check_call([*pip, "hatchling", "lark"], stdout=sys.stderr)
    project = f"{HERE}[{extras}]" if extras else str(HERE)
    subprocess.check_call([*pip, "--no-build-isolation", "--editable", project], stdout=sys.stderr)


def lock() -> int:
    """Write the lock anew, from an empty environment."""
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python = str(_python(Path(folder)))
        pip = [python, "-m", "pip", "--disable-pip-version-check"]
        subprocess.check_call([*pip, "install", "--quiet", f"{HERE}[{','.join(_EXTRAS)}]"])
        frozen = subprocess.check_output([*pip, "freeze", "--exclude", "flowlang"], text=True)
    LOCK.write_text(_LOCK_HEAD + frozen)
    return 0


def _python(folder: Path) -> Path:
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
