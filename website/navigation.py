"""What stands where in the navigation."""

from __future__ import annotations

from collections.abc import Collection, Iterator

EXAMPLES = (
    "token-inheritance",
    "autumn-webinar",
    "data-hygiene",
    "lead-scoring",
    "lead-routing",
    "lifecycle",
    "welcome-nurture",
    "inherited-mess",
)
"""From small to large."""

SECTIONS: dict[str, tuple[str, ...]] = {
    "Start": ("tutorial", "from-marketo", "new"),
    "Guides": (
        "testing",
        "simulating",
        "trace",
        "linting",
        "pitfalls",
        "reviewing",
        "comparing",
        "graph",
        "shell",
        "automation",
        "python",
    ),
    "Examples": ("examples/index", *(f"examples/{name}" for name in EXAMPLES)),
    "Reference": (
        "language",
        "reference/glance",
        "reference/commands",
        "json",
        "reference/settings",
        "reference/grammar",
        "format",
    ),
    "Rules": ("rules/index",),
    "Library": ("library/index",),
    "Inside": ("architecture", "extending", "benchmarks", "contributing", "changelog"),
}
"""The pages of the sidebar, in the order of a reader; pages below them are theirs to list."""


def contents() -> Iterator[str]:
    """The contents that the front page carries, unseen, for the sidebar."""
    for caption, pages in SECTIONS.items():
        yield toctree(pages, caption)


def toctree(pages: Collection[str], caption: str | None = None) -> str:
    """Pages that stand below the one that holds this."""
    title = "" if caption is None else f":caption: {caption}\n"
    listed = "\n".join(f"/{page}" for page in pages)
    return f"\n```{{toctree}}\n:hidden:\n{title}\n{listed}\n```\n"
