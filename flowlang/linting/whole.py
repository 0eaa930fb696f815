"""Whether a command was given all scripts of a project, or only some of them."""

from __future__ import annotations

import os
from collections.abc import Collection
from pathlib import Path

from flowlang.model.projects import scripts_below
from flowlang.source import Source

_PROJECT_FILE = "flowlang.toml"


def has_all_scripts(root: Path, sources: Collection[Source]) -> bool:
    """Whether every script below the project's folder is among some texts.

    Without a project file nobody says where a project ends: then all that lies in the folders
    of the scripts, and below, has to be among them.
    """
    given = {each.path.resolve() for each in sources if each.path is not None}
    if not given:
        return False
    if (root / _PROJECT_FILE).is_file():
        top = root
    else:
        top = Path(os.path.commonpath([each.parent for each in given]))
    return all(each in given for each in scripts_below(top.resolve()))
