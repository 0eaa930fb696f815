"""Builds the site: `python3 dev.py docs`, or `python -m website.build [FOLDER]`."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from sphinx.cmd.build import build_main

from website.pages import ROOT, assemble

SITE = ROOT / ".site"


def main(words: Sequence[str]) -> int:
    """Assemble the pages below a folder and make HTML of them; the exit status of Sphinx."""
    folder = Path(words[0]) if words else SITE
    source, html = folder / "source", folder / "html"
    shutil.rmtree(source, ignore_errors=True)
    shutil.rmtree(html, ignore_errors=True)
    assemble(source)
    # A warning is a link that leads nowhere, or a page that nobody can find.
    options = ["--fail-on-warning", "--keep-going", "--quiet", "--jobs", "auto"]
    status: int = build_main([*options, "-c", str(Path(__file__).parent), str(source), str(html)])
    if not status:
        print(f"the site is in {html}; begin with {html / 'index.html'}")  # noqa: T201
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
