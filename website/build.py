"""Builds the site: `python3 dev.py docs`, or `python -m website.build [FOLDER]`."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from website.links import dead_links
from website.page import ROOT, LostError
from website.site import assemble

SITE = ROOT / ".site"


def main(words: Sequence[str]) -> int:
    """Assemble the pages below a folder and make HTML of them; 1 where anything is wrong."""
    folder = Path(words[0]) if words else SITE
    source, html = folder / "source", folder / "html"
    shutil.rmtree(html, ignore_errors=True)
    try:
        assemble(source)
    except LostError as error:
        print(error, file=sys.stderr)
        return 1
    sphinx = [sys.executable, "-m", "sphinx", "--fail-on-warning", "--keep-going", "--quiet"]
    sphinx += ["--jobs", "2", "-d", str(folder / "doctrees"), "-c", str(Path(__file__).parent)]
    if subprocess.call([*sphinx, str(source), str(html)]):
        return 1
    dead = list(dead_links(html))
    for page, target in dead:
        print(f"{page}: there is nothing at {target}", file=sys.stderr)
    if not dead:
        print(f"the site is in {html}; begin with {html / 'index.html'}")
    return 1 if dead else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
