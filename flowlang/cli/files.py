"""Files that a command writes beside what it prints."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from flowlang.cli.refusal import refuse


def write_file(path: Path, text: str, option: str) -> None:
    """Write a file whole or not at all; where that cannot be done the command is refused."""
    try:
        with tempfile.NamedTemporaryFile(
            "w",
            encoding="utf-8",
            newline="",
            dir=path.parent,
            prefix=f".{path.name}.",
            delete=False,
        ) as file:
            file.write(text)
        try:
            os.chmod(file.name, _mode(path))  # noqa: PTH101 - what was made has a plain name.
            Path(file.name).replace(path)
        except OSError:
            Path(file.name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise refuse(f"`{option}`: {path} cannot be written: {error.strerror}") from None


def _mode(path: Path) -> int:
    """The mode that a file has, or that a new one gets."""
    try:
        return path.stat().st_mode & 0o7777
    except OSError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask
