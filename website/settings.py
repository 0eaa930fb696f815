"""The page of the project file, made from the settings that it may have."""

from __future__ import annotations

from collections.abc import Iterator

from flowlang.model.settings import SETTINGS
from website.page import Page, cell, flow_block

_SOURCE = "flowlang/model/settings.py"

_HEADING = """\
# The project file

`flowlang.toml` stands beside the scripts or above them. It is found upwards from the paths that a
command is given, and its folder is the project: nothing is imported from outside of it. Every
setting may be left out, and so may the file. A setting that there is not is an error, with the
nearest that there is.
"""


def settings_page() -> Page:
    """All settings, by table."""
    return Page("reference/settings.md", "\n".join(_pieces()), "index.md", (_SOURCE,))


def _pieces() -> Iterator[str]:
    yield _HEADING
    yield flow_block(example(), "flowlang.toml", "toml")
    for table, settings in SETTINGS.items():
        yield f"## [{table}]\n\n| setting | | without it |\n|---|---|---|"
        for name, setting in settings.items():
            yield f"| `{name} = {cell(setting.example)}` | {setting.means} | {setting.default} |"
        yield ""


def example() -> str:
    """A project file with every setting."""
    return "\n".join(
        f"[{table}]\n" + "".join(f"{name} = {each.example}\n" for name, each in settings.items())
        for table, settings in SETTINGS.items()
    )
